import assert from "node:assert/strict";
import { erfc, normCdf, normPdf } from "../../../src/analytics/pricing/normal.ts";
import { readTable } from "./table.ts";

const rows = await readTable<"x" | "pdf" | "cdf" | "sf" | "erfc">("normal_cdf");

function assertRelative(actual: number, expected: number, tolerance: number, what: string): void {
  const error = Math.abs(actual - expected) / Math.abs(expected);
  assert.ok(error <= tolerance, `${what}: ${actual} instead of ${expected}, off by ${error}`);
}

Deno.test("normal: the distribution agrees with the reference in both tails", () => {
  assert.equal(rows.length, 40);
  for (const { x, pdf, cdf, sf } of rows) {
    // The condition number of N in its tail is x squared: no formula in doubles can do better.
    const tolerance = 4.5e-16 * (1 + x * x);
    assertRelative(normCdf(x), cdf, tolerance, `N(${x})`);
    assertRelative(normCdf(-x), sf, tolerance, `N(${-x})`);
    assertRelative(normPdf(x), pdf, tolerance, `n(${x})`);
  }
});

Deno.test("normal: erfc agrees with the reference over its whole range", () => {
  for (const { x, erfc: expected } of rows) {
    if (expected < 1e-300) continue;
    assertRelative(erfc(x), expected, 4.5e-16 * (1 + 2 * x * x), `erfc(${x})`);
  }
});

Deno.test("normal: erfc joins its three formulas without a step", () => {
  for (const border of [0.46875, 4]) {
    const [below, above] = [erfc(border - 1e-12), erfc(border + 1e-12)];
    const slope = 2 / Math.sqrt(Math.PI) * Math.exp(-border * border) * 2e-12;
    assert.ok(Math.abs(below - above - slope) < 1e-15, `at ${border}`);
  }
});

Deno.test("normal: the ends are 0 and 1, and nothing is NaN on the way", () => {
  assert.equal(normCdf(-Infinity), 0);
  assert.equal(normCdf(Infinity), 1);
  assert.equal(normCdf(0), 0.5);
  assert.equal(normCdf(-40), 0);
  for (let x = -45; x <= 45; x += 0.125) assert.ok(normCdf(x) >= normCdf(x - 0.125));
});

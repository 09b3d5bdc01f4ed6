import assert from "node:assert/strict";
import fc from "fast-check";
import { erfc, erfcx, logNormCdf, normCdf, normPdf } from "../../../src/analytics/pricing/normal.ts";
import { readTable } from "./table.ts";

const rows = await readTable<"x" | "pdf" | "cdf" | "sf" | "log_cdf" | "erfc" | "erfcx">("normal_cdf");

/** Numbers so small that doubles lose digits may differ by their last ones. */
const SUBNORMAL = 4 * Number.MIN_VALUE;

function assertRelative(actual: number, expected: number, tolerance: number, what: string): void {
  const error = Math.abs(actual - expected);
  assert.ok(error <= tolerance * Math.abs(expected) + SUBNORMAL, `${what}: ${actual} instead of ${expected}`);
}

Deno.test(`normal: all ${rows.length} rows of normal_cdf.csv agree: density, both tails, logarithm, erfc, erfcx`, () => {
  assert.equal(rows.length, 148);
  const counts = { erfc: 0, erfcx: 0 };
  for (const { x, pdf, cdf, sf, log_cdf, erfc: tail, erfcx: scaled } of rows) {
    // The condition number of N in its tail is x squared: no formula in doubles can do better.
    const tolerance = 4.5e-16 * (1 + x * x);
    assertRelative(normCdf(x), cdf, tolerance, `N(${x})`);
    assertRelative(normCdf(-x), sf, tolerance, `N(${-x})`);
    assertRelative(normPdf(x), pdf, tolerance, `n(${x})`);
    assertRelative(logNormCdf(x), log_cdf, tolerance, `ln N(${x})`);
    if (!Number.isNaN(tail)) assertRelative(erfc(x), tail, 4.5e-16 * (1 + 2 * x * x), `erfc(${x})`);
    if (!Number.isNaN(tail)) counts.erfc++;
    if (Number.isNaN(scaled)) continue;
    counts.erfcx++;
    assertRelative(erfcx(x), scaled, 1e-15, `erfcx(${x})`);
  }
  assert.deepEqual(counts, { erfc: 148, erfcx: 145 });
});

Deno.test("normal: erfc and erfcx join their formulas without a step", () => {
  for (const border of [-0.46875, 0.46875, 4]) {
    const [below, above] = [erfc(border - 1e-12), erfc(border + 1e-12)];
    const slope = 2 / Math.sqrt(Math.PI) * Math.exp(-border * border) * 2e-12;
    assert.ok(Math.abs(below - above - slope) < 1e-15, `erfc at ${border}`);
    const scaled = erfcx(border - 1e-12) - erfcx(border + 1e-12);
    const scaledSlope = (2 / Math.sqrt(Math.PI) - 2 * border * erfcx(border)) * 2e-12;
    assert.ok(Math.abs(scaled - scaledSlope) < 2e-15, `erfcx at ${border}`);
  }
});

Deno.test("normal: the ends are 0 and 1, and nothing is NaN or falls on the way", () => {
  assert.deepEqual([normCdf(-Infinity), normCdf(Infinity), normCdf(0), normCdf(-40)], [0, 1, 0.5, 0]);
  assert.deepEqual([erfc(-Infinity), erfc(Infinity), erfcx(Infinity), erfcx(-27)], [2, 0, 0, Infinity]);
  assert.deepEqual([logNormCdf(0), -logNormCdf(40)], [Math.log(0.5), 0]);
  assert.ok(Math.abs(logNormCdf(-1e6) + 5e11) < 20);
  for (let x = -45; x <= 45; x += 0.125) {
    assert.ok(normCdf(x) >= normCdf(x - 0.125));
    assert.ok(logNormCdf(x) >= logNormCdf(x - 0.125));
  }
});

Deno.test("normal: of any number, the two tails make one, and no function gives NaN", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true }), (x) => {
      assert.ok(Math.abs(normCdf(x) + normCdf(-x) - 1) < 4e-16);
      assert.ok(Math.abs(erfc(x) + erfc(-x) - 2) < 8e-16);
      for (const value of [normPdf(x), logNormCdf(x), erfcx(x)]) assert.ok(!Number.isNaN(value), `${x}`);
    }),
    { numRuns: 20_000, seed: 1 },
  );
});

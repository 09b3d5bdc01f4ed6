import assert from "node:assert/strict";
import fc from "fast-check";
import { logNormCdf, normCdf } from "../../../src/analytics/pricing/normal.ts";
import { normInv } from "../../../src/analytics/pricing/normal_inverse.ts";
import { readTable } from "./table.ts";

const rows = await readTable<"p" | "x">("normal_inv");

Deno.test(`normal inverse: all ${rows.length} rows of normal_inv.csv agree`, () => {
  assert.equal(rows.length, 61);
  for (const { p, x } of rows) {
    assert.ok(Math.abs(normInv(p) - x) <= 1e-14 * Math.abs(x), `${p}: ${normInv(p)}, not ${x}`);
  }
});

Deno.test("normal inverse: it undoes the distribution", () => {
  fc.assert(
    fc.property(fc.double({ min: -37, max: 8, noNaN: true }), (x) => {
      // Above zero N(x) is near 1 and has lost what would tell x more exactly than this.
      const lost = x > 0 ? 2e-16 / Math.exp(-0.5 * x * x) : 0;
      assert.ok(Math.abs(normInv(normCdf(x)) - x) <= 2e-14 * (1 + Math.abs(x)) + 4 * lost, `${x}`);
    }),
    { numRuns: 20_000, seed: 1 },
  );
  fc.assert(
    fc.property(fc.double({ min: 1e-300, max: 0.5, noNaN: true }), (p) => {
      assert.ok(Math.abs(logNormCdf(normInv(p)) - Math.log(p)) <= 1e-13 * (1 - Math.log(p)), `${p}`);
    }),
    { numRuns: 20_000, seed: 1 },
  );
});

Deno.test("normal inverse: the ends are infinite, and there is nothing outside", () => {
  assert.deepEqual([normInv(0), normInv(1), normInv(0.5)], [-Infinity, Infinity, 0]);
  assert.ok(Math.abs(normInv(Number.MIN_VALUE) + 38.4674) < 1e-3);
  for (const bad of [-1e-300, 1.0000001, NaN]) assert.throws(() => normInv(bad), RangeError);
});

import assert from "node:assert/strict";
import { leg, lineOf } from "./legs.ts";

Deno.test("strategy line: a condor is priced per unit and share, a credit positive, and measured by the most it can make", () => {
  const condor = lineOf(
    leg({ right: "put", strike: 85, quantity: 2, entry: 0.5, mark: 0.2, delta: -0.05 }),
    leg({ right: "put", strike: 90, quantity: -2, entry: 1.5, mark: 0.6, delta: -0.15 }),
    leg({ right: "call", strike: 110, quantity: -2, entry: 1.4, mark: 0.5, delta: 0.12 }),
    leg({ right: "call", strike: 115, quantity: 2, entry: 0.4, mark: 0.1, delta: 0.04 }),
  );
  assert.equal(condor.group.name, "iron condor");
  assert.equal(condor.group.units, 2);
  assert.ok(Math.abs(condor.entry! - 2) < 1e-9 && Math.abs(condor.mark! + 0.8) < 1e-9);
  assert.equal(condor.openCents, 24_000);
  assert.equal(condor.credit, 400);
  assert.ok(Math.abs(condor.profitTaken! - 0.6) < 1e-9);
  assert.equal(condor.lossToCredit, 0);
  assert.ok(Math.abs(condor.delta! - 200 * (-0.05 + 0.15 - 0.12 + 0.04)) < 1e-9);
  assert.ok(Math.abs(condor.deltaDollars! - 100 * condor.delta!) < 1e-9);
});

Deno.test("strategy line: a ratio spread can make more than its credit", () => {
  const ratio = lineOf(
    leg({ right: "put", strike: 95, quantity: 1, entry: 3, mark: 3 }),
    leg({ right: "put", strike: 90, quantity: -2, entry: 2, mark: 1.5 }),
  );
  assert.equal(ratio.credit, 100);
  // The width of five dollars and the credit, of which a dollar is made.
  assert.ok(Math.abs(ratio.profitTaken! - 100 / 600) < 1e-9);
});

Deno.test("strategy line: of a covered call the call is measured, of what was paid for nothing is", () => {
  const covered = lineOf(
    leg({ quantity: 100, entry: 90, mark: 80 }),
    leg({ right: "call", strike: 105, quantity: -1, entry: 2, mark: 0.5, delta: 0.1 }),
  );
  assert.deepEqual([covered.group.name, covered.profitTaken, covered.openCents], ["covered call", 0.75, -85_000]);
  assert.ok(Math.abs(covered.entry! + 88) < 1e-9 && Math.abs(covered.mark! - 79.5) < 1e-9);
  const bought = lineOf(leg({ right: "call", strike: 105, quantity: 1, entry: 2, mark: 0.5 }));
  assert.deepEqual([bought.credit, bought.profitTaken, bought.lossToCredit], [null, null, null]);
});

Deno.test("strategy line: what is unknown of a leg is unknown of the whole, and of nothing else", () => {
  const spread = (entry: number | null, mark: number | null) =>
    lineOf(
      leg({ right: "put", strike: 95, quantity: -1, entry, mark: 1, before: 2 }),
      leg({ right: "put", strike: 90, quantity: 1, entry: 1, mark, before: 1 }),
    );
  const unpaid = spread(null, 0.5);
  assert.deepEqual([unpaid.entry, unpaid.openCents, unpaid.todayCents, unpaid.credit], [null, null, 5000, null]);
  const unpriced = spread(3, null);
  assert.deepEqual([unpriced.mark, unpriced.openCents, unpriced.credit], [null, null, 200]);
  assert.deepEqual([unpriced.profitTaken, unpriced.lossToCredit], [null, null]);
});

import assert from "node:assert/strict";
import { impliedForward, type ParityPair } from "../../src/analytics/forward.ts";
import { black } from "../../src/analytics/pricing/black.ts";

/** Pairs priced by Black's formula, each strike with a volatility of its own. */
const pairs = (forward: number, years: number, rate: number, strikes: readonly number[]): ParityPair[] =>
  strikes.map((strike) => {
    const price = (right: "call" | "put") =>
      black(forward, strike, years, 0.2 + 0.3 * Math.abs(strike / forward - 1), Math.exp(-rate * years), right);
    return { strike, call: price("call"), put: price("put"), spread: 0.1 };
  });

Deno.test("forward: parity gives back the forward the options were priced with", () => {
  for (const forward of [0.8, 97.3, 6012.4]) {
    for (const years of [1 / 8760, 0.12, 2.5]) {
      const strikes = [0.8, 0.9, 1, 1.1, 1.2].map((share) => share * forward);
      const implied = impliedForward(pairs(forward, years, 0.04, strikes), years, 0.04)!;
      assert.ok(Math.abs(implied - forward) < 1e-9 * forward, `${forward} in ${years} years`);
    }
  }
});

Deno.test("forward: a wrong rate does not matter between strikes next to it", () => {
  const implied = impliedForward(pairs(100, 0.25, 0.045, [98, 99, 100, 101, 102]), 0.25, 0.03)!;
  assert.ok(Math.abs(implied - 100) < 0.01);
});

Deno.test("forward: the tight markets decide, and one bad pair does not", () => {
  const good = pairs(100, 0.25, 0.04, [99, 100, 101, 102]);
  const bad = { strike: 100.5, call: 4.5, put: 4.1, spread: 5 };
  assert.ok(Math.abs(impliedForward([bad, ...good], 0.25, 0.04)! - 100) < 1e-9);
  const wide = { ...good[0]!, call: good[0]!.call + 0.4, spread: 1 };
  assert.ok(Math.abs(impliedForward([wide, good[1]!], 0.25, 0.04)! - 100) < 1e-9, "ten times the weight outvotes it");
});

Deno.test("forward: two equal voices meet in the middle", () => {
  const pair = (strike: number, call: number) => ({ strike, call, put: 2, spread: 0.1 });
  assert.equal(impliedForward([pair(100, 3), pair(100, 2.5)], 0, 0.04), 100.75);
});

Deno.test("forward: nothing is implied by nothing", () => {
  assert.equal(impliedForward([], 0.25, 0.04), null);
  assert.equal(impliedForward([{ strike: 1, call: 0, put: 5, spread: 0.1 }], 0.25, 0.04), null);
});

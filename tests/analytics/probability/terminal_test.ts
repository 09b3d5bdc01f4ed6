import assert from "node:assert/strict";
import fc from "fast-check";
import { black } from "../../../src/analytics/pricing/black.ts";
import {
  probabilityBelow,
  probabilityBelowSkewed,
  probabilityBetween,
  terminal,
} from "../../../src/analytics/probability/terminal.ts";

// The same cases every time: what chance finds belongs into a test of its own.
fc.configureGlobal({ seed: 20261122 });

const UNDERLYING = { spot: 100, rate: 0.04, carry: 0.01 };
const price = fc.double({ min: 0, max: 1e4, noNaN: true });
const volatility = fc.double({ min: 0.01, max: 5, noNaN: true });
const years = fc.double({ min: 1e-6, max: 3, noNaN: true });

Deno.test("terminal: below, between and above make one, and each is a probability", () => {
  fc.assert(fc.property(price, price, volatility, years, (one, two, sigma, time) => {
    const [low, high] = [Math.min(one, two), Math.max(one, two)];
    const distribution = terminal(UNDERLYING, sigma, time);
    const parts = [
      probabilityBelow(distribution, low),
      probabilityBetween(distribution, low, high),
      probabilityBetween(distribution, high, Infinity),
    ];
    for (const part of parts) assert.ok(part >= 0 && part <= 1);
    assert.ok(Math.abs(parts.reduce((sum, part) => sum + part) - 1) < 1e-12);
  }));
});

Deno.test("terminal: without volatility the price is where the drift leads", () => {
  const distribution = terminal(UNDERLYING, 0, 1);
  assert.equal(probabilityBelow(distribution, 103), 0);
  assert.equal(probabilityBelow(distribution, 103.1), 1);
  assert.equal(probabilityBetween(distribution, 103, 104), 1);
});

Deno.test("terminal: with a flat smile the skewed probability is the plain one", () => {
  const flat = { volatility: () => 0.3, slope: () => 0 };
  const forward = 100 * Math.exp(0.03 * 0.25);
  for (const strike of [50, 90, 100, 120, 200]) {
    const plain = probabilityBelow(terminal(UNDERLYING, 0.3, 0.25), strike);
    assert.ok(Math.abs(probabilityBelowSkewed(forward, 0.25, flat, strike) - plain) < 1e-14, `${strike}`);
  }
});

Deno.test("terminal: with a smile it is what calls lose for a dollar of strike", () => {
  const smile = {
    volatility: (strike: number) => 0.3 - 0.1 * Math.log(strike / 100) + 0.1 * Math.log(strike / 100) ** 2,
    slope: (strike: number) => (-0.1 + 0.2 * Math.log(strike / 100)) / strike,
  };
  for (const strike of [70, 90, 100, 115, 140]) {
    const call = (at: number) => black(101, at, 0.25, smile.volatility(at), 1, "call");
    const above = (call(strike - 1e-3) - call(strike + 1e-3)) / 2e-3;
    const below = probabilityBelowSkewed(101, 0.25, smile, strike);
    assert.ok(Math.abs(below - (1 - above)) < 1e-8, `${strike}: ${below} instead of ${1 - above}`);
  }
});

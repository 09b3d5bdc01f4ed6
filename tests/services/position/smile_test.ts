import assert from "node:assert/strict";
import { smileOf } from "../../../src/services/position/smile.ts";

const strikes = Array.from({ length: 17 }, (_, i) => 80 + 2.5 * i);

Deno.test("smile: a parabola is found again, with its slope", () => {
  const at = (strike: number) => 0.2 - 0.002 * (strike - 100) + 0.00004 * (strike - 100) ** 2;
  const smile = smileOf(strikes.map((strike) => ({ strike, volatility: at(strike) })))!;
  for (const strike of [80, 83.3, 91, 100, 107.77, 120]) {
    assert.ok(Math.abs(smile.volatility(strike) - at(strike)) < 1e-9, `${strike}`);
    assert.ok(Math.abs(smile.slope(strike) - (-0.002 + 0.00008 * (strike - 100))) < 1e-9, `${strike}`);
  }
});

Deno.test("smile: beyond its points it is flat", () => {
  const smile = smileOf(strikes.map((strike) => ({ strike, volatility: 0.3 - strike / 1000 })))!;
  assert.ok(Math.abs(smile.volatility(60) - 0.22) < 1e-9 && Math.abs(smile.volatility(200) - 0.18) < 1e-9);
  assert.deepEqual([smile.slope(60), smile.slope(200)], [0, 0]);
});

Deno.test("smile: one point out of line moves it by less than half", () => {
  const points = strikes.map((strike) => ({ strike, volatility: strike === 100 ? 0.24 : 0.2 }));
  assert.ok(Math.abs(smileOf(points)!.volatility(100) - 0.2) < 0.03);
});

Deno.test("smile: four points are no curve", () => {
  assert.equal(smileOf(strikes.slice(0, 4).map((strike) => ({ strike, volatility: 0.2 }))), null);
});

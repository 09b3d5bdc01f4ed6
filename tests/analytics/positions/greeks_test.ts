import assert from "node:assert/strict";
import { positionGreeks } from "../../../src/analytics/positions/greeks.ts";
import { valueOf } from "../../../src/analytics/positions/outcome.ts";
import { isClose, readPositions } from "./reference.ts";

const positions = await readPositions();

Deno.test(`position greeks: all ${positions.length} reference positions`, () => {
  for (const { name, legs, underlying, expected } of positions) {
    const greeks = positionGreeks(legs, underlying);
    const { delta, gamma, theta_per_day: theta, vega_per_point: vega, rho_per_point: rho } = expected.greeks;
    for (const [greek, value] of Object.entries({ delta, gamma, theta, vega, rho })) {
      assert.ok(isClose(greeks[greek as keyof typeof greeks], value, 1e-8), `${name}: ${greek}`);
    }
  }
});

Deno.test("position greeks: delta, theta and vega are what a small move, a short time and a point of volatility change", () => {
  for (const { name, legs, underlying } of positions) {
    const { delta, theta, vega } = positionGreeks(legs, underlying);
    const { spot } = underlying;
    const bump = spot * 1e-5;
    const slope = (valueOf(legs, spot + bump, underlying) - valueOf(legs, spot - bump, underlying)) / (2 * bump);
    assert.ok(isClose(slope, delta, 1e-5), `${name}: delta`);
    const later = valueOf(legs, spot, underlying, { years: 1e-5 }) - valueOf(legs, spot, underlying);
    assert.ok(isClose(later / 1e-5 / 365, theta, 2e-3), `${name}: theta ${later / 1e-5 / 365} ${theta}`);
    const factor = 1e-5;
    const richer = valueOf(legs, spot, underlying, { volatility: 1 + factor }) - valueOf(legs, spot, underlying);
    const volatilities = new Set(legs.flatMap((leg) => leg.kind === "option" ? leg.volatility : []));
    if (volatilities.size === 1) {
      assert.ok(isClose(richer / factor / [...volatilities][0]! / 100, vega, 1e-4), `${name}: vega`);
    }
  }
});

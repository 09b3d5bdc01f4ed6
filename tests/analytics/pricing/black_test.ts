import assert from "node:assert/strict";
import { black, black76, black76Greeks, bsm, bsmGreeks, type Greeks } from "../../../src/analytics/pricing/black.ts";
import { readTable } from "./table.ts";

const GREEKS = ["delta", "gamma", "theta", "vega", "rho"] as const;

/** The acceptance rule of the reference: absolute by the size of the underlying, relative where the value is not tiny. */
function assertClose(actual: number, expected: number, size: number, what: string): void {
  const error = Math.abs(actual - expected);
  const bound = Math.min(1e-12 * Math.max(1, size), Math.abs(expected) > 1e-8 ? 1e-9 * Math.abs(expected) : Infinity);
  assert.ok(error <= bound, `${what}: ${actual} instead of ${expected}`);
}

Deno.test("black: options on a spot price agree with the reference, greeks included", async () => {
  type Columns = "S" | "K" | "T" | "r" | "q" | "sigma" | "price" | "delta" | "gamma";
  const rows = await readTable<Columns | "theta_per_day" | "vega_per_point" | "rho_per_point">("european_bsm");
  assert.equal(rows.length, 40);
  for (const row of rows) {
    const { type, S, K, T, r, q, sigma } = row;
    const greeks = bsmGreeks(S, K, T, r, q, sigma, type);
    const expected: Greeks = {
      price: row.price,
      delta: row.delta,
      gamma: row.gamma,
      theta: row.theta_per_day,
      vega: row.vega_per_point,
      rho: row.rho_per_point,
    };
    for (const name of ["price", ...GREEKS] as const) {
      assertClose(greeks[name], expected[name], S, `${name} of ${JSON.stringify(row)}`);
    }
    assert.equal(bsm(S, K, T, r, q, sigma, type), greeks.price);
  }
});

Deno.test("black: options on futures agree with the reference, greeks included", async () => {
  type Columns = "F" | "K" | "T" | "r" | "sigma" | "price" | "delta" | "gamma" | "theta" | "vega_per_point" | "rho";
  const rows = await readTable<Columns>("black76");
  assert.equal(rows.length, 40);
  for (const row of rows) {
    const { type, F, K, T, r, sigma } = row;
    const greeks = black76Greeks(F, K, T, r, sigma, type);
    const expected: Greeks = {
      price: row.price,
      delta: row.delta,
      gamma: row.gamma,
      theta: row.theta / 365,
      vega: row.vega_per_point,
      rho: row.rho / 100,
    };
    for (const name of ["price", ...GREEKS] as const) {
      assertClose(greeks[name], expected[name], F, `${name} of ${JSON.stringify(row)}`);
    }
    assert.equal(black76(F, K, T, r, sigma, type), greeks.price);
  }
});

Deno.test("black: a call less a put is the discounted distance of forward and strike", () => {
  for (const strike of [20, 80, 99.999999999, 100, 123.45, 400]) {
    for (const years of [1 / 8760, 0.1, 2]) {
      const discount = Math.exp(-0.04 * years);
      const call = black(101, strike, years, 0.35, discount, "call");
      const put = black(101, strike, years, 0.35, discount, "put");
      assert.ok(Math.abs(call - put - discount * (101 - strike)) < 1e-12 * 400, `strike ${strike}, ${years} years`);
    }
  }
});

Deno.test("black: the greeks are what bumping the inputs says", () => {
  for (const right of ["call", "put"] as const) {
    const price = ([S, T, r, sigma]: number[]) => bsm(S!, 105, T!, r!, 0.012, sigma!, right);
    const at = [100, 0.4, 0.04, 0.28];
    const slope = (input: number, bump: number) => {
      const [up, down] = [at.with(input, at[input]! + bump), at.with(input, at[input]! - bump)];
      return (price(up) - price(down)) / (2 * bump);
    };
    const greeks = bsmGreeks(100, 105, 0.4, 0.04, 0.012, 0.28, right);
    const near = (actual: number, expected: number) => assert.ok(Math.abs(actual - expected) < 1e-6, `${expected}`);
    near(slope(0, 1e-3), greeks.delta);
    near((price([100.05, ...at.slice(1)]) - 2 * price(at) + price([99.95, ...at.slice(1)])) / 0.05 ** 2, greeks.gamma);
    near(-slope(1, 1e-4) / 365, greeks.theta);
    near(slope(2, 1e-5) / 100, greeks.rho);
    near(slope(3, 1e-5) / 100, greeks.vega);
  }
});

Deno.test("black: without time or volatility an option is worth its discounted intrinsic value", () => {
  assert.deepEqual(bsmGreeks(110, 100, 0, 0.05, 0.02, 0.3, "call"), {
    price: 10,
    delta: 1,
    gamma: 0,
    theta: 0,
    vega: 0,
    rho: 0,
  });
  const still = bsmGreeks(110, 100, 1, 0.05, 0.02, 0, "call");
  assert.ok(Math.abs(still.price - (110 * Math.exp(-0.02) - 100 * Math.exp(-0.05))) < 1e-12);
  assert.equal(still.delta, Math.exp(-0.02));
  assert.deepEqual([still.gamma, still.vega], [0, 0]);
  assert.equal(bsmGreeks(100, 100, 0, 0.05, 0.02, 0.3, "put").delta, -0.5);
  assert.equal(bsm(90, 100, 0, 0, 0, 0.3, "call"), 0);
  assert.equal(black76Greeks(90, 100, 0, 0.05, 0.3, "put").price, 10);
  assert.equal(black76Greeks(90, 100, 0, 0.05, 0.3, "put").delta, -1);
});

Deno.test("black: far out of the money, and with minutes to live, every figure is finite", () => {
  for (const strike of [1e-3, 50, 100, 100.0000001, 200, 1e6]) {
    for (const years of [1e-9, 5 / 525_600, 1, 30]) {
      for (const volatility of [1e-6, 0.2, 5]) {
        for (const right of ["call", "put"] as const) {
          const greeks = bsmGreeks(100, strike, years, 0.04, 0.01, volatility, right);
          for (const value of Object.values(greeks)) assert.ok(Number.isFinite(value));
          assert.ok(greeks.price >= 0);
        }
      }
    }
  }
});

Deno.test("black: an argument that no option has is a bug", () => {
  for (const bad of [0, -1, NaN, Infinity]) {
    assert.throws(() => bsm(bad, 100, 1, 0, 0, 0.2, "call"), RangeError);
    assert.throws(() => black(100, bad, 1, 0.2, 1, "call"), RangeError);
    assert.throws(() => black76(bad, 100, 1, 0, 0.2, "put"), RangeError);
  }
  assert.throws(() => bsm(100, 100, -1, 0, 0, 0.2, "call"), /years must be zero or positive, not -1/);
  assert.throws(() => bsmGreeks(100, 100, 1, 0, 0, -0.2, "call"), RangeError);
  assert.throws(() => black76Greeks(100, 100, 1, NaN, 0.2, "call"), /rate must be finite/);
});

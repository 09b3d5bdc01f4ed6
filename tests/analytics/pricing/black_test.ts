import assert from "node:assert/strict";
import fc from "fast-check";
import { black, black76, black76Greeks, bsm, bsmGreeks, type Greeks } from "../../../src/analytics/pricing/black.ts";
import { market, slopeBy } from "./markets.ts";
import { readTable } from "./table.ts";

type Spot =
  | "S"
  | "K"
  | "T"
  | "r"
  | "q"
  | "sigma"
  | "price"
  | "delta"
  | "gamma"
  | "epsilon"
  | "vanna"
  | "vomma"
  | "charm";
type Future = "F" | "K" | "T" | "r" | "sigma" | "price" | "delta" | "gamma" | "theta" | "vega_per_point" | "rho";

const spotRows = await readTable<Spot | "theta_per_day" | "vega_per_point" | "rho_per_point">(
  "european_bsm",
);
const futureRows = await readTable<Future>("black76");

/** The rule of the reference: absolute by the size of the underlying, and relative where the value is not tiny. */
function assertClose(actual: number, expected: number, size: number, what: string): void {
  const error = Math.abs(actual - expected);
  const bound = Math.min(1e-12 * Math.max(1, size), Math.abs(expected) > 1e-8 ? 1e-9 * Math.abs(expected) : Infinity);
  assert.ok(error <= bound, `${what}: ${actual} instead of ${expected}`);
}

Deno.test(`black: all ${spotRows.length} rows of european_bsm.csv agree, price and five greeks`, () => {
  assert.equal(spotRows.length, 720);
  for (const row of spotRows) {
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
    for (const name of Object.keys(expected) as (keyof Greeks)[]) {
      assertClose(greeks[name], expected[name], S, `${name} of ${JSON.stringify(row)}`);
    }
    assert.equal(bsm(S, K, T, r, q, sigma, type), greeks.price);
  }
});

Deno.test(`black: all ${futureRows.length} rows of black76.csv agree, price and five greeks`, () => {
  assert.equal(futureRows.length, 310);
  for (const row of futureRows) {
    const { type, F, K, T, r, sigma } = row;
    const greeks = black76Greeks(F, K, T, r, sigma, type);
    const expected = {
      price: row.price,
      delta: row.delta,
      gamma: row.gamma,
      theta: row.theta / 365,
      vega: row.vega_per_point,
      rho: row.rho / 100,
    };
    for (const name of Object.keys(expected) as (keyof typeof expected)[]) {
      assertClose(greeks[name], expected[name], F, `${name} of ${JSON.stringify(row)}`);
    }
    assert.equal(black76(F, K, T, r, sigma, type), greeks.price);
    assertClose(black(F, K, T, sigma, Math.exp(-r * T), type), greeks.price, F, `black of ${JSON.stringify(row)}`);
  }
});

Deno.test("black: a call less a put is the share less the strike, both as of now", () => {
  fc.assert(
    fc.property(market, ({ spot, strike, years, rate, carry, volatility }) => {
      const [call, put] = (["call", "put"] as const).map((right) =>
        bsm(spot, strike, years, rate, carry, volatility, right)
      ) as [number, number];
      const apart = spot * Math.exp(-carry * years) - strike * Math.exp(-rate * years);
      assert.ok(Math.abs(call - put - apart) <= 1e-14 * (spot + strike));
    }),
    { numRuns: 5000, seed: 1 },
  );
});

Deno.test("black: a price keeps within its bounds, rises with volatility, and a call falls with its strike", () => {
  fc.assert(
    fc.property(market, fc.double({ min: 1.001, max: 2, noNaN: true }), (it, more) => {
      const { spot, strike, years, rate, carry, volatility, right } = it;
      const price = bsm(spot, strike, years, rate, carry, volatility, right);
      const [asset, cash] = [spot * Math.exp(-carry * years), strike * Math.exp(-rate * years)];
      const dust = 1e-14 * (spot + strike);
      assert.ok(price >= (right === "call" ? asset - cash : cash - asset) - dust && price >= 0);
      assert.ok(price <= (right === "call" ? asset : cash) + dust);
      assert.ok(bsm(spot, strike, years, rate, carry, volatility * more, right) >= price - dust);
      const further = bsm(spot, strike * more, years, rate, carry, volatility, right);
      assert.ok(right === "call" ? further <= price + dust : further >= price - dust);
    }),
    { numRuns: 5000, seed: 2 },
  );
});

Deno.test("black: every greek is what bumping its input says", () => {
  fc.assert(
    fc.property(market, ({ spot, strike, years, rate, carry, volatility, right }) => {
      fc.pre(years > 0.02 && years * volatility * volatility > 0.002);
      const at = [spot, years, rate, volatility];
      const greeksAt = ([S, T, r, sigma]: number[]) => bsmGreeks(S!, strike, T!, r!, carry, sigma!, right);
      const steps = [1e-4 * spot, 1e-4 * years, 1e-5, 1e-4 * volatility];
      const slope = (input: number, of: keyof Greeks) =>
        slopeBy(steps[input]!, (step) => greeksAt(at.with(input, at[input]! + step))[of]);
      const greeks = greeksAt(at);
      const near = (actual: number, expected: number, size: number, what: string) =>
        assert.ok(Math.abs(actual - expected) <= 1e-8 * size, `${what}: ${actual}, by a bump ${expected}`);
      const scale = spot + strike;
      near(greeks.delta, slope(0, "price"), 1, "delta");
      near(greeks.gamma * spot, slope(0, "delta") * spot, 1 / (volatility * Math.sqrt(years)), "gamma");
      near(greeks.theta, -slope(1, "price") / 365, scale / years / 365, "theta");
      near(greeks.rho, slope(2, "price") / 100, 0.01 * scale, "rho");
      near(greeks.vega, slope(3, "price") / 100, 0.01 * scale, "vega");
    }),
    { numRuns: 1000, seed: 3 },
  );
});

Deno.test("black: of any finite input comes a finite price and no NaN, or the reason why not", () => {
  const any = fc.double({ noNaN: true, noDefaultInfinity: true });
  const some = fc.oneof(any, fc.double({ min: 1e-9, max: 1e6, noNaN: true }), fc.constant(0), fc.constant(1));
  let answers = 0;
  fc.assert(
    fc.property(fc.array(some, { minLength: 6, maxLength: 6 }), fc.constantFrom("call", "put"), (numbers, right) => {
      const [S, K, T, r, q, sigma] = numbers as [number, number, number, number, number, number];
      for (
        const price of [() => bsmGreeks(S, K, T, r, q, sigma, right), () => black76Greeks(S, K, T, r, sigma, right)]
      ) {
        let greeks: Greeks;
        try {
          greeks = price();
        } catch (error) {
          assert.ok(error instanceof RangeError);
          continue;
        }
        answers++;
        assert.ok(greeks.price >= 0 && greeks.price < Infinity);
        for (const name in greeks) assert.ok(!Number.isNaN(greeks[name as keyof Greeks]), `${name} of ${numbers}`);
      }
    }),
    { numRuns: 20_000, seed: 4 },
  );
  assert.ok(answers > 2000, `only ${answers} inputs were priced`);
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

import assert from "node:assert/strict";
import fc from "fast-check";
import { black76Greeks, bsm, bsmGreeks, type OptionRight } from "../../../src/analytics/pricing/black.ts";
import { impliedVolatility, STATUSES } from "../../../src/analytics/pricing/implied_volatility.ts";
import {
  type ExpirationTerms,
  impliedColumns,
  impliedVolatilityBatch,
} from "../../../src/analytics/pricing/implied_volatility_batch.ts";

const GREEKS = ["delta", "gamma", "theta", "vega", "rho"] as const;
const rightOf = (sign: number): OptionRight => sign > 0 ? "call" : "put";

/** Calls and puts at strikes around the forward, at a smile, to the cent if `tick` is one. */
function chain(terms: ExpirationTerms, tick: number, onFuture = false) {
  const { spot, forward, years, rate } = terms;
  const carry = onFuture ? rate : rate - Math.log(forward / spot) / years;
  const strikes: number[] = [];
  for (let i = -20; i <= 20; i++) strikes.push(spot * (1 + 0.03 * i), spot * (1 + 0.03 * i));
  const rights = strikes.map((_, i) => i % 2 === 0 ? 1 : -1);
  const volatilities = strikes.map((strike) => 0.3 + 0.4 * Math.log(strike / forward) ** 2);
  const prices = strikes.map((strike, i) => {
    const price = bsm(spot, strike, years, rate, carry, volatilities[i]!, rightOf(rights[i]!));
    return tick > 0 ? Math.round(price / tick) * tick : price;
  });
  return {
    carry,
    strikes: Float64Array.from(strikes),
    prices: Float64Array.from(prices),
    rights: Int8Array.from(rights),
  };
}

Deno.test("implied volatility batch: it says what the single solver and the closed forms say, cent by cent", () => {
  for (const tick of [0, 0.01]) {
    for (const years of [2 / 365, 0.1, 1.5]) {
      const terms = { spot: 250, forward: 250 * Math.exp(0.03 * years), years, rate: 0.045 };
      const { carry, strikes, prices, rights } = chain(terms, tick);
      const columns = impliedColumns(strikes.length);
      impliedVolatilityBatch(terms, strikes, prices, rights, columns);
      let answers = 0;
      for (const [i, strike] of strikes.entries()) {
        const right = rightOf(rights[i]!);
        const single = impliedVolatility(prices[i]!, terms.forward, strike, years, Math.exp(-0.045 * years), right);
        assert.equal(STATUSES[columns.status[i]!], single.status);
        if (single.volatility === null) {
          for (const name of ["volatility", ...GREEKS] as const) assert.ok(Number.isNaN(columns[name][i]));
          continue;
        }
        answers++;
        const volatility = columns.volatility[i]!;
        assert.ok(Math.abs(volatility / single.volatility - 1) < 1e-12, `${strike}: ${volatility}`);
        const greeks = bsmGreeks(terms.spot, strike, years, 0.045, carry, volatility, right);
        const asset = terms.spot * Math.exp(-carry * years);
        for (const name of GREEKS) {
          const size = {
            delta: 1,
            gamma: greeks.gamma,
            theta: asset / years / 365,
            vega: greeks.vega,
            rho: years * asset,
          };
          const error = Math.abs(columns[name][i]! - greeks[name]);
          assert.ok(
            error <= 1e-12 * size[name] + 1e-10 * Math.abs(greeks[name]),
            `${name} at ${strike}: off by ${error}`,
          );
        }
      }
      assert.ok(answers > 20, `only ${answers} answers`);
    }
  }
});

Deno.test("implied volatility batch: options on a future have the greeks of Black's formula", () => {
  const terms = { spot: 5000, forward: 5000, years: 0.2, rate: 0.05, onFuture: true };
  const { strikes, prices, rights } = chain(terms, 0, true);
  const columns = impliedColumns(strikes.length);
  impliedVolatilityBatch(terms, strikes, prices, rights, columns);
  for (const [i, strike] of strikes.entries()) {
    const expected = black76Greeks(5000, strike, 0.2, 0.05, columns.volatility[i]!, rightOf(rights[i]!));
    for (const name of GREEKS) {
      const error = Math.abs(columns[name][i]! - expected[name]);
      assert.ok(error <= 1e-9 * Math.abs(expected[name]) + 1e-10, `${name} at ${strike}: off by ${error}`);
    }
  }
});

Deno.test("implied volatility batch: what has no answer has a status, and does not disturb its neighbours", () => {
  const terms = { spot: 100, forward: 100, years: 0.25, rate: 0 };
  const strikes = Float64Array.of(90, 90, 90, 100, 100, 100, -5, 110, 110);
  const prices = Float64Array.of(NaN, 0, 9, 4, 100, -1, 3, 1.5, 10);
  const rights = Int8Array.of(1, 1, 1, 1, 1, 1, 1, 1, -1);
  const columns = impliedColumns(12);
  impliedVolatilityBatch(terms, strikes, prices, rights, columns, 2);
  assert.deepEqual([...columns.status.subarray(2, 11)].map((code) => STATUSES[code]), [
    "no_quote",
    "nonpositive_price",
    "below_intrinsic",
    "ok",
    "above_maximum",
    "nonpositive_price",
    "no_quote",
    "ok",
    "at_intrinsic",
  ]);
  const single = impliedVolatility(1.5, 100, 110, 0.25, 1, "call").volatility!;
  assert.ok(Math.abs(columns.volatility[9]! / single - 1) < 1e-13);
  assert.deepEqual([columns.volatility[0], columns.volatility[11]], [0, 0]);
});

Deno.test("implied volatility batch: on the last day nothing is implied", () => {
  const columns = impliedColumns(1);
  const terms = { spot: 100, forward: 100, years: 0, rate: 0.05 };
  impliedVolatilityBatch(terms, Float64Array.of(90), Float64Array.of(10), Int8Array.of(1), columns);
  assert.equal(STATUSES[columns.status[0]!], "expired");
  assert.ok(Number.isNaN(columns.delta[0]));
});

Deno.test("implied volatility batch: of any prices come finite numbers or a status", () => {
  const any = fc.array(fc.double({ noNaN: false }), { minLength: 30, maxLength: 30 });
  const strikes = Float64Array.from({ length: 30 }, (_, i) => 50 + 4 * i);
  const rights = Int8Array.from({ length: 30 }, (_, i) => i % 2 === 0 ? 1 : -1);
  const ordinary = fc.array(fc.double({ min: 1e-12, max: 120, noNaN: true }), { minLength: 30, maxLength: 30 });
  fc.assert(
    fc.property(fc.oneof(any, ordinary), fc.double({ min: 1e-6, max: 3, noNaN: true }), (prices, years) => {
      const columns = impliedColumns(30);
      const terms = { spot: 100, forward: 101, years, rate: 0.05 };
      impliedVolatilityBatch(terms, strikes, Float64Array.from(prices), rights, columns);
      for (let i = 0; i < 30; i++) {
        const row = (["volatility", ...GREEKS] as const).map((name) => columns[name][i]!);
        assert.ok(
          columns.status[i] === 0 ? row.every(Number.isFinite) && row[0]! > 0 : row.every(Number.isNaN),
          `${row}`,
        );
      }
    }),
    { numRuns: 2000, seed: 1 },
  );
});

Deno.test("implied volatility batch: bad terms and lengths are a bug", () => {
  const terms = { spot: 100, forward: 100, years: 1, rate: 0 };
  const run = (changed: Partial<ExpirationTerms>, size = 1, start = 0) =>
    impliedVolatilityBatch(
      { ...terms, ...changed },
      Float64Array.of(90),
      new Float64Array(size),
      new Int8Array(1),
      impliedColumns(1),
      start,
    );
  assert.throws(() => run({ spot: 0 }), /spot must be positive/);
  assert.throws(() => run({ forward: NaN }), /forward must be positive/);
  assert.throws(() => run({ years: -1 }), /years must be zero or positive/);
  assert.throws(() => run({ rate: Infinity }), /rate must be finite/);
  assert.throws(() => run({}, 2), /must go together/);
  assert.throws(() => run({}, 1, 1), RangeError);
});

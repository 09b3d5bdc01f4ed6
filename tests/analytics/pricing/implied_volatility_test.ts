import assert from "node:assert/strict";
import fc from "fast-check";
import { black, bsm, bsmGreeks } from "../../../src/analytics/pricing/black.ts";
import { deviationOf, impliedVolatility, STATUSES } from "../../../src/analytics/pricing/implied_volatility.ts";
import { readTable } from "./table.ts";

const rows = await readTable<"S" | "K" | "T" | "r" | "q" | "price" | "iv" | "rel_tol", "status">("implied_vol");

Deno.test(`implied volatility: all ${rows.length} rows of implied_vol.csv agree, each at its own tolerance`, () => {
  const counts: Record<string, number> = {};
  for (const row of rows) {
    const { type, S, K, T, r, q, price, iv, rel_tol, status } = row;
    const answer = impliedVolatility(price, S * Math.exp((r - q) * T), K, T, Math.exp(-r * T), type);
    counts[status] = (counts[status] ?? 0) + 1;
    const what = `${JSON.stringify(answer)} for ${JSON.stringify(row)}`;
    if (status === "ok") {
      assert.equal(answer.status, "ok", what);
      assert.ok(Math.abs(answer.volatility! / iv - 1) <= rel_tol, what);
    } else if (status === "ill_conditioned") {
      // Nothing but noise is left of the time value: any reason will do, and a number only if it is one.
      assert.ok(answer.volatility === null ? answer.status !== "ok" : answer.volatility > 0, what);
    } else {
      assert.equal(answer.volatility, null, what);
      const intrinsic = (type === "call" ? 1 : -1) * (S * Math.exp(-q * T) - K * Math.exp(-r * T));
      // Two of them are below intrinsic by the last digit, which doubles cannot tell from at it.
      const isByADigit = Math.abs(price - intrinsic) < 1e-14 * (S + K);
      assert.ok(answer.status === status || (isByADigit && answer.status === "at_intrinsic"), what);
    }
  }
  assert.deepEqual(counts, {
    ok: 623,
    ill_conditioned: 42,
    above_maximum: 15,
    below_intrinsic: 7,
    nonpositive_price: 6,
    at_intrinsic: 1,
  });
});

Deno.test("implied volatility: 100,000 random prices give back the volatility they were made with", () => {
  const unit = fc.double({ min: 0, max: 1, noNaN: true });
  let [count, worst] = [0, 0];
  fc.assert(
    fc.property(unit, unit, unit, unit, fc.boolean(), (a, b, c, d, isCall) => {
      const [spot, years] = [10 ** (4 * a), Math.exp(Math.log(1 / 8760) + b * Math.log(3 * 8760))];
      const volatility = Math.exp(Math.log(0.02) + c * Math.log(5 / 0.02));
      const deviation = volatility * Math.sqrt(years);
      const strike = spot * Math.exp((d - 0.5) * Math.min(12 * deviation, 5));
      const [rate, carry] = [0.1 * d, 0.05 * a];
      const right = isCall ? "call" : "put";
      const [forward, discount] = [spot * Math.exp((rate - carry) * years), Math.exp(-rate * years)];
      const price = black(forward, strike, years, volatility, discount, right);
      if (price === 0) return;
      const answer = impliedVolatility(price, forward, strike, years, discount, right);
      // What the rounding of the two parts of the price, and of forward and discount, does to the answer.
      const greeks = bsmGreeks(spot, strike, years, rate, carry, volatility, right);
      const isInside = isCall ? forward > strike : forward < strike;
      const size = price + 2 * Math.abs(greeks.delta) * spot + (isInside ? discount * Math.max(forward, strike) : 0);
      const steepness = 1 + Math.log(forward / strike) ** 2 / deviation ** 2;
      const lost = 4 * Number.EPSILON * size * steepness / (100 * greeks.vega * volatility);
      if (answer.volatility === null) {
        assert.ok(!(lost < 1e-4), `${answer.status} at ${JSON.stringify({ spot, strike, years, volatility, right })}`);
        return;
      }
      count++;
      const error = Math.abs(answer.volatility / volatility - 1);
      worst = Math.max(worst, error / (1e-14 + lost));
      assert.ok(
        error <= 1e-14 + lost,
        `${error} at ${JSON.stringify({ spot, strike, years, volatility, right, lost })}`,
      );
    }),
    { numRuns: 100_000, seed: 1 },
  );
  assert.ok(count > 85_000, `only ${count} had an answer`);
});

Deno.test("implied volatility: every price strictly within the bounds has one, unless no digit is left of it", () => {
  const share = fc.double({ min: 1e-3, max: 0.999, noNaN: true });
  fc.assert(
    fc.property(share, fc.double({ min: -2, max: 2, noNaN: true }), fc.boolean(), (part, x, isCall) => {
      const [strike, right] = [100 * Math.exp(x), isCall ? "call" as const : "put" as const];
      const floor = Math.max(0, isCall ? 100 - strike : strike - 100);
      const ceiling = isCall ? 100 : strike;
      const price = floor + part * (ceiling - floor);
      const { volatility, status } = impliedVolatility(price, 100, strike, 0.5, 1, right);
      assert.equal(status, "ok");
      assert.ok(Math.abs(black(100, strike, 0.5, volatility!, 1, right) - price) <= 1e-13 * (100 + strike));
      const more = impliedVolatility(price + 1e-3 * (ceiling - price), 100, strike, 0.5, 1, right);
      assert.ok(more.volatility! > volatility!);
    }),
    { numRuns: 10_000, seed: 2 },
  );
});

Deno.test("implied volatility: without an answer the reason is told", () => {
  const reason = (price: number, years = 0.25) => impliedVolatility(price, 100, 90, years, 0.99, "call");
  assert.deepEqual(reason(0), { volatility: null, status: "nonpositive_price" });
  assert.deepEqual(reason(-1), { volatility: null, status: "nonpositive_price" });
  assert.deepEqual(reason(9.8), { volatility: null, status: "below_intrinsic" });
  assert.deepEqual(reason(0.99 * 10), { volatility: null, status: "at_intrinsic" });
  assert.deepEqual(reason(9.9 + 1e-12), { volatility: null, status: "ill_conditioned" });
  assert.deepEqual(reason(99), { volatility: null, status: "above_maximum" });
  assert.deepEqual(reason(12, 0), { volatility: null, status: "expired" });
  assert.equal(impliedVolatility(89.2, 100, 90, 1, 0.99, "put").status, "above_maximum");
  assert.equal(STATUSES[-deviationOf(NaN, 100, 90, 1, 1, 0)], "no_quote");
});

Deno.test("implied volatility: minutes before expiration it is as exact as ever", () => {
  const years = 5 / 525_600;
  for (const strike of [99.9, 99.99, 100, 100.01, 100.1]) {
    const price = bsm(100, strike, years, 0.05, 0, 0.2, "put");
    const forward = 100 * Math.exp(0.05 * years);
    const { volatility } = impliedVolatility(price, forward, strike, years, Math.exp(-0.05 * years), "put");
    assert.ok(Math.abs(volatility! - 0.2) < 1e-10, `${strike}: ${volatility}`);
  }
});

Deno.test("implied volatility: of any finite input comes a positive number, a reason, or a refusal", () => {
  const any = fc.double({ noNaN: true, noDefaultInfinity: true });
  const some = fc.oneof(any, fc.double({ min: 1e-6, max: 1e4, noNaN: true }));
  fc.assert(
    fc.property(fc.array(some, { minLength: 5, maxLength: 5 }), fc.constantFrom("call", "put"), (numbers, right) => {
      try {
        const [price, F, K, T, D] = numbers as [number, number, number, number, number];
        const { volatility, status } = impliedVolatility(price, F, K, T, D, right);
        assert.ok(status === "ok" ? volatility! > 0 && volatility! < Infinity : volatility === null, `${numbers}`);
      } catch (error) {
        assert.ok(error instanceof RangeError, `${error}`);
      }
    }),
    { numRuns: 20_000, seed: 3 },
  );
  assert.throws(() => impliedVolatility(NaN, 100, 100, 1, 1, "call"), /price must be finite/);
  assert.throws(() => impliedVolatility(1, 0, 100, 1, 1, "call"), /forward must be positive/);
  assert.throws(() => impliedVolatility(1, 100, 100, -1, 1, "call"), RangeError);
});

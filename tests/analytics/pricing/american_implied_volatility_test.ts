import assert from "node:assert/strict";
import fc from "fast-check";
import { americanPrice } from "../../../src/analytics/pricing/american.ts";
import { americanImpliedVolatility } from "../../../src/analytics/pricing/american_implied_volatility.ts";
import { americanProblem, type AmericanTerms } from "../../../src/analytics/pricing/american_option.ts";
import { impliedVolatility } from "../../../src/analytics/pricing/implied_volatility.ts";
import { anyOption } from "./american_options.ts";
import { readTable } from "./table.ts";

type Numbers = "S" | "K" | "T" | "r" | "q" | "price" | "american_iv" | "european_iv";
const rows = await readTable<Numbers, "underlying">("american_iv");

Deno.test(`american implied volatility: all ${rows.length} rows of american_iv.csv agree within 0.0001`, () => {
  assert.equal(rows.length, 160);
  let futures = 0;
  for (const { type, underlying, S, K, T, r, q, price, american_iv, european_iv } of rows) {
    const onFuture = underlying === "future";
    if (onFuture) futures++;
    const terms: AmericanTerms = { spot: S, strike: K, years: T, rate: r, dividendYield: q, right: type, onFuture };
    for (const accuracy of ["quick", "fine"] as const) {
      const { volatility, status } = americanImpliedVolatility(price, terms, accuracy);
      assert.equal(status, "ok");
      // Accepted are 0.0012 for trees of 101 steps.
      assert.ok(Math.abs(volatility! - american_iv) <= 1e-4, `${accuracy}: ${volatility} instead of ${american_iv}`);
    }
    const european = impliedVolatility(price, S * Math.exp((r - q) * T), K, T, Math.exp(-r * T), type);
    assert.ok(Math.abs(european.volatility! - european_iv) <= 1e-9);
  }
  assert.equal(futures, 37);
});

Deno.test("american implied volatility: what went into a price comes out of it, with and without a guess", () => {
  let count = 0;
  fc.assert(
    fc.property(anyOption, fc.double({ min: 0.3, max: 3, noNaN: true }), (option, factor) => {
      const { volatility } = option;
      const price = americanPrice(option);
      // The price must say something about the volatility: a point of it is worth a tenth of a cent on $100.
      const vega = americanPrice({ ...option, volatility: volatility + 0.01 }) - price;
      const isAlive = price - Math.max(0, americanProblem(option).exercise) > 1e-4 * option.spot;
      if (!isAlive || vega < 1e-5 * option.spot) return;
      count++;
      for (const guess of [0, volatility * factor]) {
        const answer = americanImpliedVolatility(price, option, "quick", guess);
        assert.equal(answer.status, "ok");
        const back = americanPrice({ ...option, volatility: answer.volatility! });
        // The price is found again; the volatility too, but for the ripples of a tree.
        assert.ok(Math.abs(back - price) <= 1e-5 * option.spot, `${back} for ${price}`);
        assert.ok(Math.abs(answer.volatility! - volatility) <= 0.005, `${answer.volatility} for ${volatility}`);
      }
    }),
    { numRuns: 1000, seed: 1 },
  );
  assert.ok(count > 700, `only ${count}`);
});

Deno.test("american implied volatility: without an answer the reason is told", () => {
  const put: AmericanTerms = { spot: 90, strike: 100, years: 0.5, rate: 0.05, right: "put" };
  const reason = (price: number, terms = put) => americanImpliedVolatility(price, terms);
  assert.deepEqual(reason(0), { volatility: null, status: "nonpositive_price" });
  assert.deepEqual(reason(9.99), { volatility: null, status: "below_intrinsic" });
  assert.deepEqual(reason(10), { volatility: null, status: "at_intrinsic" });
  assert.deepEqual(reason(100), { volatility: null, status: "above_maximum" });
  assert.deepEqual(reason(12, { ...put, years: 0 }), { volatility: null, status: "expired" });
  // Between what exercise pays and what waiting pays without any risk.
  const call: AmericanTerms = { ...put, right: "call", spot: 110, dividends: [{ years: 0.25, amount: 3 }] };
  assert.equal(reason(10.5, call).status, "below_intrinsic");
  // Without a reason to exercise it is the European solver that answers.
  const plain: AmericanTerms = { ...put, right: "call" };
  const forward = 90 * Math.exp(0.025);
  assert.deepEqual(reason(3, plain), impliedVolatility(3, forward, 100, 0.5, Math.exp(-0.025), "call"));
  assert.equal(reason(0.001 + 1e-9, { ...plain, spot: 100.001, strike: 100, rate: 0 }).status, "ok");
  assert.throws(() => reason(NaN), /price must be finite/);
});

Deno.test("american implied volatility: of any finite input comes a positive number, a reason, or a refusal", () => {
  const any = fc.double({ noNaN: true, noDefaultInfinity: true });
  const some = fc.oneof(any, fc.double({ min: 1e-3, max: 300, noNaN: true }));
  fc.assert(
    fc.property(fc.array(some, { minLength: 6, maxLength: 6 }), fc.constantFrom("call", "put"), (numbers, right) => {
      const [price, spot, strike, years, rate, dividendYield] = numbers as [
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      try {
        const terms = { spot, strike, years, rate: rate / 300, dividendYield: dividendYield / 300, right };
        const { volatility, status } = americanImpliedVolatility(price, terms);
        assert.ok(status === "ok" ? volatility! > 0 && volatility! < Infinity : volatility === null, `${numbers}`);
      } catch (error) {
        assert.ok(error instanceof RangeError, `${error}`);
      }
    }),
    { numRuns: 5000, seed: 2 },
  );
});

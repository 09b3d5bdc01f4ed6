/** Every value in print that the pricing room can say something about; each model at what it can be held to. */

import assert from "node:assert/strict";
import { americanPrice } from "../../../src/analytics/pricing/american.ts";
import { black76, bsm, bsmGreeks, type OptionRight } from "../../../src/analytics/pricing/black.ts";
import { escrowedSpot } from "../../../src/analytics/pricing/dividends.ts";
import { probabilityOfTouch } from "../../../src/analytics/probability/touch.ts";

interface Published {
  model: string;
  quantity: string;
  type: OptionRight;
  S: number;
  K: number;
  T: number;
  r: number;
  q: number;
  sigma: number;
  published: number;
  digits: number;
  steps?: number;
  cash?: number;
  dividends_years?: [number, number][];
}

const file = new URL("../../fixtures/quant/published_tables.json", import.meta.url);
const { items }: { items: Published[] } = JSON.parse(await Deno.readTextFile(file));

/** By the model's name, which begins with these words: what we say instead, and how far from it the print may be. */
const models: Record<string, (row: Published) => { ours: number; bound: number }> = {
  "generalised Black-Scholes-Merton": (row) => ({ ours: european(row), bound: printed(row) }),
  "Black-76": ({ S, K, T, r, sigma, type, ...row }) => ({
    ours: black76(S, K, T, r, sigma, type),
    bound: printed(row),
  }),
  "escrowed dividend Black-Scholes": (row) => {
    const dividends = row.dividends_years!.map(([years, amount]) => ({ years, amount }));
    const { S, K, T, r, q, sigma, type } = row;
    return { ours: bsm(escrowedSpot(S, dividends, r, T), K, T, r, q, sigma, type), bound: printed(row) };
  },
  // Approximations, which we do not use: ours is the true value, and all of them are within one or two thousandths of the share.
  "Barone-Adesi-Whaley": (row) => ({ ours: american(row), bound: 1e-3 * row.S }),
  "Bjerksund-Stensland": (row) => ({ ours: american(row), bound: 2e-3 * row.S }),
  "Ju-Zhong": (row) => ({ ours: american(row), bound: 1e-3 * row.S }),
  // A tree of so many steps, whose error falls as one over them: for 5 steps 21 cents, for 500 hardly any.
  "CRR binomial": (row) => ({ ours: american(row), bound: 1.1 / row.steps! + printed(row) }),
  "one-touch cash at expiry": (row) => ({
    ours: row.cash! * touch(row) * Math.exp(-row.r * row.T),
    bound: printed(row),
  }),
  "no-touch cash at expiry": (row) => ({
    ours: row.cash! * (1 - touch(row)) * Math.exp(-row.r * row.T),
    bound: printed(row),
  }),
  "one-touch cash at hit": (row) => ({ ours: row.cash! * discountedTouch(row), bound: printed(row) }),
};

const printed = ({ digits }: Pick<Published, "digits">): number => 0.6 * 10 ** -digits;

function european({ S, K, T, r, q, sigma, type, quantity }: Published): number {
  const greeks = bsmGreeks(S, K, T, r, q, sigma, type);
  switch (quantity) {
    case "price":
      return greeks.price;
    case "delta":
      return greeks.delta;
    case "vega":
      return 100 * greeks.vega;
    case "theta":
      return 365 * greeks.theta;
    case "theta_per_day":
      return greeks.theta;
    case "elasticity":
      return greeks.delta * S / greeks.price;
    default:
      throw new Error(quantity);
  }
}

const american = ({ S, K, T, r, q, sigma, type }: Published): number =>
  americanPrice({ spot: S, strike: K, years: T, rate: r, dividendYield: q, volatility: sigma, right: type }, "fine");

/** The barrier is what the table calls the strike: reached from below by a call, from above by a put, or already. */
function touch({ S, K, T, r, q, sigma, type }: Published): number {
  if (type === "call" ? S >= K : S <= K) return 1;
  return probabilityOfTouch({ spot: S, rate: r, carry: q }, K, sigma, T);
}

/** What a dollar on the day of the touch is worth: the probability under the drift that discounting turns into. */
function discountedTouch(row: Published): number {
  const { S, K, r, q, sigma } = row;
  const variance = sigma * sigma;
  const drift = r - q - variance / 2;
  const turned = Math.sign(K - S) * Math.sqrt(drift * drift + 2 * r * variance);
  const factor = Math.exp((drift - turned) * Math.log(K / S) / variance);
  const isTouched = row.type === "call" ? S >= K : S <= K;
  return isTouched ? 1 : factor * touch({ ...row, q: r - variance / 2 - turned });
}

Deno.test(`published tables: all ${items.length} values of published_tables.json are met, each model at its own bound`, () => {
  const counts: Record<string, number> = {};
  for (const row of items) {
    const name = Object.keys(models).find((start) => row.model.startsWith(start));
    assert.ok(name, `no rule for ${row.model}`);
    counts[name] = (counts[name] ?? 0) + 1;
    const { ours, bound } = models[name]!(row);
    assert.ok(Math.abs(ours - row.published) <= bound, `${ours} instead of ${JSON.stringify(row)}`);
  }
  assert.deepEqual(counts, {
    "generalised Black-Scholes-Merton": 39,
    "Black-76": 1,
    "escrowed dividend Black-Scholes": 1,
    "Barone-Adesi-Whaley": 28,
    "Bjerksund-Stensland": 20,
    "Ju-Zhong": 23,
    "CRR binomial": 4,
    "one-touch cash at expiry": 2,
    "no-touch cash at expiry": 1,
    "one-touch cash at hit": 5,
  });
});

/** The reference rows of American options, as options. */

import type { AmericanOption } from "../../../src/analytics/pricing/american_option.ts";
import type { CashDividend } from "../../../src/analytics/pricing/dividends.ts";
import { readTable } from "./table.ts";

export interface AmericanRow {
  id: number;
  option: AmericanOption;
  /** Within what the trees were measured for: up to a year and a volatility of `limit`. */
  isTypical: boolean;
  price: number;
  delta: number;
  gamma: number;
}

export interface YieldRow extends AmericanRow {
  premium: number;
  isExercised: boolean;
  /** Per 1.00 of volatility and of the rate, per year; NaN where the reference does not know. */
  vega: number;
  theta: number;
  rho: number;
}

export interface DividendRow extends AmericanRow {
  model: "spot" | "escrowed";
  european: number;
}

/** american_continuous.csv */
export async function readYieldRows(): Promise<YieldRow[]> {
  const rows = await readTable<
    "id" | "S" | "K" | "T" | "r" | "q" | "sigma" | "price" | "early_exercise_premium" | "immediate_exercise" | Slope
  >("american_continuous");
  return rows.map(({ id, type, S, K, T, r, q, sigma, price, delta, gamma, vega, theta, rho, ...row }) => ({
    id,
    option: { spot: S, strike: K, years: T, rate: r, dividendYield: q, volatility: sigma, right: type },
    isTypical: T <= 1.001 && sigma <= 0.6,
    price,
    delta,
    gamma,
    vega,
    theta,
    rho,
    premium: row.early_exercise_premium,
    isExercised: row.immediate_exercise === 1,
  }));
}

/** american_discrete_div.csv */
export async function readDividendRows(): Promise<DividendRow[]> {
  type Numbers = "id" | "S" | "K" | "T" | "r" | "q" | "sigma" | `american_${"price" | "delta" | "gamma"}`;
  const rows = await readTable<Numbers | "european_price", "model" | "dividends">("american_discrete_div");
  return rows.map(({ id, type, model, S, K, T, r, q, sigma, dividends, ...row }) => ({
    id,
    model: model === "spot" ? "spot" : "escrowed",
    option: {
      spot: S,
      strike: K,
      years: T,
      rate: r,
      dividendYield: q,
      volatility: sigma,
      right: type,
      dividends: dividends.split(";").map(readDividend),
    },
    isTypical: T <= 1.001 && sigma <= 0.5,
    price: row.american_price,
    european: row.european_price,
    delta: row.american_delta,
    gamma: row.american_gamma,
  }));
}

type Slope = "delta" | "gamma" | "vega" | "theta" | "rho";

/** "day:amount" */
function readDividend(text: string): CashDividend {
  const [day, amount] = text.split(":").map(Number) as [number, number];
  return { years: day / 365, amount };
}

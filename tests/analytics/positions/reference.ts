/** The reference positions: per share, expected results beside them. */

import type { Leg, Underlying } from "../../../src/analytics/positions/leg.ts";

interface Row {
  name: string;
  S: number;
  r: number;
  q: number;
  iv_for_distribution: number;
  horizon_days: number;
  legs: { qty: number; type: "call" | "put" | "stock"; price: number; strike?: number; days?: number; iv?: number }[];
  expected: {
    max_profit: number | null;
    max_loss: number | null;
    max_profit_unlimited: boolean;
    max_loss_unlimited: boolean;
    breakevens: number[];
    pop: number;
    prob_max_profit?: number;
    prob_max_loss?: number;
    expected_pnl: number;
    std_pnl: number;
    model_value: number;
    greeks: Record<"delta" | "gamma" | "theta_per_day" | "vega_per_point" | "rho_per_point", number>;
    pnl_grid: { spot: number; day: number; pnl: number }[];
    net_cost_per_share: number;
  };
}

export interface ReferencePosition extends Pick<Row, "name" | "expected"> {
  legs: Leg[];
  underlying: Underlying;
  volatility: number;
  years: number;
  isModelled: boolean;
}

export async function readPositions(): Promise<ReferencePosition[]> {
  const file = new URL("../../fixtures/quant/strategies.json", import.meta.url);
  const { items } = JSON.parse(await Deno.readTextFile(file)) as { items: Row[] };
  return items.map(({ name, S, r, q, legs, expected, iv_for_distribution, horizon_days }) => ({
    name,
    expected,
    underlying: { spot: S, rate: r, carry: q },
    volatility: iv_for_distribution,
    years: horizon_days / 365,
    isModelled: new Set(legs.flatMap(({ days }) => days ?? [])).size > 1,
    legs: legs.map(({ qty, type, price, strike, days, iv }): Leg => {
      const held = { quantity: qty, multiplier: 1, price };
      return type === "stock"
        ? { kind: "stock", ...held }
        : { kind: "option", ...held, right: type, strike: strike!, years: days! / 365, volatility: iv! };
    }),
  }));
}

/** Whether two numbers agree within `tolerance`, absolute below 1 and relative above. */
export const isClose = (actual: number, expected: number, tolerance: number): boolean =>
  Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected));

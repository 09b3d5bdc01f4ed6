/** Positions jotted down, with premiums. */

import type { Leg } from "../../../src/analytics/positions/leg.ts";
import { jot } from "../strategies/legs.ts";

/** Legs as `jot` reads them, at these prices in their order; the last one for all that follow. */
export const legsOf = (text: string, ...prices: number[]): Leg[] =>
  jot(text).map((contract, i): Leg => {
    const price = prices[i] ?? prices.at(-1) ?? 1;
    return contract.kind === "option" ? { ...contract, price, volatility: 0.3 } : { ...contract, price };
  });

/** What is held, brought into a form that can be weighed and stressed, and what is missing for that. */

import type { Day } from "../../core/calendar.ts";
import { betaTo, type Facts, type Index } from "./betas.ts";
import type { BookLeg } from "./book.ts";
import { itemOf, type RiskItem } from "./risk_item.ts";

/** So many symbols are named. */
const NAMED = 12;

export interface WeighedBook {
  items: RiskItem[];
  warnings: string[];
  unknown: string[];
}

/** What has expired waits for its settlement, which no later price changes. */
export const livingLegs = (legs: readonly BookLeg[], now: number): BookLeg[] =>
  legs.filter(({ expiresAt }) => expiresAt === null || expiresAt > now);

/** All that can be valued, and what is missing of it. */
export function weigh(legs: readonly BookLeg[], index: Index, facts: Facts, today: Day): WeighedBook {
  const items: RiskItem[] = [];
  const missing = { price: new Set<string>(), kind: new Set<string>(), volatility: new Set<string>() };
  const betas = { fund: new Set<string>(), assumed: new Set<string>(), unknown: new Set<string>() };
  for (const leg of legs) {
    const { symbol, underlying } = leg.held;
    const beta = betaTo(index, underlying, facts, today);
    const item = itemOf(leg, beta.value, facts.get(underlying), today);
    if (typeof item === "string") {
      missing[item].add(symbol);
      continue;
    }
    items.push(item);
    if (item.isBare) missing.volatility.add(symbol);
    if (beta.source !== "broker" && beta.source !== "definition") betas[beta.source].add(item.product);
  }
  const named = (what: string, symbols: ReadonlySet<string>, then = ""): string[] =>
    symbols.size === 0 ? [] : [`${what} of ${list(symbols)}${then}`];
  return {
    items,
    warnings: betas.fund.size === 0 ? [] : [`Betas of ${list(betas.fund)} are those of funds that move alike.`],
    unknown: [
      ...named("beta", betas.assumed, " (shares, taken for 1)"),
      ...named("beta", betas.unknown, " (not moved with the index)"),
      ...named("volatility", missing.volatility, " (worth what exercise pays)"),
      ...named("risk", missing.price, " (no price: left out)"),
      ...named("risk", missing.kind, " (left out)"),
    ],
  };
}

function list(symbols: ReadonlySet<string>): string {
  const all = [...symbols];
  return all.length > NAMED ? `${all.slice(0, NAMED).join(", ")} and ${all.length - NAMED} more` : all.join(", ");
}

/** Betas to the index that a portfolio is weighed by. */

import type { Day } from "../../core/calendar.ts";
import { fail, ok, type Result } from "../../core/failure.ts";
import { familyOf, productOf } from "./families.ts";
import type { UnderlyingFacts } from "./underlyings.ts";

/** What betas are measured against by the broker. */
export const MARKET = "SPY";

/** Whose it is: the broker's, 1 by definition (SPY's own index), a fund's that moves alike, 1 for want of better, or unknown. */
export type BetaSource = "broker" | "definition" | "fund" | "assumed" | "unknown";

export interface Beta {
  value: number | null;
  source: BetaSource;
}

export type Facts = ReadonlyMap<string, UnderlyingFacts>;

/** A smaller one, either way, says too little about the market to weigh other things by. */
const LEAST_BETA = 0.2;

/** The funds that stand for those of `symbols` that no beta is known of. */
export function proxiesOf(symbols: readonly string[], today: Day): string[] {
  return [...new Set(symbols.flatMap((symbol) => familyOf(productOf(symbol, today))?.fund ?? []))];
}

/** To SPY. A share without a beta is taken for an average one; for all else that would be a guess. */
export function betaToMarket(symbol: string, facts: Facts, today: Day): Beta {
  const family = familyOf(productOf(symbol, today));
  if (family?.fund === MARKET) return { value: 1, source: "definition" };
  const own = facts.get(symbol);
  if (own?.beta !== null && own?.beta !== undefined) return { value: own.beta, source: "broker" };
  const fund = family === null ? null : facts.get(family.fund)?.beta ?? null;
  if (fund !== null) return { value: fund, source: "fund" };
  return own?.instrument?.type === "equity" ? { value: 1, source: "assumed" } : { value: null, source: "unknown" };
}

/** What the portfolio is weighed by, and its own beta to SPY, by which all others are divided. */
export interface Index {
  symbol: string;
  price: number;
  beta: number;
}

/** Fails for an index without a price, and for one that does not move with the market. */
export function indexOf(symbol: string, facts: Facts, today: Day): Result<Index> {
  const price = facts.get(symbol)?.price ?? null;
  if (price === null || !(price > 0)) return fail({ kind: "not_found", subject: `A price of ${symbol}` });
  const { value: beta, source } = betaToMarket(symbol, facts, today);
  if (beta === null || source === "assumed" || Math.abs(beta) < LEAST_BETA) {
    return fail({
      kind: "invalid",
      subject: symbol,
      problem: beta === null || source === "assumed"
        ? "has no beta, so that nothing can be weighed by it"
        : `has a beta of ${beta.toFixed(2)} to ${MARKET}: too little to weigh anything by`,
      remedy: "Choose SPY, QQQ, IWM, SPX or a share that moves with the market",
    });
  }
  return ok({ symbol, price, beta });
}

/** To `index`: by the usual shortcut, the quotient of both betas to the market. */
export function betaTo(index: Index, symbol: string, facts: Facts, today: Day): Beta {
  if (symbol === index.symbol) return { value: 1, source: "definition" };
  const { value, source } = betaToMarket(symbol, facts, today);
  return { value: value === null ? null : value / index.beta, source };
}

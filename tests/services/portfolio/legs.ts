/** Positions at the market, made by hand. */

import type { AccountName } from "../../../src/services/accounts.ts";
import type { BookLeg } from "../../../src/services/portfolio/book.ts";
import { groupLegs } from "../../../src/analytics/portfolio/grouping.ts";
import { gainDays } from "../../../src/services/gain_days.ts";
import { centsOf } from "../../../src/services/portfolio/cents.ts";
import { type StrategyLine, strategyLine } from "../../../src/services/portfolio/strategy_line.ts";
import type { UnderlyingFacts } from "../../../src/services/portfolio/underlyings.ts";
import { FRIDAY } from "../../support/app.ts";

const DAY = 86_400_000;
export const ACCOUNT: AccountName = { masked: "***0001", nickname: "Main", type: "Individual", rules: "margin" };

interface Wanted {
  right?: "call" | "put";
  strike?: number;
  quantity: number;
  entry: number | null;
  mark: number | null;
  before?: number | null;
  spot?: number;
  days?: number;
  delta?: number | null;
  openedAt?: number;
  dayBasis?: number | null;
}

/** Shares of ABC, or with a right an option on it; opened a month ago and at 100 unless said otherwise. */
export function leg(
  {
    right,
    strike,
    quantity,
    entry,
    mark,
    before = mark,
    spot = 100,
    days = 45,
    delta = null,
    openedAt,
    dayBasis = null,
  }: Wanted,
): BookLeg {
  const expiresAt = Date.UTC(2026, 10, 20, 21) + days * DAY;
  const isOption = right !== undefined;
  return {
    held: {
      account: ACCOUNT,
      symbol: isOption ? `ABC ${days} ${right} ${strike}` : "ABC",
      instrument: { type: isOption ? "equity_option" : "equity", symbol: "ABC" },
      underlying: "ABC",
      streamerSymbol: null,
      quantity,
      averageOpenPrice: entry,
      closePrice: before,
      dayBasis,
      markPrice: mark,
      kind: null,
      multiplier: isOption ? 100 : 1,
      realizedToday: 0,
      expiresAt: isOption ? expiresAt : null,
      openedAt: openedAt ?? FRIDAY - 30 * DAY,
      fetchedAt: FRIDAY,
      source: "simulator",
    },
    right: right ?? null,
    strike: strike ?? null,
    expiresAt: isOption ? expiresAt : null,
    daysLeft: isOption ? days : null,
    multiplier: isOption ? 100 : 1,
    mark,
    bid: mark,
    ask: mark,
    previousClose: before,
    underlyingPrice: spot,
    years: isOption ? (expiresAt - FRIDAY) / (365 * DAY) : null,
    impliedVolatility: isOption ? 0.3 : null,
    delta: isOption ? delta ?? 0 : 1,
    gamma: 0,
    theta: 0,
    vega: 0,
    greeksSource: isOption ? "rest" : null,
  };
}

/** The one strategy that the legs are; throws when they are several. */
export function lineOf(...legs: BookLeg[]): StrategyLine {
  const groups = groupLegs(legs.map(({ held, right, strike, years, multiplier }) => ({
    contract: right === null
      ? { kind: "stock" as const, quantity: held.quantity, multiplier }
      : { kind: "option" as const, quantity: held.quantity, multiplier, right, strike: strike!, years: years! },
    what: "unknown",
    quantity: held.quantity,
    openedAt: held.openedAt,
  })));
  const [group] = groups;
  if (groups.length !== 1) throw new RangeError(`${groups.length} strategies`);
  return strategyLine(
    ACCOUNT,
    group!,
    group!.parts.map(({ place, quantity }) => ({
      leg: legs[place]!,
      quantity,
      cents: centsOf(legs[place]!, gainDays(FRIDAY)),
    })),
  );
}

/** A share of which nothing is known but its price. */
export const facts = (known: Partial<UnderlyingFacts> = {}): UnderlyingFacts => ({
  symbol: "ABC",
  instrument: { type: "equity", symbol: "ABC" },
  price: 100,
  previousClose: 100,
  beta: null,
  impliedVolatility: null,
  ivRank: null,
  sector: null,
  industry: null,
  earnings: null,
  exDividendDay: null,
  dividendPerShare: null,
  dividendYield: null,
  ...known,
});

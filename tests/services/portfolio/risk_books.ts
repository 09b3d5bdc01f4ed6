/** Books that are made up: legs as the book of a customer has them, priced by the formula. */

import { bsmGreeks, type OptionRight } from "../../../src/analytics/pricing/black.ts";
import { newYorkDay, newYorkInstant } from "../../../src/core/calendar.ts";
import { formatOptionSymbol, type InstrumentType, recognizeSymbol } from "../../../src/core/symbol.ts";
import type { BookLeg } from "../../../src/services/portfolio/book.ts";
import type { UnderlyingFacts } from "../../../src/services/portfolio/underlyings.ts";

/** A Friday in regular hours: 2026-11-20, 11:00 in New York. */
export const FRIDAY = Date.UTC(2026, 10, 20, 16);
export const YEAR = 365 * 86_400_000;
const ACCOUNT = { masked: "***0001", nickname: "Margin", type: "Individual", rules: "margin" as const };

export function heldOf(
  { symbol, type, underlying, quantity, multiplier = 1 }: {
    symbol: string;
    type: InstrumentType | null;
    underlying: string;
    quantity: number;
    multiplier?: number;
  },
): BookLeg["held"] {
  return {
    account: ACCOUNT,
    symbol,
    instrument: type === null ? null : { type, symbol },
    underlying,
    streamerSymbol: null,
    quantity,
    averageOpenPrice: null,
    closePrice: null,
    dayBasis: null,
    markPrice: null,
    kind: null,
    multiplier,
    realizedToday: null,
    expiresAt: null,
    openedAt: null,
    fetchedAt: FRIDAY,
    source: "simulator",
  };
}

const NONE = {
  right: null,
  strike: null,
  expiresAt: null,
  daysLeft: null,
  years: null,
  impliedVolatility: null,
  gamma: 0,
  theta: 0,
  vega: 0,
  greeksSource: null,
  bid: null,
  ask: null,
  previousClose: null,
} as const;

/** Shares, a future or coins at `price`. */
export function linearLeg(
  symbol: string,
  quantity: number,
  price: number | null,
  { type = "equity", multiplier = 1 }: { type?: InstrumentType | null; multiplier?: number } = {},
): BookLeg {
  const held = heldOf({ symbol, type, underlying: symbol, quantity, multiplier });
  return { ...NONE, held, multiplier, mark: price, underlyingPrice: price, delta: 1 };
}

/** An option on a share or an index, a penny either way from what the formula says, 0.04 of interest, no dividends. */
export function optionLeg(
  { root, spot, right, strike, day, quantity, volatility, at = FRIDAY }: {
    root: string;
    spot: number;
    right: OptionRight;
    strike: number;
    day: string;
    quantity: number;
    volatility: number;
    at?: number;
  },
): BookLeg {
  const symbol = formatOptionSymbol({ root, expiration: day, right, strike });
  const expiresAt = newYorkInstant(day, 16 * 60);
  const years = Math.max(0, (expiresAt - at) / YEAR);
  const { price, delta, gamma, theta, vega } = bsmGreeks(spot, strike, years, 0.04, 0, volatility, right);
  return {
    held: heldOf({ symbol, type: "equity_option", underlying: root, quantity, multiplier: 100 }),
    right,
    strike,
    expiresAt,
    daysLeft: Math.round((Date.parse(day) - Date.parse(newYorkDay(at))) / 86_400_000),
    multiplier: 100,
    mark: price,
    bid: price - 0.01,
    ask: price + 0.01,
    previousClose: null,
    underlyingPrice: spot,
    years,
    impliedVolatility: volatility,
    delta,
    gamma,
    theta,
    vega,
    greeksSource: "stream",
  };
}

export function factsOf(symbol: string, known: Partial<UnderlyingFacts> = {}): UnderlyingFacts {
  const recognized = recognizeSymbol(symbol);
  return {
    symbol,
    instrument: recognized.ok ? recognized.value : null,
    price: null,
    previousClose: null,
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
  };
}

export const factsMap = (...facts: readonly UnderlyingFacts[]): Map<string, UnderlyingFacts> =>
  new Map(facts.map((one) => [one.symbol, one]));

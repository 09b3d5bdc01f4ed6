/** One thing that is held, or may be, as the risk of a portfolio sees it. */

import { hasEarlyValue } from "../../analytics/portfolio/early_exercise.ts";
import { americanImpliedVolatility } from "../../analytics/pricing/american_implied_volatility.ts";
import type { HeldOption, Holding } from "../../analytics/portfolio/holding.ts";
import { bsmGreeks } from "../../analytics/pricing/black.ts";
import { impliedVolatility } from "../../analytics/pricing/implied_volatility.ts";
import { type Day, newYorkDay } from "../../core/calendar.ts";
import type { InstrumentType } from "../../core/symbol.ts";
import { RATE } from "../chain/terms.ts";
import type { BookLeg } from "./book.ts";
import { familyOf, productOf } from "./families.ts";
import type { UnderlyingFacts } from "./underlyings.ts";

export interface RiskItem {
  type: InstrumentType;
  symbol: string;
  /** Masked. */
  account: string;
  openedAt: number | null;
  /** What is delivered, and the product that its contracts have in common: `/ESZ6` and `/ES`. */
  underlying: string;
  product: string;
  sector: string;
  /** Contracts, shares or coins, and what one stands for. */
  quantity: number;
  multiplier: number;
  holding: Holding;
  /** To the index; `null` is unknown. */
  beta: number | null;
  /** A share; theta a calendar day, vega a point. The broker's, or else the model's. */
  greeks: Greeks;
  expiration: Day | null;
  /** Calendar days. */
  daysLeft: number | null;
  /** Whether the volatility of an option is not known, so that it is worth what exercise pays. */
  isBare: boolean;
}

export interface Greeks {
  delta: number;
  gamma: number;
  theta: number;
  vega: number;
}

export const LINEAR: Greeks = { delta: 1, gamma: 0, theta: 0, vega: 0 };

/** Index options that may be exercised early. */
const AMERICAN_INDICES: ReadonlySet<string> = new Set(["OEX"]);
/** A price is known to half a cent at best: less time value than that says nothing about volatility. */
const LEAST_TIME_VALUE = 0.005;
/** A volatility beyond this is that of a market without sense. */
const MOST_VOLATILITY = 8;

/** What keeps a position from being valued: it has no price, or is nothing that we know how to value. */
export type Obstacle = "price" | "kind";

/** A position of the book, valued at its market. */
export function itemOf(
  leg: BookLeg,
  beta: number | null,
  facts: UnderlyingFacts | undefined,
  today: Day,
): RiskItem | Obstacle {
  const { held, multiplier, strike, right, years, expiresAt, daysLeft } = leg;
  const type = held.instrument?.type;
  if (type === undefined || type === "index") return "kind";
  const spot = leg.underlyingPrice ?? facts?.price ?? null;
  if (spot === null || !(spot > 0)) return "price";
  const product = productOf(held.underlying, today);
  const common = {
    type,
    symbol: held.symbol,
    account: held.account.masked,
    openedAt: held.openedAt,
    underlying: held.underlying,
    product,
    sector: sectorOf(product, type, facts?.sector ?? null),
    quantity: held.quantity,
    multiplier,
    beta,
  };
  const size = held.quantity * multiplier;
  if (right === null || strike === null || years === null || expiresAt === null) {
    if (type === "equity_option" || type === "future_option") return "kind";
    const holding = { size, spot, option: null };
    return { ...common, holding, greeks: LINEAR, expiration: null, daysLeft: null, isBare: false };
  }
  const onFuture = type === "future_option";
  const isIndex = facts?.instrument?.type === "index";
  const option = valued(
    {
      right,
      strike,
      years,
      rate: RATE,
      carry: onFuture ? RATE : facts?.dividendYield ?? 0,
      style: isIndex && !AMERICAN_INDICES.has(held.underlying) ? "european" : "american",
    },
    spot,
    middleOf(leg) ?? leg.mark,
    [leg.impliedVolatility, facts?.impliedVolatility ?? null],
  );
  return {
    ...common,
    holding: { size, spot, option },
    greeks: greeksOf(leg) ?? modelGreeks(option, spot),
    expiration: newYorkDay(expiresAt),
    daysLeft,
    isBare: years > 0 && option.volatility === 0,
  };
}

/**
 * The option with the volatility at which its value is `price`. Where the price has no time value to speak of, the first
 * of `others` that is known; without any 0, at which the option is worth what exercise pays.
 */
export function valued(
  option: Omit<HeldOption, "volatility">,
  spot: number,
  price: number | null,
  others: readonly (number | null)[],
): HeldOption {
  const volatility = impliedBy(option, spot, price) ?? others.find((one) => one !== null && one > 0) ?? 0;
  return { ...option, volatility };
}

function impliedBy(
  { right, strike, years, rate, carry, style }: Omit<HeldOption, "volatility">,
  spot: number,
  price: number | null,
): number | null {
  if (price === null || !(price > 0) || !(years > 0)) return null;
  const sign = right === "call" ? 1 : -1;
  const discount = Math.exp(-rate * years);
  const forward = spot * Math.exp((rate - carry) * years);
  const exercised = style === "american" ? Math.max(0, sign * (spot - strike)) : 0;
  const least = Math.max(exercised, discount * sign * (forward - strike));
  if (!(price - least >= LEAST_TIME_VALUE)) return null;
  const { volatility } = impliedVolatility(price, forward, strike, years, discount, right);
  if (volatility === null || volatility > MOST_VOLATILITY) return null;
  return style === "american" && hasEarlyValue(sign, rate, carry)
    ? americanImpliedVolatility(price, { spot, strike, years, rate, right, dividendYield: carry }).volatility
    : volatility;
}

/** Of a market with two sides. */
const middleOf = ({ bid, ask }: BookLeg): number | null =>
  bid !== null && ask !== null && bid > 0 && ask >= bid ? (bid + ask) / 2 : null;

const greeksOf = ({ delta, gamma, theta, vega }: BookLeg): Greeks | null =>
  delta === null || gamma === null || theta === null || vega === null ? null : { delta, gamma, theta, vega };

function modelGreeks({ right, strike, years, volatility, rate, carry }: HeldOption, spot: number): Greeks {
  const { delta, gamma, theta, vega } = bsmGreeks(spot, strike, years, rate, carry, volatility, right);
  return { delta, gamma, theta, vega };
}

/** What the broker calls a company's sector; for all else what kind of thing it is. */
export function sectorOf(product: string, type: InstrumentType, sector: string | null): string {
  const family = familyOf(product);
  if (family !== null) return family.group;
  if (sector !== null && sector !== "") return sector;
  if (type === "cryptocurrency") return "coins";
  return type === "future" || type === "future_option" ? "other futures" : "no sector";
}

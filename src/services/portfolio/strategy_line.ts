/** One strategy that is held: what it is, what it was opened for, what it has made, and how it reacts. */

import { outcomeOf } from "../../analytics/positions/outcome.ts";
import { riskProfile } from "../../analytics/positions/risk_profile.ts";
import type { LegGroup } from "../../analytics/portfolio/grouping.ts";
import { type Day, newYorkDay } from "../../core/calendar.ts";
import type { AccountName } from "../accounts.ts";
import type { BookLeg } from "./book.ts";
import { type LegCents, sumCents } from "./cents.ts";

/** As much of a leg as belongs to the strategy. */
export interface LinePart {
  leg: BookLeg;
  quantity: number;
  cents: LegCents;
}

/** Dollars; `null` is unknown or has no meaning. */
export interface StrategyLine {
  account: AccountName;
  underlying: string;
  underlyingPrice: number | null;
  group: LegGroup;
  parts: LinePart[];
  /** Of one unit, a share: what opening it brought (negative: cost), and what it would bring now. */
  entry: number | null;
  mark: number | null;
  /** Whole cents. */
  openCents: number | null;
  todayCents: number | null;
  /** What the options were sold for, when more than was paid for others. */
  credit: number | null;
  /** Gain of the options over the most they can gain, of what was sold for a credit; negative for a loss. */
  profitTaken: number | null;
  /** Loss of the options over that credit. */
  lossToCredit: number | null;
  /** Of the options that expire first. */
  expiration: Day | null;
  daysLeft: number | null;
  /** For a dollar (point) of the underlying, a calendar day, and a point of volatility. */
  delta: number | null;
  gamma: number | null;
  theta: number | null;
  vega: number | null;
  /** Delta times the underlying's price: dollars of the underlying held. */
  deltaDollars: number | null;
}

export function strategyLine(account: AccountName, group: LegGroup, parts: LinePart[]): StrategyLine {
  const { held } = parts[0]!.leg;
  const options = parts.filter(({ leg }) => leg.right !== null);
  const size = group.units * Math.max(...(options.length > 0 ? options : parts).map(({ leg }) => leg.multiplier));
  const perUnit = (price: (leg: BookLeg) => number | null): number | null => {
    const sum = sumOf(parts, price);
    return sum === null ? null : sum / size;
  };
  const entry = perUnit(({ held }) => held.averageOpenPrice);
  const front = options.reduce<BookLeg | null>(
    (first, { leg }) => first === null || leg.expiresAt! < first.expiresAt! ? leg : first,
    null,
  );
  const underlyingPrice = parts.find(({ leg }) => leg.underlyingPrice !== null)?.leg.underlyingPrice ?? null;
  const delta = sumOf(parts, ({ delta }) => delta);
  return {
    account,
    underlying: held.underlying,
    underlyingPrice,
    group,
    parts,
    entry: entry === null ? null : 0 - entry,
    mark: perUnit(({ mark }) => mark),
    openCents: sumCents(parts.map(({ cents }) => cents.open)),
    todayCents: sumCents(parts.map(({ cents }) => cents.today)),
    ...creditOf(parts, options),
    expiration: front === null ? null : newYorkDay(front.expiresAt!),
    daysLeft: front?.daysLeft ?? null,
    delta,
    gamma: sumOf(parts, ({ gamma }) => gamma),
    theta: sumOf(parts, ({ theta }) => theta),
    vega: sumOf(parts, ({ vega }) => vega),
    deltaDollars: delta === null || underlyingPrice === null ? null : delta * underlyingPrice,
  };
}

/** A figure a share, for all that is held; `null` when a part is unknown. */
function sumOf(parts: readonly LinePart[], figure: (leg: BookLeg) => number | null): number | null {
  let sum = 0;
  for (const { leg, quantity } of parts) {
    const one = figure(leg);
    if (one === null) return null;
    sum += one * quantity * leg.multiplier;
  }
  return sum;
}

/** How a credit trade stands. Of what is sold beside shares the options alone are measured. */
function creditOf(
  parts: readonly LinePart[],
  options: readonly LinePart[],
): Pick<StrategyLine, "credit" | "profitTaken" | "lossToCredit"> {
  const nothing = { credit: null, profitTaken: null, lossToCredit: null };
  const paid = sumCents(options.map(({ cents }) => cents.paid));
  if (options.length === 0 || paid === null || paid >= 0) return nothing;
  const credit = -paid / 100;
  const gained = sumCents(options.map(({ cents }) => cents.open));
  if (gained === null) return { ...nothing, credit };
  const most = options.length === parts.length
    ? mostOf(options)
    : options.every(({ quantity }) => quantity < 0)
    ? credit
    : null;
  return {
    credit,
    profitTaken: most === null || !(most > 0) ? null : gained / 100 / most,
    lossToCredit: Math.max(0, -gained / 100) / credit,
  };
}

/** The most that options of one expiration can make from what was paid, in dollars; `null` without limit or for others. */
function mostOf(options: readonly LinePart[]): number | null {
  const [first] = options;
  if (options.some(({ leg }) => leg.expiresAt !== first!.leg.expiresAt)) return null;
  const legs = options.map(({ leg, quantity }) => ({
    kind: "option" as const,
    quantity,
    multiplier: leg.multiplier,
    price: leg.held.averageOpenPrice!,
    right: leg.right!,
    strike: leg.strike!,
    years: 0,
    volatility: 0,
  }));
  const spot = first!.leg.strike!;
  return riskProfile(outcomeOf(legs, { spot, rate: 0, carry: 0 }), spot).maxProfit;
}

/** Which prices and profits a picture of a position shows, and the curves in it. */

import type { Leg, Underlying } from "../../analytics/positions/leg.ts";
import { type Outcome, outcomeOf, profitAt } from "../../analytics/positions/outcome.ts";
import type { RiskProfile } from "../../analytics/positions/risk_profile.ts";

export interface Position {
  legs: readonly Leg[];
  underlying: Underlying;
  /** What the answer beside the picture says; `null` for a position without options. */
  profile: RiskProfile | null;
  /** Prices between which the underlying is expected to be when the first options expire. */
  expectedMove: { low: number; high: number } | null;
}

/** The moments a position is drawn at, the most important first. */
export const MOMENTS = ["expiration", "halfway", "now"] as const;
export type Moment = (typeof MOMENTS)[number];

export interface ProfitView {
  /** Prices at the left and the right edge, dollars of profit at the lower and the upper one. */
  low: number;
  high: number;
  bottom: number;
  top: number;
  /** Price and profit in turn; `null` for a moment that does not come. */
  expiration: number[] | null;
  halfway: number[] | null;
  now: number[] | null;
  /** Years to the first expiration; `null` without options. */
  years: number | null;
  /** Whether legs live on after it. */
  isModelled: boolean;
  /** The profit at expiration at a price of zero, if it is beyond all that the picture shows; else `null`. */
  worthless: number | null;
}

const POINTS = 240;
/** Years below which now is the expiration: half a minute. */
const OVER = 1e-6;
/** Widths of the expected move that are always in the picture, and beyond which nothing is. */
const NEAR = 1.3;
const FAR = 7;
/** How many times the one side of zero may be as high as the other where it goes on beyond the picture. */
const LOPSIDED = 3;
/** Room beside a breakeven, a part of the range. */
const BESIDE = 0.1;
/** Room around it all, a part of the range. */
const MARGIN = 0.06;

/** `RangeError` for a price of the underlying that is not positive. */
export function profitView(position: Position): ProfitView {
  const { legs, underlying, profile } = position;
  if (!(underlying.spot > 0)) throw new RangeError(`a picture needs a positive price, not ${underlying.spot}`);
  const outcome = legs.some(({ kind }) => kind === "option") ? outcomeOf(legs, underlying) : null;
  const [low, high] = pricesOf(position, outcome);
  const even = Array.from({ length: POINTS + 1 }, (_, i) => low + (high - low) * i / POINTS);
  const marks = [...(outcome?.kinks ?? []), ...(profile?.breakevens ?? []), underlying.spot]
    .filter((price) => price > low && price < high);
  const curved = [...new Set([...even, ...marks])].sort((a, b) => a - b);
  const straight = [...new Set([low, ...marks, high])].sort((a, b) => a - b);
  const curve = (prices: readonly number[], profit: (price: number) => number): number[] =>
    prices.flatMap((price) => [price, profit(price)]);
  const later = (years: number): number[] => curve(curved, (price) => profitAt(legs, price, underlying, { years }));
  const comes = outcome === null || outcome.years > OVER;
  const curves = {
    expiration: outcome === null ? null : curve(outcome.isModelled ? curved : straight, outcome.at),
    halfway: outcome !== null && comes ? later(outcome.years / 2) : null,
    now: comes ? later(0) : null,
  };
  return {
    low,
    high,
    ...profitsOf(position, curves),
    ...curves,
    years: outcome?.years ?? null,
    isModelled: outcome?.isModelled ?? false,
    worthless: outcome === null ? null : beyond(outcome.at(0), curves.expiration!),
  };
}

function beyond(profit: number, curve: readonly number[]): number | null {
  const shown = curve.filter((_, i) => i % 2 === 1);
  return profit < Math.min(...shown) || profit > Math.max(...shown) ? profit : null;
}

function pricesOf({ legs, underlying, profile, expectedMove }: Position, outcome: Outcome | null): [number, number] {
  const { spot } = underlying;
  const options = legs.filter((leg) => leg.kind === "option");
  const volatility = options.reduce((sum, leg) => sum + leg.volatility, 0) / Math.max(1, options.length);
  const reach = expectedMove === null
    ? spot * volatility * Math.sqrt(outcome?.years ?? 0)
    : (expectedMove.high - expectedMove.low) / 2;
  const width = Math.max(reach, spot * (options.length === 0 ? 0.1 : 0.015));
  const strikes = options.map(({ strike }) => strike).filter((strike) => Math.abs(strike - spot) <= FAR * width);
  const [low, high] = [Math.min(spot - NEAR * width, ...strikes), Math.max(spot + NEAR * width, ...strikes)];
  const breakevens = (profile?.breakevens ?? []).filter((price) =>
    price >= low - (high - low) / 2 && price <= high + (high - low) / 2
  );
  const room = (high - low) * BESIDE;
  const least = Math.min(low, ...breakevens.map((price) => price - room));
  const most = Math.max(high, ...breakevens.map((price) => price + room));
  const margin = (most - least) * MARGIN;
  return [Math.max(0, least - margin), most + margin];
}

/** All of every curve, unless one side would be crushed by the other, which has no end in the picture. */
function profitsOf(
  { profile, expectedMove }: Position,
  curves: Record<Moment, number[] | null>,
): { bottom: number; top: number } {
  const shown = Object.values(curves).filter((curve) => curve !== null);
  const among = (isWanted: (price: number) => boolean): number[] =>
    shown.flatMap((curve) => curve.filter((_, i) => i % 2 === 1 && isWanted(curve[i - 1]!)));
  const all = among(() => true);
  const expected = expectedMove === null
    ? []
    : among((price) => price >= expectedMove.low && price <= expectedMove.high);
  let [bottom, top] = [Math.min(0, ...all), Math.max(0, ...all)];
  const isWhole = (extreme: number | null | undefined, end: number): boolean =>
    extreme !== null && extreme !== undefined && Math.abs(extreme - end) <= 0.01 * (top - bottom);
  if (!isWhole(profile?.worst, bottom)) bottom = Math.max(bottom, Math.min(-LOPSIDED * top, ...expected));
  else if (!isWhole(profile?.best, top)) top = Math.min(top, Math.max(-LOPSIDED * bottom, ...expected));
  if (top - bottom < 0.02) return { bottom: -1, top: 1 };
  return { bottom, top };
}

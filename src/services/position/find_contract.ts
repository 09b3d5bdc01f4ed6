/** The listed option that a leg means; where there is none, what is nearest. */

import { type Day, daysBetween, newYorkDay } from "../../core/calendar.ts";
import { fail, ok, type Result } from "../../core/failure.ts";
import type { OptionRight } from "../../analytics/pricing/black.ts";
import { contractOf, isListed, type Listing, type Series } from "../chain/series.ts";
import type { ListedContract } from "./position.ts";

/** What narrows a listing to one series. */
export interface SeriesWanted {
  label: string;
  root: string | null;
  future: string | null;
  expiration: Day | number;
}

/** Strikes named on each side of one that does not exist. */
const NEAREST = 2;

/**
 * The series of a leg. Days from now mean the expiration nearest to them. Of several that expire on one day it is the one
 * that trades until the evening, then the one named like the listing.
 */
export function findSeries({ symbol, series }: Listing, wanted: SeriesWanted, now: number): Result<Series> {
  const { label, root, future, expiration } = wanted;
  const owned = series.filter((one) =>
    (root === null || one.root === root) && (future === null || one.underlying.symbol === future)
  );
  const trading = owned.filter(({ stopsAt }) => now < stopsAt);
  const today = newYorkDay(now);
  const target = typeof expiration === "number" ? expiration : daysBetween(today, expiration);
  const away = ({ day }: Series): number => Math.abs(daysBetween(today, day) - target);
  // On one day: settled in the evening before settled in the morning, then whatever is most like a monthly.
  const rank = (one: Series): number =>
    away(one) + (one.settlement === "AM" ? 0.2 : 0) + (one.type === "monthly" ? 0 : 0.1);
  const nearest = trading.length === 0 ? null : trading.reduce((best, one) => rank(one) < rank(best) ? one : best);
  const refuse = (problem: string): Result<never> =>
    fail({
      kind: "invalid",
      subject: label,
      problem,
      remedy: nearest === null
        ? `Ask get_option_chain with ${JSON.stringify({ symbol })}`
        : `The nearest expiration that trades is ${nearest.day} (${
          daysBetween(today, nearest.day)
        } days, ${nearest.root})`,
    });
  if (typeof expiration === "number") {
    if (nearest === null) return refuse(`${root ?? symbol} has no expirations that trade`);
    if (expiration === 0 && nearest.day !== today) return refuse("nothing that trades expires today");
    return ok(nearest);
  }
  const onDay = trading.filter(({ day }) => day === expiration);
  if (onDay.length > 0) return ok(onDay.reduce((best, one) => rank(one) < rank(best) ? one : best));
  if (expiration < today) return refuse(`expired on ${expiration}`);
  if (owned.some(({ day }) => day === expiration)) return refuse(`options of ${expiration} have stopped trading`);
  return refuse(`${root ?? symbol} has no options that expire on ${expiration}`);
}

/** The option of a series at `strike`. */
export function findStrike(series: Series, strike: number, right: OptionRight, label: string): Result<ListedContract> {
  const same = series.strikes.find((one) => Math.abs(one - strike) < 1e-6);
  if (same !== undefined && isListed(series, same, right)) return ok({ series, strike: same, right });
  const { strikes } = series;
  const place = strikes.findIndex((one) => one > strike);
  const above = place < 0 ? strikes.length : place;
  const near = strikes.slice(Math.max(0, above - NEAREST), above + NEAREST).filter((one) =>
    isListed(series, one, right)
  );
  return fail({
    kind: "invalid",
    subject: label,
    problem: `there is no ${right} with strike ${strike} on ${series.day} (${series.root})`,
    remedy: near.length > 0
      ? `The nearest strikes are ${near.join(", ")}`
      : `The strikes run from ${strikes[0]} to ${strikes.at(-1)}`,
  });
}

/** The option behind a symbol of the stream. */
export function findStreamed({ symbol, series }: Listing, streamer: string): Result<ListedContract> {
  const parts = /([CP])(\d+(?:\.\d+)?):/.exec(streamer)!;
  const right = parts[1] === "C" ? "call" as const : "put" as const;
  const strike = Number(parts[2]);
  for (const one of series) {
    if (one.strikes.includes(strike) && contractOf(one, strike, right).streamer === streamer) {
      return ok({ series: one, strike, right });
    }
  }
  return fail({
    kind: "invalid",
    subject: streamer,
    problem: `is no option on ${symbol} that is listed`,
    remedy: `Ask get_option_chain with ${JSON.stringify({ symbol })} for the symbols there are`,
  });
}

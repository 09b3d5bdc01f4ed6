/** Positions as they are shown: a row each. */

import { sessionState } from "../../core/calendar.ts";
import { ok, type Result } from "../../core/failure.ts";
import { price, rounded } from "../../services/figures.ts";
import { newYorkTime } from "../../services/new_york_time.ts";
import { type BookLeg, readBook } from "../../services/portfolio/book.ts";
import { type GainDays, gainDays } from "../../services/gain_days.ts";
import { centsOf } from "../../services/portfolio/cents.ts";
import { provenance } from "../../services/provenance.ts";
import type { Context } from "../resource.ts";

const COLUMNS = [
  "account",
  "symbol",
  "underlying",
  "quantity",
  "entry",
  "mark",
  "pl_open",
  "pl_today",
  "days",
  "iv",
  "delta",
  "theta",
  "vega",
] as const;

/** Rows of a file that a host may hand to a model as a whole. */
const MOST_ROWS = 400;

/** Of all open accounts when none is named. */
export async function showPositions(account: string | null, context: Context): Promise<Result<unknown>> {
  const read = await readBook({ account: account ?? undefined }, context);
  if (!read.ok) return read;
  const { legs, warnings, unknown, fetchedAt, source } = read.value;
  const now = context.now();
  const days = gainDays(now);
  const shown = legs.slice(0, MOST_ROWS);
  return ok({
    positions: { columns: COLUMNS, rows: shown.map((leg) => rowOf(leg, days)) },
    ...(shown.length < legs.length
      ? { not_shown: `${legs.length - shown.length} positions; get_portfolio tells all of them` }
      : {}),
    units: "entry and mark a share; P/L in dollars; iv in percent; delta in shares, theta a day, vega a point",
    ...(unknown.length > 0 ? { unknown } : {}),
    ...(warnings.length > 0 ? { warnings } : {}),
    time: newYorkTime(fetchedAt),
    age_seconds: Math.max(0, Math.round((now - fetchedAt) / 1000)),
    session: sessionState("equity", now),
    ...provenance(source),
  });
}

function rowOf(leg: BookLeg, days: GainDays): unknown[] {
  const { held, mark, daysLeft, impliedVolatility, delta, theta, vega, multiplier } = leg;
  const { open, today: gained } = centsOf(leg, days);
  const whole = (greek: number | null): number | null =>
    greek === null ? null : rounded(greek * held.quantity * multiplier, 2);
  return [
    held.account.masked,
    held.symbol,
    held.underlying,
    held.quantity,
    price(held.averageOpenPrice),
    price(mark),
    open === null ? null : open / 100,
    gained === null ? null : gained / 100,
    daysLeft,
    rounded(impliedVolatility === null ? null : impliedVolatility * 100, 1),
    whole(delta),
    whole(theta),
    whole(vega),
  ];
}

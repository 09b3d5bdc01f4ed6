/** Legs as they were asked for become a position: contracts, quotes, volatilities, greeks, and what lies ahead. */

import { newYorkDay } from "../../core/calendar.ts";
import { explain, ok, type Result } from "../../core/failure.ts";
import type { Figures } from "../chain/chain_figures.ts";
import type { Series } from "../chain/series.ts";
import { RATE, type Term, underlyingOf } from "../chain/terms.ts";
import type { Context } from "../context.ts";
import { type MetricsRow, readMetrics } from "../market_metrics.ts";
import { linearLeg, optionLeg } from "./build_leg.ts";
import { placeLegs } from "./common_underlying.ts";
import { type Events, eventsOf, payable } from "./events.ts";
import { type LegInput, readLegs } from "./leg_input.ts";
import { type Setting, yieldBesideDividends } from "./leg_model.ts";
import type { Entry, Exercise, Position, PositionLeg } from "./position.ts";
import { type LegMarket, readLegMarket } from "./read_market.ts";

export interface PositionQuestion {
  legs: readonly LegInput[];
  /** For legs that name none. */
  underlying?: string | undefined;
  /** The price of legs that have none; `mid` when not said. */
  entry?: Entry | undefined;
}

/** Index options that may be exercised early; all others are European. */
const AMERICAN_INDICES = new Set(["OEX"]);

/** Finds, prices and models all legs. Fails with a sentence for legs that cannot be one position. */
export async function resolvePosition(
  { legs, underlying, entry = "mid" }: PositionQuestion,
  context: Context,
): Promise<Result<Position>> {
  const startedAt = context.now();
  const wanted = readLegs(legs, underlying);
  if (!wanted.ok) return wanted;
  const placed = placeLegs(wanted.value, newYorkDay(startedAt));
  if (!placed.ok) return placed;
  const { subject } = placed.value;
  const [market, metrics] = await Promise.all([
    readLegMarket(placed.value.legs, subject, context, startedAt),
    subject.underlying === null ? null : readMetrics([subject.symbol], context),
  ]);
  if (!market.ok) return market;
  const row = metrics?.ok ? metrics.value.rows[0] ?? null : null;
  const position = assemble(market.value, row, entry, startedAt);
  if (!position.ok) return position;
  const { warnings, unknown, ...rest } = position.value;
  const { streamFailure, snapshotFailure } = market.value.look;
  const [stream, snapshots] = [streamFailure(), snapshotFailure()];
  return ok({
    ...rest,
    symbol: subject.symbol,
    source: context.broker.source(),
    startedAt,
    unknown: [
      ...unknown,
      ...(subject.underlying === null || row !== null ? [] : ["iv_rank", "earnings_date", "ex_dividend_date"]),
    ],
    warnings: [
      ...(stream === null
        ? []
        : [`Figures are REST snapshots, because the live stream could not be had: ${explain(stream)}`]),
      ...(snapshots === null ? [] : [`Snapshots are incomplete: ${explain(snapshots)}`]),
      ...(metrics === null || metrics.ok
        ? []
        : [`Earnings, dividends and IV rank could not be had: ${explain(metrics.failure)}`]),
      ...warnings,
    ],
  });
}

type Assembled = Omit<Position, "symbol" | "source" | "startedAt">;

function assemble(market: LegMarket, metrics: MetricsRow | null, entry: Entry, now: number): Result<Assembled> {
  const { price: spot, series, terms } = market;
  const front = series[0]!;
  const { underlying } = front;
  const onFuture = underlying.type === "future";
  const exercise: Exercise = underlying.type !== "index" || AMERICAN_INDICES.has(underlying.symbol)
    ? "american"
    : "european";
  const last = terms.get(series.at(-1)!)!.years;
  const events: Events = metrics === null
    ? { dividends: [], earningsDate: null, exDividendDate: null, unknown: [] }
    : eventsOf(metrics, last, now);
  const dividends = payable(events.dividends, spot);
  const usualCarry = onFuture ? RATE : metrics?.metrics.dividendYield ?? 0;
  const settingOf = (one: Series): Setting => {
    const { years, forward } = terms.get(one)!;
    const carry = onFuture || forward === null || !(years > 0)
      ? usualCarry
      : clamped(RATE - Math.log(forward / spot) / years, years);
    const base = { spot, rate: RATE, carry, exercise, onFuture, dividends };
    return { ...base, dividendYield: yieldBesideDividends(base, dividends, years) };
  };
  const settings = new Map(series.map((one) => [one, settingOf(one)]));
  const common = settings.get(front)!;
  const legs: PositionLeg[] = [];
  const warnings: string[] = [];
  let readAt = now;
  const note = (figures: Figures): void => {
    if (figures.readAt !== null) readAt = Math.min(readAt, figures.readAt);
  };
  for (const leg of market.legs) {
    const made = leg.contract === null
      ? linearLeg(leg, underlying, market, entry)
      : optionLeg(leg, leg.contract, { market, setting: settings.get(leg.contract.series)!, common, entry, note });
    if (!made.ok) return made;
    legs.push(made.value.leg);
    if (made.value.warning !== null) warnings.push(made.value.warning);
  }
  note(market.look.of(underlyingOf(front)));
  return ok({
    underlying,
    exercise,
    spot,
    rate: RATE,
    carry: common.carry,
    legs,
    terms: series.map((one) => ({ series: one, term: terms.get(one)!, setting: settings.get(one)! })),
    smile: market.smile,
    dividends,
    earningsDate: events.earningsDate,
    exDividendDate: events.exDividendDate,
    metrics,
    readAt,
    warnings: [...warnings, ...series.flatMap(settlementWarning), ...forwardWarning(series, terms, onFuture)],
    unknown: events.unknown,
  });
}

/** A forward read off prices of minutes before the end would make yields of thousands of percent. */
const clamped = (carry: number, years: number): number => {
  const most = Math.max(5, Math.min(50, 0.01 / years));
  return Math.min(most, Math.max(-most, carry));
};

function settlementWarning({ settlement, root, day, stopsAt }: Series): string[] {
  return settlement === "AM"
    ? [
      `${root} options of ${day} are settled in the morning (AM): they stop trading at the close of ${
        newYorkDay(stopsAt)
      }, and the opening prices of ${day} decide what they pay.`,
    ]
    : [];
}

/** Forwards further apart than this, as a yearly yield, are not told by one carry. */
const FAR_APART = 0.1;

function forwardWarning(series: readonly Series[], terms: ReadonlyMap<Series, Term>, onFuture: boolean): string[] {
  const carries = series.flatMap((one) => {
    const { forward, price, years } = terms.get(one)!;
    return forward === null || price === null || years < 0.02 ? [] : [Math.log(forward / price) / years];
  });
  const isFar = !onFuture && carries.length > 1 && Math.max(...carries) - Math.min(...carries) > FAR_APART;
  return isFar
    ? [
      "The expirations have forwards of their own, further apart than interest and dividends explain: figures between dates are rough.",
    ]
    : [];
}

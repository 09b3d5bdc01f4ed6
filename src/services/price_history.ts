/** The candles of an instrument over a stretch of time. */

import { createReference } from "./reference.ts";
import type { Source } from "../broker/broker.ts";
import { newYorkDay, newYorkInstant } from "../core/calendar.ts";
import { fail, type Failure, ok, type Result } from "../core/failure.ts";
import type { Instrument } from "../core/symbol.ts";
import { type Bar, type Bars, type CandleQuestion, createCandleShelves, isWhole } from "./candles.ts";
import type { Context } from "./context.ts";
import { type Hours, type Interval, minutesOf, sessionEnd } from "./price_history_interval.ts";
import { type Asked, isWithin, type Stretch, stretchOf } from "./price_history_span.ts";
import type { Series } from "./price_history_summary.ts";
import { HOURS } from "./quotes.ts";
import type { Held } from "./shelf.ts";
import { readStreamerSymbol } from "./streamer_symbols.ts";

/** What a history is asked by. `extended` adds the sessions before and after the regular one, where there are any. */
export interface HistoryQuestion extends Asked {
  instrument: Instrument;
  extended: boolean;
}

export interface PriceHistory {
  stretch: Stretch;
  series: Series;
  /** Those of the stretch, oldest first; at least one. */
  bars: Bar[];
  /** Whether older candles may be missing, because the feed stopped, or was too slow. */
  ended: Bars["ended"];
  fetchedAt: number;
  source: Source;
  /** Why the newest candles are as old as `fetchedAt` says, when they should have been looked at again. */
  refreshFailure: Failure | null;
}

/** Older than this is looked at again while something trades. Milliseconds. */
const FRESH = 60_000;
/** How long after the bell a day's candle may still be corrected. Milliseconds. */
const SETTLING = 900_000;

/** Fails when there is no candle, and says whether it is the symbol that does not exist. */
export async function readPriceHistory(question: HistoryQuestion, context: Context): Promise<Result<PriceHistory>> {
  const { instrument, interval, extended } = question;
  const market = HOURS[instrument.type];
  const hours: Hours = market !== "equity" ? "all" : extended ? "extended" : "regular";
  const stretch = stretchOf(question, market, hours, context.now());
  if (!stretch.ok) return stretch;
  const series: Series = { interval, market, hours, isSplittable: instrument.type === "equity" };
  const streamer = await readStreamerSymbol(instrument, context);
  if (!streamer.ok) return streamer;
  const asked: CandleQuestion = {
    symbol: `${streamer.value}{=${interval}${hours === "regular" ? ",tho=true" : ""}}`,
    interval,
    fromAt: startFor(stretch.value, interval),
  };
  const read = await readCandles(instrument, asked, context);
  if (!read.ok) return read;
  const held = onlyOf(read.value);
  const latest = await refresh(asked, held, stretch.value, series, context);
  const bars = latest.bars.filter(({ at }) => isWithin(at, stretch.value, interval));
  if (bars.length === 0) return fail(await explainNothing(question, stretch.value, held.value, context));
  const { fetchedAt, refreshFailure } = latest;
  const { ended } = held.value;
  return ok({ stretch: stretch.value, series, bars, ended, fetchedAt, source: held.source, refreshFailure });
}

/** The feed is silent about symbols it does not know: while it is waited for, the broker is asked whether it does. */
async function readCandles(
  instrument: Instrument,
  asked: CandleQuestion,
  context: Context,
): Promise<Result<Map<string, Held<Bars>>>> {
  const stop = new AbortController();
  const unknown = isUnknown(instrument, context).then((isUnknown) => {
    if (isUnknown) stop.abort();
    return isUnknown;
  });
  context.keepAlive(unknown);
  const signal = AbortSignal.any([context.signal, stop.signal]);
  const read = await context.market.part(createCandleShelves).candles.read([asked], { ...context, signal });
  const isStopped = !read.ok && read.failure.kind === "cancelled" && await unknown;
  return isStopped ? fail({ kind: "not_found", subject: instrument.symbol }) : read;
}

/** Only of shares and funds, whose list is kept for a day; what has left it may still be quoted, and have a history. */
async function isUnknown(instrument: Instrument, context: Context): Promise<boolean> {
  const { type, symbol } = instrument;
  if (type !== "equity") return false;
  const listed = await context.market.part(createReference).equities.read([symbol], context);
  if (!listed.ok || listed.value.get(symbol)?.value) return false;
  const quotes = await context.market.quotes.read([instrument], context);
  return quotes.ok && !quotes.value.get(symbol)?.value;
}

/** Where to ask from, the same for many stretches, so that they share what is cached. */
function startFor({ fromDay }: Stretch, interval: Interval): number {
  if (minutesOf(interval) !== null) return newYorkInstant(fromDay, 0);
  // The first week of a year begins up to six days before it.
  return Date.UTC(Number(fromDay.slice(0, 4)) - 1, 11, 25);
}

type Latest = Pick<PriceHistory, "bars" | "fetchedAt" | "refreshFailure">;

/** The bars, with the last one and what came after it as they are now. */
async function refresh(
  asked: CandleQuestion,
  { value: { bars }, fetchedAt }: Whole,
  stretch: Stretch,
  { market, hours }: Series,
  context: Context,
): Promise<Latest> {
  const unchanged: Latest = { bars, fetchedAt, refreshFailure: null };
  const last = bars.at(-1);
  const isOver = market === "equity" && sessionEnd(stretch.lastDay, market, hours) + SETTLING <= fetchedAt;
  if (last === undefined || isOver || context.now() - fetchedAt < FRESH || stretch.toAt < last.at) return unchanged;
  const read = await context.market.part(createCandleShelves).latestCandles.read(
    [{ ...asked, fromAt: last.at }],
    context,
  );
  if (!read.ok) return { ...unchanged, refreshFailure: read.failure };
  const { value: tail, fetchedAt: refreshedAt } = onlyOf(read.value);
  if (!isWhole(tail)) {
    return { ...unchanged, refreshFailure: { kind: "broker_unavailable", endpoint: "candles", reason: "timeout" } };
  }
  return {
    bars: [...bars.slice(0, -1), ...(tail.bars.length > 0 ? tail.bars : [last])],
    fetchedAt: refreshedAt,
    refreshFailure: null,
  };
}

type Whole = Held<Bars> & { value: Bars };

function onlyOf(answers: Map<string, Held<Bars>>): Whole {
  const [held] = answers.values();
  if (!held?.value) throw new RangeError("a candle shelf gives an entry for every question");
  return { ...held, value: held.value };
}

/** Why there are no candles: the feed is silent about symbols it does not know, so their quote is looked for. */
async function explainNothing(
  { instrument }: HistoryQuestion,
  stretch: Stretch,
  { ended }: Bars,
  context: Context,
): Promise<Failure> {
  const quotes = await context.market.quotes.read([instrument], context);
  if (quotes.ok && !quotes.value.get(instrument.symbol)?.value) {
    return { kind: "not_found", subject: instrument.symbol };
  }
  if (ended === "deadline" || ended === "closed") {
    return { kind: "broker_unavailable", endpoint: "candles", reason: ended === "closed" ? "network" : "timeout" };
  }
  return {
    kind: "invalid",
    subject: instrument.symbol,
    problem: `has no candles from ${stretch.from} to ${stretch.to} (it is ${newYorkDay(context.now())})`,
    remedy: "Ask for a longer span or, before the opening, for `extended_hours`",
  };
}

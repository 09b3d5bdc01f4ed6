/** What the candles of a stretch of time say, and the candles themselves where they are asked for. */

import { explain, ok, type Result } from "../../core/failure.ts";
import { recognizeSymbol } from "../../core/symbol.ts";
import type { Bar } from "../../services/candles.ts";
import { percent, price } from "../../services/figures.ts";
import { newYorkWall } from "../../services/new_york_time.ts";
import { type PriceHistory, readPriceHistory } from "../../services/price_history.ts";
import { candleDay, minutesOf } from "../../services/price_history_interval.ts";
import { beginsLate, missingPeriods, summarize, type Summary } from "../../services/price_history_summary.ts";
import { provenance } from "../../services/provenance.ts";
import { countThatFit, more } from "../answer_size.ts";
import { MOST_ROWS, type PriceHistoryInput } from "../market/get_price_history.ts";
import type { Context } from "../tool.ts";

/** Missing days named; of more the count is given. */
const MOST_MISSING = 10;
/** What is left for names and marks around the rows. Characters. */
const FRAME = 400;

export async function answerPriceHistory(asked: PriceHistoryInput, context: Context): Promise<Result<unknown>> {
  const recognized = recognizeSymbol(asked.symbol);
  if (!recognized.ok) return recognized;
  const instrument = recognized.value;
  const read = await readPriceHistory({ ...asked, instrument, extended: asked.extended_hours }, context);
  if (!read.ok) return read;
  const history = read.value;
  const summary = summarize(history.bars, history.series, context.now());
  const answer = {
    symbol: instrument.symbol,
    type: instrument.type,
    interval: asked.interval,
    hours: history.series.hours,
    from: history.stretch.from,
    to: history.stretch.to,
    candles: history.bars.length,
    ...figures(summary, history),
    ...reservations(summary, history),
    age_seconds: Math.round(Math.max(0, context.now() - history.fetchedAt) / 1000),
    ...provenance(history.source),
  };
  return ok({ ...answer, ...table(asked, history, summary, JSON.stringify(answer).length) });
}

/** A candle's start as it is written: a day, or a New York minute for candles shorter than a day. */
const timeOf = (at: number, { series: { interval } }: PriceHistory): string =>
  minutesOf(interval) === null ? candleDay(at, interval) : newYorkWall(at);

function figures(summary: Summary, history: PriceHistory) {
  const { first, last, high, low, drawdown, realizedVolatility: volatility } = summary;
  const mark = (mark: { price: number; at: number }) => ({ price: price(mark.price), time: timeOf(mark.at, history) });
  const average = summary.averageVolume;
  return {
    first_close: mark(first),
    last_close: mark(last),
    change: price(summary.change),
    change_percent: percent(summary.changeFraction),
    high: mark(high),
    low: mark(low),
    average_volume: average === null ? null : average < 1000 ? price(average) : Math.round(average),
    realized_volatility_percent: percent(volatility?.value),
    ...(volatility === null ? {} : { realized_volatility_is: definition(volatility) }),
    max_drawdown: drawdown === null ? { percent: 0 } : {
      percent: percent(drawdown.fraction),
      from: timeOf(drawdown.peakAt, history),
      to: timeOf(drawdown.troughAt, history),
    },
  };
}

const definition = ({ returns, periodsPerYear, ofDays }: NonNullable<Summary["realizedVolatility"]>): string =>
  `sample deviation of ${returns} log returns${
    ofDays ? " between the days' last closes" : ""
  }, close to close, times the root of ${periodsPerYear}`;

/** What the reader has to know before trusting the figures. */
function reservations(summary: Summary, { bars, series, stretch, ended, refreshFailure }: PriceHistory) {
  const unknown = [
    ...(summary.averageVolume === null ? ["average_volume"] : []),
    ...(summary.realizedVolatility === null ? ["realized_volatility_percent"] : []),
    ...(summary.change === null ? ["change"] : []),
    ...(summary.changeFraction === null ? ["change_percent"] : []),
  ];
  const missing = missingPeriods(bars, series, stretch.lastDay);
  const begins = candleDay(bars[0]!.at, series.interval);
  const warnings = [
    ...(ended === "cut" ? ["tastytrade cut the history short: there may be older candles"] : []),
    ...(ended === "deadline" || ended === "closed"
      ? ["The feed did not send everything in time: older candles may be missing. Ask again, or for less"]
      : []),
    ...(refreshFailure ? [`The newest candles are older than they should be. ${explain(refreshFailure)}`] : []),
    ...(summary.splits.length > 0
      ? [
        "A price jumped by the ratio of a split. Nothing is adjusted: change, volatility and drawdown contain the jump",
      ]
      : []),
  ];
  return {
    ...(summary.isLastUnfinished
      ? { unfinished: "The last candle can still change; it counts in last_close, change, high and low only" }
      : {}),
    ...(beginsLate(begins, stretch.fromDay, series) ? { history_begins: begins } : {}),
    ...(missing.length > 0
      ? {
        missing: {
          [series.interval === "1w" ? "weeks_of" : series.interval === "1mo" ? "months_of" : "days"]: missing.slice(
            0,
            MOST_MISSING,
          ),
          count: missing.length,
        },
      }
      : {}),
    ...(summary.splits.length > 0
      ? {
        suspected_splits: summary.splits.map(({ before, after, ...split }) => ({
          ...split,
          close_before: price(before),
          open_after: price(after),
        })),
      }
      : {}),
    ...(unknown.length > 0 ? { unknown } : {}),
    ...(warnings.length > 0 ? { warnings } : {}),
  };
}

/** The latest rows that were asked for and fit. */
function table(asked: PriceHistoryInput, history: PriceHistory, summary: Summary, used: number) {
  const { bars } = history;
  const { rows: count, symbol, interval, extended_hours } = asked;
  const again = { symbol, interval, from: history.stretch.from, ...(extended_hours ? { extended_hours } : {}) };
  if (count === 0) {
    const rows = Math.min(bars.length, MOST_ROWS);
    return { more: more(rows, "get_price_history", { ...again, to: history.stretch.to, rows }) };
  }
  const wanted = bars.slice(-count).map((bar) => rowOf(bar, history));
  const rows = wanted.slice(wanted.length - countThatFit(used + FRAME, wanted, "last"));
  const hidden = bars.length - rows.length;
  const before = bars[hidden - 1];
  return {
    columns: ["time", "open", "high", "low", "close", "volume"],
    rows,
    ...(summary.isLastUnfinished ? { last_row: "unfinished" } : {}),
    ...(before === undefined ? {} : {
      more: more(hidden, "get_price_history", { ...again, to: timeOf(before.at, history), rows: count }),
    }),
  };
}

const rowOf = ({ at, open, high, low, close, volume }: Bar, history: PriceHistory) => [
  timeOf(at, history),
  ...[open, high, low, close].map(price),
  volume === null ? null : volume < 1000 ? price(volume) : Math.round(volume),
];

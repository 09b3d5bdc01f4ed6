/** Which underlyings are searched, in which order, and why the others are not. */

import type { Source } from "../../broker/broker.ts";
import { addDays, newYorkDay } from "../../core/calendar.ts";
import { explain, fail, ok, type Result } from "../../core/failure.ts";
import type { Context } from "../context.ts";
import { type MetricsRow, readMetrics } from "../market_metrics.ts";
import { sift, sortRows } from "../metrics_filter.ts";
import { readUniverse } from "../universe.ts";
import type { StrategyQuestion } from "./question.ts";

export interface Refused {
  symbol: string;
  reason: string;
}

export interface Underlyings {
  /** Those named in that order; those of a watchlist by their IV rank, the highest first. */
  symbols: string[];
  /** What is known about each; those the broker has no metrics of are missing. */
  metrics: Map<string, MetricsRow>;
  refused: Refused[];
  /** A watchlist's name. */
  watchlist: string | null;
  warnings: string[];
  source: Source | undefined;
}

export async function readUnderlyings(
  { universe: asked, minIvRank, avoidEarnings, days }: StrategyQuestion,
  context: Context,
): Promise<Result<Underlyings>> {
  const universe = await readUniverse(asked, context);
  if (!universe.ok) return universe;
  const { symbols, otherKinds, failures, watchlist } = universe.value;
  const refused: Refused[] = otherKinds.map((symbol) => ({
    symbol,
    reason: "only options on shares, funds and indices can be searched; see get_option_chain",
  }));
  const warnings = failures.map(explain);
  const given = { refused, warnings, watchlist: watchlist?.name ?? null };
  if (symbols.length === 0) {
    const isFutures = "symbols" in asked && asked.symbols.every((symbol) => symbol.trim().startsWith("/"));
    if (failures.length > 0 && !isFutures) return fail(failures[0]!);
    const subject = "symbols" in asked ? asked.symbols.join(", ") : asked.watchlist;
    return fail({
      kind: "invalid",
      subject,
      problem: "only options on shares, funds and indices can be searched",
      remedy: "For options on futures ask get_option_chain, then analyze_position",
    });
  }
  const read = await readMetrics(symbols, context);
  if (!read.ok) {
    if (minIvRank !== undefined || context.signal.aborted) return read;
    warnings.push(`Neither earnings nor realized volatility are known: ${explain(read.failure)}`);
    return ok({ ...given, symbols, metrics: new Map(), source: watchlist?.source });
  }
  const { rows, source } = read.value;
  const metrics = new Map(rows.map((row) => [row.symbol, row]));
  const today = newYorkDay(context.now());
  const { fitting, undecided } = sift(rows, { minIvRank }, today);
  const fits = new Set(fitting.map(({ symbol }) => symbol));
  const isUnknown = new Set(undecided.map(({ row: { symbol } }) => symbol));
  const firstDay = addDays(today, Math.max(0, Math.ceil(days.min ?? 0)));
  const ordered = watchlist === null
    ? symbols
    : [...new Set([...sortRows(rows, "iv_rank", false).map(({ symbol }) => symbol), ...symbols])];
  const chosen = ordered.filter((symbol) => {
    const row = metrics.get(symbol);
    if (minIvRank !== undefined && !fits.has(symbol)) {
      const isOpen = row === undefined || isUnknown.has(symbol);
      refused.push({ symbol, reason: isOpen ? "IV rank is not known" : "IV rank is too low" });
      return false;
    }
    if (avoidEarnings && row?.earnings.kind === "expected" && row.earnings.day <= firstDay) {
      refused.push({ symbol, reason: `earnings on ${row.earnings.day}, before the first expiration` });
      return false;
    }
    return true;
  });
  return ok({ ...given, symbols: chosen, metrics, source });
}

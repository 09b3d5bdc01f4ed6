/** Which underlyings are searched, in which order, and why the others are not. */

import type { Source } from "../../broker/broker.ts";
import { addDays, type Day, newYorkDay } from "../../core/calendar.ts";
import { explain, fail, ok, type Result } from "../../core/failure.ts";
import type { Context } from "../context.ts";
import { percent } from "../figures.ts";
import { type MetricsRow, readMetrics } from "../market_metrics.ts";
import { sift, sortRows } from "../metrics_filter.ts";
import { MOST_ENTRIES, readUniverse } from "../universe.ts";
import type { StrategyQuestion } from "./question.ts";

export interface Refused {
  symbol: string;
  reason: string;
}

export interface Underlyings {
  /** Those named in that order; those of a watchlist by their IV rank, the highest first. Futures come last. */
  symbols: string[];
  /** What is known about each; those the broker has no metrics of are missing. */
  metrics: Map<string, MetricsRow>;
  refused: Refused[];
  /** A watchlist's name. */
  watchlist: string | null;
  warnings: string[];
  source: Source | undefined;
}

const OTHER_KIND = "only options on shares, funds, indices and futures can be searched";

export async function readUnderlyings(question: StrategyQuestion, context: Context): Promise<Result<Underlyings>> {
  const { universe: asked } = question;
  const universe = await readUniverse(asked, context);
  if (!universe.ok) return universe;
  const { symbols, otherKinds, failures, watchlist } = universe.value;
  const futures = otherKinds.filter((symbol) => symbol.startsWith("/"));
  const others = otherKinds.filter((symbol) => !symbol.startsWith("/"));
  const refused: Refused[] = others.map((symbol) => ({ symbol, reason: OTHER_KIND }));
  const warnings = failures.map(explain);
  if (watchlist !== null && watchlist.entries > MOST_ENTRIES) {
    warnings.push(`Only the first ${MOST_ENTRIES} of ${watchlist.entries} entries were looked at.`);
  }
  const given = { refused, warnings, watchlist: watchlist?.name ?? null };
  if (symbols.length + futures.length === 0) {
    if (failures.length > 0) return fail(failures[0]!);
    const subject = "symbols" in asked ? asked.symbols.join(", ") : asked.watchlist;
    return fail({ kind: "invalid", subject, problem: OTHER_KIND });
  }
  const isSifted = question.minIvRank !== undefined || question.minLiquidity !== undefined;
  if (isSifted) {
    refused.push(...futures.map((symbol) => ({ symbol, reason: "IV rank and liquidity of futures are not known" })));
  }
  const admitted = isSifted ? [] : futures;
  if (symbols.length === 0) return ok({ ...given, symbols: admitted, metrics: new Map(), source: watchlist?.source });
  const read = await readMetrics(symbols, context);
  if (!read.ok) {
    if (isSifted || context.signal.aborted) return read;
    warnings.push(`Neither earnings nor realized volatility are known: ${explain(read.failure)}`);
    return ok({ ...given, symbols: [...symbols, ...admitted], metrics: new Map(), source: watchlist?.source });
  }
  const { rows, source } = read.value;
  const ordered = watchlist === null
    ? symbols
    : [...new Set([...sortRows(rows, "iv_rank", false).map(({ symbol }) => symbol), ...symbols])];
  const chosen = choose(ordered, rows, question, newYorkDay(context.now()), refused);
  const metrics = new Map(rows.map((row) => [row.symbol, row]));
  return ok({ ...given, symbols: [...chosen, ...admitted], metrics, source });
}

/** Those of `ordered` that fit; why the others do not is added to `refused`. */
function choose(
  ordered: readonly string[],
  rows: readonly MetricsRow[],
  { minIvRank, minLiquidity, avoidEarnings, days }: StrategyQuestion,
  today: Day,
  refused: Refused[],
): string[] {
  const metrics = new Map(rows.map((row) => [row.symbol, row]));
  const filters = { minIvRank, minLiquidity };
  const isAsked = (name: keyof typeof filters): boolean => filters[name] !== undefined;
  const firstDay = addDays(today, Math.max(0, Math.ceil(days.min ?? 0)));
  return ordered.filter((symbol) => {
    const row = metrics.get(symbol);
    for (const name of (Object.keys(filters) as (keyof typeof filters)[]).filter(isAsked)) {
      const { fitting, undecided } = sift(row === undefined ? [] : [row], { [name]: filters[name] }, today);
      if (fitting.length > 0) continue;
      const isOpen = row === undefined || undecided.length > 0;
      const { says, shownOf } = FILTERS[name];
      const reason = isOpen ? "is not known" : `${shownOf(row!)} is below ${shownLimit(name, filters[name]!)}`;
      refused.push({ symbol, reason: `${says} ${reason}` });
      return false;
    }
    if (avoidEarnings && row?.earnings.kind === "expected" && row.earnings.day <= firstDay) {
      refused.push({ symbol, reason: `earnings on ${row.earnings.day}, before the first expiration` });
      return false;
    }
    return true;
  });
}

/** What a filter looks at, and its figure as it is read aloud: ranks in percent. */
const FILTERS = {
  minIvRank: { says: "IV rank", shownOf: ({ metrics }: MetricsRow) => percent(metrics.ivRank) },
  minLiquidity: { says: "liquidity", shownOf: ({ metrics }: MetricsRow) => metrics.liquidityRating },
};

const shownLimit = (name: keyof typeof FILTERS, limit: number): number =>
  name === "minIvRank" ? percent(limit)! : limit;

/** Volatility, liquidity, dividends and earnings of underlyings, with what is known about their next report. */

import { createReference } from "./reference.ts";
import type { Source } from "../broker/broker.ts";
import type { MarketMetrics } from "../broker/endpoints/market_metrics.ts";
import { type Day, newYorkDay } from "../core/calendar.ts";
import { type Failure, ok, type Result } from "../core/failure.ts";
import { recognizeSymbol } from "../core/symbol.ts";
import type { Context } from "./context.ts";

/**
 * The next report. `none`: a fund or an index. `reported`: the broker's date lies behind, and the next one is not known.
 */
export type NextEarnings =
  | { kind: "expected"; day: Day; isEstimated: boolean; time: string | null }
  | { kind: "reported"; day: Day }
  | { kind: "none" }
  | { kind: "unknown" };

export interface MetricsRow {
  symbol: string;
  metrics: MarketMetrics;
  earnings: NextEarnings;
  /** The next day without the dividend, where one is known to lie ahead. */
  nextExDay: Day | null;
}

export interface MetricsRows {
  /** In the order asked for. */
  rows: MetricsRow[];
  notFound: string[];
  /** When the oldest of them was fetched. */
  fetchedAt: number;
  source: Source | undefined;
  /** Why funds cannot be told from companies, when they cannot. */
  kindFailure: Failure | null;
}

/** Metrics of shares, funds and indices. What the broker has no figures for is in `notFound`. */
export async function readMetrics(symbols: readonly string[], context: Context): Promise<Result<MetricsRows>> {
  const read = await context.market.metrics.read(symbols, context);
  if (!read.ok) return read;
  const held = symbols.flatMap((symbol) => read.value.get(symbol) ?? []);
  const metrics = held.flatMap(({ value }) => value ?? []);
  const undated = metrics.filter(({ earningsDate }) => earningsDate === null).map(({ symbol }) => symbol);
  const kinds = await readFunds(undated, context);
  const today = newYorkDay(context.now());
  return ok({
    rows: metrics.map((metrics) => ({
      symbol: metrics.symbol,
      metrics,
      earnings: nextEarnings(metrics, kinds.funds, today),
      nextExDay: [metrics.dividendNextDate, metrics.dividendExDate].find((day) => day !== null && day >= today) ?? null,
    })),
    notFound: symbols.filter((symbol) => !read.value.get(symbol)?.value),
    fetchedAt: Math.min(...held.map(({ fetchedAt }) => fetchedAt)),
    source: held[0]?.source,
    kindFailure: kinds.failure,
  });
}

/** Which of these are funds or indices, and so never report. */
async function readFunds(
  symbols: readonly string[],
  context: Context,
): Promise<{ funds: Set<string>; failure: Failure | null }> {
  const isIndex = (symbol: string): boolean => {
    const recognized = recognizeSymbol(symbol);
    return recognized.ok && recognized.value.type === "index";
  };
  const funds = new Set(symbols.filter(isIndex));
  const read = await context.market.part(createReference).equities.read(
    symbols.filter((symbol) => !funds.has(symbol)),
    context,
  );
  if (!read.ok) return { funds, failure: read.failure };
  for (const [symbol, { value }] of read.value) if (value?.isEtf || value?.isIndex) funds.add(symbol);
  return { funds, failure: null };
}

function nextEarnings({ symbol, earnings }: MarketMetrics, funds: ReadonlySet<string>, today: Day): NextEarnings {
  if (earnings?.date) {
    if (earnings.date < today) return { kind: "reported", day: earnings.date };
    // What the broker does not call announced is taken for a guess.
    const isEstimated = earnings.isEstimated ?? true;
    return { kind: "expected", day: earnings.date, isEstimated, time: earnings.timeOfDay };
  }
  return { kind: funds.has(symbol) ? "none" : "unknown" };
}

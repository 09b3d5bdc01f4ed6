/** Quotes as a trader reads them: the snapshot and the volatility figures of the underlying in one row. */

import type { Source } from "../broker/broker.ts";
import type { MarketData } from "../broker/endpoints/market_data.ts";
import type { MarketMetrics } from "../broker/endpoints/market_metrics.ts";
import { type Market as Hours, type SessionState, sessionState } from "../core/calendar.ts";
import { type Failure, ok, type Result } from "../core/failure.ts";
import type { Instrument, InstrumentType } from "../core/symbol.ts";
import type { Context } from "./context.ts";
import { percent, rounded } from "./figures.ts";

/** The figures of a quote, in the order they are shown. */
export const QUOTE_FIELDS = [
  "bid",
  "ask",
  "last",
  "mid",
  "mark",
  "volume",
  "open",
  "high",
  "low",
  "close",
  "prev_close",
  "iv_rank",
  "iv_percentile",
  "iv_30_day",
  "hv_30_day",
  "beta",
  "market_cap",
  "earnings_date",
] as const;

export type QuoteField = typeof QUOTE_FIELDS[number];

/**
 * One instrument. Prices in dollars (indices and futures in points), `iv_*` and `hv_*` in percent, `market_cap` in dollars,
 * `earnings_date` a day; `null` is unknown. `close` is today's and unknown until the session has ended.
 */
export interface Quote {
  symbol: string;
  type: InstrumentType;
  source: Source;
  session: SessionState;
  /** When the broker last changed it. */
  updatedAt: number;
  figures: Record<QuoteField, number | string | null>;
  /** Options only: implied volatility in percent, and the greeks per share; theta per calendar day, vega per point. */
  greeks: Record<"iv" | "delta" | "gamma" | "theta" | "vega", number | null> | null;
}

export interface Quotes {
  quotes: Quote[];
  /** Symbols the broker does not know, as they were asked. */
  notFound: string[];
  /** Why the volatility figures are missing, when they are. */
  metricsFailure: Failure | null;
}

/** Quotes for all `instruments`, in their order. Fails only when the snapshots themselves cannot be had. */
export async function readQuotes(instruments: readonly Instrument[], context: Context): Promise<Result<Quotes>> {
  const underlyings = instruments.filter(({ type }) => type === "equity" || type === "index").map(({ symbol }) =>
    symbol
  );
  const [snapshots, metrics] = await Promise.all([
    context.market.quotes.read(instruments, context),
    context.market.metrics.read(underlyings, context),
  ]);
  if (!snapshots.ok) return snapshots;
  const answer: Quotes = { quotes: [], notFound: [], metricsFailure: metrics.ok ? null : metrics.failure };
  for (const instrument of instruments) {
    const held = snapshots.value.get(instrument.symbol);
    if (!held?.value) answer.notFound.push(instrument.symbol);
    else {
      const measured = metrics.ok ? metrics.value.get(instrument.symbol)?.value ?? null : null;
      const session = sessionState(HOURS[instrument.type], context.now());
      answer.quotes.push({
        ...instrument,
        source: held.source,
        session,
        ...figuresOf(instrument, held.value, measured),
      });
    }
  }
  return ok(answer);
}

type Figures = Pick<Quote, "updatedAt" | "figures" | "greeks">;

function figuresOf({ type }: Instrument, data: MarketData, metrics: MarketMetrics | null): Figures {
  return {
    updatedAt: data.updatedAt,
    figures: {
      bid: data.bid,
      ask: data.ask,
      last: data.last,
      mid: data.mid ?? middle(data.bid, data.ask),
      mark: data.mark,
      volume: whole(data.volume),
      open: data.open,
      high: data.high,
      low: data.low,
      close: data.close,
      prev_close: data.prevClose,
      iv_rank: percent(metrics?.ivRank),
      iv_percentile: percent(metrics?.ivPercentile),
      iv_30_day: percent(metrics?.iv30Day),
      hv_30_day: percent(metrics?.hv30Day),
      beta: rounded(metrics?.beta ?? data.beta, 3),
      market_cap: metrics?.marketCap ?? null,
      earnings_date: metrics?.earningsDate ?? null,
    },
    greeks: type === "equity_option" || type === "future_option"
      ? {
        iv: percent(data.volatility),
        delta: rounded(data.delta, 4),
        gamma: rounded(data.gamma, 6),
        theta: rounded(data.theta, 4),
        vega: rounded(data.vega, 4),
      }
      : null,
  };
}

/** Whose hours an instrument keeps. */
export const HOURS: Record<InstrumentType, Hours> = {
  equity: "equity",
  index: "equity",
  equity_option: "equity",
  future: "future",
  future_option: "future",
  cryptocurrency: "crypto",
};

const middle = (bid: number | null, ask: number | null): number | null =>
  bid === null || ask === null ? null : rounded((bid + ask) / 2, 6);

/** Fractions of a share in a day's volume are noise; fractions of a coin are not. */
const whole = (volume: number | null): number | null => volume === null || volume < 1000 ? volume : Math.round(volume);

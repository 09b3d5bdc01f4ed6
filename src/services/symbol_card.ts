/** What there is to know of one instrument at a glance: what it is, what it trades at, how it moves. */

import { createReference } from "./reference.ts";
import { type Failure, ok, type Result } from "../core/failure.ts";
import type { Equity } from "../broker/endpoints/equities.ts";
import type { Instrument } from "../core/symbol.ts";
import type { Context } from "./context.ts";
import { type MetricsRow, readMetrics } from "./market_metrics.ts";
import { type Quote, readQuotes } from "./quotes.ts";

export interface SymbolCard {
  quote: Quote;
  /** Shares, funds and indices only; `null` also where the broker does not say. */
  equity: Equity | null;
  metrics: MetricsRow | null;
  /** Why a part is missing. */
  failures: Failure[];
}

/** Fails with `not_found` when the broker does not quote it; everything but the quote may be missing. */
export async function readSymbolCard(instrument: Instrument, context: Context): Promise<Result<SymbolCard>> {
  const { type, symbol } = instrument;
  const asked = type === "equity" || type === "index" ? [symbol] : [];
  const [quotes, metrics, equities] = await Promise.all([
    readQuotes([instrument], context),
    readMetrics(asked, context),
    context.market.part(createReference).equities.read(asked, context),
  ]);
  if (!quotes.ok) return quotes;
  const [quote] = quotes.value.quotes;
  if (quote === undefined) return { ok: false, failure: { kind: "not_found", subject: symbol } };
  return ok({
    quote,
    equity: equities.ok ? equities.value.get(symbol)?.value ?? null : null,
    metrics: metrics.ok ? metrics.value.rows[0] ?? null : null,
    failures: [metrics, equities].flatMap((part) => part.ok ? [] : [part.failure]),
  });
}

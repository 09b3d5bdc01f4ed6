/** A card of one instrument as it is shown. */

import { newYorkDay } from "../../core/calendar.ts";
import { explain, ok, type Result } from "../../core/failure.ts";
import { recognizeSymbol } from "../../core/symbol.ts";
import { factsOf, termTable } from "../../services/metrics_table.ts";
import { newYorkTime } from "../../services/new_york_time.ts";
import { provenance } from "../../services/provenance.ts";
import { readSymbolCard, type SymbolCard } from "../../services/symbol_card.ts";
import { tenorsOf } from "../../services/term_structure.ts";
import type { Context } from "../resource.ts";

export async function showSymbolCard(value: string, context: Context): Promise<Result<unknown>> {
  const recognized = recognizeSymbol(value);
  if (!recognized.ok) return recognized;
  const read = await readSymbolCard(recognized.value, context);
  if (!read.ok) return read;
  const { quote, equity, metrics, failures } = read.value;
  const today = newYorkDay(context.now());
  return ok({
    symbol: quote.symbol,
    type: quote.type,
    ...(equity === null ? {} : { instrument: instrumentOf(equity) }),
    quote: priceOf(quote),
    ...(quote.greeks ? { greeks: quote.greeks } : {}),
    ...(metrics === null ? {} : {
      metrics: {
        ...factsOf(metrics),
        term_structure: termTable(tenorsOf(metrics.metrics.expirations, today), false),
      },
    }),
    session: quote.session,
    time: newYorkTime(quote.updatedAt),
    age_seconds: Math.round(Math.max(0, context.now() - quote.updatedAt) / 1000),
    ...(failures.length > 0 ? { warnings: failures.map(explain) } : {}),
    ...provenance(quote.source),
  });
}

type Equity = NonNullable<SymbolCard["equity"]>;

const instrumentOf = ({ description, isIndex, isEtf, listedMarket, isClosingOnly }: Equity) => ({
  description: description?.replace(/[\p{C}\s]+/gu, " ").trim().slice(0, 80) ?? null,
  kind: isIndex ? "index" : isEtf ? "fund" : isIndex === null && isEtf === null ? null : "share",
  listed_market: listedMarket,
  ...(isClosingOnly ? { closing_only: true } : {}),
});

/** The prices of a quote: its volatility figures stand under `metrics`. */
function priceOf({ figures }: SymbolCard["quote"]) {
  const { bid, ask, last, mid, mark, volume, open, high, low, close, prev_close } = figures;
  return { bid, ask, last, mid, mark, volume, open, high, low, close, prev_close };
}

/** `get_quote`: what something trades at now, with the volatility figures of the underlying. */

import * as z from "zod";
import { explain, fail, type Failure, ok } from "../../core/failure.ts";
import { type Instrument, recognizeSymbol } from "../../core/symbol.ts";
import type { Context } from "../../services/context.ts";
import { type Quote, QUOTE_FIELDS, type QuoteField, readQuotes } from "../../services/quotes.ts";
import { newYorkTime } from "../../services/new_york_time.ts";
import { provenance } from "../../services/provenance.ts";
import { defineTool } from "../tool.ts";

/** Symbols one call may ask for. */
const LIMIT = 50;

/** A quote older than this while its market is open is called stale. Milliseconds. */
const STALE = 120_000;

const symbol = z.string().min(1, "is empty").max(40, "is longer than any symbol (40 characters)");

export const getQuote = defineTool({
  name: "get_quote",
  title: "Quote",
  description:
    "Current quotes for shares, ETFs, indices, options, futures or crypto: bid, ask, last, day range, volume, IV rank, IV and HV (percent), beta, market cap, next earnings. Give `symbol`, or up to 50 `symbols` at once for a table. Options also return greeks. Null means unknown.",
  access: "read",
  input: z.object({
    symbol: symbol.optional().describe("AAPL, BRK/B, SPX, /ESZ6, BTC/USD or an option such as AAPL  261218C00200000"),
    symbols: z.array(symbol).min(1, "is empty; name at least one symbol")
      .max(LIMIT, `has more than ${LIMIT} symbols; ask in several calls`).optional().describe("Several of the same"),
  }),
  async run({ symbol, symbols }, context) {
    if ((symbol === undefined) === (symbols === undefined)) {
      return fail({ kind: "invalid", subject: "get_quote", problem: "needs either `symbol` or `symbols`" });
    }
    const asked = sort(symbols ?? [symbol!]);
    if (asked.instruments.length === 0) return fail(asked.failures[0]!);
    const read = await readQuotes(asked.instruments, context);
    if (!read.ok) return read;
    const { quotes, notFound, metricsFailure } = read.value;
    if (quotes.length === 0 && asked.failures.length === 0) {
      return fail({ kind: "not_found", subject: notFound.join(", ") });
    }
    const trouble = {
      ...(notFound.length > 0 ? { not_found: notFound } : {}),
      ...(asked.failures.length > 0 ? { not_recognized: asked.failures.map(explain) } : {}),
      ...(metricsFailure ? { warning: `Volatility figures are missing: ${explain(metricsFailure)}` } : {}),
    };
    const answer = symbols === undefined ? one(quotes[0]!, context) : table(quotes, context);
    return ok({ ...answer, ...trouble, ...provenance(quotes[0]?.source) });
  },
});

function sort(texts: readonly string[]): { instruments: Instrument[]; failures: Failure[] } {
  const instruments = new Map<string, Instrument>();
  const failures: Failure[] = [];
  for (const text of texts) {
    const recognized = recognizeSymbol(text);
    if (recognized.ok) instruments.set(recognized.value.symbol, recognized.value);
    else failures.push(recognized.failure);
  }
  return { instruments: [...instruments.values()], failures };
}

/** One quote as an object. */
function one(quote: Quote, context: Context) {
  return {
    symbol: quote.symbol,
    type: quote.type,
    ...quote.figures,
    ...(quote.greeks ? { greeks: quote.greeks } : {}),
    unknown: unknownOf(quote),
    time: newYorkTime(quote.updatedAt),
    ...ageOf(quote, context),
    session: quote.session,
  };
}

/** Several quotes with their column names only once: a third of the size. */
function table(quotes: readonly Quote[], context: Context) {
  const columns = ["symbol", "type", ...QUOTE_FIELDS, "session", "time", "age_seconds"];
  const rows = quotes.map((quote) => [
    quote.symbol,
    quote.type,
    ...QUOTE_FIELDS.map((field) => quote.figures[field]),
    quote.session,
    newYorkTime(quote.updatedAt),
    ageOf(quote, context).age_seconds,
  ]);
  const greeks = quotes.filter((quote) => quote.greeks).map((quote) => [quote.symbol, quote.greeks]);
  const stale = quotes.filter((quote) => ageOf(quote, context).stale).map((quote) => quote.symbol);
  return {
    columns,
    rows,
    unknown: Object.fromEntries(
      quotes.map((quote) => [quote.symbol, unknownOf(quote)] as const).filter(([, fields]) => fields.length > 0),
    ),
    ...(greeks.length > 0 ? { greeks: Object.fromEntries(greeks) } : {}),
    ...(stale.length > 0 ? { stale } : {}),
  };
}

const unknownOf = (quote: Quote): QuoteField[] => QUOTE_FIELDS.filter((field) => quote.figures[field] === null);

function ageOf(quote: Quote, context: Context): { age_seconds: number; stale?: true } {
  const age = Math.max(0, context.now() - quote.updatedAt);
  const seconds = { age_seconds: Math.round(age / 1000) };
  return quote.session === "open" && age > STALE ? { ...seconds, stale: true } : seconds;
}

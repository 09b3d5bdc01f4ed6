/** Symbols that are to go on a list: recognized, and known to the broker. */

import type { WatchlistEntry } from "../broker/endpoints/watchlists.ts";
import { explain, fail, ok, type Result } from "../core/failure.ts";
import { type Instrument, recognizeSymbol } from "../core/symbol.ts";
import type { Context } from "./context.ts";
import { nearNames } from "./near_names.ts";
import { findSymbols } from "./symbol_search.ts";

/** Unknown symbols for which near ones are looked up; more are only named. */
const MOST_LOOKED_UP = 3;
const SUGGESTIONS = 3;
/** Symbols named in a failure. */
const MOST_NAMED = 20;

/** A symbol in the broker's spelling; what is none as it was written, in capitals. */
export function canonicalSymbol(text: string): string {
  const recognized = recognizeSymbol(text);
  return recognized.ok ? recognized.value.symbol : text.trim().toUpperCase();
}

/** An entry for each symbol, each once, without asking whether it exists. */
export function entriesOf(symbols: readonly string[]): WatchlistEntry[] {
  const entries = new Map<string, WatchlistEntry>();
  for (const text of symbols) {
    const recognized = recognizeSymbol(text);
    const entry = recognized.ok ? recognized.value : { symbol: canonicalSymbol(text), type: null };
    entries.set(entry.symbol, { symbol: entry.symbol, type: entry.type });
  }
  return [...entries.values()];
}

/** Symbols that go back to where they were: to the letter, whatever they are. */
export const formerEntries = (symbols: readonly string[]): WatchlistEntry[] =>
  [...new Set(symbols)].map((symbol) => {
    const recognized = recognizeSymbol(symbol);
    const isPlain = recognized.ok && recognized.value.symbol === symbol;
    return { symbol, type: isPlain ? recognized.value.type : null };
  });

/** An entry for each symbol when all exist; otherwise `invalid`, naming those that do not, with near ones. */
export async function checkSymbols(symbols: readonly string[], context: Context): Promise<Result<WatchlistEntry[]>> {
  const instruments: Instrument[] = [];
  const strange: { text: string; why: string }[] = [];
  for (const text of symbols) {
    const recognized = recognizeSymbol(text);
    if (recognized.ok) instruments.push(recognized.value);
    else strange.push({ text, why: explain(recognized.failure) });
  }
  const read = await context.market.quotes.read(instruments, context);
  if (!read.ok) return read;
  const unknown = [...new Set(instruments.map(({ symbol }) => symbol))].filter((symbol) =>
    !read.value.get(symbol)?.value
  );
  if (strange.length + unknown.length === 0) return ok(entriesOf(symbols));
  const near = await Promise.all(unknown.slice(0, MOST_LOOKED_UP).map((symbol) => nearSymbols(symbol, context)));
  const suggestions = near.flatMap((names, position) =>
    names.length === 0 ? [] : [`${unknown[position]}: ${names.join(", ")}`]
  );
  return fail({
    kind: "invalid",
    subject: "symbols",
    problem: [
      ...(unknown.length > 0 ? [`tastytrade does not know ${unknown.slice(0, MOST_NAMED).join(", ")}`] : []),
      ...strange.slice(0, MOST_LOOKED_UP).map(({ why }) => why.replace(/\.$/, "")),
    ].join("; "),
    remedy: `${suggestions.length > 0 ? `Near ${suggestions.join("; ")}. ` : ""}Nothing was changed`,
  });
}

/** What the broker finds that looks like it; a search that fails suggests nothing. */
async function nearSymbols(symbol: string, context: Context): Promise<string[]> {
  const texts = [symbol, symbol.slice(0, 2), symbol.slice(0, 1)];
  for (const text of texts) {
    const read = await findSymbols(text, context);
    const names = read.ok ? nearNames(symbol, read.value.found.map(({ symbol }) => symbol), SUGGESTIONS) : [];
    if (names.length > 0) return names;
  }
  return [];
}

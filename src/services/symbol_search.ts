/** Symbols by their beginning or by name, the likeliest first. */

import { createReference } from "./reference.ts";
import type { Source } from "../broker/broker.ts";
import type { FoundSymbol } from "../broker/endpoints/symbol_search.ts";
import { ok, type Result } from "../core/failure.ts";
import type { Context } from "./context.ts";

export interface SymbolSearch {
  found: FoundSymbol[];
  fetchedAt: number;
  source: Source;
}

/** Characters of a description. */
const MOST_TEXT = 60;

/** What the broker finds for `text`: the symbol itself first, then those that begin with it, then the rest in its order. */
export async function findSymbols(text: string, context: Context): Promise<Result<SymbolSearch>> {
  // One spelling of a text is asked once a day.
  const query = text.trim().replace(/\s+/g, " ").toLowerCase();
  const read = await context.market.part(createReference).search.read([query], context);
  if (!read.ok) return read;
  const { value, fetchedAt, source } = read.value.get(query)!;
  const rank = ({ symbol }: FoundSymbol): number => {
    const lower = symbol.toLowerCase();
    return lower === query ? 0 : lower.startsWith(query) ? 1 : 2;
  };
  const found = (value?.found ?? []).map(clean).sort((a, b) => rank(a) - rank(b));
  return ok({ found, fetchedAt, source });
}

/** Other people's text: shortened, on one line. */
const clean = (found: FoundSymbol): FoundSymbol => ({
  ...found,
  symbol: found.symbol.slice(0, 40).replace(/[^\x20-\x7e]/g, "?"),
  description: found.description?.replace(/[\p{C}\s]+/gu, " ").trim().slice(0, MOST_TEXT) ?? null,
  listedMarket: found.listedMarket?.replace(/[^\w ]/g, "?").slice(0, 12) ?? null,
});

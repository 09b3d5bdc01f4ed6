/** What begins with a text or is called so. */

import type { FoundSymbol } from "../../broker/endpoints/symbol_search.ts";
import { ok, type Result } from "../../core/failure.ts";
import { provenance } from "../../services/provenance.ts";
import { findSymbols } from "../../services/symbol_search.ts";
import { more } from "../answer_size.ts";
import { MOST, type SymbolSearchInput } from "../market/search_symbols.ts";
import type { Context } from "../tool.ts";

export async function answerSymbolSearch(
  { query, only_with_options, limit }: SymbolSearchInput,
  context: Context,
): Promise<Result<unknown>> {
  const read = await findSymbols(query, context);
  if (!read.ok) return read;
  const { found, fetchedAt, source } = read.value;
  const fitting = only_with_options ? found.filter(({ hasOptions }) => hasOptions === true) : found;
  const unsure = only_with_options ? found.filter(({ hasOptions }) => hasOptions === null) : [];
  const left = fitting.length - limit;
  return ok({
    found: fitting.length,
    columns: ["symbol", "type", "options", "market", "description"],
    rows: fitting.slice(0, limit).map(rowOf),
    ...(left > 0
      ? {
        more: limit < MOST
          ? more(left, "search_symbols", { query, only_with_options, limit: MOST })
          : `${left} more; ask for a longer text`,
      }
      : {}),
    ...(unsure.length > 0 ? { options_unknown: unsure.slice(0, MOST).map(({ symbol }) => symbol) } : {}),
    age_seconds: Math.round(Math.max(0, context.now() - fetchedAt) / 1000),
    ...provenance(source),
  });
}

const rowOf = ({ symbol, type, hasOptions, listedMarket, description }: FoundSymbol) => [
  symbol,
  type,
  hasOptions,
  listedMarket,
  description,
];

/** `search_symbols`: what begins with a text or is called so. */

import * as z from "zod";
import type { FoundSymbol } from "../../broker/endpoints/symbol_search.ts";
import { ok } from "../../core/failure.ts";
import { provenance } from "../../services/provenance.ts";
import { findSymbols } from "../../services/symbol_search.ts";
import { more } from "../answer_size.ts";
import { defineTool } from "../tool.ts";

const MOST = 50;

export const searchSymbols = defineTool({
  name: "search_symbols",
  title: "Symbol search",
  description:
    "Finds symbols by the beginning of the symbol or by name (AAP, Apple, semiconductor): symbol, type, whether options trade, listing market, description. Use it when a symbol is unknown or was not found. Descriptions are the broker's text; null means unknown.",
  access: "read",
  input: z.object({
    query: z.string().trim().min(1, "is empty").max(40, "is longer than 40 characters"),
    only_with_options: z.boolean().default(false).describe("Only what options are known to trade on"),
    limit: z.number().int().min(1).max(MOST).default(15),
  }),
  async run({ query, only_with_options, limit }, context) {
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
  },
});

const rowOf = ({ symbol, type, hasOptions, listedMarket, description }: FoundSymbol) => [
  symbol,
  type,
  hasOptions,
  listedMarket,
  description,
];

/** `search_symbols`: what begins with a text or is called so. */

import * as z from "zod";
import { text, whole } from "../bounded_schema.ts";
import { defineTool } from "../tool.ts";

/** Symbols one call may ask for. */
export const MOST = 50;

const input = z.object({
  query: text(40),
  only_with_options: z.boolean().default(false),
  limit: whole(1, MOST).default(15),
});

export type SymbolSearchInput = z.infer<typeof input>;

export const searchSymbols = defineTool({
  name: "search_symbols",
  title: "Symbol search",
  description:
    "Finds symbols by their beginning or by name (AAP, Apple, semiconductor): symbol, type, whether options trade, listing market, description. For a symbol that is unknown or was not found. Descriptions are the broker's text; null: unknown.",
  access: "read",
  input,
  run: async (asked, context) => (await import("../answers/symbol_search.ts")).answerSymbolSearch(asked, context),
});

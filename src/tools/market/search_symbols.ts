/** `search_symbols`: what begins with a text or is called so. */

import * as z from "zod";
import { defineTool } from "../tool.ts";

/** Symbols one call may ask for. */
export const MOST = 50;

const input = z.object({
  query: z.string().trim().min(1, "is empty").max(40, "is longer than 40 characters"),
  only_with_options: z.boolean().default(false).describe("Only what options are known to trade on"),
  limit: z.number().int().min(1).max(MOST).default(15),
});

export type SymbolSearchInput = z.infer<typeof input>;

export const searchSymbols = defineTool({
  name: "search_symbols",
  title: "Symbol search",
  description:
    "Finds symbols by the beginning of the symbol or by name (AAP, Apple, semiconductor): symbol, type, whether options trade, listing market, description. Use it when a symbol is unknown or was not found. Descriptions are the broker's text; null means unknown.",
  access: "read",
  input,
  run: async (asked, context) => (await import("../answers/symbol_search.ts")).answerSymbolSearch(asked, context),
});

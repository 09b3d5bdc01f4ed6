/** `market://symbol/{symbol}`: a card of one instrument. */

import { defineResource } from "./resource.ts";

export const marketSymbol = defineResource({
  uri: "market://symbol/{symbol}",
  name: "market_symbol",
  title: "Symbol",
  description:
    "A card of one instrument: what it is, its quote, and for shares, ETFs and indices volatility, liquidity, dividends, earnings and term structure. Percent and dollars; null means unknown.",
  read: async (value, context) => (await import("./answers/symbol_card.ts")).showSymbolCard(value, context),
  complete: async (typed, context) => (await import("../services/symbol_completion.ts")).completeSymbol(typed, context),
});

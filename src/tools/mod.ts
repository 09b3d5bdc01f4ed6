/** The catalogue: a line for each tool, in the order clients see them. Each is loaded when it is first called or listed. */

import type { AnyTool } from "./tool.ts";

export const tools: ReadonlyMap<string, () => Promise<AnyTool>> = new Map([
  ["get_quote", async () => (await import("./market/get_quote.ts")).getQuote],
  ["get_option_chain", async () => (await import("./market/get_option_chain.ts")).getOptionChain],
  ["get_price_history", async () => (await import("./market/get_price_history.ts")).getPriceHistory],
  ["get_market_metrics", async () => (await import("./market/get_market_metrics.ts")).getMarketMetrics],
  ["search_symbols", async () => (await import("./market/search_symbols.ts")).searchSymbols],
  ["analyze_position", async () => (await import("./options/analyze_position.ts")).analyzePosition],
  ["find_rolls", async () => (await import("./options/find_rolls.ts")).findRolls],
  ["find_strategies", async () => (await import("./options/find_strategies.ts")).findStrategies],
]);

/** All of them, for lists. */
export const loadTools = (): Promise<AnyTool[]> => Promise.all([...tools.values()].map((load) => load()));

/** The catalogue: an import and a line for each tool, in the order clients see them. */

import { getQuote } from "./market/get_quote.ts";
import { getMarketMetrics } from "./market/get_market_metrics.ts";
import { getOptionChain } from "./market/get_option_chain.ts";
import { getPriceHistory } from "./market/get_price_history.ts";
import { searchSymbols } from "./market/search_symbols.ts";
import { analyzePosition } from "./options/analyze_position.ts";
import { findRolls } from "./options/find_rolls.ts";
import { findStrategies } from "./options/find_strategies.ts";
import type { AnyTool } from "./tool.ts";

export const tools: readonly AnyTool[] = [
  getQuote,
  getOptionChain,
  getPriceHistory,
  getMarketMetrics,
  searchSymbols,
  analyzePosition,
  findRolls,
  findStrategies,
];

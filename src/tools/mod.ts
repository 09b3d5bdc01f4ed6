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
  ["list_accounts", async () => (await import("./account/list_accounts.ts")).listAccounts],
  ["get_watchlists", async () => (await import("./watching/get_watchlists.ts")).getWatchlists],
  ["update_watchlist", async () => (await import("./watching/update_watchlist.ts")).updateWatchlist],
  ["get_portfolio", async () => (await import("./account/get_portfolio.ts")).getPortfolio],
  ["get_portfolio_risk", async () => (await import("./account/get_portfolio_risk.ts")).getPortfolioRisk],
  ["get_account_history", async () => (await import("./account/get_account_history.ts")).getAccountHistory],
  ["get_transactions", async () => (await import("./account/get_transactions.ts")).getTransactions],
  ["get_orders", async () => (await import("./account/get_orders.ts")).getOrders],
]);

/** All of them, for lists. */
export const loadTools = (): Promise<AnyTool[]> => Promise.all([...tools.values()].map((load) => load()));

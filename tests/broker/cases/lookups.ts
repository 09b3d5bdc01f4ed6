import { dividendHistory, earningsHistory } from "../../../src/broker/endpoints/corporate_events.ts";
import { quoteToken } from "../../../src/broker/endpoints/quote_token.ts";
import { symbolSearch } from "../../../src/broker/endpoints/symbol_search.ts";
import {
  createWatchlist,
  publicWatchlist,
  publicWatchlists,
  replaceWatchlist,
  userWatchlist,
  userWatchlists,
} from "../../../src/broker/endpoints/watchlists.ts";
import type { Case } from "./case.ts";

const mine = { name: "mine", group: "default", order: 9999, entries: [{ symbol: "AAPL", type: "equity" }] };
const MINE_ON_WIRE = {
  "name": "mine",
  "watchlist-entries": [{ "symbol": "AAPL", "instrument-type": "Equity" }],
  "group-name": "default",
  "order-index": 9999,
};

export const LOOKUPS: Case[] = [
  {
    endpoint: symbolSearch,
    parameters: "BRK/",
    path: "/symbols/search/BRK%2F",
    miniature: "symbol_search",
    reads: {
      symbol: "AAPL",
      description: "Apple, a maker of telephones",
      type: "equity",
      hasOptions: true,
      listedMarket: "XNAS",
    },
    required: ["items", "items.0.symbol"],
    recordings: [],
    simulated: "AAP",
  },
  {
    endpoint: userWatchlists,
    parameters: undefined,
    path: "/watchlists",
    miniature: "watchlists",
    reads: {
      name: "mine",
      group: "default",
      order: 9999,
      entries: [
        { symbol: "AAPL", type: "equity" },
        { symbol: "/ESZ6", type: "future" },
        { symbol: "XYZ", type: null },
      ],
    },
    required: ["items", "items.0.name", "items.0.watchlist-entries.0.symbol"],
    recordings: [],
  },
  {
    endpoint: userWatchlist,
    parameters: "my / list",
    path: "/watchlists/my%20%2F%20list",
    simulated: "Metals/Crypto",
    miniature: "watchlist",
    reads: mine,
    required: ["name", "watchlist-entries.0.symbol"],
    recordings: [],
  },
  {
    endpoint: createWatchlist,
    parameters: mine,
    path: "/watchlists",
    body: MINE_ON_WIRE,
    miniature: "watchlist",
    reads: mine,
    required: ["name", "watchlist-entries.0.symbol"],
    recordings: [],
  },
  {
    endpoint: replaceWatchlist,
    parameters: { name: "my / list", watchlist: mine },
    path: "/watchlists/my%20%2F%20list",
    body: MINE_ON_WIRE,
    simulated: { name: "Metals/Crypto", watchlist: mine },
    miniature: "watchlist",
    reads: mine,
    required: ["name", "watchlist-entries.0.symbol"],
    recordings: [],
  },
  {
    endpoint: publicWatchlists,
    parameters: undefined,
    path: "/public-watchlists",
    miniature: "public_watchlists",
    reads: { name: "High Options Volume", group: "Liquidity", order: 4, entries: [{ symbol: "SPY", type: "equity" }] },
    required: ["items", "items.0.name", "items.0.watchlist-entries.0.symbol"],
    recordings: [],
  },
  {
    endpoint: publicWatchlist,
    parameters: "High Options Volume",
    path: "/public-watchlists/High%20Options%20Volume",
    miniature: "public_watchlist",
    reads: { name: "High Options Volume", group: "Liquidity", order: 4, entries: [{ symbol: "SPY", type: "equity" }] },
    required: ["name", "watchlist-entries.0.symbol"],
    recordings: [],
  },
  {
    endpoint: dividendHistory,
    parameters: "BRK/B",
    path: "/market-metrics/historic-corporate-events/dividends/BRK%2FB",
    miniature: "dividends",
    reads: { day: "2026-11-09", amount: 0.25 },
    required: ["items", "items.0.occurred-date", "items.0.amount"],
    recordings: [],
    simulated: "AAPL",
  },
  {
    endpoint: earningsHistory,
    parameters: { symbol: "AAPL", startDate: "2024-01-01" },
    path: "/market-metrics/historic-corporate-events/earnings-reports/AAPL?start-date=2024-01-01",
    miniature: "earnings",
    reads: { day: "2026-06-30", eps: 1.6 },
    required: ["items", "items.0.occurred-date"],
    recordings: [],
  },
  {
    endpoint: quoteToken,
    parameters: undefined,
    path: "/api-quote-tokens",
    miniature: "quote_token",
    reads: {
      token: "not-a-real-token",
      url: "wss://stream.invalid/realtime",
      level: "api",
      expiresAt: Date.UTC(2026, 10, 21, 16),
    },
    required: ["token", "dxlink-url"],
    recordings: [],
  },
];

import { positionLimit } from "../../../src/broker/endpoints/position_limit.ts";
import { type TradingStatus, tradingStatus } from "../../../src/broker/endpoints/trading_status.ts";
import type { Case } from "./case.ts";

/** An account in a margin call that must not buy coins. */
export const restricted: TradingStatus = {
  account: "5WA00001",
  marginType: "reg_t",
  optionsLevel: "no_restrictions",
  isClosed: false,
  isFrozen: false,
  isClosingOnly: false,
  isRiskReducingOnly: false,
  isInMarginCall: true,
  isInDayTradeCall: false,
  dayTrades: 1,
  isPatternDayTrader: false,
  patternDayTraderResetDay: "2026-11-30",
  needsFullEquityMargin: false,
  areShortCallsEnabled: true,
  areFarOutOptionsRestricted: true,
  areFuturesEnabled: true,
  areFuturesClosingOnly: false,
  isCryptocurrencyEnabled: true,
  isCryptocurrencyClosingOnly: true,
  updatedAt: Date.UTC(2026, 10, 20, 15, 0, 0, 500),
};

export const STATUS_KEYS = ["account-number", "is-closed", "is-frozen", "is-closing-only"];

export const ACCOUNT_LIMITS: Case[] = [
  {
    endpoint: tradingStatus,
    parameters: { accountNumber: "5WA00001" },
    path: "/accounts/5WA00001/trading-status",
    miniature: "trading_status",
    reads: restricted,
    required: STATUS_KEYS,
    recordings: ["rust-doc/trading_status.json"],
    simulated: { accountNumber: "5WS00001" },
  },
  {
    endpoint: positionLimit,
    parameters: { accountNumber: "5WA00001" },
    path: "/accounts/5WA00001/position-limit",
    miniature: "position_limit",
    reads: {
      account: "5WA00001",
      order: { equity: 50_000, equityOption: 10_000, future: 2500, futureOption: 2400 },
      position: { equity: 500_000, equityOption: 20_000, future: 5000, futureOption: 4900 },
      openingOrdersPerUnderlying: 500,
    },
    required: ["account-number"],
    recordings: [],
    simulated: { accountNumber: "5WS00001" },
  },
];

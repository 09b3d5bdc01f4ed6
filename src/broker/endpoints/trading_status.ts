/** `GET /accounts/{n}/trading-status`: what an account may trade, and what holds it back. */

import * as z from "zod";
import type { Day } from "../../core/calendar.ts";
import type { Endpoint } from "../endpoint.ts";
import { anyInstant, decimal, flag, optionalDay, term } from "../wire.ts";

/** A flag the broker leaves out is `null`: unknown, which is no permission. */
export interface TradingStatus {
  /** The full number; mask it wherever a person or a model sees it. */
  account: string;
  /** `reg_t`, `ira_margin`, `cash`, `portfolio_margin`; the list is open. */
  marginType: string | null;
  /** `no_restrictions`, `defined_risk_spreads`, `covered_and_cash_secured`, ...; the list is open. */
  optionsLevel: string | null;
  isClosed: boolean;
  isFrozen: boolean;
  isClosingOnly: boolean;
  isRiskReducingOnly: boolean | null;
  isInMarginCall: boolean | null;
  isInDayTradeCall: boolean | null;
  /** Day trades in the last five sessions. */
  dayTrades: number | null;
  isPatternDayTrader: boolean | null;
  patternDayTraderResetDay: Day | null;
  needsFullEquityMargin: boolean | null;
  areShortCallsEnabled: boolean | null;
  areFarOutOptionsRestricted: boolean | null;
  areFuturesEnabled: boolean | null;
  areFuturesClosingOnly: boolean | null;
  isCryptocurrencyEnabled: boolean | null;
  isCryptocurrencyClosingOnly: boolean | null;
  updatedAt: number | null;
}

/** As it stands in the answer and in the account stream. */
export const tradingStatusRow = z.object({
  "account-number": z.string(),
  "equities-margin-calculation-type": term,
  "options-level": term,
  "is-closed": z.boolean(),
  "is-frozen": z.boolean(),
  "is-closing-only": z.boolean(),
  "is-risk-reducing-only": flag,
  "is-in-margin-call": flag,
  "is-in-day-trade-equity-maintenance-call": flag,
  "day-trade-count": decimal,
  "is-pattern-day-trader": flag,
  "pdt-reset-on": optionalDay,
  "is-full-equity-margin-required": flag,
  "short-calls-enabled": flag,
  "are-far-otm-net-options-restricted": flag,
  "is-futures-enabled": flag,
  "is-futures-closing-only": flag,
  "is-cryptocurrency-enabled": flag,
  "is-cryptocurrency-closing-only": flag,
  "updated-at": anyInstant,
}).transform((wire): TradingStatus => ({
  account: wire["account-number"],
  marginType: wire["equities-margin-calculation-type"],
  optionsLevel: wire["options-level"],
  isClosed: wire["is-closed"],
  isFrozen: wire["is-frozen"],
  isClosingOnly: wire["is-closing-only"],
  isRiskReducingOnly: wire["is-risk-reducing-only"],
  isInMarginCall: wire["is-in-margin-call"],
  isInDayTradeCall: wire["is-in-day-trade-equity-maintenance-call"],
  dayTrades: wire["day-trade-count"],
  isPatternDayTrader: wire["is-pattern-day-trader"],
  patternDayTraderResetDay: wire["pdt-reset-on"],
  needsFullEquityMargin: wire["is-full-equity-margin-required"],
  areShortCallsEnabled: wire["short-calls-enabled"],
  areFarOutOptionsRestricted: wire["are-far-otm-net-options-restricted"],
  areFuturesEnabled: wire["is-futures-enabled"],
  areFuturesClosingOnly: wire["is-futures-closing-only"],
  isCryptocurrencyEnabled: wire["is-cryptocurrency-enabled"],
  isCryptocurrencyClosingOnly: wire["is-cryptocurrency-closing-only"],
  updatedAt: wire["updated-at"],
}));

export const tradingStatus: Endpoint<{ accountNumber: string }, TradingStatus> = {
  name: "trading status",
  method: "GET",
  group: "trading_status",
  path: ({ accountNumber }) => `/accounts/${encodeURIComponent(accountNumber)}/trading-status`,
  answer: tradingStatusRow,
};

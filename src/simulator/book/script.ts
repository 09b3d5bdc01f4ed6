/** What the demo customers do with their accounts. */

import type { Day } from "../../core/calendar.ts";
import { LARGE_BOOK_ACCOUNT } from "../customers.ts";
import { coveredCall } from "./strategies/covered_call.ts";
import { manyLegs } from "./strategies/many_legs.ts";
import { coinsEachMonth, keptFuture, sharesEachMonth } from "./strategies/savings.ts";
import { futureStrangle, ironCondor, shortPremium, shortPut } from "./strategies/short_premium.ts";
import type { Strategy } from "./strategies/strategy.ts";
import { testedStrangle } from "./strategies/tested_strangle.ts";
import { wheel } from "./strategies/wheel.ts";

/** The plan of one account; money in whole cents. */
export interface Script {
  /** Paid in when the account is opened, and on the first trading day of each month once it trades. */
  deposit: number;
  monthly: number;
  /** Taken out each December. */
  yearlyWithdrawal: number;
  /** The first day on which it trades. */
  from: Day;
  strategies: Strategy[];
}

/** Sixty names, one strategy of about five positions each. */
const MANY =
  ("AAPL MSFT NVDA AMZN GOOGL META TSLA AVGO JPM BAC WFC C GS MS V MA COIN HOOD SOFI UNH JNJ PFE ABBV XOM CVX " +
    "OXY KO PEP PG WMT COST HD MCD NKE SBUX DIS NFLX VZ INTC AMD MU QCOM CRM ORCL PLTR UBER BABA GM BA CAT SPY QQQ IWM TLT " +
    "GLD XLE XLF SMH EEM FXI").split(" ");

/** Names that move, and cost little. */
const RESTLESS = ["NKE", "UBER", "DAL", "SBUX", "GM", "CCL", "OXY", "SMCI", "INTC", "DIS", "PLTR", "SOFI"];

/** By account number; each call makes strategies that remember nothing yet. */
export const SCRIPTS: Record<string, () => Script> = {
  "5WS00001": () => ({
    deposit: 25_000_000,
    monthly: 0,
    yearlyWithdrawal: 1_000_000,
    from: "2024-09-03",
    strategies: [
      coveredCall(10 * 60 + 5, "AAPL", 2),
      shortPremium(10 * 60 + 20, ironCondor("SPX", 1, 0.16, 50)),
      testedStrangle(10 * 60 + 35, RESTLESS, 2),
      shortPremium(10 * 60 + 50, shortPut("QQQ", 1, 0.25)),
      keptFuture(11 * 60 + 5, "MES", 2),
      shortPremium(11 * 60 + 20, futureStrangle("ES", 1, 0.12)),
      coinsEachMonth(11 * 60 + 35, "BTC/USD", 400),
      coinsEachMonth(11 * 60 + 40, "ETH/USD", 250),
    ],
  }),
  "5WS00002": () => ({
    deposit: 7_000_000,
    monthly: 50_000,
    yearlyWithdrawal: 0,
    from: "2024-09-06",
    strategies: [
      sharesEachMonth(10 * 60 + 10, "SPY", 30, 1),
      coveredCall(10 * 60 + 25, "KO", 3),
      shortPremium(10 * 60 + 40, shortPut("PFE", 2, 0.3)),
    ],
  }),
  "5WT00117": () => ({
    deposit: 7_000_000,
    monthly: 0,
    yearlyWithdrawal: 0,
    from: "2024-06-04",
    strategies: [
      wheel(10 * 60 + 15, "UBER", 3),
      sharesEachMonth(10 * 60 + 30, "O", 150, 2),
      shortPremium(10 * 60 + 45, shortPut("BAC", 2, 0.3)),
      coveredCall(11 * 60, "VZ", 2),
    ],
  }),
  [LARGE_BOOK_ACCOUNT]: () => ({
    deposit: 300_000_000,
    monthly: 0,
    yearlyWithdrawal: 0,
    from: "2026-10-06",
    strategies: MANY.map((symbol, place) => manyLegs(10 * 60 + 1 + 2 * place, symbol, place)),
  }),
};

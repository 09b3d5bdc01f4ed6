/** `GET /accounts/{n}/trading-status`: what an account may trade, and what holds it back. */

import { balanceOf } from "../book/balance.ts";
import type { Account } from "../customers.ts";
import { hashText } from "../market/noise.ts";
import { accountRoute } from "../own_account.ts";
import type { CustomerCall, Route } from "../route.ts";
import { data, offsetTimestamp, type Reply } from "../wire.ts";

export const tradingStatusRoutes: Route[] = [accountRoute("GET", "/trading-status", tradingStatus)];

const IDS = 1_000_000;

/** How the broker calls the way in which an account's shares and options are margined. */
export const marginTypeOf = ({ margin }: Account): string => margin ? "Reg T" : "Cash";

function tradingStatus({ books, market, at, path }: CustomerCall, account: Account): Reply {
  return data(writeTradingStatus(account, isInCall()), path);

  function isInCall(): boolean {
    return account.margin && balanceOf(market, account, books.of(account, at).ledger, at).excess < 0;
  }
}

/** The trading status of an account that is in a margin call or not. */
function writeTradingStatus(account: Account, isInMarginCall: boolean): Record<string, unknown> {
  const { staged, margin, futures, optionsLevel } = account;
  const is = (state: string) => staged?.state === state;
  const isOpen = !is("closed");
  return {
    "account-number": account.number,
    "day-trade-count": 0,
    "equities-margin-calculation-type": marginTypeOf(account),
    "fee-schedule-name": "default",
    "futures-margin-rate-multiplier": "0.0",
    "has-intraday-equities-margin": false,
    "id": hashText(account.number) % IDS,
    "is-aggregated-at-clearing": false,
    "is-closed": !isOpen,
    "is-closing-only": is("closing_only"),
    "is-cryptocurrency-closing-only": is("closing_only"),
    "is-cryptocurrency-enabled": margin && isOpen,
    "is-frozen": is("frozen"),
    "is-full-equity-margin-required": false,
    "is-futures-closing-only": is("closing_only"),
    "is-futures-intra-day-enabled": false,
    "is-futures-enabled": futures && isOpen,
    "is-in-day-trade-equity-maintenance-call": false,
    "is-in-margin-call": isInMarginCall,
    "is-pattern-day-trader": false,
    "is-risk-reducing-only": isInMarginCall,
    "is-small-notional-futures-intra-day-enabled": false,
    "is-roll-the-day-forward-enabled": true,
    "are-far-otm-net-options-restricted": true,
    "options-level": optionsLevel,
    "short-calls-enabled": margin,
    "small-notional-futures-margin-rate-multiplier": "0.0",
    "is-equity-offering-enabled": false,
    "is-equity-offering-closing-only": false,
    "enhanced-fraud-safeguards-enabled-at": offsetTimestamp(account.openedAt),
    "updated-at": offsetTimestamp(staged?.at ?? account.openedAt),
  };
}

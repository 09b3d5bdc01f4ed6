/** `GET /margin/accounts/{n}/requirements`: what the positions take, by underlying and by strategy. */

import { balanceOf } from "../book/balance.ts";
import type { Held, Requirement, RequirementEntry, RequirementGroup } from "../book/requirements.ts";
import type { Account } from "../customers.ts";
import { accountRoute } from "../own_account.ts";
import type { CustomerCall, Route } from "../route.ts";
import { data, decimal, type Reply } from "../wire.ts";
import { marginTypeOf } from "./trading_status.ts";

export const marginReportRoutes: Route[] = [
  accountRoute("GET", "/requirements", marginReport, "/margin/accounts/:number"),
];

/** The broker's names that are known; the other groups are called as the method is. */
const NAMES: Partial<Record<RequirementGroup["method"], string>> = {
  shares: "LONG_UNDERLYING",
  short_shares: "SHORT_UNDERLYING",
  uncovered_put: "NAKED_OPTION",
  uncovered_call: "NAKED_OPTION",
  paid_in_full: "LONG_OPTION",
};
/** How far the price is moved up and down for the report. */
const MOVE = { "price-increase-percent": "0.5", "price-decrease-percent": "-0.5" };

function marginReport({ books, market, at, path }: CustomerCall, account: Account): Reply {
  const balance = balanceOf(market, account, books.of(account, at).ledger, at);
  const { requirements, initial, maintenance, futureMargin, marginEquity } = balance;
  return data({
    "account-number": account.number,
    "description": "Total",
    "margin-calculation-type": marginTypeOf(account),
    "option-level": account.optionsLevel,
    ...needed({ initial: initial + futureMargin, maintenance: maintenance + futureMargin }),
    ...money("margin-equity", marginEquity),
    ...money("option-buying-power", balance.optionBuyingPower),
    ...money("reg-t-margin-requirement", -initial),
    ...money("reg-t-option-buying-power", marginEquity - initial),
    ...money("maintenance-excess", balance.excess),
    "groups": requirements.map((requirement) => writeUnderlying(account, requirement)),
    "last-state-timestamp": at,
  }, path);
}

function writeUnderlying(account: Account, requirement: Requirement): Record<string, unknown> {
  const { underlying, isFuture, groups } = requirement;
  return {
    "description": underlying,
    "code": underlying,
    "underlying-symbol": underlying,
    "underlying-type": isFuture ? "Future" : "Equity",
    "margin-calculation-type": isFuture ? "SPAN" : marginTypeOf(account),
    ...needed(requirement),
    ...buyingPower(requirement),
    "groups": groups.map((group) => ({
      "description": NAMES[group.method] ?? group.method.toUpperCase(),
      ...needed(group),
      "includes-working-order": false,
      ...buyingPower(group),
      "position-entries": group.entries.map(writeEntry),
    })),
    ...MOVE,
  };
}

const writeEntry = ({ marked: { position, previousClose }, quantity }: RequirementEntry): Record<string, unknown> => ({
  "instrument-symbol": position.instrument.symbol,
  "instrument-type": position.instrument.type,
  "quantity": decimal(quantity),
  "average-open-price": decimal(position.averageOpenPrice, 9),
  "close-price": decimal(previousClose, 9),
  "fixing-price": "NaN",
});

/** A requirement is a debit. */
const needed = ({ initial, maintenance }: Held): Record<string, string> => ({
  ...money("margin-requirement", -initial),
  ...money("initial-requirement", -initial),
  ...money("maintenance-requirement", -maintenance),
});

/** What is bound of it comes back, and so is written as a credit by the broker. */
const buyingPower = ({ initial }: Held): Record<string, string> => money("buying-power", initial);

const money = (name: string, dollars: number): Record<string, string> => {
  const text = decimal(Math.abs(dollars), 2);
  return { [name]: text, [`${name}-effect`]: text === "0.0" ? "None" : dollars > 0 ? "Credit" : "Debit" };
};

/** `GET /accounts/{n}/transactions`: what happened to an account. */

import * as z from "zod";
import type { Day } from "../../core/calendar.ts";
import { type Endpoint, query } from "../endpoint.ts";
import { amount, decimal, instant, instrumentType, items, optionalDay, optionalSymbol, signed, text } from "../wire.ts";

/** Most rows one page has. */
export const TRANSACTIONS_LIMIT = 2000;

/** One line of the account's history. Money in dollars: what comes in is positive, what goes out negative. */
export interface Transaction {
  id: number;
  /** The full number; mask it wherever a person or a model sees it. */
  account: string;
  executedAt: number;
  day: Day | null;
  /** `Trade`, `Receive Deliver`, `Money Movement`, or what the broker added since. */
  type: string;
  /** `Sell to Open`, `Assignment`, `Dividend` and many more. */
  subType: string | null;
  description: string | null;
  symbol: string | null;
  /** In our spelling, such as `equity_option`; the list is open. */
  instrumentType: string | null;
  underlying: string | null;
  /** `Buy to Open` and the like. */
  action: string | null;
  quantity: number | null;
  price: number | null;
  /** Before costs. */
  value: number;
  netValue: number;
  /** Negative for what was charged, 0 for what was not. */
  commission: number;
  clearingFees: number;
  regulatoryFees: number;
  indexOptionFees: number;
  otherCharge: number;
  orderId: number | null;
}

/** Which lines; pages are counted from 0. */
export interface TransactionsQuestion {
  accountNumber: string;
  startDate?: Day | undefined;
  endDate?: Day | undefined;
  types?: readonly string[] | undefined;
  symbol?: string | undefined;
  underlying?: string | undefined;
  page?: number | undefined;
  /** Newest first when not given. */
  sort?: "Asc" | "Desc" | undefined;
}

const row = z.object({
  id: z.number(),
  "account-number": z.string(),
  "executed-at": instant,
  "transaction-date": optionalDay,
  "transaction-type": z.string(),
  "transaction-sub-type": text,
  description: text,
  symbol: optionalSymbol,
  "instrument-type": instrumentType,
  "underlying-symbol": optionalSymbol,
  action: text,
  quantity: decimal,
  price: decimal,
  value: amount,
  "value-effect": z.string(),
  "net-value": amount,
  "net-value-effect": z.string(),
  commission: decimal,
  "commission-effect": text,
  "clearing-fees": decimal,
  "clearing-fees-effect": text,
  "regulatory-fees": decimal,
  "regulatory-fees-effect": text,
  "proprietary-index-option-fees": decimal,
  "proprietary-index-option-fees-effect": text,
  "other-charge": decimal,
  "other-charge-effect": text,
  "order-id": decimal,
}).transform((wire, context): Transaction => {
  const value = signed(wire.value, wire["value-effect"]);
  const netValue = signed(wire["net-value"], wire["net-value-effect"]);
  if (value === null || netValue === null) {
    // Money whose direction is not known must not be counted in either.
    const path = value === null ? "value-effect" : "net-value-effect";
    context.issues.push({ code: "custom", message: "is no effect", input: wire[path], path: [path] });
    return z.NEVER;
  }
  const charged = (value: number | null, effect: string | null) => signed(value, effect) ?? 0;
  return {
    id: wire.id,
    account: wire["account-number"],
    executedAt: wire["executed-at"],
    day: wire["transaction-date"],
    type: wire["transaction-type"],
    subType: wire["transaction-sub-type"],
    description: wire.description,
    symbol: wire.symbol,
    instrumentType: wire["instrument-type"],
    underlying: wire["underlying-symbol"],
    action: wire.action,
    quantity: wire.quantity,
    price: wire.price,
    value,
    netValue,
    commission: charged(wire.commission, wire["commission-effect"]),
    clearingFees: charged(wire["clearing-fees"], wire["clearing-fees-effect"]),
    regulatoryFees: charged(wire["regulatory-fees"], wire["regulatory-fees-effect"]),
    indexOptionFees: charged(wire["proprietary-index-option-fees"], wire["proprietary-index-option-fees-effect"]),
    otherCharge: charged(wire["other-charge"], wire["other-charge-effect"]),
    orderId: wire["order-id"],
  };
});

/** One page of at most `TRANSACTIONS_LIMIT` lines: a full page means that there may be another. */
export const transactions: Endpoint<TransactionsQuestion, Transaction[]> = {
  name: "transactions",
  method: "GET",
  group: "other",
  path: ({ accountNumber, startDate, endDate, types, symbol, underlying, page, sort }) =>
    `/accounts/${encodeURIComponent(accountNumber)}/transactions${
      query({
        "start-date": startDate,
        "end-date": endDate,
        "types[]": types,
        symbol,
        "underlying-symbol": underlying,
        sort,
        "page-offset": page,
        "per-page": TRANSACTIONS_LIMIT,
      })
    }`,
  answer: items(row),
};

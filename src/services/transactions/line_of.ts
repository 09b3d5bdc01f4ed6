/** The broker's transactions as lines to reckon with: its words become ours, its decimals whole millionths. */

import { type Line, type LineKind, toMillionths } from "../../analytics/portfolio/line.ts";
import type { Transaction } from "../../broker/endpoints/transactions.ts";
import { newYorkDay } from "../../core/calendar.ts";
import { parseFutureSymbol } from "../../core/symbol.ts";

/** What the broker's sub-types are, and how we say it. Trades and deliveries are named by their action. */
const SUB_TYPES: Record<string, [kind: LineKind, what: string]> = {
  "Assignment": ["assignment", "removed by assignment"],
  "Cash Settled Assignment": ["assignment", "assigned, settled in cash"],
  "Exercise": ["exercise", "removed by exercise"],
  "Cash Settled Exercise": ["exercise", "exercised, settled in cash"],
  "Expiration": ["expiration", "expired"],
  "Maturity": ["expiration", "matured"],
  "Dividend": ["dividend", "dividend"],
  "Special Dividend": ["dividend", "special dividend"],
  "Credit Interest": ["interest", "interest received"],
  "Debit Interest": ["interest", "interest paid"],
  "Fully Paid Stock Lending Income": ["interest", "income from lending shares"],
  "Fee": ["fee", "fee"],
  "Deposit": ["deposit", "deposit"],
  "Withdrawal": ["withdrawal", "withdrawal"],
  "ACAT": ["transfer", "transfer from or to another broker"],
  "Transfer": ["transfer", "transfer"],
  "Mark to Market": ["settlement", "daily settlement of a future"],
  "Futures Settlement": ["settlement", "settlement of a future"],
  "Forward Split": ["corporate_action", "split"],
  "Reverse Split": ["corporate_action", "reverse split"],
  "Reverse Split Removal": ["corporate_action", "removed by a reverse split"],
  "Symbol Change": ["corporate_action", "change of symbol"],
  "Stock Merger": ["corporate_action", "merger for shares"],
  "Stock Merger Removal": ["corporate_action", "removed by a merger for shares"],
  "Cash Merger": ["corporate_action", "merger for cash"],
  "Balance Adjustment": ["other", "adjustment of the balance"],
};

/** `Sell to Open` as "sold to open". */
const ACTIONS: Record<string, [what: string, side: 1 | -1, intent: Line["intent"]]> = {
  "Buy to Open": ["bought to open", 1, "open"],
  "Buy to Close": ["bought to close", 1, "close"],
  "Sell to Open": ["sold to open", -1, "open"],
  "Sell to Close": ["sold to close", -1, "close"],
  "Buy": ["bought", 1, null],
  "Sell": ["sold", -1, null],
};

/** A transaction as a line. Texts of the broker that are not in our lists are told as "other". */
export function lineOf(transaction: Transaction): Line {
  const { id, executedAt, type, subType, symbol, underlying, value, netValue } = transaction;
  const day = transaction.day ?? newYorkDay(executedAt);
  const action = transaction.action === null ? undefined : ACTIONS[transaction.action];
  const [kind, what] = named(type, subType, action?.[0]);
  const isMove = type !== "Money Movement" && symbol !== null;
  return {
    id,
    at: executedAt,
    day,
    kind,
    what,
    symbol,
    type: transaction.instrumentType,
    group: groupOf(symbol, underlying, day),
    side: action?.[1] ?? 0,
    intent: action?.[2] ?? null,
    quantity: isMove ? Math.abs(transaction.quantity ?? 0) : 0,
    price: transaction.price,
    value: toMillionths(value),
    net: toMillionths(netValue),
    commission: toMillionths(transaction.commission),
    clearing: toMillionths(transaction.clearingFees),
    regulatory: toMillionths(transaction.regulatoryFees),
    indexOptions: toMillionths(transaction.indexOptionFees),
    order: transaction.orderId,
  };
}

function named(type: string, subType: string | null, action: string | undefined): [kind: LineKind, what: string] {
  if (type === "Trade") return ["trade", action ?? "trade"];
  const known = subType === null ? undefined : SUB_TYPES[subType];
  if (type === "Receive Deliver") {
    if (known?.[0] === "dividend") return ["dividend", "dividend in shares"];
    if (known !== undefined) return known;
    return action === undefined ? ["other", "received or delivered"] : ["delivery", `${action} by delivery`];
  }
  if (known !== undefined) return known;
  if (type === "Administrative Transfer") return ["transfer", "transfer within the broker"];
  return ["other", type === "Money Movement" ? "other movement of money" : "other"];
}

/** The underlying; of futures and options on them the product. */
function groupOf(symbol: string | null, underlying: string | null, day: string): string | null {
  const name = underlying ?? symbol;
  const future = name === null ? null : parseFutureSymbol(name, day);
  return future === null ? name : `/${future.product}`;
}

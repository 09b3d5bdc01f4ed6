/** `GET /accounts/{n}/transactions`: what happened to an account. */

import { newYorkDay } from "../../core/calendar.ts";
import { netValue, totalCosts, type Transaction } from "../book/transaction.ts";
import type { Account } from "../customers.ts";
import { accountRoute } from "../own_account.ts";
import { paged, refuseOrdering } from "../pagination.ts";
import type { CustomerCall, Route } from "../route.ts";
import {
  data,
  decimal,
  invalidParameter,
  isDay,
  listParameter,
  missingRecord,
  type Reply,
  timestamp,
} from "../wire.ts";

export const transactionRoutes: Route[] = [
  accountRoute("GET", "/transactions", transactions),
  accountRoute("GET", "/transactions/total-fees", totalFees),
  accountRoute("GET", "/transactions/:id", transaction),
];

const PAGES = { usual: 250, most: 2000 };
/** From execution to the row in the books. */
const BOOKED_AFTER = 340;

function transactions(call: CustomerCall, account: Account): Reply {
  const { books, query, at } = call;
  const refusal = refuseOrdering(query);
  if (refusal !== null) return refusal;
  const found = books.of(account, at).transactions.filter(filterOf(query));
  if (query.get("sort") !== "Asc") found.reverse();
  return paged(call, found, (transaction) => write(account, transaction), PAGES);
}

/** Whether a transaction is among those asked for. */
function filterOf(query: URLSearchParams): (transaction: Transaction) => boolean {
  const types = [...listParameter(query, "type"), ...listParameter(query, "types")];
  const subTypes = listParameter(query, "sub-type");
  const isOneOf = (names: readonly string[], name: string) => names.length === 0 || names.includes(name);
  const matches = (name: string, value: string | undefined) => query.get(name) === null || query.get(name) === value;
  const [startDay, endDay] = [query.get("start-date") ?? "", query.get("end-date") ?? "9"];
  const instant = (name: string, usual: number) => query.has(name) ? Date.parse(query.get(name)!) : usual;
  const [startAt, endAt] = [instant("start-at", -Infinity), instant("end-at", Infinity)];
  const future = query.get("futures-symbol");
  return ({ at, type, subType, instrument, move }) => {
    const day = newYorkDay(at);
    return isOneOf(types, type) && isOneOf(subTypes, subType) && day >= startDay && day <= endDay && at >= startAt &&
      at <= endAt && matches("instrument-type", instrument?.type) && matches("symbol", instrument?.symbol) &&
      matches("underlying-symbol", instrument?.underlying) && matches("action", move?.action) &&
      matches("currency", "USD") &&
      (future === null || (instrument?.type.startsWith("Future") && instrument.underlying === future) === true);
  };
}

function transaction({ books, parameters, at, path, supportId }: CustomerCall, account: Account): Reply {
  const found = books.of(account, at).transactions.find(({ id }) => String(id) === parameters.id);
  return found === undefined ? missingRecord("Transaction", supportId) : data(write(account, found), path);
}

function totalFees({ books, query, at, path }: CustomerCall, account: Account): Reply {
  const day = query.get("date") ?? newYorkDay(at);
  if (!isDay(day)) return invalidParameter("date", "is invalid");
  const fees = books.of(account, at).transactions.filter((transaction) => newYorkDay(transaction.at) === day)
    .reduce((sum, transaction) => sum + totalCosts(transaction), 0);
  return data({ "total-fees": decimal(fees / 100), "total-fees-effect": effectOf(-fees) }, path);
}

function write(account: Account, transaction: Transaction): Record<string, unknown> {
  const { id, at, instrument, move, order, costs } = transaction;
  const hasCosts = transaction.type === "Trade" || totalCosts(transaction) > 0;
  return {
    "id": id,
    "account-number": account.number,
    ...(instrument === null ? {} : {
      "symbol": instrument.symbol,
      "instrument-type": instrument.type,
      "underlying-symbol": instrument.underlying,
    }),
    "transaction-type": transaction.type,
    "transaction-sub-type": transaction.subType,
    "description": transaction.description,
    ...(move === null ? {} : {
      "action": move.action,
      "quantity": decimal(move.quantity, 8),
      ...(move.price === null ? {} : { "price": decimal(move.price, 9) }),
    }),
    "executed-at": timestamp(at),
    "transaction-date": newYorkDay(at),
    "created-at": timestamp(at + BOOKED_AFTER),
    ...money("value", transaction.value),
    ...(hasCosts
      ? {
        ...money("commission", -costs.commission),
        ...money("clearing-fees", -costs.clearing),
        ...money("regulatory-fees", -costs.regulatory),
        ...money("proprietary-index-option-fees", -costs.proprietary),
      }
      : {}),
    ...money("net-value", netValue(transaction)),
    "is-estimated-fee": true,
    "currency": "USD",
    ...(order === null ? {} : {
      "order-id": order.id,
      "leg-count": order.legs,
      "destination-venue": "MARKET_SIMULATOR",
      "exec-id": String(id % 1_000_000),
    }),
  };
}

/** Cents as an amount and its direction. */
const money = (name: string, cents: number): Record<string, string> => ({
  [name]: decimal(Math.abs(cents) / 100),
  [`${name}-effect`]: effectOf(cents),
});

const effectOf = (cents: number): string => cents === 0 ? "None" : cents > 0 ? "Credit" : "Debit";

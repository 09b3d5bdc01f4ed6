/** `GET /accounts/{n}/orders` and its neighbours: what was ordered, and what of it is or was working today. */

import { type Day, newYorkDay, newYorkInstant } from "../../core/calendar.ts";
import { isTerminal, type Order } from "../book/ticket.ts";
import type { Account } from "../customers.ts";
import { underlyingTypeOf, writeOrder } from "../order_wire.ts";
import { accountRoute, ownAccount } from "../own_account.ts";
import { paged, refuseOrdering } from "../pagination.ts";
import type { CustomerCall, Route } from "../route.ts";
import { data, invalidParameter, listParameter, missingRecord, notPermitted, type Reply } from "../wire.ts";

export const orderRoutes: Route[] = [
  accountRoute("GET", "/orders", (call, account) => search(call, [account])),
  accountRoute("GET", "/orders/live", (call, account) => live(call, [account])),
  accountRoute("GET", "/orders/:id", order),
  { method: "GET", path: "/customers/:customer/orders", handle: (call) => ofCustomer(call, search) },
  { method: "GET", path: "/customers/:customer/orders/live", handle: (call) => ofCustomer(call, live) },
];

const PAGES = { usual: 100, most: 200 };
/** From this version on a search must say where it begins. */
const BEGINNING_SINCE = "20261012";

/** An order and whose it is. */
interface Owned {
  account: Account;
  order: Order;
}

/** The customer's own orders, of the accounts that must be named. */
function ofCustomer(call: CustomerCall, list: (call: CustomerCall, accounts: Account[]) => Reply): Reply {
  const { customer, parameters, query } = call;
  if (![customer.externalId, "me"].includes(parameters.customer!)) return notPermitted();
  const isGiven = query.has("account-numbers") || query.has("account-numbers[]");
  const numbers = listParameter(query, "account-numbers");
  if (numbers.length === 0) return invalidParameter("account-numbers", isGiven ? "is empty" : "is missing");
  const accounts = numbers.map((number) => ownAccount(call, number));
  return accounts.includes(null) ? notPermitted() : list(call, accounts as Account[]);
}

/** Every order of some accounts, by when it was given. */
function search(call: CustomerCall, accounts: readonly Account[]): Reply {
  const { query, version } = call;
  const refusal = refuseOrdering(query);
  if (refusal !== null) return refusal;
  const [startDay, startAt] = [query.get("start-date"), query.get("start-at")];
  if (version >= BEGINNING_SINCE && startDay === null && startAt === null) {
    return invalidParameter("start-date", "is missing");
  }
  const from = Math.max(startOf(startDay), startAt === null ? -Infinity : Date.parse(startAt));
  const [endDay, endAt] = [query.get("end-date") ?? "9", query.get("end-at")];
  const until = endAt === null ? Infinity : Date.parse(endAt);
  const fits = filterOf(query);
  const found = ordersOf(call, accounts, from).filter(({ order }) =>
    order.receivedAt >= from && order.receivedAt <= until && newYorkDay(order.receivedAt) <= endDay && fits(order)
  );
  if (query.get("sort") === "Asc") found.reverse();
  return paged(call, found, write, PAGES);
}

const startOf = (day: Day | null): number => day === null ? -Infinity : newYorkInstant(day, 0);

/** The orders that changed today, whatever became of them, and all that still work. */
function live(call: CustomerCall, accounts: readonly Account[]): Reply {
  const today = startOf(newYorkDay(call.at));
  const fits = filterOf(call.query);
  const found = ordersOf(call, accounts, today).filter(({ order }) =>
    (!isTerminal(order.status) || order.updatedAt >= today) && fits(order)
  );
  return paged(call, found, write, PAGES);
}

/** The orders of some accounts that worked at `since` or later, the last changed first. */
function ordersOf({ orders, at }: CustomerCall, accounts: readonly Account[], since: number): Owned[] {
  const all = accounts.flatMap((account) => orders.of(account, at, since).map((order): Owned => ({ account, order })));
  return accounts.length === 1 ? all : all.sort((a, b) => b.order.updatedAt - a.order.updatedAt);
}

/** Whether an order is among those asked for. */
function filterOf(query: URLSearchParams): (order: Order) => boolean {
  const statuses = listParameter(query, "status");
  const matches = (name: string, value: string) => query.get(name) === null || query.get(name) === value;
  return ({ ticket, status }) => {
    const { underlying } = ticket.legs[0]!.instrument;
    const type = underlyingTypeOf(ticket);
    return (statuses.length === 0 || statuses.includes(status)) && matches("underlying-symbol", underlying) &&
      matches("underlying-instrument-type", type) &&
      (!query.has("futures-symbol") || type === "Future" && matches("futures-symbol", underlying));
  };
}

function order({ orders, parameters, at, path, supportId }: CustomerCall, account: Account): Reply {
  const found = orders.of(account, at).find(({ ticket }) => String(ticket.id) === parameters.id);
  return found === undefined ? missingRecord("Order", supportId) : data(writeOrder(account.number, found), path);
}

const write = ({ account, order }: Owned): Record<string, unknown> => writeOrder(account.number, order);

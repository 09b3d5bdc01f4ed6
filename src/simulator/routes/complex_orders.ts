/** `GET /accounts/{n}/complex-orders` and its neighbours: orders that wait for or cancel one another. */

import { newYorkDay } from "../../core/calendar.ts";
import { type ComplexOrder, isTerminal } from "../book/ticket.ts";
import type { Account } from "../customers.ts";
import { writeComplexOrder } from "../order_wire.ts";
import { accountRoute } from "../own_account.ts";
import { paged } from "../pagination.ts";
import type { CustomerCall, Route } from "../route.ts";
import { data, missingRecord, type Reply } from "../wire.ts";

export const complexOrderRoutes: Route[] = [
  accountRoute("GET", "/complex-orders", complexOrders),
  accountRoute("GET", "/complex-orders/live", liveComplexOrders),
  accountRoute("GET", "/complex-orders/:id", complexOrder),
];

const PAGES = { usual: 10, most: 200 };

const of = ({ orders, at }: CustomerCall, account: Account): ComplexOrder[] => orders.complexOf(account, at);

function complexOrders(call: CustomerCall, account: Account): Reply {
  return paged(call, of(call, account), (complex) => writeComplexOrder(account.number, complex), PAGES);
}

/** Those of which a part works or changed today. */
function liveComplexOrders(call: CustomerCall, account: Account): Reply {
  const today = newYorkDay(call.at);
  const isLive = ({ trigger, orders }: ComplexOrder) =>
    [trigger, ...orders].some((part) =>
      part !== null && (!isTerminal(part.status) || newYorkDay(part.updatedAt) === today)
    );
  const items = of(call, account).filter(isLive).map((complex) => writeComplexOrder(account.number, complex));
  return data({ items }, call.path);
}

function complexOrder(call: CustomerCall, account: Account): Reply {
  const found = of(call, account).find(({ ticket }) => String(ticket.id) === call.parameters.id);
  return found === undefined
    ? missingRecord("Complex Order", call.supportId)
    : data(writeComplexOrder(account.number, found), call.path);
}

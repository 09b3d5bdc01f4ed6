/** What is new with an account, as the broker writes it: every step of its orders, and what executions have moved. */

import type { Books } from "../book/books.ts";
import type { Orders } from "../book/orders.ts";
import type { Account, Customer } from "../customers.ts";
import type { Market } from "../market/market.ts";
import { writeComplexOrder, writeOrder } from "../order_wire.ts";
import { balanceNow } from "../routes/balances.ts";
import { writePosition } from "../routes/positions.ts";

/** A whole record that has changed. */
export interface Notification {
  type: "Order" | "ComplexOrder" | "CurrentPosition" | "AccountBalance";
  data: unknown;
}

/** Whose news, and where they come from. */
export interface NewsOptions {
  customer: Customer;
  account: Account;
  orders: Orders;
  books: Books;
  market: Market;
}

/** The news after `from` and until `to`. */
export function newsBetween(options: NewsOptions, from: number, to: number): Notification[] {
  const { customer, account, orders, books, market } = options;
  const changes = orders.changes(account, from, to);
  const bound = new Set(changes.flatMap(({ ticket }) => ticket.complex?.id ?? []));
  const complex = bound.size === 0 ? [] : orders.complexOf(account, to).filter(({ ticket }) => bound.has(ticket.id));
  const lastLineAt = books.linesOf(account, to).at(-1)?.at ?? -Infinity;
  const moved = lastLineAt > from ? books.of(account, to).ledger : null;
  return [
    ...changes.map((order): Notification => ({
      type: "Order",
      data: { ...writeOrder(account.number, order), ...placedBy(customer), "leg-count": order.ticket.legs.length },
    })),
    ...complex.map((order): Notification => ({ type: "ComplexOrder", data: writeComplexOrder(account.number, order) })),
    ...[...moved?.positions.values() ?? []].filter(({ updatedAt }) => updatedAt > from).map((
      position,
    ): Notification => ({
      type: "CurrentPosition",
      data: writePosition(market, account, position, to),
    })),
    ...(moved === null
      ? []
      : [{ type: "AccountBalance", data: balanceNow({ market, books, at: to }, account) } satisfies Notification]),
  ];
}

/** What stands in frames alone. */
const placedBy = ({ externalId, firstName }: Customer) => ({
  "user-id": externalId.slice(1),
  "username": firstName.toLowerCase(),
});

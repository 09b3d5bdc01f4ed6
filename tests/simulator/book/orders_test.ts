import assert from "node:assert/strict";
import { type Books, createBooks } from "../../../src/simulator/book/books.ts";
import { quoteOf } from "../../../src/simulator/book/instrument.ts";
import { createOrders, type Orders } from "../../../src/simulator/book/orders.ts";
import {
  isTerminal,
  netPrice,
  type Order,
  orderAt,
  type OrderStatus,
  sizeOf,
} from "../../../src/simulator/book/ticket.ts";
import { demoCustomers } from "../../../src/simulator/customers.ts";
import { createMarket } from "../../../src/simulator/market/market.ts";
import { FRIDAY } from "../client.ts";

const DAY = 86_400_000;
const market = createMarket("ttai");
const books: Books = createBooks(market);
const orders: Orders = createOrders(market, books);
const ACCOUNTS = demoCustomers().flatMap(({ accounts }) => accounts);
const [margin] = ACCOUNTS;
/** Mornings, evenings, nights and a weekend of two years. */
const INSTANTS = Array.from({ length: 12 }, (_, place) => Date.UTC(2025, 0, 7, 15) + place * 56.37 * DAY);

Deno.test("orders: every trade of the books is the execution of its order, and no order has others", () => {
  for (const account of ACCOUNTS) {
    const trades = Map.groupBy(
      books.linesOf(account, FRIDAY).filter(({ order }) => order !== null),
      ({ order }) => order!.id,
    );
    const filled = orders.of(account, FRIDAY).filter(({ fills }) => fills.length > 0);
    assert.equal(filled.length, trades.size);
    for (const { ticket, fills, receivedAt } of filled) {
      const lines = trades.get(ticket.id)!;
      assert.equal(fills.length, lines.length);
      for (const [leg, { instrument, move, at, id, order }] of lines.entries()) {
        const own = fills.filter((fill) => fill.leg === leg);
        assert.deepEqual(own.map((fill) => [fill.quantity, fill.price, fill.at]), [[move!.quantity, move!.price, at]]);
        assert.deepEqual([ticket.legs[leg]!.instrument.symbol, ticket.legs[leg]!.action], [
          instrument!.symbol,
          move!.action,
        ]);
        assert.equal(own[0]!.executionId, String(id % 1_000_000));
        assert.equal(order!.legs, ticket.legs.length);
        assert.ok(receivedAt < at);
      }
    }
  }
});

Deno.test("orders: a limit is the net price of what was filled, credit positive, a unit at a time", () => {
  const rolled = orders.of(margin!, FRIDAY).find(({ status, ticket: { legs } }) =>
    status === "Filled" && legs.length === 2 && legs[0]!.instrument.symbol.startsWith("AAPL")
  )!;
  const [bought, sold] = rolled.fills.map(({ price }) => price) as [number, number];
  assert.equal(sizeOf(rolled.ticket.legs), 2);
  assert.ok(Math.abs(rolled.ticket.price! - (sold - bought)) < 1e-9);
  const leg = (action: "Buy to Open" | "Sell to Open", quantity: number) => ({
    ...rolled.ticket.legs[0]!,
    action,
    quantity,
  });
  assert.equal(netPrice([leg("Sell to Open", 2), leg("Buy to Open", 4)], [3, 1.25]), 0.5);
  assert.equal(netPrice([leg("Buy to Open", 7)], [3]), -3);
  assert.equal(netPrice([leg("Buy to Open", 0.35)], [2000]), -2000);
});

const ALL: OrderStatus[] = [
  "Received",
  "Routed",
  "In Flight",
  "Live",
  "Contingent",
  "Cancel Requested",
  "Replace Requested",
  "Filled",
  "Cancelled",
  "Expired",
  "Rejected",
  "Removed",
  "Partially Removed",
];

Deno.test("orders: the first account has every state, kind and duration within a month", () => {
  const recent = orders.of(margin!, FRIDAY, FRIDAY - 30 * DAY);
  assert.deepEqual(new Set(recent.map(({ status }) => status)), new Set(ALL));
  const kinds = new Set<string>(recent.map(({ ticket }) => ticket.type));
  for (const kind of ["Limit", "Stop", "Stop Limit", "Notional Market", "Market"]) assert.ok(kinds.has(kind), kind);
  const durations = new Set<string>(recent.map(({ ticket }) => ticket.timeInForce));
  for (const one of ["Day", "GTC", "GTD", "Ext", "GTC Ext", "Ext Overnight", "IOC"]) assert.ok(durations.has(one), one);
  const live = recent.filter(({ status }) => status === "Live");
  assert.ok(live.some(({ fills }) => fills.length > 0), "filled in part");
  assert.ok(live.some(({ ticket }) => ticket.type === "Stop" && ticket.source !== "WBT" && ticket.replaces !== null));
  assert.ok(recent.some(({ ticket, status }) => status === "Rejected" && ticket.rejectReason === "Session offline"));
  assert.deepEqual(
    new Set(
      orders.complexOf(margin!, FRIDAY).filter(({ terminalAt }) => terminalAt === null).map(({ ticket }) =>
        ticket.type
      ),
    ),
    new Set(["OCO", "OTO", "OTOCO", "PAIRS"]),
  );
});

/** What may follow on what. */
const NEXT: Partial<Record<OrderStatus, OrderStatus[]>> = {
  "Received": ["Routed", "Rejected", "Cancelled"],
  "Contingent": ["Routed", "Cancelled"],
  "Routed": ["In Flight", "Rejected"],
  "In Flight": ["Live", "Cancelled", "Filled"],
  "Live": [
    "Live",
    "Filled",
    "Expired",
    "Cancel Requested",
    "Replace Requested",
    "Cancelled",
    "Removed",
    "Partially Removed",
    "Rejected",
  ],
  "Cancel Requested": ["Cancelled"],
  "Replace Requested": ["Cancelled"],
  "Filled": ["Filled"],
};

Deno.test("orders: they go from state to state as the broker's do, forwards in time, and end", () => {
  for (const account of ACCOUNTS) {
    for (const { ticket } of orders.of(account, FRIDAY)) {
      const { steps } = ticket;
      assert.ok(["Received", "Contingent"].includes(steps[0]!.status));
      for (const [place, step] of steps.slice(1).entries()) {
        const before = steps[place]!;
        assert.ok(NEXT[before.status]?.includes(step.status), `${ticket.id}: ${before.status} -> ${step.status}`);
        assert.ok(step.at >= before.at, `${ticket.id}: ${step.status} before ${before.status}`);
      }
    }
  }
});

Deno.test("orders: numbers are nobody else's, and those who replace one another say so", () => {
  const all = ACCOUNTS.flatMap((account) => orders.of(account, FRIDAY));
  const ids = all.map(({ ticket }) => ticket.id);
  const lines = ACCOUNTS.flatMap((account) => books.linesOf(account, FRIDAY));
  const groups = ACCOUNTS.flatMap((account) => orders.complexOf(account, FRIDAY).map(({ ticket }) => ticket.id));
  assert.equal(new Set([...ids, ...groups]).size, ids.length + groups.length);
  assert.ok(lines.every(({ order }) => order === null || ids.includes(order.id)));
  const byId = new Map(all.map((order) => [order.ticket.id, order]));
  let replaced = 0;
  for (const { ticket, status } of all) {
    if (ticket.replaces !== null) assert.equal(byId.get(ticket.replaces)!.ticket.replacedBy, ticket.id);
    if (ticket.replacedBy === null || !byId.has(ticket.replacedBy)) continue;
    assert.ok(["Replace Requested", "Cancelled"].includes(status), `${ticket.id} ${status}`);
    replaced++;
  }
  assert.ok(replaced > 50);
});

Deno.test("orders: what works could not have been filled at the price of the instant", () => {
  let count = 0;
  for (const at of [...INSTANTS, FRIDAY]) {
    for (const account of ACCOUNTS) {
      for (const { ticket, status } of orders.of(account, at, at)) {
        const [{ instrument, action }] = ticket.legs as [Order["ticket"]["legs"][0]];
        if (status !== "Live" || ticket.legs.length > 1 || instrument.type !== "Equity") continue;
        const { mark } = quoteOf(market, instrument, at);
        const isBuy = action.startsWith("Buy");
        if (ticket.stop !== null) assert.ok(isBuy ? mark < ticket.stop : mark > ticket.stop, `${ticket.id}`);
        else {assert.ok(
            isBuy ? mark > -ticket.price! : mark < ticket.price!,
            `${ticket.id} ${instrument.symbol} ${mark}`,
          );}
        count++;
      }
    }
  }
  assert.ok(count > 50, `${count}`);
});

Deno.test("orders: closing orders are for no more than is held", () => {
  for (const at of INSTANTS) {
    for (const account of ACCOUNTS) {
      const { positions } = books.of(account, at).ledger;
      for (const { ticket, status } of orders.of(account, at, at)) {
        if (status !== "Live") continue;
        for (const { instrument, action, quantity } of ticket.legs) {
          if (!action.endsWith("Close")) continue;
          const held = positions.get(instrument.symbol)?.quantity ?? 0;
          assert.ok(
            (action.startsWith("Buy") ? -held : held) >= quantity!,
            `${ticket.id} ${new Date(at).toISOString()}`,
          );
        }
      }
    }
  }
});

Deno.test("orders: what was stays as it was, whichever instants are asked for in which order", () => {
  for (const account of ACCOUNTS) {
    for (const at of INSTANTS.slice(-3)) {
      const forwards = createOrders(market, books).of(account, at);
      const shown = ({ ticket, ...order }: Order) => ({ id: ticket.id, ...order });
      assert.deepEqual(forwards.map(shown), orders.of(account, at).map(shown));
      const since = orders.of(account, at, at - 5 * DAY);
      assert.deepEqual(
        since.map(shown),
        forwards.filter(({ updatedAt, status }) => updatedAt >= at - 5 * DAY || !isTerminal(status)).map(shown),
      );
    }
  }
});

Deno.test("orders: the changes of a day lead from its beginning to its end", () => {
  const from = FRIDAY - DAY;
  const changes = orders.changes(margin!, from, FRIDAY);
  assert.ok(changes.length > 20);
  assert.ok(changes.every(({ updatedAt }, place) => place === 0 || updatedAt >= changes[place - 1]!.updatedAt));
  const states = new Map(orders.of(margin!, from).map(({ ticket, status }) => [ticket.id, status]));
  for (const { ticket, status } of changes) states.set(ticket.id, status);
  assert.deepEqual(states, new Map(orders.of(margin!, FRIDAY).map(({ ticket, status }) => [ticket.id, status])));
  assert.deepEqual(orders.changes(margin!, FRIDAY, FRIDAY), []);
});

Deno.test("orders: an order of several legs is reported filled with its first leg's execution, then with all", () => {
  const { ticket } = orders.of(margin!, FRIDAY).find(({ status, ticket }) =>
    status === "Filled" && ticket.legs.length === 4
  )!;
  const filledAt = ticket.steps.find(({ status }) => status === "Filled")!.at;
  assert.deepEqual([orderAt(ticket, filledAt)!.fills.length, orderAt(ticket, filledAt + 1000)!.fills.length], [1, 4]);
  assert.equal(orderAt(ticket, ticket.steps[0]!.at - 1), null);
});

Deno.test("orders: a part that was replaced is related to its group, and not in it", () => {
  const [changed] = orders.complexOf(margin!, FRIDAY).filter(({ related }) => related.length > 0);
  assert.equal(changed!.orders.length, 2);
  assert.deepEqual(changed!.related.map(({ ticket }) => ticket.replacedBy), [
    changed!.orders.find(({ ticket }) => ticket.replaces !== null)!.ticket.id,
  ]);
});

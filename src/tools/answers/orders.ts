/** The user's orders, as they are or after the next change. */

import type { Order } from "../../broker/endpoints/order.ts";
import { addDays, newYorkDay, newYorkInstant } from "../../core/calendar.ts";
import { explain, fail, ok, type Result } from "../../core/failure.ts";
import { chooseAccounts, describeAccount } from "../../services/accounts.ts";
import { price, rounded } from "../../services/figures.ts";
import { newYorkTime } from "../../services/new_york_time.ts";
import { awaitChange, type Waited } from "../../services/orders/await_change.ts";
import type { ListedOrder } from "../../services/orders/listed_orders.ts";
import { fillsOf } from "../../services/orders/order_fills.ts";
import { isWorking, meaningOf } from "../../services/orders/order_states.ts";
import { strategyOf } from "../../services/orders/order_strategy.ts";
import type { OrderChange } from "../../services/orders/order_tracker.ts";
import { POLL_SECONDS } from "../../services/orders/poll_orders.ts";
import { type OrdersQuestion, type OrdersRead, readOrders } from "../../services/orders/read_orders.ts";
import { provenance } from "../../services/provenance.ts";
import type { OrdersInput } from "../account/get_orders.ts";
import { ANSWER_LIMIT, more } from "../answer_size.ts";
import type { Context } from "../tool.ts";
import { ORDER_COLUMNS, ORDER_ROWS_ARE, type OrderRow, orderRow } from "./order_rows.ts";

/** How far back ended orders are shown when nobody says. */
const RECENT_DAYS = 7;
const PAGE = 25;

export async function answerOrders(asked: OrdersInput, context: Context): Promise<Result<unknown>> {
  const today = newYorkDay(context.now());
  const from = asked.from ?? addDays(asked.to ?? today, -RECENT_DAYS);
  if (asked.to !== undefined && asked.to < from) {
    return fail({ kind: "invalid", subject: "from", problem: `${from} is later than to, ${asked.to}` });
  }
  const accounts = await chooseAccounts(asked.account, context);
  if (!accounts.ok) return accounts;
  const question: OrdersQuestion = {
    accounts: accounts.value,
    id: asked.order_id,
    phase: asked.status === "all" ? undefined : asked.status,
    underlying: asked.symbol,
    fromAt: newYorkInstant(from, 0),
    toAt: asked.to === undefined ? Infinity : newYorkInstant(addDays(asked.to, 1), 0),
  };
  const { wait_seconds: seconds } = asked;
  if (seconds !== undefined) {
    const read = await awaitChange(question, seconds * 1000, context);
    return read.ok ? ok(answerOf(read.value, waitedOf(read.value.waited, context), asked, context)) : read;
  }
  const read = await readOrders(question, context);
  return read.ok ? ok(answerOf(read.value, {}, asked, context)) : read;
}

function answerOf(read: OrdersRead, waited: Record<string, unknown>, asked: OrdersInput, context: Context) {
  const { listed, refused, cut, readAt } = read;
  const now = context.now();
  const { offset = 0, limit = PAGE } = asked;
  const page = listed.slice(offset, offset + limit);
  const first = {
    ...waited,
    orders: listed.length,
    working: listed.filter(({ parts }) => parts.some(isWorking)).length,
  };
  const last = {
    accounts: [...new Map(page.map(({ account }) => [account.number, describeAccount(account)])).values()],
    ...(refused.length > 0
      ? { not_read: refused.map(({ account, failure }) => `${account.masked}: ${explain(failure)}`) }
      : {}),
    ...(cut.length > 0
      ? { incomplete: `only the newest orders of ${cut.map(({ masked }) => masked).join(", ")}` }
      : {}),
    rows_are: ORDER_ROWS_ARE,
    time: newYorkTime(readAt),
    ...provenance(context.broker.source()),
  };
  const ready = page.map(({ complex, parts }): Shown => ({
    complex,
    parts: parts.map((order) => orderRow(order, now)),
  }));
  // Each order may bring its state and its place among the unknown with it.
  for (let shown = page.length;; shown--) {
    const left = listed.length - offset - shown;
    const rest = { ...asked, wait_seconds: undefined, offset: offset + shown };
    const answer = {
      ...first,
      ...tables(ready.slice(0, shown)),
      ...(left > 0 ? { more: more(left, "get_orders", rest) } : {}),
      ...last,
    };
    if (shown === 0 || JSON.stringify(answer).length <= ANSWER_LIMIT) return answer;
  }
}

/** What is bound together, of each kind. */
const COMPLEX = new Map(Object.entries({
  oco: "when one is executed, the other is cancelled",
  oto: "when the trigger is executed, the others are sent",
  otoco: "when the trigger is executed, the others are sent, and when one of those is executed, the other is cancelled",
  pairs: "sent together when the ratio of the prices is reached",
}));

/** An order, or what is bound together, ready to be shown. */
interface Shown {
  complex: ListedOrder["complex"];
  parts: OrderRow[];
}

function tables(shown: readonly Shown[]) {
  const parts = shown.flatMap((entry) => entry.parts);
  const unknown: Record<string, string[]> = {};
  for (const { order, unknown: columns } of parts) {
    for (const column of columns) (unknown[column] ??= []).push(order.id);
  }
  const states = new Map(parts.map(({ order: { status } }) => [status, meaningOf(status)]));
  const bound = shown.filter(({ complex }) => complex !== null);
  return {
    columns: ORDER_COLUMNS,
    rows: shown.filter(({ complex }) => complex === null).map(({ parts }) => parts[0]!.row),
    ...(bound.length > 0 ? { complex_orders: bound.map(complexEntry) } : {}),
    states: Object.fromEntries([...states].filter(([, meaning]) => meaning !== null)),
    ...(Object.keys(unknown).length > 0 ? { unknown } : {}),
  };
}

function complexEntry({ complex, parts }: Shown) {
  const { id, type, trigger, ratio } = complex!;
  return {
    id,
    type,
    means: COMPLEX.get(type ?? "") ?? null,
    ...(ratio === null ? {} : {
      ratio: `${ratio.comparator === "gte" ? "at or above" : "at or below"} ${ratio.threshold}`,
    }),
    parts: parts.map(({ order, row }) => [order.id === trigger?.id ? "trigger" : "order", ...row]),
  };
}

const OUTCOMES: Readonly<Record<Waited["outcome"], string>> = {
  changed: "changed",
  unchanged: "nothing changed",
  unknown: "not known: the broker could not be asked",
  nothing_to_wait_for: "no order is working: nothing to wait for",
};

/** What the wait brought, and how it was done. */
function waitedOf({ outcome, duration, by, trouble, changes }: Waited, context: Context): Record<string, unknown> {
  const isAsked = by === "polling" && outcome !== "nothing_to_wait_for";
  return {
    waited: {
      outcome: OUTCOMES[outcome],
      seconds: rounded(duration / 1000, 1),
      by: by === "polling" ? `asking every ${POLL_SECONDS} s` : "account stream",
      ...(isAsked && trouble !== null
        ? { because: `the account stream ${trouble === "lost" ? "broke off" : "could not be had"}` }
        : {}),
    },
    ...(changes.length > 0 ? { changed: changes.map((change) => changeEntry(change, context.now())) } : {}),
  };
}

function changeEntry({ before, after }: OrderChange, now: number) {
  const fills = fillsOf(after);
  const moved = (name: keyof Order & ("price" | "stopPrice"), key: string) =>
    before[name] === after[name] ? {} : { [key]: [price(before[name]), price(after[name])] };
  return {
    id: after.id,
    underlying: after.underlying,
    does: strategyOf(after, now),
    was: before.status,
    is: after.status,
    filled: rounded(fills.filled, 8),
    quantity: rounded(fills.units, 8),
    fill_price: price(fills.price),
    ...moved("price", "price_was_and_is"),
    ...moved("stopPrice", "stop_was_and_is"),
  };
}

/** The orders of the user's accounts: what works now, and what has come to its end lately. */

import type { Account } from "../../broker/endpoints/accounts.ts";
import { type ComplexOrder, complexOrder, complexOrders } from "../../broker/endpoints/complex_orders.ts";
import type { Order } from "../../broker/endpoints/order.ts";
import { order as orderById, orders as searchOrders } from "../../broker/endpoints/orders.ts";
import { type Day, newYorkDay } from "../../core/calendar.ts";
import { all, fail, type Failure, ok, type Result } from "../../core/failure.ts";
import { parseFutureSymbol, recognizeSymbol } from "../../core/symbol.ts";
import { type AccountName, nameAccount } from "../accounts.ts";
import type { Context } from "../context.ts";
import { byUrgency, lastChange, type ListedOrder, listOrders } from "./listed_orders.ts";
import { type Phase, phaseOf, statesOf } from "./order_states.ts";

export interface OrdersQuestion {
  accounts: readonly Account[];
  /** One order, or one complex order, by its number; what follows is of no account then. */
  id?: string | undefined;
  /** All when not given. */
  phase?: Phase | undefined;
  /** A symbol such as `AAPL` or `/ESZ6`, or a futures product such as `/ES`. */
  underlying?: string | undefined;
  /** Ended orders that changed last between these instants; working ones count as changed now. */
  fromAt: number;
  toAt: number;
}

export interface OrdersRead {
  /** Working ones first, then the newest. */
  listed: ListedOrder[];
  /** Accounts of which the broker did not answer, and why. */
  refused: { account: AccountName; failure: Failure }[];
  /** Accounts of which there are more orders than were looked at. */
  cut: AccountName[];
  readAt: number;
}

const PAGE = 200;
/** The page is smaller where few are expected: the broker fills it with older ones. */
const SHORT_PAGE = 50;
const SHORT = 14 * 86_400_000;
/** Orders read of one account: nobody looks at more than that. */
const MOST = 1000;
/** How far back orders may have been placed. Milliseconds. */
const REACH = 365 * 86_400_000;

/** Reads them anew: nothing here is kept. Fails when no account can be read, or nothing has the number asked for. */
export async function readOrders(question: OrdersQuestion, context: Context): Promise<Result<OrdersRead>> {
  const readAt = context.now();
  const read = await Promise.all(question.accounts.map(async (account) => {
    const found = await (question.id === undefined ? search : find)(account, question, context);
    return { account, found };
  }));
  const isAbsent = (failure: Failure): boolean => question.id !== undefined && failure.kind === "not_found";
  const failures = read.flatMap(({ account, found }) => found.ok ? [] : [{ account, failure: found.failure }]);
  const refused = failures.filter(({ failure }) => !isAbsent(failure));
  const answered = read.flatMap(({ account, found }) => found.ok ? [{ account, ...found.value }] : []);
  if (answered.length === 0) return fail((refused[0] ?? failures[0])!.failure);
  return ok({
    listed: answered.flatMap(({ listed }) => listed).sort(byUrgency),
    refused: refused.map(({ account, failure }) => ({ account: nameAccount(account), failure })),
    cut: answered.filter(({ isCut }) => isCut).map(({ account }) => nameAccount(account)),
    readAt,
  });
}

interface Found {
  listed: ListedOrder[];
  isCut: boolean;
}

/** What an account has of it. */
async function search(
  account: Account,
  { phase, underlying, fromAt, toAt }: OrdersQuestion,
  context: Context,
): Promise<Result<Found>> {
  const now = context.now();
  const wantsWorking = (phase ?? "working") === "working" && toAt > now;
  const searches = [
    ...(wantsWorking ? [readPages(account, { statuses: statesOf("working"), fromAt: 0 }, context)] : []),
    ...(phase === "working" ? [] : [readPages(account, { statuses: phase && statesOf(phase), fromAt }, context)]),
  ];
  const found = all(await Promise.all(searches));
  if (!found.ok) return found;
  const isUnderlying = underlyingFilter(underlying, newYorkDay(now));
  const isMeant = (order: Order): boolean => {
    const own = phaseOf(order.status);
    const isInTime = own === "working" ? toAt > now : lastChange(order) >= fromAt && lastChange(order) < toAt;
    return isInTime && (phase === undefined || own === phase) && isUnderlying(order);
  };
  const orders = new Map(
    found.value.flatMap((pages) => pages.orders).filter(isMeant).map((order) => [order.id, order]),
  );
  const bound = [...orders.values()].some(({ complexOrderId }) => complexOrderId !== null);
  const complex = bound ? await readComplex(account, context) : ok(new Map<string, ComplexOrder>());
  if (!complex.ok) return complex;
  return ok({
    listed: listOrders(account, [...orders.values()], complex.value),
    isCut: found.value.some(({ isCut }) => isCut),
  });
}

/** The account's complex orders by their numbers. */
async function readComplex(account: Account, context: Context): Promise<Result<Map<string, ComplexOrder>>> {
  const read = await context.broker.call(complexOrders, { accountNumber: account.number, pageSize: PAGE }, context);
  return read.ok ? ok(new Map(read.value.map((order) => [order.id, order]))) : read;
}

/** Pages of orders in certain states, the latest changes first, until they are older than `fromAt`. */
async function readPages(
  { number: accountNumber }: Account,
  { statuses, fromAt }: { statuses: readonly string[] | undefined; fromAt: number },
  context: Context,
): Promise<Result<{ orders: Order[]; isCut: boolean }>> {
  const orders: Order[] = [];
  const startAt = Math.min(fromAt || Infinity, context.now() - REACH);
  const pageSize = fromAt > context.now() - SHORT ? SHORT_PAGE : PAGE;
  for (let page = 0; page * pageSize < MOST; page++) {
    const search = { accountNumber, startAt, page, pageSize, ...(statuses ? { statuses } : {}) };
    const read = await context.broker.call(searchOrders, search, context);
    if (!read.ok) return read;
    orders.push(...read.value);
    const last = read.value.at(-1);
    if (read.value.length < pageSize || (last !== undefined && lastChange(last) < fromAt)) {
      return ok({ orders, isCut: false });
    }
  }
  return ok({ orders, isCut: true });
}

/** The order with the number asked for, or the complex order that has it. */
async function find(account: Account, { id }: OrdersQuestion, { broker, ...call }: Context): Promise<Result<Found>> {
  const { number: accountNumber } = account;
  const alone = await broker.call(orderById, { accountNumber, id: id! }, call);
  if (!alone.ok && alone.failure.kind !== "not_found") return alone;
  const wholeId = alone.ok ? alone.value.complexOrderId : id!;
  const whole = wholeId === null ? null : await broker.call(complexOrder, { accountNumber, id: wholeId }, call);
  if (!alone.ok && !whole!.ok) return whole!.failure.kind === "not_found" ? alone : whole!;
  const known = new Map(whole?.ok ? [[whole.value.id, whole.value]] : []);
  const orders = alone.ok ? [alone.value] : [...known.values()].flatMap(({ orders }) => orders);
  return ok({ listed: listOrders(account, orders, known), isCut: false });
}

/** Orders in an underlying, or in everything when none is named. */
function underlyingFilter(named: string | undefined, today: Day): (order: Order) => boolean {
  if (named === undefined) return () => true;
  const recognized = recognizeSymbol(named);
  const wanted = recognized.ok ? recognized.value.symbol : named.trim().toUpperCase();
  return ({ underlying, legs }) =>
    underlying === wanted || `/${parseFutureSymbol(underlying, today)?.product}` === wanted ||
    legs.some(({ symbol }) => symbol === wanted);
}

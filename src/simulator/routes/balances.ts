/** `GET /accounts/{n}/balances`: cash, value and buying power, now and on past days. */

import { addDays, type Day, newYorkDay, tradingDay } from "../../core/calendar.ts";
import { type Balance, balanceOf, type Sides } from "../book/balance.ts";
import type { Account } from "../customers.ts";
import { accountRoute } from "../own_account.ts";
import { paged } from "../pagination.ts";
import type { CustomerCall, Route } from "../route.ts";
import { data, decimal, invalidParameter, isDay, missingRecord, offsetTimestamp, type Reply } from "../wire.ts";

export const balanceRoutes: Route[] = [
  accountRoute("GET", "/balances", balances),
  accountRoute("GET", "/balances/:currency", balance),
  accountRoute("GET", "/balance-snapshots", snapshots),
];

const CURRENCY = "USD";
const PAGES = { usual: 250, most: 2000 };
/** Calendar days that the exchanges rest at most, and one more. */
const LONGEST_REST = 5;
/** The least with which an account that borrows may day-trade, and by how much its excess counts then. */
const DAY_TRADING_FROM = 25_000;
const DAY_TRADING_FACTOR = 4;

function balances(call: CustomerCall, account: Account): Reply {
  return data({ items: [writeAt(call, account, now(call))] }, call.path);
}

function balance(call: CustomerCall, account: Account): Reply {
  if (call.parameters.currency !== CURRENCY) return missingRecord("Account Balance", call.supportId);
  return data(writeAt(call, account, now(call)), call.path);
}

/** The balance of this moment, as it also stands in the account stream. */
export const balanceNow = (call: Pick<CustomerCall, "books" | "market" | "at">, account: Account) =>
  writeAt(call, account, now(call));

function writeAt(
  { books, market }: Pick<CustomerCall, "books" | "market">,
  account: Account,
  { at, timeOfDay }: Moment,
): Record<string, unknown> {
  return write(account, balanceOf(market, account, books.of(account, at).ledger, at), { at, timeOfDay });
}

/** An instant, and what the broker calls it. */
interface Moment {
  at: number;
  timeOfDay: TimeOfDay | "Intraday";
}

type TimeOfDay = "BOD" | "EOD";

const now = ({ at }: { at: number }): Moment => ({ at, timeOfDay: "Intraday" });

/** The balances at the opening or the close of the days asked for, newest first; with no day the latest and today's. */
function snapshots(call: CustomerCall, account: Account): Reply {
  const { query } = call;
  const timeOfDay = query.get("time-of-day");
  if (timeOfDay === null) return invalidParameter("time-of-day", "is missing");
  if (timeOfDay !== "BOD" && timeOfDay !== "EOD") {
    return invalidParameter("time-of-day", "does not have a valid value");
  }
  const days = ["snapshot-date", "start-date", "end-date"];
  for (const name of days) if (query.has(name) && !isDay(query.get(name)!)) return invalidParameter(name, "is invalid");
  const [one, start, end] = days.map((name) => query.get(name));
  const today = newYorkDay(call.at);
  const momentsFrom = (from: Day, to: Day) => momentsBetween(from, to, timeOfDay, call.at);
  const opened = newYorkDay(account.openedAt);
  const isDated = Boolean(one ?? start ?? end);
  const found = isDated
    ? momentsFrom(latest(opened, one ?? start ?? opened), one ?? end ?? today)
    : [now(call), ...momentsFrom(latest(opened, addDays(today, -LONGEST_REST)), today).slice(0, 1)];
  return paged(call, found, (moment) => writeAt(call, account, moment), PAGES);
}

const latest = (one: Day, other: Day): Day => one > other ? one : other;

/** The moments of trading days that lie behind `until`, newest first. */
function momentsBetween(from: Day, to: Day, timeOfDay: TimeOfDay, until: number): Moment[] {
  const moments: Moment[] = [];
  for (let day = to; day >= from; day = addDays(day, -1)) {
    const hours = tradingDay(day);
    const at = hours && (timeOfDay === "BOD" ? hours.openAt : hours.closeAt);
    if (at !== null && at <= until) moments.push({ at, timeOfDay });
  }
  return moments;
}

function write(account: Account, balance: Balance, { at, timeOfDay }: Moment): Record<string, unknown> {
  const { cash, shares, options, indexOptions, futures, futureOptions, coins, netLiquidation } = balance;
  const { initial, maintenance, futureMargin, marginEquity, optionBuyingPower } = balance;
  const excess = Math.max(0, balance.excess);
  const free = Math.max(0, Math.min(cash, optionBuyingPower));
  const dayTrading = account.margin && netLiquidation >= DAY_TRADING_FROM ? excess * DAY_TRADING_FACTOR : free;
  return {
    "account-number": account.number,
    "currency": CURRENCY,
    ...decimals({
      "cash-balance": cash,
      ...sides("equity", shares),
      ...sides("derivative", options),
      ...sides("index-derivative", indexOptions),
      ...sides("futures", futures),
      ...sides("futures-derivative", futureOptions),
      ...sides("cryptocurrency", coins),
      "long-margineable-value": account.margin ? shares.long : 0,
      "short-margineable-value": account.margin ? shares.short : 0,
      "long-bond-value": 0,
      "long-fixed-income-security-value": 0,
      "margin-equity": marginEquity,
      "net-liquidating-value": netLiquidation,
      "equity-buying-power": account.margin ? optionBuyingPower * 2 : free,
      "derivative-buying-power": optionBuyingPower,
      "used-derivative-buying-power": initial + futureMargin,
      "day-trading-buying-power": dayTrading,
      "day-trade-excess": excess,
      "effective-cryptocurrency-buying-power": free,
      "available-trading-funds": free,
      "cash-available-to-withdraw": free,
      "cash-settle-balance": account.margin ? 0 : cash,
      "margin-settle-balance": account.margin ? cash : 0,
      "total-settle-balance": cash,
      "closed-loop-available-balance": free,
      "maintenance-requirement": maintenance,
      "maintenance-excess": excess,
      "maintenance-call-value": account.margin ? Math.max(0, -balance.excess) : 0,
      "reg-t-margin-requirement": initial,
      "futures-margin-requirement": futureMargin,
      "futures-overnight-margin-requirement": futureMargin,
      "futures-intraday-margin-requirement": futureMargin,
      "cryptocurrency-margin-requirement": coins.long,
      "special-memorandum-account-value": account.margin ? optionBuyingPower : 0,
      "sma-equity-option-buying-power": account.margin ? optionBuyingPower : 0,
      "apex-starting-day-margin-equity": netLiquidation,
    }),
    ...decimals(Object.fromEntries(NOTHING.map((name) => [name, 0]))),
    ...Object.fromEntries(NO_EFFECT.flatMap((name) => [[name, "0.0"], [`${name}-effect`, "None"]])),
    "unsettled-cryptocurrency-fiat-amount": "0.0",
    "unsettled-cryptocurrency-fiat-effect": "None",
    "snapshot-date": newYorkDay(at),
    "time-of-day": timeOfDay,
    "updated-at": offsetTimestamp(at),
  };
}

/** What these accounts never have: other calls, loans, unsettled money. */
const NOTHING = [
  "pending-margin-interest",
  "reg-t-call-value",
  "day-trading-call-value",
  "day-equity-call-value",
  "equity-offering-margin-requirement",
  "bond-margin-requirement",
  "fixed-income-security-margin-requirement",
  "total-pending-liquidity-pool-rebate",
  "special-memorandum-account-apex-adjustment",
];
const NO_EFFECT = [
  "pending-cash",
  "buying-power-adjustment",
  "intraday-equities-cash-amount",
  "intraday-futures-cash-amount",
  "previous-day-cryptocurrency-fiat-amount",
];

const sides = (name: string, { long, short }: Sides): Record<string, number> => ({
  [`long-${name}-value`]: long,
  [`short-${name}-value`]: short,
});

const decimals = (amounts: Record<string, number>): Record<string, string> =>
  Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, decimal(amount, 3)]));

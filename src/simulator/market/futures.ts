/** Futures contracts: which are listed at an instant, and when they end. */

import {
  addDays,
  type Day,
  isTradingDay,
  newYorkDay,
  newYorkInstant,
  nextTradingDay,
  previousTradingDay,
  weekday,
} from "../../core/calendar.ts";
import { onOrBefore, thirdFriday } from "./expirations.ts";
import { FUTURE_TABLE } from "./future_table.ts";
import { RATE } from "./surface.ts";
import { readTracking, rowsOf } from "./table.ts";

/** A product on which futures are listed. */
export interface FutureProduct {
  code: string;
  name: string;
  path: string;
  ratio: number;
  /** What holding the underlying costs on balance, a continuous annual fraction; `null`: the rate less dividends. */
  carry: number | null;
  tick: number;
  multiplier: number;
  months: string;
  listed: number;
  ending: Ending;
  /** Contracts of the front month on an ordinary day. */
  volume: number;
  streamerExchange: string;
}

/** One contract. */
export interface FutureContract {
  /** `/ESZ6`. */
  symbol: string;
  product: FutureProduct;
  year: number;
  /** 1 to 12. */
  month: number;
  lastDay: Day;
  expiresAt: number;
  /** 0 for the contract that ends next. */
  order: number;
}

/** By which rule a product's contracts end. */
export type Ending = "index" | "oil" | "gas" | "metal" | "bond" | "currency";

/** The letters of the months, January first. */
export const MONTH_CODES = "FGHJKMNQUVXZ";

/** Minutes past midnight in New York at which the last trade is possible. */
export const ENDING_TIMES: Record<Ending, number> = {
  index: 9 * 60 + 30,
  oil: 14 * 60 + 30,
  gas: 14 * 60 + 30,
  metal: 13 * 60 + 30,
  bond: 13 * 60 + 1,
  currency: 10 * 60 + 16,
};

/** The futures of the simulated market. */
export interface Futures {
  products: ReadonlyMap<string, FutureProduct>;
  /** The listed contracts of a product, soonest first. */
  contracts(product: FutureProduct, at: number): readonly FutureContract[];
  /** The contract behind a symbol such as `/ESZ6`; `null` unless it is listed at the instant. */
  find(symbol: string, at: number): FutureContract | null;
}

/** The futures, their lists remembered by day. */
export function createFutures(): Futures {
  const products = new Map(rowsOf(FUTURE_TABLE).map((cells) => [cells[0]!, readProduct(cells)]));
  const lists = new Map<string, { day: Day; list: FutureContract[] }>();

  function contracts(product: FutureProduct, at: number): readonly FutureContract[] {
    const day = newYorkDay(at);
    let known = lists.get(product.code);
    if (known?.day !== day) {
      known = { day, list: contractsFrom(product, day) };
      lists.set(product.code, known);
    }
    return known.list.filter(({ expiresAt }) => expiresAt > at).slice(0, product.listed)
      .map((contract, order) => ({ ...contract, order }));
  }

  return {
    products,
    contracts,
    find(symbol, at) {
      const product = products.get(symbol.slice(1, -2));
      if (product === undefined || symbol[0] !== "/") return null;
      return contracts(product, at).find((contract) => contract.symbol === symbol) ?? null;
    },
  };
}

/** The annual rate at which a product's contracts stand above its path; `dividendYield` that of its index. */
export const carryOf = (product: FutureProduct, dividendYield: number): number => product.carry ?? RATE - dividendYield;

function readProduct(cells: string[]): FutureProduct {
  const [code = "", name = "", tracked = "", carry, tick, multiplier, months = "", listed, ending, volume] = cells;
  return {
    code,
    name,
    ...readTracking(tracked),
    carry: carry === "" ? null : Number(carry) / 100,
    tick: Number(tick),
    multiplier: Number(multiplier),
    months,
    listed: Number(listed),
    ending: ending as Ending,
    volume: Number(volume) * 1000,
    streamerExchange: cells[10]!,
  };
}

/** One contract more than are listed: the first may end today. */
function contractsFrom(product: FutureProduct, today: Day): FutureContract[] {
  const found: FutureContract[] = [];
  let year = Number(today.slice(0, 4));
  let month = Number(today.slice(5, 7));
  while (found.length <= product.listed) {
    const code = MONTH_CODES[month - 1]!;
    const lastDay = product.months.includes(code) ? lastDayOf(product.ending, year, month) : "";
    if (lastDay >= today) {
      found.push({
        symbol: `/${product.code}${code}${year % 10}`,
        product,
        year,
        month,
        lastDay,
        expiresAt: newYorkInstant(lastDay, ENDING_TIMES[product.ending]),
        order: 0,
      });
    }
    [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
  }
  return found;
}

function lastDayOf(ending: Ending, year: number, month: number): Day {
  const first = `${year}-${String(month).padStart(2, "0")}-01`;
  switch (ending) {
    case "index":
      return thirdFriday(year, month);
    case "oil":
      // Three business days before the 25th of the month before delivery, or before the last one until then.
      return businessDaysBefore(onOrBefore(`${addDays(first, -1).slice(0, 8)}25`), 3);
    case "gas":
      return businessDaysBefore(first, 3);
    case "metal":
      return businessDaysBefore(nextMonth(year, month), 3);
    case "bond":
      return businessDaysBefore(nextMonth(year, month), 8);
    case "currency": {
      const wednesday = addDays(first, (3 - weekday(first) + 7) % 7 + 14);
      return businessDaysBefore(wednesday, 2);
    }
  }
}

/** The first day of the month after one. */
export const nextMonth = (year: number, month: number): Day =>
  month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, "0")}-01`;

/** The trading day `count` trading days before `day`. */
export function businessDaysBefore(day: Day, count: number): Day {
  let found = isTradingDay(day) ? day : nextTradingDay(day);
  for (let left = count; left > 0; left--) found = previousTradingDay(found);
  return found;
}

/** Options on futures: which are listed at an instant, by the exchanges' naming of weeks and months. */

import {
  addDays,
  type Day,
  isTradingDay,
  newYorkDay,
  newYorkInstant,
  previousTradingDay,
  weekday,
} from "../../core/calendar.ts";
import type { OptionRight } from "../../analytics/pricing/black.ts";
import { thirdFriday } from "./expirations.ts";
import { FUTURE_OPTION_TABLE } from "./future_table.ts";
import { businessDaysBefore, type FutureContract, type Futures, MONTH_CODES, nextMonth } from "./futures.ts";
import type { Prices } from "./prices.ts";
import type { TickRule } from "./spread.ts";
import { rowsOf } from "./table.ts";

/** The options on one future product. */
export interface FutureOptionProduct {
  code: string;
  root: string;
  weeklyRoot: string;
  monthEndRoot: string;
  dailyLetter: string;
  step: number;
  ticks: TickRule;
}

/** One expiration of options on a future. */
export interface FutureOptionExpiration {
  product: FutureOptionProduct;
  /** The option contract, such as `E1AN6`. */
  contract: string;
  future: FutureContract;
  day: Day;
  expiresAt: number;
}

/** An option on a future that is listed. */
export interface ListedFutureOption extends FutureOptionExpiration {
  symbol: string;
  right: OptionRight;
  strike: number;
}

/** The options on the futures of a market. */
export interface FutureOptions {
  products: ReadonlyMap<string, FutureOptionProduct>;
  /** Soonest first. */
  expirations(product: FutureOptionProduct, at: number): readonly FutureOptionExpiration[];
  /** Ascending. */
  strikes(expiration: FutureOptionExpiration, at: number): readonly number[];
  /** The option behind a symbol such as `./ESU6 E1AN6 260706P6260`; `null` unless it is listed and spelled so. */
  find(symbol: string, at: number): ListedFutureOption | null;
}

const SYMBOL = /^\.\/\w+ (\w+) *(\d{2})(\d{2})(\d{2})([CP])(\d+(?:\.\d+)?)$/;
const CLOSE = 16 * 60;
const WEEKS = 4;
const MONTHS = 4;
const SHORT_HORIZON = 14;
/** How many usual deviations of a year the strikes reach. */
const REACH = 1.2;
const REFERENCE_DAYS = 60;

/** The options on `futures`, their lists remembered by day. */
export function createFutureOptions(prices: Prices, futures: Futures): FutureOptions {
  const products = new Map(rowsOf(FUTURE_OPTION_TABLE).map((cells) => [cells[0]!, readProduct(cells)]));
  const lists = new Map<string, { day: Day; list: FutureOptionExpiration[] }>();
  const strikeLists = new Map<string, { index: number; list: number[] }>();

  function expirations(product: FutureOptionProduct, at: number): readonly FutureOptionExpiration[] {
    const day = newYorkDay(at);
    let known = lists.get(product.code);
    if (known?.day !== day) {
      const contracts = futures.contracts(futures.products.get(product.code)!, newYorkInstant(day, 0));
      known = { day, list: expirationsFrom(product, contracts, day) };
      lists.set(product.code, known);
    }
    return known.list;
  }

  function strikes({ product, future }: FutureOptionExpiration, at: number): readonly number[] {
    const index = prices.timeline.indexOf(newYorkDay(at));
    let known = strikeLists.get(product.code);
    if (known?.index !== index) {
      known = { index, list: strikesOn(product, future, index) };
      strikeLists.set(product.code, known);
    }
    return known.list;
  }

  /** The same for all expirations of a product: around the closes of the last months. */
  function strikesOn({ step }: FutureOptionProduct, { product }: FutureContract, index: number): number[] {
    const path = prices.path(product.path);
    let [low, high] = [Infinity, -Infinity];
    for (let day = Math.max(0, index - REFERENCE_DAYS); day < index; day++) {
      low = Math.min(low, path.end(2 * day + 1));
      high = Math.max(high, path.end(2 * day + 1));
    }
    const reach = Math.min(0.7, REACH * prices.laws.get(product.path)!.volatility);
    const [from, to] = [product.ratio * Math.exp(low - reach), product.ratio * Math.exp(high + reach)];
    const near = [product.ratio * Math.exp(low - reach / 3), product.ratio * Math.exp(high + reach / 3)] as const;
    const strikes: number[] = [];
    for (let count = Math.ceil(from / step); count * step <= to; count++) {
      const strike = Math.round(count * step * 1e6) / 1e6;
      if (count % 5 === 0 || (strike >= near[0] && strike <= near[1])) strikes.push(strike);
    }
    return strikes;
  }

  return {
    products,
    expirations,
    strikes,
    find(symbol, at) {
      const parts = SYMBOL.exec(symbol);
      if (parts === null) return null;
      const [, contract, year, month, date, letter, strike] = parts;
      for (const product of products.values()) {
        const found = expirations(product, at).find((expiration) =>
          expiration.contract === contract && expiration.day === `20${year}-${month}-${date}`
        );
        if (found === undefined) continue;
        const right = letter === "C" ? "call" : "put";
        const option = { ...found, symbol, right, strike: Number(strike) } as const;
        return formatFutureOption(option) === symbol && strikes(found, at).includes(option.strike) ? option : null;
      }
      return null;
    },
  };
}

/** The broker's symbol of an option on a future. */
export function formatFutureOption(
  { future, contract, day, right, strike }: Omit<ListedFutureOption, "symbol">,
): string {
  const date = day.slice(2).replaceAll("-", "");
  return `.${future.symbol} ${contract.padEnd(6)}${date}${right === "call" ? "C" : "P"}${strike}`;
}

function readProduct(cells: string[]): FutureOptionProduct {
  const [code = "", root = "", weeklyRoot = "", monthEndRoot = "", dailyLetter = "", step, ticks = ""] = cells;
  return { code, root, weeklyRoot, monthEndRoot, dailyLetter, step: Number(step), ticks: readTicks(ticks) };
}

/** `.05<5 .25`: a tick of 0.05 below 5, of 0.25 from there on. */
function readTicks(cell: string): TickRule {
  const [small, below = 0, large = small] = cell.split(/[< ]/).map(Number) as [number, number?, number?];
  return { below, small, large };
}

function expirationsFrom(product: FutureOptionProduct, futures: readonly FutureContract[], today: Day) {
  const contracts = new Map<Day, string>();
  const name = (root: string, day: Day) => `${root}${MONTH_CODES[Number(day.slice(5, 7)) - 1]}${day[3]}`;
  // The first to claim a day keeps it: standard options, then those at the end of a month, then weeklies.
  const claim = (day: Day, contract: string) => {
    if (day >= today && !contracts.has(day)) contracts.set(day, contract);
  };
  for (const future of futures) {
    const day = standardDay(future);
    if (day !== null) claim(day, `${product.root}${future.symbol.slice(-2)}`);
  }
  if (product.monthEndRoot !== "") {
    for (const day of monthEnds(today)) claim(day, name(product.monthEndRoot, day));
  }
  const friday = addDays(today, (5 - weekday(today) + 7) % 7);
  for (let week = 0; week < WEEKS && product.weeklyRoot !== ""; week++) {
    const day = addDays(friday, 7 * week);
    if (isTradingDay(day)) claim(day, name(`${product.weeklyRoot}${weekOfMonth(day)}`, day));
  }
  for (let ahead = 0; ahead < SHORT_HORIZON && product.dailyLetter !== ""; ahead++) {
    const day = addDays(today, ahead);
    const letter = "ABCD"[weekday(day) - 1];
    if (letter !== undefined && isTradingDay(day)) {
      claim(day, name(`${product.dailyLetter}${weekOfMonth(day)}${letter}`, day));
    }
  }
  return [...contracts].sort().flatMap(([day, contract]) => {
    const future = futures.find((candidate) => candidate.lastDay >= day);
    // On a contract's last day its options end with it: those of equity indices in the morning.
    const expiresAt = Math.min(newYorkInstant(day, CLOSE), future?.expiresAt ?? 0);
    return future === undefined ? [] : [{ product, contract, future, day, expiresAt }];
  });
}

/** When the standard options on a contract expire; `null` for products that have none of their own. */
function standardDay({ product, year, month, lastDay }: FutureContract): Day | null {
  const first = `${year}-${String(month).padStart(2, "0")}-01`;
  switch (product.ending) {
    case "index":
      return thirdFriday(year, month);
    case "oil":
      return businessDaysBefore(lastDay, 3);
    case "gas":
      return previousTradingDay(lastDay);
    case "metal":
      return businessDaysBefore(first, 4);
    case "bond": {
      let day = businessDaysBefore(first, 3);
      while (weekday(day) !== 5) day = previousTradingDay(day);
      return day;
    }
    case "currency":
      return null;
  }
}

function monthEnds(today: Day): Day[] {
  const days: Day[] = [];
  let [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))];
  while (days.length < MONTHS) {
    days.push(previousTradingDay(nextMonth(year, month)));
    [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
  }
  return days;
}

/** Which Monday (or Tuesday ...) of its month a day is. */
const weekOfMonth = (day: Day): number => Math.ceil(Number(day.slice(8)) / 7);

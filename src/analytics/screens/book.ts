/** A board prepared for searching: a number for every contract, columns over all, ladders of what can be traded. */

import { black } from "../pricing/black.ts";
import type { Lognormal } from "../probability/terminal.ts";
import type { Board, ExpirationBoard } from "./board.ts";
import { createLadder, type Ladder } from "./ladder.ts";
import { isVolatility, type Liquidity, refusalOf, type Refusals, USUAL_LIQUIDITY } from "./liquidity.ts";
import { createTermCurve } from "./term_curve.ts";

/** A place for every contract, by expiration, calls before puts, ascending by strike. Dollars per share. */
export interface Columns {
  strike: Float64Array;
  bid: Float64Array;
  ask: Float64Array;
  mid: Float64Array;
  volatility: Float64Array;
  delta: Float64Array;
  theta: Float64Array;
  /** By Black's formula at its own volatility, and at the forecast (NaN without one). */
  worth: Float64Array;
  forecastWorth: Float64Array;
  /** What it would pay if it expired now. */
  intrinsic: Float64Array;
}

export interface Book extends Columns {
  board: Board;
  /** Soonest first; expirations that cannot be judged are left out. */
  shelves: readonly Shelf[];
  /** The forward for so many years, and the distribution of the price then, by the volatilities at the money. */
  forwardAt(years: number): number;
  outlookAt(years: number): Lognormal;
  /** The volatility that is expected, an annualized fraction, or `null`. */
  forecast: number | null;
  /** What a contract costs and brings where orders are assumed to be filled. */
  paid: Float64Array;
  got: Float64Array;
  refusals: Refusals;
}

/** One expiration of the book. */
export interface Shelf {
  expiration: ExpirationBoard;
  /** The number of its first contract, a call. */
  start: number;
  years: number;
  daysLeft: number;
  forward: number;
  /** ln S at expiration is normal with this mean and deviation, by the expiration's own volatility. */
  mean: number;
  deviation: number;
  /** What a dollar at expiration costs now. */
  discount: number;
  calls: Ladder;
  puts: Ladder;
}

export interface BookOptions {
  liquidity?: Partial<Liquidity> | undefined;
  /** A volatility that is expected instead of the market's. */
  forecast?: number | null | undefined;
  /** Where orders are assumed to be filled: in the middle, or at the other side's price. `mid` when missing. */
  fill?: "mid" | "natural" | undefined;
}

/** Prepares `board`; `RangeError` for a forecast, spot price or rate that makes no sense. */
export function createBook(board: Board, { liquidity, forecast = null, fill = "mid" }: BookOptions = {}): Book {
  if (forecast !== null && !isVolatility(forecast)) {
    throw new RangeError(`forecast must be an annualized fraction, not ${forecast}`);
  }
  assertPrice("spot", board.spot);
  assertPrice("multiplier", board.multiplier);
  if (!(Math.abs(board.rate) <= 1)) throw new RangeError(`rate must be an annual fraction, not ${board.rate}`);
  const limits: Liquidity = { ...USUAL_LIQUIDITY, ...liquidity };
  const refusals: Refusals = { noMarket: 0, wideSpread: 0, openInterest: 0, volume: 0, noGreeks: 0, noExpiration: 0 };
  const columns = createColumns(board.expirations.reduce((sum, { strikes }) => sum + 2 * strikes.length, 0));
  const shelves: Shelf[] = [];
  let start = 0;
  for (const expiration of board.expirations) {
    const { strikes, years, daysLeft, forward, volatility } = expiration;
    const count = strikes.length;
    if (years > 0 && years < MOST_YEARS && isPrice(forward) && isVolatility(volatility) && daysLeft >= 0) {
      const deviation = volatility * Math.sqrt(years);
      const discount = Math.exp(-board.rate * years);
      const copy = (right: "call" | "put", first: number): Ladder =>
        createLadder(
          copySide({ spot: board.spot, expiration, discount, forecast, limits }, right, first, columns, refusals),
          columns.strike,
          columns.delta,
        );
      shelves.push({
        expiration,
        start,
        years,
        daysLeft,
        forward,
        mean: Math.log(forward) - deviation * deviation / 2,
        deviation,
        discount,
        calls: copy("call", start),
        puts: copy("put", start + count),
      });
    } else refusals.noExpiration += 2 * count;
    start += 2 * count;
  }
  shelves.sort((a, b) => a.years - b.years || a.start - b.start);
  return {
    ...columns,
    board,
    shelves,
    ...createOutlook(board.spot, shelves),
    forecast,
    paid: fill === "mid" ? columns.mid : columns.ask,
    got: fill === "mid" ? columns.mid : columns.bid,
    refusals,
  };
}

function createOutlook(spot: number, shelves: readonly Shelf[]): Pick<Book, "forwardAt" | "outlookAt"> {
  const level = createTermCurve(
    Math.log(spot),
    shelves.map(({ years, forward }) => ({ years, value: Math.log(forward) })),
  );
  const variance = createTermCurve(0, shelves.map(({ years, deviation }) => ({ years, value: deviation ** 2 })));
  return {
    forwardAt: (years) => Math.exp(level(years)),
    outlookAt: (years) => ({ mean: level(years) - variance(years) / 2, deviation: Math.sqrt(variance(years)) }),
  };
}

function createColumns(size: number): Columns {
  const column = () => new Float64Array(size);
  return {
    strike: column(),
    bid: column(),
    ask: column(),
    mid: column(),
    volatility: column(),
    delta: column(),
    theta: column(),
    worth: column(),
    forecastWorth: column().fill(NaN),
    intrinsic: column(),
  };
}

interface Terms {
  spot: number;
  expiration: ExpirationBoard;
  discount: number;
  forecast: number | null;
  limits: Liquidity;
}

/** Copies what can be traded into `columns` from `first` on, and gives the numbers of that. */
function copySide(
  { spot, expiration, discount, forecast, limits }: Terms,
  right: "call" | "put",
  first: number,
  columns: Columns,
  refusals: Refusals,
): Int32Array {
  const { strikes, years, forward } = expiration;
  const side = expiration[right];
  const ids = new Int32Array(strikes.length);
  let count = 0;
  for (let row = 0; row < strikes.length; row++) {
    const strike = strikes[row]!;
    const refusal = isPrice(strike) ? refusalOf(side, row, limits) : "noMarket";
    if (refusal !== null) {
      refusals[refusal]++;
      continue;
    }
    const id = first + row;
    const volatility = side.volatility[row]!;
    columns.strike[id] = strike;
    columns.bid[id] = side.bid[row]!;
    columns.ask[id] = side.ask[row]!;
    columns.mid[id] = (side.bid[row]! + side.ask[row]!) / 2;
    columns.volatility[id] = volatility;
    columns.delta[id] = side.delta[row]!;
    columns.theta[id] = side.theta[row]!;
    columns.worth[id] = black(forward, strike, years, volatility, discount, right);
    if (forecast !== null) columns.forecastWorth[id] = black(forward, strike, years, forecast, discount, right);
    columns.intrinsic[id] = Math.max(0, right === "call" ? spot - strike : strike - spot);
    ids[count++] = id;
  }
  return ids.subarray(0, count);
}

/** Beyond these no price and no time of this world is. */
const LARGEST_PRICE = 1e9;
const MOST_YEARS = 100;

const isPrice = (value: number): boolean => value > 1 / LARGEST_PRICE && value < LARGEST_PRICE;

function assertPrice(name: string, value: number): void {
  if (!isPrice(value)) throw new RangeError(`${name} must be positive, not ${value}`);
}

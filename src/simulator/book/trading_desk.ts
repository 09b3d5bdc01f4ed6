/** Where a simulated customer trades: finds contracts and fills orders at the market of the instant. */

import type { OptionRight } from "../../analytics/pricing/black.ts";
import { daysBetween, newYorkDay } from "../../core/calendar.ts";
import { formatOptionSymbol } from "../../core/symbol.ts";
import type { Expiration } from "../market/expirations.ts";
import { formatFutureOption, type FutureOptionExpiration } from "../market/future_options.ts";
import type { Market } from "../market/market.ts";
import { downToTick, type Quote, upToTick } from "../market/quote.ts";
import { roundBy, tickOf } from "../market/spread.ts";
import { tradingCosts } from "./fees.ts";
import {
  coinInstrument,
  futureInstrument,
  futureOptionInstrument,
  type Instrument,
  optionInstrument,
  quoteOf,
  shareInstrument,
} from "./instrument.ts";
import { type Ledger, SETTLEMENT } from "./ledger.ts";
import { type Action, centsOf, type Entry, FREE } from "./transaction.ts";

/** One part of an order: `quantity` below 0 is sold. */
export interface OrderLeg {
  instrument: Instrument;
  quantity: number;
  /** Whether it ends what is held. */
  closes?: boolean;
}

/** A customer's view of the market at one instant. */
export interface TradingDesk {
  at: number;
  market: Market;
  /** What is held of a symbol; negative when sold. */
  held(symbol: string): number;
  /** Fills an order inside the market; answers what it brought in before costs, in cents (negative: what it took). */
  order(legs: readonly OrderLeg[]): number;
  /** What closing would take (or, negative, bring) at the middle of the market, in cents. */
  costToClose(legs: readonly OrderLeg[]): number;
  quote(instrument: Instrument): Quote;
  share(symbol: string): Instrument;
  coin(symbol: string): Instrument;
  /** The contract of a product that ends next, but not within so many days. */
  future(product: string, leastDays: number): Instrument;
  /** The expiration of options on a share, fund or index nearest to so many days away. */
  expiration(symbol: string, days: number): Expiration;
  /** The option with the delta nearest to `delta` (0 to 1), no matter the sign. */
  option(symbol: string, expiration: Expiration, right: OptionRight, delta: number): Instrument;
  /** The listed option of a strike nearest to one. */
  optionAt(symbol: string, expiration: Expiration, right: OptionRight, strike: number): Instrument;
  /** The same for options on the futures of a product. */
  futureOption(product: string, days: number, right: OptionRight, delta: number): Instrument;
}

/** Calendar days from an instant to the expiration of something that expires. */
export const daysLeft = ({ expiresAt }: Instrument, at: number): number =>
  daysBetween(newYorkDay(at), newYorkDay(expiresAt!));

/** Strikes that are a multiple of so many steps stay listed however far the price wanders. */
const LASTING_STEPS = 5;

/** A desk at `at`: reads what is held from `ledger` and enters what is traded with `enter`. */
export function openDesk(
  { market, at, ledger, enter, nextOrder }: {
    market: Market;
    at: number;
    ledger: () => Ledger;
    enter: (entry: Entry) => void;
    nextOrder: () => number;
  },
): TradingDesk {
  const quote = (instrument: Instrument): Quote => quoteOf(market, instrument, at);
  const held = (symbol: string): number => ledger().positions.get(symbol)?.quantity ?? 0;

  function fill({ instrument, quantity, closes = false }: OrderLeg, order: Entry["order"]): number {
    const action = actionOf(quantity, closes);
    const price = fillPrice(instrument, quote(instrument), quantity);
    const size = Math.abs(quantity);
    const isFuture = instrument.type === "Future";
    if (isFuture && closes) settleFuture(instrument, size, price);
    const value = isFuture ? 0 : -Math.sign(quantity) * centsOf(instrument, size, price);
    enter({
      at,
      type: "Trade",
      subType: action,
      description: `${quantity > 0 ? "Bought" : "Sold"} ${size} ${instrument.title} @ ${priceText(price)}`,
      value,
      costs: tradingCosts(instrument, action, size, price),
      instrument,
      move: { action, quantity: size, price },
      order,
    });
    return value;
  }

  /** The gain since the last settlement of what is about to be closed. */
  function settleFuture(instrument: Instrument, size: number, price: number): void {
    const { quantity, settledValue } = ledger().positions.get(instrument.symbol)!;
    const closed = Math.sign(quantity) * centsOf(instrument, size, price);
    enter(settlementEntry(instrument, at, closed - Math.round(settledValue * size / Math.abs(quantity)), price));
  }

  /** The strike of the option whose delta is nearest: deltas of calls fall with the strike, those of puts rise. */
  function strikeNear(
    strikes: readonly number[],
    right: OptionRight,
    wanted: number,
    deltaOf: (strike: number) => number,
  ) {
    let [low, high] = [0, strikes.length - 1];
    if (high < 0) throw new RangeError("no strike to choose from");
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      const isAbove = Math.abs(deltaOf(strikes[middle]!)) > wanted;
      if (isAbove === (right === "call")) low = middle;
      else high = middle;
    }
    const distance = (index: number) => Math.abs(Math.abs(deltaOf(strikes[index]!)) - wanted);
    return strikes[distance(low) <= distance(high) ? low : high]!;
  }

  function optionAt(symbol: string, { root, day }: Expiration, right: OptionRight, strike: number): Instrument {
    const found = market.chains.find(formatOptionSymbol({ root, expiration: day, right, strike }), at);
    if (found === null) throw new RangeError(`no ${right} of ${symbol} at ${strike}`);
    return optionInstrument(found);
  }

  const strikesOf = (symbol: string, expiration: Expiration): readonly number[] =>
    market.chains.strikes(market.prices.listings.get(symbol)!, expiration, at);

  return {
    at,
    market,
    held,
    quote,
    order(legs) {
      const order = { id: nextOrder(), legs: legs.length };
      return legs.reduce((sum, leg) => sum + fill(leg, order), 0);
    },
    costToClose: (legs) =>
      legs.reduce((sum, { instrument, quantity }) => {
        const { bid, ask } = quote(instrument);
        return sum + centsOf(instrument, quantity, (bid! + ask!) / 2);
      }, 0),
    share: (symbol) => shareInstrument(market.prices.listings.get(symbol)!),
    coin: (symbol) => coinInstrument(market.cryptocurrencies.coins.get(symbol)!),
    future(product, leastDays) {
      const contracts = market.futures.contracts(market.futures.products.get(product)!, at);
      const today = newYorkDay(at);
      return futureInstrument(contracts.find(({ lastDay }) => daysBetween(today, lastDay) > leastDays)!);
    },
    expiration(symbol, days) {
      const all = market.chains.expirations(market.prices.listings.get(symbol)!, at);
      return nearest(all.filter(({ settlement }) => settlement === "PM"), ({ day }) => day, days, at);
    },
    option(symbol, expiration, right, delta) {
      const named = (strike: number) => optionAt(symbol, expiration, right, strike);
      const strikes = strikesOf(symbol, expiration);
      return named(strikeNear(strikes, right, delta, (strike) => quote(named(strike)).option!.delta));
    },
    optionAt(symbol, expiration, right, strike) {
      const strikes = strikesOf(symbol, expiration);
      const near = strikes.reduce((best, one) => Math.abs(one - strike) < Math.abs(best - strike) ? one : best);
      return optionAt(symbol, expiration, right, near);
    },
    futureOption(product, days, right, delta) {
      const options = market.futureOptions;
      const listed = options.products.get(product)!;
      const standing = options.expirations(listed, at).filter(({ contract }) => !/\d/.test(contract.slice(0, -2)));
      const expiration = nearest(standing, ({ day }) => day, days, at);
      const step = listed.step * LASTING_STEPS;
      const strikes = options.strikes(expiration, at).filter((strike) => Number.isInteger(strike / step));
      const named = (strike: number) => futureOptionAt(market, expiration, right, strike, at);
      return named(strikeNear(strikes, right, delta, (strike) => quote(named(strike)).option!.delta));
    },
  };
}

function futureOptionAt(
  market: Market,
  expiration: FutureOptionExpiration,
  right: OptionRight,
  strike: number,
  at: number,
): Instrument {
  const symbol = formatFutureOption({ ...expiration, right, strike });
  return futureOptionInstrument(market.futureOptions.find(symbol, at)!);
}

function nearest<Item>(items: readonly Item[], dayOf: (item: Item) => string, days: number, at: number): Item {
  const today = newYorkDay(at);
  const distance = (item: Item) => Math.abs(daysBetween(today, dayOf(item)) - days);
  return items.reduce((best, item) => distance(item) < distance(best) ? item : best);
}

/** What buys or sells, to open or to close. */
function actionOf(quantity: number, closes: boolean): Action {
  const side = quantity > 0 ? "Buy" : "Sell";
  return closes ? `${side} to Close` : `${side} to Open`;
}

/** The middle of the market, a tick to the worse side where it lies between ticks. */
export function fillPrice({ ticks }: Instrument, { bid, ask }: Quote, quantity: number): number {
  const middle = (bid! + ask!) / 2;
  if (quantity > 0) return Math.min(ask!, roundBy(ticks, middle, upToTick));
  // Somebody pays a tick even for what has no bid.
  return Math.max(bid!, roundBy(ticks, middle, downToTick), tickOf(ticks, 0));
}

/** The line with which a future's gain comes into the cash. */
export const settlementEntry = (instrument: Instrument, at: number, value: number, price: number): Entry => ({
  at,
  type: "Money Movement",
  subType: SETTLEMENT,
  description: `${instrument.symbol} mark to market at ${priceText(price)}`,
  value,
  costs: FREE,
  instrument,
  move: null,
  order: null,
});

/** At least two decimal places, and no more than there are. */
export function priceText(price: number): string {
  const [whole, decimals = ""] = String(Math.round(price * 1e8) / 1e8).split(".");
  return `${whole}.${decimals.padEnd(2, "0")}`;
}

/**
 * Strangles that come under pressure: one side of them is in the money, or nearly, for most of their life.
 *
 * A simulated customer can be unlucky on purpose, because the market's path is known to whoever made it: of some names the
 * one is chosen that will be beyond its strikes for the most days.
 */

import { addDays, newYorkDay, newYorkInstant } from "../../../core/calendar.ts";
import { onTradingDay } from "../../market/events.ts";
import { daysLeft, type OrderLeg, type TradingDesk } from "../trading_desk.ts";
import { closingLegs } from "./short_premium.ts";
import type { Strategy } from "./strategy.ts";

const DELTA = 0.25;
const DAYS = 49;
/** How many usual deviations the strikes of that delta are away. */
const DEVIATIONS = 0.7;
const EXIT_DAYS = 21;
/** The next one is opened when the last has so many days left: by then it will have been tested. */
const NEXT_DAYS = 36;
/** Calendar days after the opening on which the path is looked at. */
const LOOKED_AT = [6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28];
const NOON = 12 * 60;

/** Strangles of `count` contracts on whichever of `symbols` suits. */
export function testedStrangle(minutes: number, symbols: readonly string[], count: number): Strategy {
  let open: OrderLeg[][] = [];
  return {
    minutes,
    step(desk) {
      const left = (legs: OrderLeg[]) => daysLeft(legs[0]!.instrument, desk.at);
      for (const legs of open) if (left(legs) <= EXIT_DAYS) desk.order(closingLegs(legs));
      open = open.filter((legs) => left(legs) > EXIT_DAYS);
      if (open.some((legs) => left(legs) > NEXT_DAYS)) return;
      const taken = open.map((legs) => legs[0]!.instrument.underlying);
      const unlucky = symbols.filter((symbol) => !taken.includes(symbol))
        .map((symbol) => ({ symbol, days: daysTested(desk, symbol) }))
        .reduce((worst, one) => one.days > worst.days ? one : worst);
      const legs = strangle(desk, unlucky.symbol, count);
      desk.order(legs);
      open.push(legs);
    },
  };
}

function strangle(desk: TradingDesk, symbol: string, count: number): OrderLeg[] {
  const expiration = desk.expiration(symbol, DAYS);
  return (["put", "call"] as const).map((right) => ({
    instrument: desk.option(symbol, expiration, right, DELTA),
    quantity: -count,
  }));
}

/** On how many of the days looked at the price will have moved further than the strikes are away. */
function daysTested({ market, at }: TradingDesk, symbol: string): number {
  const listing = market.prices.listings.get(symbol)!;
  const reach = DEVIATIONS * listing.volatility * Math.sqrt(DAYS / 365);
  const spot = market.prices.at(listing, at);
  return LOOKED_AT.filter((days) => {
    const later = newYorkInstant(onTradingDay(addDays(newYorkDay(at), days)), NOON);
    return Math.abs(Math.log(market.prices.at(listing, later) / spot)) > reach;
  }).length;
}

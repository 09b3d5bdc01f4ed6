/** Options are sold for what time takes off them, bought back early, and sold again. */

import { daysLeft, type OrderLeg, type TradingDesk } from "../trading_desk.ts";
import type { Strategy } from "./strategy.ts";

/** Which options to sell (and buy against them) when nothing is held. */
export type Choose = (desk: TradingDesk) => OrderLeg[];

/** The share of the credit at which a profit is taken. */
const TARGET = 0.5;
/** The days left at which a position is ended whatever it brings. */
const EXIT_DAYS = 21;
/** Calendar days from the opening to the expiration. */
export const USUAL_DAYS = 45;

/** Holds what `choose` says, from one closing to the next opening without a gap. */
export function shortPremium(minutes: number, choose: Choose): Strategy {
  let legs: OrderLeg[] = [];
  let credit = 0;
  return {
    minutes,
    step(desk) {
      if (legs.length > 0) {
        const closing = closingLegs(legs);
        const isDue = daysLeft(legs[0]!.instrument, desk.at) <= EXIT_DAYS;
        if (!isDue && desk.costToClose(closing) > (1 - TARGET) * credit) return;
        desk.order(closing);
      }
      legs = choose(desk);
      credit = desk.order(legs);
    },
  };
}

/** The legs that end what some legs began. */
export const closingLegs = (legs: readonly OrderLeg[]): OrderLeg[] =>
  legs.map(({ instrument, quantity }) => ({ instrument, quantity: -quantity, closes: true }));

/** A put and a call sold at `delta`, and others bought `width` dollars further out. */
export const ironCondor = (symbol: string, count: number, delta: number, width: number): Choose => (desk) => {
  const expiration = desk.expiration(symbol, USUAL_DAYS);
  return (["put", "call"] as const).flatMap((right): OrderLeg[] => {
    const sold = desk.option(symbol, expiration, right, delta);
    const { strike } = sold.option!;
    const bought = desk.optionAt(symbol, expiration, right, right === "put" ? strike - width : strike + width);
    return [{ instrument: sold, quantity: -count }, { instrument: bought, quantity: count }];
  });
};

/** Puts sold at `delta`. */
export const shortPut = (symbol: string, count: number, delta: number): Choose => (desk) => [
  { instrument: desk.option(symbol, desk.expiration(symbol, USUAL_DAYS), "put", delta), quantity: -count },
];

/** Puts and calls on a product's futures sold at `delta`. */
export const futureStrangle = (product: string, count: number, delta: number): Choose => (desk) =>
  (["put", "call"] as const).map((right): OrderLeg => ({
    instrument: desk.futureOption(product, USUAL_DAYS, right, delta),
    quantity: -count,
  }));

/** Puts until shares are put, then calls on the shares until they are called. */

import { daysLeft, type OrderLeg, type TradingDesk } from "../trading_desk.ts";
import type { Strategy } from "./strategy.ts";

const PUT_DELTA = 0.35;
const CALL_DELTA = 0.3;
const DAYS = 38;
/** A put in the money is moved to a later month with so many days left, this often; then the shares are taken. */
const ROLL_DAYS = 12;
const ROLLS = 2;
const ROLLED_TO_DAYS = 42;
/** The share of the credit at which a profit is taken. */
const TARGET = 0.75;
/** Dollars a share for which a call is worth selling. */
const LEAST_PREMIUM = 0.25;
const LOT = 100;

/** A wheel of `count` contracts. */
export function wheel(minutes: number, symbol: string, count: number): Strategy {
  let sold: OrderLeg | null = null;
  let credit = 0;
  let rolls = 0;
  /** The strike at which the shares came: calls are sold no lower while that pays. */
  let basis = 0;

  function sell(desk: TradingDesk, leg: OrderLeg): void {
    sold = leg;
    credit = desk.order([leg]);
  }

  function sellNext(desk: TradingDesk): void {
    const expiration = desk.expiration(symbol, DAYS);
    if (desk.held(symbol) < LOT * count) {
      rolls = 0;
      return sell(desk, { instrument: desk.option(symbol, expiration, "put", PUT_DELTA), quantity: -count });
    }
    const call = desk.option(symbol, expiration, "call", CALL_DELTA);
    const atBasis = desk.optionAt(symbol, expiration, "call", basis);
    const isWorthIt = desk.quote(atBasis).bid! >= LEAST_PREMIUM;
    // Shares far under water are let go for less rather than held for pennies.
    sell(desk, { instrument: call.option!.strike < basis && isWorthIt ? atBasis : call, quantity: -count });
  }

  /** Buys the put back and sells one of the same strike that lasts longer. */
  function roll(desk: TradingDesk, { instrument }: OrderLeg): void {
    const later = desk.optionAt(symbol, desk.expiration(symbol, ROLLED_TO_DAYS), "put", instrument.option!.strike);
    const legs = [{ instrument, quantity: count, closes: true }, { instrument: later, quantity: -count }];
    if (desk.costToClose([{ instrument: later, quantity: count }]) <= desk.costToClose([legs[0]!])) return;
    rolls++;
    credit += desk.order(legs);
    sold = legs[1]!;
  }

  return {
    minutes,
    step(desk) {
      const isOpen = sold !== null && desk.held(sold.instrument.symbol) !== 0;
      if (!isOpen) {
        const ended = sold?.instrument.option;
        if (ended?.right === "put") basis = ended.strike;
        return sellNext(desk);
      }
      const leg = sold!;
      const closing = { instrument: leg.instrument, quantity: count, closes: true };
      if (desk.costToClose([closing]) <= (1 - TARGET) * credit) {
        desk.order([closing]);
        return sellNext(desk);
      }
      const { right, strike } = leg.instrument.option!;
      const isTested = right === "put" && desk.quote(desk.share(symbol)).mark < strike;
      if (isTested && rolls < ROLLS && daysLeft(leg.instrument, desk.at) <= ROLL_DAYS) roll(desk, leg);
    },
  };
}

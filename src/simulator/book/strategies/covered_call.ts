/** Shares that are kept, with calls sold against them. */

import { daysLeft, type OrderLeg } from "../trading_desk.ts";
import { closingLegs } from "./short_premium.ts";
import type { Strategy } from "./strategy.ts";

const DELTA = 0.25;
const DAYS = 42;
const EXIT_DAYS = 15;
const TARGET = 0.5;
const LOT = 100;

/** `count` lots of a hundred shares; the calls are moved on before they end, so that the shares stay. */
export function coveredCall(minutes: number, symbol: string, count: number): Strategy {
  let sold: OrderLeg[] = [];
  let credit = 0;
  return {
    minutes,
    step(desk) {
      const missing = LOT * count - desk.held(symbol);
      if (missing > 0) desk.order([{ instrument: desk.share(symbol), quantity: missing }]);
      if (sold.length > 0) {
        const closing = closingLegs(sold);
        const isDue = daysLeft(sold[0]!.instrument, desk.at) <= EXIT_DAYS;
        if (!isDue && desk.costToClose(closing) > (1 - TARGET) * credit) return;
        const next = sale(desk.option(symbol, desk.expiration(symbol, DAYS), "call", DELTA));
        const isSame = next[0]!.instrument.symbol === sold[0]!.instrument.symbol;
        // A call that has paid early is not sold again before the next month is there.
        if (isSame) return;
        desk.order([...closing, ...next]);
        credit = desk.costToClose(closingLegs(next));
        sold = next;
        return;
      }
      sold = sale(desk.option(symbol, desk.expiration(symbol, DAYS), "call", DELTA));
      credit = desk.order(sold);
    },
  };

  function sale(instrument: OrderLeg["instrument"]): OrderLeg[] {
    return [{ instrument, quantity: -count }];
  }
}

/** Habits without options: shares and coins bought month by month, a future kept from quarter to quarter. */

import { newYorkDay } from "../../../core/calendar.ts";
import { daysLeft, type OrderLeg } from "../trading_desk.ts";
import { closingLegs } from "./short_premium.ts";
import type { Strategy } from "./strategy.ts";

/** A future is moved to the next contract with so many days left. */
const ROLL_DAYS = 16;
/** Purchases of coins after which the oldest is sold again. */
const COINS_KEPT = 10;

/** `first` shares at once and `monthly` more on the first trading day of each month. */
export function sharesEachMonth(minutes: number, symbol: string, first: number, monthly: number): Strategy {
  let month: string | null = null;
  return {
    minutes,
    step(desk) {
      const now = newYorkDay(desk.at).slice(0, 7);
      const quantity = month === null ? first : monthly;
      if (now === month) return;
      month = now;
      if (quantity > 0) desk.order([{ instrument: desk.share(symbol), quantity }]);
    },
  };
}

/** `dollars` of a coin each month; once there are many purchases the oldest is sold each time. */
export function coinsEachMonth(minutes: number, symbol: string, dollars: number): Strategy {
  const bought: number[] = [];
  let month = "";
  return {
    minutes,
    step(desk) {
      const now = newYorkDay(desk.at).slice(0, 7);
      if (now === month) return;
      month = now;
      const instrument = desk.coin(symbol);
      if (bought.length === COINS_KEPT) desk.order([{ instrument, quantity: -bought.shift()!, closes: true }]);
      const quantity = Math.round(dollars / desk.quote(instrument).ask! * 1e6) / 1e6;
      desk.order([{ instrument, quantity }]);
      bought.push(quantity);
    },
  };
}

/** Contracts of a product, moved to the next one before they end. */
export function keptFuture(minutes: number, product: string, count: number): Strategy {
  let held: OrderLeg[] = [];
  return {
    minutes,
    step(desk) {
      if (held.length > 0 && daysLeft(held[0]!.instrument, desk.at) > ROLL_DAYS) return;
      const next = [{ instrument: desk.future(product, ROLL_DAYS), quantity: count }];
      desk.order([...closingLegs(held), ...next]);
      held = next;
    },
  };
}

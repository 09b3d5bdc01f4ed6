/** The tapes of futures contracts. */

import { newYorkInstant } from "../../core/calendar.ts";
import { type FutureQuotes, futureSessionOf, previousSessionDay } from "./future_quotes.ts";
import type { Futures } from "./futures.ts";
import type { Prices } from "./prices.ts";
import { lastTradedAt } from "./sessions.ts";
import { barOf, type Session, type Tape } from "./tape.ts";

const EVENING = 17 * 60;

/**
 * The tape of a contract from when it was listed on. Sessions run from the evening before and know no regular hours.
 * The bar of a finished day ends with the settlement of four o'clock, as its quote does; trading goes on until five.
 */
export function createFutureTape(prices: Prices, futures: Futures, quotes: FutureQuotes, symbol: string): Tape {
  function sessionOf(at: number): Session | null {
    const { day, openAt } = futureSessionOf(at);
    const closeAt = Math.min(at, lastTradedAt("future", newYorkInstant(day, EVENING)));
    const contract = futures.find(symbol, closeAt);
    if (contract === null) return null;
    const volumeAt = (instant: number) => instant <= openAt ? 0 : quotes.volume(contract, instant);
    const volatility = (instant: number) => () => prices.volatilityAt(contract.product.path, instant);
    const asIs = (price: number) => price;
    return {
      day,
      openAt,
      closeAt,
      bar() {
        const quote = quotes.quote(contract, closeAt);
        const { open, high, low, close, last, volume } = quote;
        return barOf({ open: open!, high: high!, low: low!, close: close ?? last! }, asIs, {
          volume,
          volatility: volatility(closeAt),
        });
      },
      between: (fromAt, toAt) =>
        barOf(quotes.between(contract, fromAt, toAt), asIs, {
          volume: volumeAt(toAt) - volumeAt(fromAt),
          volatility: volatility(toAt),
        }),
    };
  }

  return {
    *sessions(at) {
      for (let endAt = at;;) {
        const session = sessionOf(endAt);
        if (session === null) return;
        yield session;
        const day = previousSessionDay(session.day);
        // The first close of a day is what the second day's figures are compared with.
        if (day <= prices.timeline.dayOf(1)) return;
        endAt = lastTradedAt("future", newYorkInstant(day, EVENING));
      }
    },
  };
}

/** The tape of every instrument. */

import type { InstrumentType } from "../../core/symbol.ts";
import { newYorkInstant, previousTradingDay, tradingDay } from "../../core/calendar.ts";
import { createCoinTape } from "./coin_tape.ts";
import { type FutureQuotes, futureSessionOf, previousSessionDay } from "./future_quotes.ts";
import { createFutureTape } from "./future_tape.ts";
import type { Market } from "./market.ts";
import { createOptionTape, type OptionHours } from "./option_tape.ts";
import { lastTradedAt, momentOf } from "./sessions.ts";
import { createShareTape } from "./share_tape.ts";
import type { Tape } from "./tape.ts";

const EVENING = 17 * 60;

/** The tape of a listed instrument by the broker's symbol. */
export type Tapes = (type: InstrumentType, symbol: string) => Tape;

/** The tapes over a market. */
export function createTapes(market: Omit<Market, "tape">, futureQuotes: FutureQuotes): Tapes {
  const { prices, history, surface, futures, cryptocurrencies } = market;
  /** Nothing is asked about the first day and before: its figures would need those of a day without prices. */
  const since = (quote: typeof market.option, symbol: string) => (at: number) =>
    at < prices.timeline.hours(2).openAt ? null : quote(symbol, at);

  return (type, symbol) => {
    switch (type) {
      case "equity":
      case "index":
        return createShareTape(prices, history, surface, prices.listings.get(symbol)!);
      case "equity_option":
        return createOptionTape(since(market.option, symbol), SHARE_HOURS);
      case "future":
        return createFutureTape(prices, futures, futureQuotes, symbol);
      case "future_option":
        return createOptionTape(since(market.futureOption, symbol), FUTURE_HOURS);
      case "cryptocurrency":
        return createCoinTape(cryptocurrencies, cryptocurrencies.coins.get(symbol)!);
    }
  };
}

const SHARE_HOURS: OptionHours = {
  session: (at) => momentOf(at).regular,
  before: (day) => tradingDay(previousTradingDay(day))!.closeAt,
};

const FUTURE_HOURS: OptionHours = {
  session(at) {
    const { day, openAt } = futureSessionOf(at);
    return { day, openAt, closeAt: lastTradedAt("future", newYorkInstant(day, EVENING)) };
  },
  before: (day) => lastTradedAt("future", newYorkInstant(previousSessionDay(day), EVENING)),
};

/** The tapes of options, on shares and on futures: made of quotes, which know no other path than the underlying's. */

import type { Day } from "../../core/calendar.ts";
import type { Quote } from "./quote.ts";
import { type Bar, barOf, type Session, type Tape } from "./tape.ts";

/** Where an option's sessions lie. */
export interface OptionHours {
  /** The session that is on at an instant, or the last one before it. */
  session(at: number): { day: Day; openAt: number; closeAt: number };
  /** An instant in the session before that of a day. */
  before(day: Day): number;
}

/**
 * The tape of an option from when it was listed on. Within a day its prices stay in the range that quotes give the day
 * so far, and touch its ends when they did, so that stretches add up to the day.
 */
export function createOptionTape(quote: (at: number) => Quote | null, hours: OptionHours): Tape {
  function sessionOf(at: number): Session | null {
    const { day, openAt, closeAt: endAt } = hours.session(at);
    const closeAt = Math.min(at, endAt);
    const latest = quote(closeAt);
    if (latest === null) return null;
    const { open, high, low, last, openInterest } = latest;
    const isDealt = open !== null && high !== null && low !== null && last !== null;
    const asIs = (price: number) => price;
    const volatilityOf = (of: Quote) => () => of.option?.volatility ?? null;

    /** Neighbouring stretches share an instant. */
    let known: { at: number; quote: Quote } | null = null;
    function quoteAt(instant: number): Quote {
      if (known?.at !== instant) known = { at: instant, quote: quote(instant) ?? latest! };
      return known.quote;
    }

    function bar(): Bar {
      const close = latest!.close ?? last ?? NaN;
      const span = isDealt ? { open, high, low, close } : { open: NaN, high: NaN, low: NaN, close: NaN };
      return barOf(span, asIs, { volume: latest!.volume, openInterest, volatility: volatilityOf(latest!) });
    }

    function between(fromAt: number, toAt: number): Bar | null {
      if (!isDealt) return null;
      const isFirst = fromAt <= openAt;
      // Latest first: the earlier end of this stretch is the later end of the next to be asked for.
      const second = quoteAt(toAt);
      const first = isFirst ? null : quoteAt(fromAt);
      const inRange = (price: number | null) => Math.min(high!, Math.max(low!, price ?? open!));
      const prices = [inRange(isFirst ? open : first!.last), inRange(second.last)] as const;
      const isNewHigh = second.high !== null && second.high > (first?.high ?? -Infinity);
      const isNewLow = second.low !== null && second.low < (first?.low ?? Infinity);
      const span = {
        open: prices[0],
        high: Math.max(...prices, isNewHigh ? inRange(second.high) : -Infinity),
        low: Math.min(...prices, isNewLow ? inRange(second.low) : Infinity),
        close: prices[1],
      };
      const volume = (second.volume ?? 0) - (first?.volume ?? 0);
      return barOf(span, asIs, { volume, openInterest, volatility: volatilityOf(second) });
    }

    return { day, openAt, closeAt, bar, between };
  }

  return {
    *sessions(at) {
      for (let session = sessionOf(at); session !== null; session = sessionOf(hours.before(session.day))) yield session;
    },
  };
}

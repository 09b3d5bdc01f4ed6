/**
 * Time as prices feel it: numbered steps with a share of a day's variance each.
 *
 * An exchange day is two steps, from yesterday's close to the opening and from the opening to the close; a day of the
 * cryptocurrencies is one, by UTC. Instants before the market's first day throw `RangeError`.
 */

import {
  addDays,
  type Day,
  daysBetween,
  isTradingDay,
  newYorkDay,
  type TradingDay,
  tradingDay,
} from "../../core/calendar.ts";
import { earlyOpenAt, lateCloseAt } from "./sessions.ts";

/** The Monday from which days are counted; the first day with prices is the next trading day. */
export const FIRST_DAY: Day = "2023-01-02";

/** A point of a timeline: in which step, and how far through it (0 to 1, by variance, not by the clock). */
export interface Place {
  step: number;
  position: number;
}

/** How instants fall into steps. */
export interface Timeline {
  /** The share of a day's variance that each step of the day carries; sums to 1. */
  weights: readonly number[];
  locate(at: number): Place;
}

/** The steps of the exchange: day `n` is made of step `2n`, the night before it, and step `2n + 1`, its session. */
export interface ExchangeTimeline extends Timeline {
  /** The number of `day`, or of the next trading day when it is none. */
  indexOf(day: Day): number;
  dayOf(index: number): Day;
  hours(index: number): TradingDay;
}

/** Shares of the night's variance: the late session, the dead of the night, the early session. */
const LATE_SHARE = 0.3;
const DEAD_SHARE = 0.3;

/** The exchange's trading days from `FIRST_DAY` on; days are worked out when first asked for. */
export function createExchangeTimeline(): ExchangeTimeline {
  const days: Day[] = [];
  const hoursOf: TradingDay[] = [];
  /** By calendar days since `FIRST_DAY`: the number of the first trading day that is not earlier. */
  const numbers: number[] = [];

  function indexOf(day: Day): number {
    const wanted = daysBetween(FIRST_DAY, day);
    if (!(wanted >= 0)) {
      throw new RangeError(`the simulated market has no prices before ${FIRST_DAY}, asked for ${day}`);
    }
    while (numbers.length <= wanted) {
      // The first day is a Monday: weekends need no calendar.
      const isWeekend = numbers.length % 7 > 4;
      const next = isWeekend ? "" : addDays(FIRST_DAY, numbers.length);
      numbers.push(days.length);
      if (!isWeekend && isTradingDay(next)) days.push(next);
    }
    return numbers[wanted]!;
  }

  function dayOf(index: number): Day {
    while (days.length <= index) indexOf(addDays(FIRST_DAY, numbers.length));
    return days[index]!;
  }

  const hours = (index: number): TradingDay => hoursOf[index] ??= tradingDay(dayOf(index))!;

  /** 0 at yesterday's close, 1 at the opening, slower while no exchange is open. */
  function nightPosition(index: number, at: number): number {
    const { openAt } = hours(index);
    const yesterday = hours(index - 1);
    const lateAt = lateCloseAt(yesterday);
    const earlyAt = earlyOpenAt(hours(index));
    if (at < lateAt) return LATE_SHARE * (at - yesterday.closeAt) / (lateAt - yesterday.closeAt);
    if (at < earlyAt) return LATE_SHARE + DEAD_SHARE * (at - lateAt) / (earlyAt - lateAt);
    return LATE_SHARE + DEAD_SHARE + (1 - LATE_SHARE - DEAD_SHARE) * (at - earlyAt) / (openAt - earlyAt);
  }

  // Many symbols are asked about the same instant.
  let lastAt = NaN;
  let lastPlace: Place = { step: 0, position: 0 };

  function locate(at: number): Place {
    if (at === lastAt) return lastPlace;
    const candidate = indexOf(newYorkDay(at));
    const index = at < hours(candidate).closeAt ? candidate : candidate + 1;
    if (index === 0) throw new RangeError(`the simulated market has no prices before the close of ${days[0]}`);
    const { openAt, closeAt } = hours(index);
    lastPlace = at >= openAt
      ? { step: 2 * index + 1, position: (at - openAt) / (closeAt - openAt) }
      : { step: 2 * index, position: nightPosition(index, at) };
    lastAt = at;
    return lastPlace;
  }

  return { weights: [0.3, 0.7], indexOf, dayOf, hours, locate };
}

const DAY = 86_400_000;

/** Days by UTC that never rest, counted from `FIRST_DAY`. */
export function createUtcTimeline(): Timeline {
  const firstAt = Date.parse(`${FIRST_DAY}T00:00:00Z`);
  return {
    weights: [1],
    locate(at) {
      if (!(at >= firstAt)) throw new RangeError(`the simulated market has no prices before ${FIRST_DAY}`);
      const days = (at - firstAt) / DAY;
      const step = Math.floor(days);
      return { step, position: days - step };
    },
  };
}

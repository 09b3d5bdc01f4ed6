/** The tapes of shares, funds and indices. */

import { earlyOpenAt, lateCloseAt, momentOf } from "./sessions.ts";
import type { History } from "./history.ts";
import type { Listing } from "./listings.ts";
import type { Prices } from "./prices.ts";
import { toTick } from "./quote.ts";
import type { Surface } from "./surface.ts";
import { barOf, type Session, type Tape } from "./tape.ts";

const round = (price: number): number => toTick(price, 0.01);

/**
 * The tape of a listing. The day's bar is the regular session's, as the exchanges report it, with the volume of all
 * hours; before the opening it is what the early session has dealt. Indices have regular hours only, and no volume.
 */
export function createShareTape(prices: Prices, history: History, surface: Surface, listing: Listing): Tape {
  const { timeline } = prices;
  const isIndex = listing.kind === "index";

  function sessionOf(index: number, at: number, regularOnly: boolean): Session {
    const hours = timeline.hours(index);
    const earlyAt = earlyOpenAt(hours);
    const lateAt = lateCloseAt(hours);
    const [openAt, closeAt] = regularOnly ? [hours.openAt, hours.closeAt] : [earlyAt, lateAt];

    const through = (instant: number, from: number, to: number) =>
      Math.min(1, Math.max(0, (instant - from) / (to - from)));
    /** Shares dealt from the beginning of the day on. */
    const volumeAt = (instant: number): number =>
      history.volume(
        listing,
        index,
        through(instant, earlyAt, hours.openAt),
        through(instant, hours.openAt, hours.closeAt),
        through(instant, hours.closeAt, lateAt),
      ).total;
    const volumeBetween = (fromAt: number, toAt: number) => isIndex ? null : volumeAt(toAt) - volumeAt(fromAt);

    const between = (fromAt: number, toAt: number) =>
      barOf(prices.between(listing, fromAt, toAt), round, {
        volume: volumeBetween(fromAt, toAt),
        volatility: () => surface.index(listing, toAt),
      });

    function bar() {
      const endAt = Math.min(at, hours.closeAt);
      const isEarly = at < hours.openAt;
      const span = isEarly
        ? prices.between(listing, earlyAt, at)
        : at >= hours.closeAt
        ? prices.session(listing, index)
        : prices.between(listing, hours.openAt, at);
      return barOf(span, round, {
        volume: volumeBetween(openAt, Math.min(at, closeAt)),
        volatility: () =>
          endAt === hours.closeAt ? surface.closingIndex(listing, index) : surface.index(listing, endAt),
      });
    }

    return { day: hours.day, openAt, closeAt, bar, between };
  }

  return {
    *sessions(at, regularOnly) {
      const { shares, regular } = momentOf(at);
      const onlyRegular = regularOnly || isIndex;
      const latest = timeline.indexOf((onlyRegular ? regular : shares).day);
      for (let index = latest; index > 0; index--) yield sessionOf(index, at, onlyRegular);
    },
  };
}

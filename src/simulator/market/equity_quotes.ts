/** Quotes of shares, funds and indices. */

import type { TradingDay } from "../../core/calendar.ts";
import type { History } from "./history.ts";
import type { Listing } from "./listings.ts";
import { hashText, type Noise } from "./noise.ts";
import type { Prices } from "./prices.ts";
import { downToTick, NOTHING_ELSE, type Quote, toTick, upToTick } from "./quote.ts";
import { earlyOpenAt, lateCloseAt, type Moment } from "./sessions.ts";
import type { Span } from "./span.ts";

const TICK = 0.01;
/** The distance from bid to ask as a share of the price, by liquidity rating. */
const SPREADS = [0.004, 0.004, 0.002, 0.0006, 0.00015, 0.00004];
const INDEX_SPREAD = 0.00039;
/** Outside the regular session spreads are wider. */
const THIN_MARKET = 4;
/** How far a price may move in five minutes before trading pauses: in the regular session, outside. */
const REGULAR_LIMIT = 0.05;
const EXTENDED_LIMIT = 0.1;
const FIVE_MINUTES = 300_000;

/** The quote of a share, fund or index as of a moment. */
export type EquityQuotes = (listing: Listing, moment: Moment) => Quote;

/** What all symbols need to know about a moment. */
interface Clock {
  moment: Moment;
  /** The numbers of the trading days of shares and of index levels. */
  sharesIndex: number;
  regularIndex: number;
  earlyAt: number;
  /** How far the early, the regular and the late session are through, 0 to 1. */
  early: number;
  regular: number;
  late: number;
}

/** Quotes over a market's prices. */
export function createEquityQuotes(prices: Prices, history: History, noise: Noise): EquityQuotes {
  const flicker = noise.stream("flicker");
  const references = new Map<string, { at: number; price: number }>();
  let clock: Clock | undefined;

  return (listing, moment) => {
    if (clock?.moment !== moment) clock = readClock(moment);
    return listing.kind === "index" ? indexQuote(listing, clock) : shareQuote(listing, clock);
  };

  function readClock(moment: Moment): Clock {
    const { shares, tradedAt } = moment;
    const earlyAt = earlyOpenAt(shares);
    const through = (from: number, to: number) => Math.min(1, Math.max(0, (tradedAt - from) / (to - from)));
    return {
      moment,
      sharesIndex: prices.timeline.indexOf(shares.day),
      regularIndex: prices.timeline.indexOf(moment.regular.day),
      earlyAt,
      early: through(earlyAt, shares.openAt),
      regular: through(shares.openAt, shares.closeAt),
      late: through(shares.closeAt, lateCloseAt(shares)),
    };
  }

  function shareQuote(listing: Listing, clock: Clock): Quote {
    const { moment, sharesIndex } = clock;
    const { at, shares, tradedAt } = moment;
    const open = moment.state === "open";
    const over = at >= shares.closeAt;
    const dealt = at < shares.openAt
      ? prices.between(listing, clock.earlyAt, tradedAt)
      : dealtOn(listing, shares, sharesIndex, at);
    const price = over ? prices.at(listing, tradedAt) : dealt.close;
    const last = toTick(price, TICK);
    const name = hashText(listing.symbol);
    const second = Math.floor(tradedAt / 1000);
    const chance = (draw: number) => noise.uniform(flicker + draw, name, second);
    const spread = Math.max(TICK, price * SPREADS[listing.liquidity]! * (open ? 1 : THIN_MARKET)) *
      (0.6 + 0.8 * chance(0));
    const bid = downToTick(price - spread / 2, TICK);
    const ask = Math.max(upToTick(price + spread / 2, TICK), toTick(bid + TICK, TICK));
    const size = (draw: number) => (open ? 40 : 1) * Math.ceil(-2.5 * Math.log(chance(draw)));
    const band = open ? REGULAR_LIMIT : EXTENDED_LIMIT;
    const reference = referencePrice(listing, tradedAt);
    const { total, extended } = history.volume(listing, sharesIndex, clock.early, clock.regular, clock.late);
    return {
      ...NOTHING_ELSE,
      ...summary(listing, shares, sharesIndex, dealt, over, "Final"),
      symbol: listing.symbol,
      updatedAt: tradedAt - Math.floor(900 * chance(3)),
      bid,
      ask,
      bidSize: size(1),
      askSize: size(2),
      mark: Math.min(Math.max(last, bid), ask),
      last,
      lastRegular: open ? last : toTick(prices.close(listing, clock.regularIndex), TICK),
      lastExtended: open ? null : last,
      dividend: listing.dividend,
      limits: { low: toTick(reference * (1 - band), TICK), high: toTick(reference * (1 + band), TICK) },
      volume: total,
      volumeExtended: extended,
    };
  }

  function indexQuote(listing: Listing, { moment, regularIndex }: Clock): Quote {
    const { at, regular, regularAt } = moment;
    const dealt = dealtOn(listing, regular, regularIndex, at);
    const last = toTick(dealt.close, TICK);
    const quoted = listing.symbol !== "VIX";
    const spread = dealt.close * INDEX_SPREAD;
    return {
      ...NOTHING_ELSE,
      ...summary(listing, regular, regularIndex, dealt, at >= regular.closeAt, "Regular"),
      symbol: listing.symbol,
      updatedAt: regularAt,
      bid: quoted ? downToTick(last - spread / 2, TICK) : null,
      ask: quoted ? upToTick(last + spread / 2, TICK) : null,
      bidSize: 0,
      askSize: 0,
      mark: last,
      last,
      lastRegular: last,
    };
  }

  /** The regular session of a day, as far as it has come. */
  function dealtOn(listing: Listing, { openAt, closeAt }: TradingDay, index: number, at: number): Span {
    return at >= closeAt ? prices.session(listing, index) : prices.between(listing, openAt, at);
  }

  function summary(
    listing: Listing,
    { day }: TradingDay,
    index: number,
    dealt: Span,
    over: boolean,
    final: "Final" | "Regular",
  ) {
    const year = history.yearRange(listing, index - 1);
    const [high, low] = [toTick(dealt.high, TICK), toTick(dealt.low, TICK)];
    return {
      open: toTick(dealt.open, TICK),
      high,
      low,
      close: over ? toTick(dealt.close, TICK) : null,
      closeType: over ? final : "Regular" as const,
      previousClose: toTick(prices.close(listing, index - 1), TICK),
      previousCloseType: final,
      day,
      previousDay: prices.timeline.dayOf(index - 1),
      year: { low: Math.min(year.low, low), high: Math.max(year.high, high) },
      beta: history.beta(listing, index - 1),
    };
  }

  /** The price that the limits of the next five minutes are measured from. */
  function referencePrice(listing: Listing, tradedAt: number): number {
    const at = Math.floor(tradedAt / FIVE_MINUTES) * FIVE_MINUTES;
    let reference = references.get(listing.symbol);
    if (reference?.at !== at) {
      reference = { at, price: prices.at(listing, at) };
      references.set(listing.symbol, reference);
    }
    return reference.price;
  }
}

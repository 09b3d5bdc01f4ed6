/** A stop that another program moves after the market: the broker has no such order, so it replaces its own. */

import { newYorkInstant } from "../../../core/calendar.ts";
import { downToTick } from "../../market/quote.ts";
import { roundBy } from "../../market/spread.ts";
import type { Instrument } from "../instrument.ts";
import { PLAIN_TICKET, type Ticket } from "../ticket.ts";
import { isOpening, type Transaction } from "../transaction.ts";
import { cancelled, replaced, replacing, sent, untouched } from "./course.ts";
import type { ClosingOf } from "./exits.ts";
import { nextMonthStart, onDay, type Pad, tradingDaysAfter } from "./sheet.ts";

const TRAILING_SOURCE = "trailing-stops/2.4";

/** The distance at which it trails. */
const DISTANCE = 0.06;
/** It is looked after on so many trading days of the month, and moved when that makes a difference. */
const DAYS = 18;
const LEAST_MOVE = 0.004;
const PLACED_AT = 12 * 60 + 7;
const CLEARED_AT = 9 * 60 + 38;
/** A future is a little dearer than its index. */
const BASIS = 1.015;
const INDEX = "SPX";

/** The month's stop for the micro futures on the index that the lines of the account say it holds. */
export function trailingStop(pad: Pad, lines: readonly Transaction[], closingOf: ClosingOf): Ticket[] {
  const placedAt = onDay(pad, PLACED_AT);
  const opened = lines.findLast(({ at, move, instrument }) =>
    at < placedAt && move !== null && isOpening(move.action) && instrument!.symbol.startsWith("/MES")
  );
  if (opened === undefined) return [];
  const instrument = opened.instrument!;
  const closedAt = closingOf(instrument.symbol, opened.at)?.at ?? Infinity;
  const end = Math.min(newYorkInstant(nextMonthStart(pad.day), CLEARED_AT), closedAt - 1000);
  const stops = moves(pad, instrument, placedAt, end);
  const lowest = stops.at(-1)?.stop ?? 0;
  const until = untouched(pad.market, INDEX, placedAt, end, ({ low }) => low * BASIS <= lowest);
  const kept = stops.filter(({ at }) => at < until);
  const ids = kept.map(() => pad.order());
  return kept.map(({ at, stop }, place): Ticket => ({
    ...PLAIN_TICKET,
    id: ids[place]!,
    legs: [{ instrument, action: "Sell to Close", quantity: opened.move!.quantity }],
    type: "Stop",
    timeInForce: "GTC",
    stop,
    source: TRAILING_SOURCE,
    externalIdentifier: "trail 6%",
    replaces: ids[place - 1] ?? null,
    replacedBy: ids[place + 1] ?? null,
    steps: [
      ...(place === 0 ? sent(at) : replacing(at)),
      ...(place + 1 < kept.length ? replaced(kept[place + 1]!.at) : cancelled(until)),
    ],
  }));
}

/** Where the stop is put day by day: up with the market, never down. */
function moves(pad: Pad, instrument: Instrument, placedAt: number, end: number): { at: number; stop: number }[] {
  const stops: { at: number; stop: number }[] = [];
  for (let days = 0; days < DAYS; days++) {
    const at = days === 0 ? placedAt : newYorkInstant(tradingDaysAfter(pad.day, days), PLACED_AT);
    const quote = at < end ? pad.market.future(instrument.symbol, at) : null;
    if (quote === null) break;
    const stop = roundBy(instrument.ticks, quote.mark * (1 - DISTANCE), downToTick);
    if (stop > (stops.at(-1)?.stop ?? 0) * (1 + LEAST_MOVE)) stops.push({ at, stop });
  }
  return stops;
}

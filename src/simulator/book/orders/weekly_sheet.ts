/** What does not come to a trade in a week: cancelled, replaced, refused, expired; and an exchange in trouble. */

import { addDays, newYorkInstant } from "../../../core/calendar.ts";
import { onTradingDay } from "../../market/events.ts";
import type { Ticket } from "../ticket.ts";
import { cancelled, ended, replaced, replacing, sent } from "./course.ts";
import { bell, onDay, type Pad, priced, type ShareOrder, shareTicket, type Sheet } from "./sheet.ts";

const TEN = 10 * 60;
const SECOND = 1000;

const NAMES = ["DIS", "WMT", "MCD", "ORCL", "AMD", "CVX", "PG"];
/** Nothing falls so far within a day. */
const FAR = 0.85;

/** What belongs to the last trading day of a week: a turn has one of these, or all where the customer is active. */
export function weeklySheet(pad: Pad, turn: number, isActive: boolean): Sheet {
  const order: ShareOrder = { symbol: NAMES[turn % NAMES.length]!, action: "Buy to Open", quantity: 25 };
  const kinds = [changedMind, dearer, refused, expired];
  const chosen = isActive ? kinds : [kinds[turn % kinds.length]!];
  return { tickets: chosen.flatMap((kind) => kind(pad, order)), groups: [] };
}

/** Placed, and cancelled before it was filled. */
function changedMind(pad: Pad, order: ShareOrder): Ticket[] {
  const at = onDay(pad, TEN + 5) + 512;
  const steps = [...sent(at), ...cancelled(at + 26 * 60 * SECOND)];
  return [shareTicket(pad, order, steps, { limit: priced(pad, order.symbol, at, FAR) })];
}

/** Placed, replaced at a better price, and cancelled. */
function dearer(pad: Pad, order: ShareOrder): Ticket[] {
  const at = onDay(pad, TEN + 12) + 742;
  const again = at + 8 * 60 * SECOND;
  const [id, next] = [pad.order(), pad.order()];
  const limit = priced(pad, order.symbol, at, FAR);
  return [
    shareTicket(pad, order, [...sent(at), ...replaced(again)], { id, replacedBy: next, limit }),
    shareTicket(pad, order, [...replacing(again), ...cancelled(again + 21 * 60 * SECOND)], {
      id: next,
      replaces: id,
      limit: priced(pad, order.symbol, at, FAR + 0.02),
    }),
  ];
}

/** Refused in the morning, before the exchange was there. */
function refused(pad: Pad, order: ShareOrder): Ticket[] {
  const at = onDay(pad, 8 * 60 + 5) + 884;
  const steps = [{ at, status: "Received" as const }, ...ended(at + 259, "Rejected")];
  return [
    shareTicket(pad, order, steps, {
      timeInForce: "Ext",
      rejectReason: "Session offline",
      limit: priced(pad, order.symbol, at, FAR),
    }),
  ];
}

/** Placed for the day, and not filled. */
function expired(pad: Pad, order: ShareOrder): Ticket[] {
  const at = onDay(pad, TEN + 1) + 230;
  const steps = [...sent(at), ...ended(bell(pad.day), "Expired")];
  return [shareTicket(pad, order, steps, { limit: priced(pad, order.symbol, at, FAR + 0.01) })];
}

/**
 * On the Friday on which the month's options end an exchange has trouble from the morning to the close: what was sent to it
 * stays on the way, and what was asked of it stays asked. An order for the night waits beside these.
 */
export function troubleSheet(pad: Pad): Sheet {
  const at = onDay(pad, TEN + 2) + 120;
  const order: ShareOrder = { symbol: "PLTR", action: "Buy to Open", quantity: 20 };
  const limit = priced(pad, order.symbol, at, 0.8);
  const over = bell(pad.day) - 90 * SECOND;
  const [id, next] = [pad.order(), pad.order()];
  const stuck = (count: number) => sent(at + count * 7 * SECOND);
  const later = at + 5 * 60 * SECOND;
  const nightEnds = newYorkInstant(onTradingDay(addDays(pad.day, 1)), 9 * 60);
  return {
    tickets: [
      shareTicket(pad, order, [...stuck(0).slice(0, 2), ...ended(over, "Rejected")], {
        rejectReason: "Exchange not available",
        limit,
      }),
      shareTicket(pad, order, [...stuck(1).slice(0, 3), ...ended(over, "Cancelled")], { limit }),
      shareTicket(pad, order, [
        ...stuck(2),
        { at: later, status: "Cancel Requested" },
        ...ended(over + 400, "Cancelled"),
      ], { limit }),
      shareTicket(pad, order, [
        ...stuck(3),
        { at: later + 9 * SECOND, status: "Replace Requested" },
        ...ended(over + 600, "Cancelled"),
      ], { id, limit, replacedBy: next }),
      shareTicket(pad, order, [
        { at: later + 9 * SECOND, status: "Contingent" },
        ...ended(over + 900, "Cancelled"),
      ], { id: next, limit: priced(pad, order.symbol, at, 0.81), replaces: id, contingency: "Pending Order" }),
      shareTicket(pad, { symbol: "SPY", action: "Buy to Open", quantity: 1 }, [
        { at: at + 90 * SECOND, status: "Received" },
        ...ended(nightEnds, "Cancelled"),
      ], { timeInForce: "Ext Overnight", limit: priced(pad, "SPY", at, 0.9) }),
    ],
    groups: [],
  };
}

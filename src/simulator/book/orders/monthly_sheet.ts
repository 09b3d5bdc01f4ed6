/** Orders that work for a month, renewed on its first trading day: brackets, stops, conditions, what a broker takes away. */

import { newYorkInstant } from "../../../core/calendar.ts";
import type { ComplexTicket, Ticket } from "../ticket.ts";
import { cancelled, ended, LIVE_AFTER, released, sent, untouched } from "./course.ts";
import {
  bell,
  nextMonthStart,
  onDay,
  type Pad,
  priced,
  type ShareOrder,
  shareTicket,
  type Sheet,
  tradingDaysAfter,
} from "./sheet.ts";

type Part = (pad: Pad) => Sheet;

const OPENING = 9 * 60;
/** Orders are cleared away a little before their successors come. */
const CLEARED = OPENING + 38;

/** By account number. Nobody orders what the account could not have. */
export const MONTHLY: Record<string, readonly Part[]> = {
  "5WS00001": [
    (pad) => bracket(pad, OPENING + 41, { symbol: "NKE", action: "Buy to Open", quantity: 100 }),
    (pad) => follower(pad, OPENING + 43, { symbol: "KO", action: "Buy to Open", quantity: 50 }),
    (pad) => pair(pad, OPENING + 44),
    (pad) => breakout(pad, OPENING + 46, { symbol: "SMCI", action: "Buy to Open", quantity: 40 }),
    (pad) => tillADay(pad, OPENING + 48, { symbol: "INTC", action: "Buy to Open", quantity: 100 }),
    (pad) => conditional(pad, OPENING + 50, { symbol: "GLD", action: "Buy to Open", quantity: 10 }),
    (pad) => removed(pad, OPENING + 52),
  ],
  "5WS00002": [(pad) => oneCancelsOther(pad, OPENING + 42, { symbol: "SPY", action: "Sell to Close", quantity: 30 })],
  "5WT00117": [
    (pad) => oneCancelsOther(pad, OPENING + 45, { symbol: "O", action: "Sell to Close", quantity: 150 }),
    (pad) => tillADay(pad, OPENING + 47, { symbol: "VZ", action: "Buy to Open", quantity: 20 }),
  ],
};

/** The instant by which the month's orders have gone. */
const monthEnd = ({ day }: Pad): number => newYorkInstant(nextMonthStart(day), CLEARED);

/** Profit and loss of what is held: whichever is filled cancels the other. */
function oneCancelsOther(pad: Pad, minutes: number, order: ShareOrder): Sheet {
  const at = onDay(pad, minutes);
  const [limit, stop] = [priced(pad, order.symbol, at, 1.2), priced(pad, order.symbol, at, 0.82)];
  const until = untouched(pad.market, order.symbol, at, monthEnd(pad), ({ high, low }) => high >= limit || low <= stop);
  const id = pad.group();
  const part = { timeInForce: "GTC", contingency: "Pending Order", complex: { id, tag: "OCO::order" } } as const;
  const tickets = [
    shareTicket(pad, order, [...released(at), ...cancelled(until)], { ...part, limit }),
    shareTicket(pad, order, [...released(at), ...cancelled(until)], { ...part, type: "Stop", stop }),
  ];
  return { tickets, groups: [group(id, "OCO", null)] };
}

/** A purchase far below the market, with profit and loss waiting for it. */
function bracket(pad: Pad, minutes: number, order: ShareOrder): Sheet {
  const at = onDay(pad, minutes);
  const limit = priced(pad, order.symbol, at, 0.78);
  const until = untouched(pad.market, order.symbol, at, monthEnd(pad), ({ low }) => low <= limit);
  const id = pad.group();
  const sale: ShareOrder = { ...order, action: "Sell to Close" };
  const part = (tag: string) => ({ timeInForce: "GTC", contingency: "Pending Order", complex: { id, tag } }) as const;
  const waiting = [{ at, status: "Contingent" as const }, ...ended(until + 500, "Cancelled")];
  const trigger = shareTicket(pad, order, [...released(at), ...cancelled(until)], {
    ...part("OTOCO::trigger-order"),
    limit,
  });
  const children = [
    shareTicket(pad, sale, waiting, { ...part("OTOCO::oco-1-order"), limit: priced(pad, order.symbol, at, 0.9) }),
    shareTicket(pad, sale, waiting, {
      ...part("OTOCO::oco-1-order"),
      type: "Stop",
      stop: priced(pad, order.symbol, at, 0.7),
    }),
  ];
  return { tickets: [trigger, ...children], groups: [group(id, "OTOCO", trigger)] };
}

/** A purchase below the market, and a sale that is sent when it is filled. */
function follower(pad: Pad, minutes: number, order: ShareOrder): Sheet {
  const at = onDay(pad, minutes);
  const limit = priced(pad, order.symbol, at, 0.86);
  const until = untouched(pad.market, order.symbol, at, monthEnd(pad), ({ low }) => low <= limit);
  const id = pad.group();
  const part = (tag: string) => ({ timeInForce: "GTC", contingency: "Pending Order", complex: { id, tag } }) as const;
  const trigger = shareTicket(pad, order, [...released(at), ...cancelled(until)], {
    ...part("OTO::trigger-order"),
    limit,
  });
  const child = shareTicket(
    pad,
    { ...order, action: "Sell to Close" },
    [{ at, status: "Contingent" }, ...ended(until + 500, "Cancelled")],
    { ...part("OTO::order"), limit: priced(pad, order.symbol, at, 0.95) },
  );
  return { tickets: [trigger, child], groups: [group(id, "OTO", trigger)] };
}

/** Two names against each other, sent when one has become so much dearer than the other. */
function pair(pad: Pad, minutes: number): Sheet {
  const at = onDay(pad, minutes);
  const id = pad.group();
  const steps = [{ at, status: "Contingent" as const }, ...ended(monthEnd(pad), "Cancelled")];
  const part = { type: "Market", contingency: "Pending Order", complex: { id, tag: "PAIRS::order" } } as const;
  const tickets = [
    shareTicket(pad, { symbol: "PEP", action: "Sell to Open", quantity: 10 }, steps, part),
    shareTicket(pad, { symbol: "KO", action: "Buy to Open", quantity: 20 }, steps, part),
  ];
  const threshold = Math.round(priced(pad, "PEP", at) / priced(pad, "KO", at) * 1.5 * 100) / 100;
  const ratio = { threshold, comparator: "gte" as const, isNotional: false };
  return { tickets, groups: [{ ...group(id, "PAIRS", null), ratio }] };
}

/** A purchase above the market, for no more than a little beyond. */
function breakout(pad: Pad, minutes: number, order: ShareOrder): Sheet {
  const at = onDay(pad, minutes);
  const stop = priced(pad, order.symbol, at, 1.35);
  const until = untouched(pad.market, order.symbol, at, monthEnd(pad), ({ high }) => high >= stop);
  const limit = priced(pad, order.symbol, at, 1.36);
  const steps = [...sent(at), ...cancelled(until)];
  return loose(shareTicket(pad, order, steps, { type: "Stop Limit", timeInForce: "GTC", stop, limit }));
}

/** A purchase below the market that ends by itself three weeks later. */
function tillADay(pad: Pad, minutes: number, order: ShareOrder): Sheet {
  const at = onDay(pad, minutes);
  const goodTill = tradingDaysAfter(pad.day, 15);
  const limit = priced(pad, order.symbol, at, 0.75);
  const end = bell(goodTill);
  const until = untouched(pad.market, order.symbol, at, end, ({ low }) => low <= limit);
  const steps = [...sent(at), ...(until < end ? cancelled(until) : ended(end, "Expired"))];
  return loose(shareTicket(pad, order, steps, { timeInForce: "GTD", goodTill, limit }));
}

/** A purchase that waits for the market to have fallen by a fifth. */
function conditional(pad: Pad, minutes: number, order: ShareOrder): Sheet {
  const at = onDay(pad, minutes);
  const threshold = priced(pad, "SPY", at, 0.8);
  const end = monthEnd(pad);
  const until = untouched(pad.market, "SPY", at, end, ({ low }) => low <= threshold);
  const id = pad.order();
  return loose(shareTicket(pad, order, [{ at, status: "Contingent" }, ...ended(until, "Cancelled")], {
    id,
    timeInForce: "GTC",
    contingency: "Pending Condition",
    rules: {
      routeAfter: null,
      cancelAt: end,
      conditions: [{ id: id % 100_000, symbol: "SPY", comparator: "lte", threshold }],
    },
    externalIdentifier: "crash hedge",
    limit: priced(pad, order.symbol, at, 1.1),
  }));
}

/** What administrators took away, wholly and in part, some days later. */
function removed(pad: Pad, minutes: number): Sheet {
  const at = onDay(pad, minutes);
  const whole = newYorkInstant(tradingDaysAfter(pad.day, 6), 18 * 60);
  const order: ShareOrder = { symbol: "CCL", action: "Buy to Open", quantity: 100 };
  const limit = priced(pad, order.symbol, at, 0.5);
  const live = sent(at);
  return {
    tickets: [
      shareTicket(pad, order, [...live, ...ended(whole, "Removed")], { timeInForce: "GTC", limit, removedSize: 100 }),
      shareTicket(pad, order, [...live, ...ended(whole + 95_000, "Partially Removed")], {
        timeInForce: "GTC Ext",
        limit,
        removedSize: 60,
      }),
      shareTicket(pad, order, [...live.slice(0, 3), ...ended(at + 4 * LIVE_AFTER, "Cancelled")], {
        timeInForce: "IOC",
        limit,
      }),
    ],
    groups: [],
  };
}

const loose = (ticket: Ticket): Sheet => ({ tickets: [ticket], groups: [] });

const group = (id: number, type: ComplexTicket["type"], trigger: Ticket | null): ComplexTicket => ({
  id,
  type,
  trigger: trigger?.id ?? null,
  ratio: null,
});

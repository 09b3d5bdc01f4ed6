/** Orders that would close what was sold, at a profit or a loss: they work while it is held. */

import { addDays, newYorkDay, newYorkInstant } from "../../../core/calendar.ts";
import { onTradingDay } from "../../market/events.ts";
import { downToTick, upToTick } from "../../market/quote.ts";
import { roundBy, tickOf } from "../../market/spread.ts";
import { netPrice, PLAIN_TICKET, type Step, type Ticket, type TicketLeg } from "../ticket.ts";
import { isOpening, type Transaction } from "../transaction.ts";
import { cancelled, ended, released, replaced, sent } from "./course.ts";
import type { Sheet } from "./sheet.ts";

/** Of the credit: what is paid to close at a profit, at first and once the order was changed, and at a loss. */
const FIRST_TARGET = 0.05;
const TARGET = 0.1;
const STOP = 6;
const PLACED_AFTER = 90_000;
const CHANGED_DAYS = 3;
const CHANGED_AT = 10 * 60 + 31;
/** Customers cancel these before they close themselves. */
const CANCELLED_BEFORE = 2500;

/** The first closing of a symbol after an instant; `null` while it is held. */
export type ClosingOf = (symbol: string, after: number) => Transaction | null;

/** Looks up closings among the lines of an account. */
export function closings(lines: readonly Transaction[]): ClosingOf {
  const bySymbol = Map.groupBy(
    lines.filter(({ move }) => move !== null && !isOpening(move.action)),
    ({ instrument }) => instrument!.symbol,
  );
  return (symbol, after) => bySymbol.get(symbol)?.find(({ at }) => at > after) ?? null;
}

/** The orders that end what the lines of one order opened; none where that is not a sale of options for a credit. */
export function exitOrders(
  lines: readonly Transaction[],
  closingOf: ClosingOf,
  ids: { order(): number; group(): number },
): Sheet {
  const opened = lines.filter(({ move }) => isOpening(move!.action));
  const first = opened[0];
  if (first === undefined || opened.some(({ instrument }) => instrument!.option === null)) return NOTHING;
  const legs = opened.map(({ instrument, move }): TicketLeg => ({
    instrument: instrument!,
    action: move!.action === "Sell to Open" ? "Buy to Close" : "Sell to Close",
    quantity: move!.quantity,
  }));
  const credit = -netPrice(legs, opened.map(({ move }) => move!.price!));
  if (credit <= 0) return NOTHING;
  const { ticks } = first.instrument!;
  const paid = (share: number) => -Math.max(tickOf(ticks, 0), roundBy(ticks, credit * share, downToTick));
  const at = first.at + PLACED_AFTER;
  const end = endOf(opened, closingOf);
  const closing = { ...PLAIN_TICKET, legs, timeInForce: "GTC" as const };
  const isPut = opened.length === 1 && first.instrument!.option!.right === "put";
  if (!isPut) {
    return {
      tickets: [{ ...closing, id: ids.order(), price: paid(TARGET), steps: [...sent(at), ...end] }],
      groups: [],
    };
  }
  const id = ids.group();
  const part = { ...closing, contingency: "Pending Order" as const, complex: { id, tag: "OCO::order" } };
  const changedAt = newYorkInstant(onTradingDay(addDays(newYorkDay(at), CHANGED_DAYS)), CHANGED_AT);
  const isChanged = end.length === 0 || end[0]!.at > changedAt;
  const [profit, changed, loss] = [ids.order(), ids.order(), ids.order()];
  const tickets: Ticket[] = [
    {
      ...part,
      id: profit,
      price: paid(FIRST_TARGET),
      replacedBy: isChanged ? changed : null,
      steps: [...released(at), ...(isChanged ? replaced(changedAt) : end)],
    },
    {
      ...part,
      id: loss,
      type: "Stop",
      stop: roundBy(ticks, credit * STOP, upToTick),
      steps: [...released(at), ...end],
    },
  ];
  if (isChanged) {
    const steps = [...released(changedAt), ...end];
    tickets.push({ ...part, id: changed, price: paid(TARGET), replaces: profit, steps });
  }
  return { tickets, groups: [{ id, type: "OCO", trigger: null, ratio: null }] };
}

const NOTHING: Sheet = { tickets: [], groups: [] };

/** How such an order ends: before its customer closes, or with the option; not at all while everything is held. */
function endOf(opened: readonly Transaction[], closingOf: ClosingOf): Step[] {
  const closed = opened.flatMap(({ instrument, at }) => closingOf(instrument!.symbol, at) ?? [])
    .sort((a, b) => a.at - b.at)[0];
  if (closed === undefined) return [];
  return closed.type === "Trade" ? cancelled(closed.at - CANCELLED_BEFORE) : ended(closed.at, "Expired");
}

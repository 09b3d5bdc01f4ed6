/** Lines of made-up histories, and what they come to in the plainest code: one unit at a time. */

import { addDays, newYorkDay } from "../../../src/core/calendar.ts";
import type { Line } from "../../../src/analytics/portfolio/line.ts";

const START = Date.UTC(2026, 0, 5, 15);
const HOUR = 3_600_000;
const FREE = { commission: 0, clearing: 0, regulatory: 0, indexOptions: 0 };

/** So many hours after the beginning. */
export const hour = (hours: number): number => START + hours * HOUR;
/** So many days after the beginning, at the same hour. */
export const day = (days: number): number => hour(24 * days);
/** The calendar day of that. */
export const dayAt = (days: number): string => addDays(newYorkDay(START), days);

/** `XYZ   260220P00100000`: a put or a call on XYZ. */
export const option = (right: "C" | "P", strike: number, expiration = "260220", root = "XYZ"): string =>
  `${root.padEnd(6)}${expiration}${right}${String(strike * 1000).padStart(8, "0")}`;

let lastId = 0;

/** A line of cash alone. */
export function cashLine(at: number, value: number, changes: Partial<Line> = {}): Line {
  return {
    id: ++lastId,
    at,
    day: newYorkDay(at),
    kind: "deposit",
    what: "deposit",
    symbol: null,
    type: null,
    group: null,
    side: 0,
    intent: null,
    quantity: 0,
    price: null,
    value: value * 1e6,
    net: value * 1e6,
    ...FREE,
    order: null,
    ...changes,
  };
}

/**
 * A trade as `-3 to open` reads: `quantity` below 0 sells. An option counts for a hundred shares, anything else for one;
 * each unit costs a dollar and a half of a thousandth of one.
 */
export function tradeLine(
  at: number,
  symbol: string,
  quantity: number,
  intent: "open" | "close",
  price: number,
  changes: Partial<Line> = {},
): Line {
  const isOption = symbol.length === 21;
  const value = Math.round(-quantity * price * (isOption ? 100 : 1) * 1e6);
  const costs = -Math.round(Math.abs(quantity) * 1_000_500);
  return cashLine(at, 0, {
    kind: "trade",
    what: intent,
    symbol,
    type: isOption ? "equity_option" : "equity",
    group: symbol.slice(0, 6).trim(),
    side: quantity > 0 ? 1 : -1,
    intent,
    quantity: Math.abs(quantity),
    price,
    value,
    net: value + costs,
    commission: costs,
    ...changes,
  });
}

/** The end of an option without money. */
export const endLine = (at: number, symbol: string, quantity: number, kind: Line["kind"]): Line =>
  tradeLine(at, symbol, quantity, "close", 0, { kind, price: null, net: 0, commission: 0 });

/** What lines realize and leave, every unit a lot of its own. Whole quantities whose values divide evenly. */
export function plainLots(lines: readonly Line[]): { realized: number; held: Map<string, number> } {
  const units = new Map<string, { side: number; value: number }[]>();
  let realized = 0;
  for (const { symbol, quantity, value, side } of lines) {
    if (symbol === null || quantity === 0) continue;
    const open = units.get(symbol) ?? [];
    units.set(symbol, open);
    for (let unit = 0; unit < quantity; unit++) {
      if (open.length > 0 && open[0]!.side !== side) realized += open.shift()!.value + value / quantity;
      else open.push({ side, value: value / quantity });
    }
  }
  const held = [...units].map(([symbol, open]): [string, number] => [
    symbol,
    open.reduce((sum, { side }) => sum + side, 0),
  ]);
  return { realized, held: new Map(held.filter(([, quantity]) => quantity !== 0)) };
}

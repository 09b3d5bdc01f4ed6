/** Random histories that an account can have had: orders of one or two legs, ends of options, deliveries, dividends. */

import fc from "fast-check";
import type { Line } from "../../../src/analytics/portfolio/line.ts";
import { cashLine, endLine, hour, option, tradeLine } from "./plain_lines.ts";

const NAMES = ["XYZ", "ABC"];

interface Step {
  what: number;
  name: number;
  pick: number;
  size: number;
  price: number;
  hours: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  what: fc.nat(9),
  name: fc.nat(1),
  pick: fc.nat(50),
  size: fc.integer({ min: 1, max: 4 }),
  price: fc.integer({ min: 1, max: 900 }).map((cents) => cents / 100),
  hours: fc.integer({ min: 1, max: 30 }),
});

/** Up to 80 steps; what is closed was opened before. */
export const randomHistory: fc.Arbitrary<Line[]> = fc.array(step, { minLength: 1, maxLength: 80 }).map((steps) => {
  const lines: Line[] = [];
  const held = new Map<string, number>();
  let at = 0;
  let order = 0;
  const enter = (line: Line): void => {
    lines.push(line);
    if (line.symbol === null || line.quantity === 0) return;
    const after = (held.get(line.symbol) ?? 0) + line.side * line.quantity;
    if (after === 0) held.delete(line.symbol);
    else held.set(line.symbol, after);
  };
  const open = (symbol: string, quantity: number, price: number, changes: Partial<Line>): void => {
    // Nobody sells to open what they own.
    const side = Math.sign(held.get(symbol) ?? quantity);
    enter(tradeLine(hour(at), symbol, side * Math.abs(quantity), "open", price, changes));
  };
  for (const { what, name, pick, size, price, hours } of steps) {
    at += hours;
    const shares = NAMES[name]!;
    const symbol = option(pick % 2 ? "C" : "P", 90 + 10 * (pick % 4), pick % 3 ? "260220" : "260320", shares);
    const [own, quantity] = [...held][pick % Math.max(1, held.size)] ?? [null, 0];
    if (what <= 2) open(symbol, what === 0 ? size : -size, price, { order: ++order });
    else if (what === 3) {
      order++;
      open(symbol, -size, price, { order });
      open(option("C", 150, "260320", shares), -size, price, { order });
    } else if (what === 4) open(shares, 100 * size, price * 20, { order: ++order });
    else if (what === 5) {
      enter(cashLine(hour(at), price, pick % 2 ? {} : { kind: "dividend", symbol: shares, group: shares }));
    } else if (own === null) continue;
    else if (what === 6 && own.length === 21) {
      enter(endLine(hour(at), own, -quantity, "expiration"));
    } else if (what === 7 && own.length === 21) {
      const group = own.slice(0, 6).trim();
      enter(endLine(hour(at), own, -quantity, quantity > 0 ? "exercise" : "assignment"));
      // What is held against it is closed, the rest opened.
      const delivered = 100 * quantity * (own[12] === "C" ? 1 : -1);
      const before = held.get(group) ?? 0;
      const closing = delivered * before < 0
        ? Math.sign(delivered) * Math.min(Math.abs(delivered), Math.abs(before))
        : 0;
      if (closing !== 0) enter(tradeLine(hour(at), group, closing, "close", 100, { kind: "delivery" }));
      if (delivered !== closing) {
        enter(tradeLine(hour(at), group, delivered - closing, "open", 100, { kind: "delivery" }));
      }
    } else {
      const part = own.length === 21 && what === 8 ? Math.sign(quantity) : quantity;
      const roll = what === 9 && own.length === 21;
      enter(tradeLine(hour(at), own, -part, "close", price, { order: ++order }));
      if (roll) open(option(own[12] as "C" | "P", 120, "260320", own.slice(0, 6).trim()), part, price, { order });
    }
  }
  return lines;
});

/** A campaign while it is being put together, and what linking remembers of an account. */

import { isOptionLine, type Line, optionTerms } from "../line.ts";

/** `into` is the campaign that it has become part of. */
export interface Thread {
  /** The underlying, or the product of its futures. */
  group: string;
  lines: Line[];
  /** What is still held, by symbol; negative when sold. */
  held: Map<string, number>;
  /** How often something was closed at a loss and opened again the same day by another order. */
  reopened: number;
  into: Thread | null;
}

/** What has ended on the day that is being looked at. */
export interface Ended {
  thread: Thread;
  /** Right and side, such as `put-1`. */
  form: string;
  realized: number | null;
}

/** Everything about an account that linking remembers. */
export interface Desk {
  /** The last campaign to hold a symbol, and how much is held of those that are. */
  owners: Map<string, Thread>;
  held: Map<string, number>;
  /** What was closed on a day, by day and group. */
  ended: Map<string, Ended[]>;
}

/** Where what happens on one day on one underlying is kept. */
export const dayKey = ({ day, group }: Line): string => `${day}|${group}`;

/** What a line is, and on which side: `put-1` is a put that is sold. */
export const formOf = (line: Line, side: number): string =>
  `${isOptionLine(line) ? optionTerms(line.symbol!)?.right ?? "option" : line.type}${Math.sign(side)}`;

/** The campaign that a thread has become part of. */
export function rootOf(thread: Thread): Thread {
  let root = thread;
  while (root.into !== null) root = root.into;
  if (thread !== root) thread.into = root;
  return root;
}

/** Makes two campaigns one. */
export function merge(one: Thread, other: Thread): Thread {
  const [into, from] = one.lines.length >= other.lines.length ? [one, other] : [other, one];
  from.into = into;
  for (const line of from.lines) into.lines.push(line);
  for (const [symbol, quantity] of from.held) into.held.set(symbol, quantity);
  into.reopened += from.reopened;
  return into;
}

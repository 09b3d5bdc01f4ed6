/** What the lines of one account open and close: lots first in, first out, as the broker keeps them, and nothing guessed. */

import type { Line } from "./line.ts";

/** What one line did. Quantities are of 0 or more; money in millionths of a dollar. */
export interface Outcome {
  opened: number;
  closed: number;
  /** What it closed of which the opening is not in the history. */
  missing: number;
  /** Profit before costs; `null` when what was paid, or what it was given away for, is not known. */
  realized: number | null;
  /** What is held of its symbol afterwards, negative when sold. */
  after: number;
  /** Of a split or a change of symbol: the line that took away what this one brings. */
  replaces?: number;
}

/** What is left of one opening. `value` is the cash it brought (negative: took), `null` when that is not known. */
export interface Lot {
  /** Above 0. */
  quantity: number;
  value: number | null;
  at: number;
}

export interface LotBooks {
  /** By the id of each line that moved a position or settled a future. */
  outcomes: Map<number, Outcome>;
  /** What is still open, by symbol. */
  held: Map<string, Holding>;
}

/** The open lots of one symbol, oldest first; `side` is 1 when bought, `quantity` that of all. */
export interface Holding {
  side: 1 | -1;
  quantity: number;
  lots: Lot[];
}

/** Coins come in hundred-millionths. */
const DUST = 5e-9;
const rounded = (quantity: number): number => Math.round(quantity * 1e8) / 1e8;
const ZERO: Outcome = { opened: 0, closed: 0, missing: 0, realized: 0, after: 0 };

/** The books of an account whose lines stand in order (`inOrder`). A future's gains count when they are settled. */
export function matchLots(lines: readonly Line[]): LotBooks {
  const books: LotBooks = { outcomes: new Map(), held: new Map() };
  for (let place = 0; place < lines.length; place++) {
    const line = lines[place]!;
    if (line.kind === "settlement") {
      books.outcomes.set(line.id, { ...ZERO, realized: line.value, after: heldOf(books, line.symbol ?? "") });
    } else if (line.kind === "corporate_action" && line.quantity > 0) {
      const event = [line];
      while (lines[place + 1]?.kind === "corporate_action" && lines[place + 1]!.at === line.at) {
        event.push(lines[++place]!);
      }
      reorganize(books, event.filter(({ quantity }) => quantity > 0));
    } else if (line.symbol !== null && line.quantity > 0) {
      books.outcomes.set(line.id, move(books, line));
    }
  }
  return books;
}

/** What is held of a symbol, negative when sold. */
export function heldOf({ held }: LotBooks, symbol: string): number {
  const found = held.get(symbol);
  return found === undefined ? 0 : found.side * found.quantity;
}

function move(books: LotBooks, line: Line): Outcome {
  const symbol = line.symbol!;
  const before = heldOf(books, symbol);
  // Some ends of options do not say whether they buy or sell: they end what is there.
  const side = line.side === 0 ? -Math.sign(before) as 1 | -1 | 0 : line.side;
  const closable = before * side < 0 ? Math.min(line.quantity, Math.abs(before)) : 0;
  const rest = rounded(line.quantity - closable);
  const closes = line.intent === "close" || (line.intent === null && line.side === 0);
  const missing = closes ? rest : 0;
  const opened = closes ? 0 : rest;
  const closingValue = opened === 0 ? line.value : Math.round(line.value * closable / line.quantity);
  const taken = take(books, symbol, closable);
  if (opened > 0 && side !== 0) {
    const value = isGift(line) ? null : line.value - (closable === 0 ? 0 : closingValue);
    add(books, symbol, side, { quantity: opened, value, at: line.at });
  }
  const isUnknown = missing > DUST || taken === null || (closable > 0 && isGift(line));
  return {
    opened,
    closed: closable,
    missing: missing > DUST ? missing : 0,
    realized: isUnknown ? null : closable === 0 ? 0 : closingValue + taken,
    after: heldOf(books, symbol),
  };
}

/** Whether something comes or goes without money that tells its price: transfers, dividends in shares. */
const isGift = ({ kind, value, type }: Line): boolean =>
  value === 0 && type !== "future" && ["transfer", "dividend", "delivery", "corporate_action", "other"].includes(kind);

function add({ held }: LotBooks, symbol: string, side: 1 | -1, lot: Lot): void {
  const found = held.get(symbol);
  if (found?.side === side) {
    found.lots.push(lot);
    found.quantity = rounded(found.quantity + lot.quantity);
  } else held.set(symbol, { side, quantity: lot.quantity, lots: [lot] });
}

/** Takes so much off the oldest lots; answers what these brought when they were opened, `null` when that is not known. */
function take({ held }: LotBooks, symbol: string, quantity: number): number | null {
  const found = held.get(symbol);
  let left = quantity;
  let value: number | null = 0;
  while (found !== undefined && left > DUST && found.lots.length > 0) {
    const lot = found.lots[0]!;
    const isWhole = lot.quantity <= left + DUST;
    // The last part of a lot takes what the rounding of the others has left over.
    const part: number | null = isWhole || lot.value === null ? lot.value : Math.round(lot.value * left / lot.quantity);
    value = value === null || part === null ? null : value + part;
    if (isWhole) found.lots.shift();
    else {
      lot.value = lot.value === null ? null : lot.value - part!;
      lot.quantity = rounded(lot.quantity - left);
    }
    left = isWhole ? rounded(left - lot.quantity) : 0;
  }
  if (found !== undefined) found.quantity = rounded(found.quantity - quantity);
  if (found?.lots.length === 0) held.delete(symbol);
  return value;
}

/** Splits, changes of symbol and mergers of one instant: what was paid goes over to what comes instead. */
function reorganize(books: LotBooks, event: readonly Line[]): void {
  for (const lines of Map.groupBy(event, ({ type }) => type).values()) {
    const isTaken = ({ intent, side, symbol }: Line) =>
      intent === "close" || (intent === null && heldOf(books, symbol!) * (side === 0 ? -1 : side) < 0);
    const [takes, brings] = [lines.filter(isTaken), lines.filter((line) => !isTaken(line))];
    if (takes.length === 0) brings.forEach((line) => books.outcomes.set(line.id, multiply(books, line)));
    else if (takes.length !== brings.length) {
      lines.forEach((line) => books.outcomes.set(line.id, move(books, line)));
    } else takes.forEach((line, pair) => replace(books, line, brings[pair]!));
  }
}

/** More of what is held, as after a split: the lots grow, and what was paid for them stays. */
function multiply(books: LotBooks, line: Line): Outcome {
  const found = books.held.get(line.symbol!);
  if (found === undefined || found.side * line.side < 0) return move(books, line);
  const before = found.quantity;
  found.quantity = rounded(before + line.quantity);
  for (const lot of found.lots) lot.quantity = rounded(lot.quantity * found.quantity / before);
  if (found.lots[0]!.value !== null) found.lots[0]!.value += line.value;
  return { ...ZERO, opened: line.quantity, after: heldOf(books, line.symbol!) };
}

function replace(books: LotBooks, taking: Line, bringing: Line): void {
  const before = heldOf(books, taking.symbol!);
  const closed = Math.min(Math.abs(before), taking.quantity);
  const at = books.held.get(taking.symbol!)?.lots[0]?.at ?? bringing.at;
  const value = take(books, taking.symbol!, closed);
  const missing = rounded(taking.quantity - closed);
  const isKnown = missing <= DUST && value !== null;
  const side = bringing.side === 0 ? (before < 0 ? -1 : 1) : bringing.side;
  const carried = isKnown ? value + taking.value + bringing.value : null;
  add(books, bringing.symbol!, side, { quantity: bringing.quantity, value: carried, at });
  books.outcomes.set(taking.id, {
    ...ZERO,
    closed,
    missing: missing > DUST ? missing : 0,
    after: heldOf(books, taking.symbol!),
  });
  books.outcomes.set(bringing.id, {
    ...ZERO,
    opened: bringing.quantity,
    after: heldOf(books, bringing.symbol!),
    replaces: taking.id,
  });
}

/**
 * When an opening, in an order that closes nothing, continues what is under way on its underlying:
 * - calls sold and puts bought against shares (or futures) that are held, as far as these go; for sold shares the reverse;
 * - shares bought against calls that are sold and not covered; for sold puts the reverse;
 * - what was closed the same day is opened again: at a loss, or while the rest of the campaign is still held;
 * - further legs in an expiration of a campaign that was begun the same day.
 * Opened again after a profit with nothing left is a new campaign.
 */

import { dayKey, type Desk, formOf, rootOf, type Thread } from "./thread.ts";
import { isOptionLine, type Line, optionTerms } from "../line.ts";

/** A line of an order, and how much it opens. */
export interface Opening {
  line: Line;
  quantity: number;
}

/** The campaign that goes on; `isReopening` when something was closed at a loss for it. */
export interface Link {
  thread: Thread;
  isReopening: boolean;
}

const LOT = 100;

/** The campaign that the openings of a line's order continue; `null` when they begin one. */
export function linkOf(line: Line, openings: readonly Opening[], desk: Desk): Link | null {
  const open = openThreads(line.group, desk);
  const covering = open.find((thread) => isCovered(thread, openings) || covers(thread, openings));
  if (covering !== undefined) return { thread: covering, isReopening: false };
  const reopened = reopening(line, openings, desk);
  if (reopened !== null) return reopened;
  const begun = open.find((thread) => thread.lines[0]!.day === line.day && sharesExpiration(thread, openings));
  return begun === undefined ? null : { thread: begun, isReopening: false };
}

/** The campaigns of a group that hold something, latest first. */
function openThreads(group: string | null, { held, owners }: Desk): Thread[] {
  const found = new Set<Thread>();
  for (const symbol of held.keys()) {
    const thread = rootOf(owners.get(symbol)!);
    if (thread.group === group) found.add(thread);
  }
  return [...found].reverse();
}

/** Shares in lots of a hundred, or futures. */
function lotsOf({ held }: Thread): number {
  let lots = 0;
  for (const [symbol, quantity] of held) {
    if (optionTerms(symbol) === null) lots += symbol.startsWith("/") ? quantity : quantity / LOT;
  }
  return lots;
}

/** How many options of a form a campaign holds. */
function countOf({ held }: Thread, right: "call" | "put", side: number): number {
  let count = 0;
  for (const [symbol, quantity] of held) {
    if (quantity * side > 0 && optionTerms(symbol)?.right === right) count += Math.abs(quantity);
  }
  return count;
}

/** Whether all that is opened are options that the campaign's shares back, and enough shares are free for them. */
function isCovered(thread: Thread, openings: readonly Opening[]): boolean {
  const lots = lotsOf(thread);
  if (lots === 0 || openings.length === 0) return false;
  const direction = Math.sign(lots);
  const wanted = new Map<string, { right: "call" | "put"; side: number; count: number }>();
  for (const { line, quantity } of openings) {
    const right = isOptionLine(line) ? optionTerms(line.symbol!)?.right : undefined;
    // Against shares held, calls are sold and puts are bought.
    if (right === undefined || line.side !== (right === "call" ? -direction : direction)) return false;
    const known = wanted.get(right) ?? { right, side: line.side, count: 0 };
    wanted.set(right, { ...known, count: known.count + quantity });
  }
  return [...wanted.values()].every(({ right, side, count }) =>
    count + countOf(thread, right, side) <= Math.abs(lots) + 1e-9
  );
}

/** Whether shares are opened that cover what the campaign has sold without them. */
function covers(thread: Thread, openings: readonly Opening[]): boolean {
  const [only] = openings;
  if (openings.length !== 1 || isOptionLine(only!.line) || lotsOf(thread) !== 0) return false;
  return countOf(thread, only!.line.side > 0 ? "call" : "put", -1) > 0;
}

function reopening(line: Line, openings: readonly Opening[], desk: Desk): Link | null {
  const forms = new Set(openings.map((opening) => formOf(opening.line, opening.line.side)));
  if (openings.some((opening) => !isOptionLine(opening.line) && opening.line.type !== "future")) return null;
  const ended = Map.groupBy(desk.ended.get(dayKey(line)) ?? [], ({ thread }) => rootOf(thread));
  for (const [thread, parts] of [...ended].reverse()) {
    const closed = parts.filter(({ form }) => forms.has(form));
    if (new Set(closed.map(({ form }) => form)).size < forms.size) continue;
    const isLoss = closed.reduce((sum, { realized }) => sum + (realized ?? 0), 0) < 0;
    if (isLoss || thread.held.size > 0) return { thread, isReopening: isLoss };
  }
  return null;
}

/** Whether all that is opened are options of expirations that the campaign is in. */
function sharesExpiration(thread: Thread, openings: readonly Opening[]): boolean {
  const days = new Set([...thread.held.keys()].map((symbol) => optionTerms(symbol)?.expiration));
  return openings.every(({ line }) =>
    isOptionLine(line) && days.has(optionTerms(line.symbol!)?.expiration) && optionTerms(line.symbol!) !== null
  );
}

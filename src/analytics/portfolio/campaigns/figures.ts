/** What a campaign came to. Money in millionths of a dollar; what comes in is positive. */

import { type Day, daysBetween, newYorkInstant } from "../../../core/calendar.ts";
import type { Contract } from "../../strategies/contracts.ts";
import { recognizeStrategy } from "../../strategies/recognize.ts";
import type { Campaign } from "./link_campaigns.ts";
import { costsOf, isOptionLine, type Line, optionTerms } from "../line.ts";
import type { LotBooks } from "../lots.ts";

export interface CampaignFigures {
  opened: Day;
  /** `null` while something is held. */
  ended: Day | null;
  /** From the first line to the last, or until `today`. */
  days: number;
  /** What it was at the end of its first day. */
  strategy: string;
  /** Sold puts that brought shares against which calls were sold. */
  isWheel: boolean;
  rolls: number;
  /** Ends of options by assignment or exercise. */
  assignments: number;
  /** What options, and what shares and coins, brought before costs. */
  options: number;
  shares: number;
  /** Daily gains of futures. */
  settled: number;
  /** Dividends and whatever else came with what was held. */
  income: number;
  /** Of 0 or less. */
  costs: number;
  /** All its lines together, after costs: the result once it has ended. */
  total: number;
  /** Profit of what is closed, with income and after all costs so far; `null` when an opening is missing. */
  realized: number | null;
  /** The price a share at which `total` would be made good by selling what is held; `null` without shares. */
  breakeven: number | null;
}

const YEAR = 365 * 86_400_000;
const CLOSE = 16 * 60;
const MILLION = 1_000_000;
const LOT = 100;

/** The figures of a campaign as of `today`. */
export function figuresOf({ lines, held, reopened }: Campaign, books: LotBooks, today: Day): CampaignFigures {
  const moves = lines.filter(({ id, kind }) => kind !== "settlement" && books.outcomes.has(id));
  const opened = lines[0]!.day;
  const ended = held.size > 0 ? null : moves.at(-1)!.day;
  const sum = (isMeant: (line: Line) => boolean) =>
    lines.reduce((total, line) => total + (isMeant(line) ? line.value : 0), 0);
  const isMove = new Set(moves);
  const costs = lines.reduce((total, line) => total + costsOf(line), 0);
  const settled = sum(({ kind }) => kind === "settlement");
  const income = sum((line) => !isMove.has(line) && line.kind !== "settlement");
  const total = lines.reduce((sum, { net }) => sum + net, 0);
  const gains = moves.map(({ id }) => books.outcomes.get(id)!.realized);
  const isUnknown = gains.some((gain) => gain === null);
  return {
    opened,
    ended,
    days: daysBetween(opened, ended ?? today),
    strategy: strategyOf(moves, books),
    isWheel: isWheel(moves, books),
    rolls: reopened + countRolls(moves, books),
    assignments: lines.filter(({ kind }) => kind === "assignment" || kind === "exercise").length,
    options: sum((line) => isMove.has(line) && isOptionLine(line)),
    shares: sum((line) => isMove.has(line) && !isOptionLine(line)),
    settled,
    income,
    costs,
    total,
    realized: isUnknown ? null : gains.reduce((sum: number, gain) => sum + gain!, settled + income + costs),
    breakeven: isUnknown ? null : breakevenOf(held, total),
  };
}

/** Orders that close options or futures and open others. */
function countRolls(moves: readonly Line[], books: LotBooks): number {
  const orders = Map.groupBy(
    moves.filter((line) => line.order !== null && (isOptionLine(line) || line.type === "future")),
    ({ order }) => order,
  );
  const does = (lines: Line[], what: "opened" | "closed") => lines.some(({ id }) => books.outcomes.get(id)![what] > 0);
  return [...orders.values()].filter((lines) => does(lines, "opened") && does(lines, "closed")).length;
}

/** What the legs opened first are called: all that is held after the first day, or else the first order. */
function strategyOf(moves: readonly Line[], books: LotBooks): string {
  const [first] = moves;
  if (books.outcomes.get(first!.id)!.missing > 0) return "unknown opening";
  const { type } = first!;
  if (type === "cryptocurrency") return first!.side > 0 ? "cryptocurrency" : "short cryptocurrency";
  const held = new Map<string, { line: Line; quantity: number }>();
  for (const line of moves) {
    const { after } = books.outcomes.get(line.id)!;
    if (line.day !== first!.day) break;
    if (after === 0) held.delete(line.symbol!);
    else held.set(line.symbol!, { line, quantity: after });
  }
  const opening = moves.filter((line) => line === first || (line.order !== null && line.order === first!.order))
    .map((line) => ({ line, quantity: line.side * books.outcomes.get(line.id)!.opened }));
  const legs = held.size > 0 ? [...held.values()] : opening;
  const contracts = legs.map(({ line, quantity }) => contractOf(line, quantity, first!.at));
  if (contracts.some((contract) => contract === null)) return type === null ? "other" : type.replaceAll("_", " ");
  try {
    return recognizeStrategy(contracts as Contract[]).name;
  } catch (error) {
    // Legs that cancel, or fractions of options, are no structure.
    if (error instanceof RangeError) return "other";
    throw error;
  }
}

/** A leg without its price; `null` for what no structure is made of. Futures and their options count one for one. */
function contractOf({ type, symbol }: Line, quantity: number, at: number): Contract | null {
  if (type === "equity") return { kind: "stock", quantity, multiplier: 1 };
  if (type === "future") return { kind: "future", quantity, multiplier: 1 };
  const terms = optionTerms(symbol!);
  if (terms === null) return null;
  const { right, strike, expiration } = terms;
  const years = Math.max(0, (newYorkInstant(expiration, CLOSE) - at) / YEAR);
  return { kind: "option", quantity, multiplier: type === "equity_option" ? LOT : 1, right, strike, years };
}

function isWheel(moves: readonly Line[], books: LotBooks): boolean {
  const right = ({ symbol }: Line) => optionTerms(symbol!)?.right;
  const delivered = moves.findIndex((line) => line.kind === "delivery" && line.side > 0);
  const sells = (line: Line, what: "put" | "call") =>
    line.side < 0 && right(line) === what && books.outcomes.get(line.id)!.opened > 0;
  return delivered > 0 && moves.slice(0, delivered).some((line) => sells(line, "put")) &&
    moves.slice(delivered).some((line) => sells(line, "call"));
}

/** Dollars a share, from shares alone and whatever cash the campaign has brought or taken. */
function breakevenOf(held: Campaign["held"], total: number): number | null {
  let shares = 0;
  for (const [symbol, quantity] of held) {
    if (symbol.startsWith("/")) return null;
    if (optionTerms(symbol) === null) shares += quantity;
  }
  return shares === 0 ? null : -total / MILLION / shares;
}

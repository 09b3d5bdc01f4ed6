/** One line of an account's history, ready to be reckoned with. */

import type { Day } from "../../core/calendar.ts";
import { type OptionParts, parseFutureOptionSymbol, parseOptionSymbol } from "../../core/symbol.ts";

/** What a line can be about. */
export const LINE_KINDS = [
  "trade",
  "assignment",
  "exercise",
  "expiration",
  "delivery",
  "dividend",
  "interest",
  "fee",
  "deposit",
  "withdrawal",
  "transfer",
  "settlement",
  "corporate_action",
  "other",
] as const;

export type LineKind = (typeof LINE_KINDS)[number];

/**
 * A line. Money in whole millionths of a dollar, because charges may be fractions of a cent and sums must be exact: what
 * comes in is positive, what goes out negative.
 */
export interface Line {
  id: number;
  at: number;
  /** The day it counts for. */
  day: Day;
  kind: LineKind;
  /** The same in plain words: `sold to open`, `removed by assignment`. */
  what: string;
  /** `null` for cash alone. */
  symbol: string | null;
  /** `equity_option` and the like. */
  type: string | null;
  /** The underlying; of futures and their options the product, `/ES`, so that contracts of all months are together. */
  group: string | null;
  /** 1 buys, -1 sells, 0 where it is not said. */
  side: 1 | -1 | 0;
  intent: "open" | "close" | null;
  /** Shares, contracts or coins that move; 0 when no position changes. */
  quantity: number;
  /** Dollars a share (points of a future, dollars a coin). */
  price: number | null;
  /** Before costs, and after them. */
  value: number;
  net: number;
  /** The costs that have a name, of 0 or less; together they may be less than `net` takes off `value`. */
  commission: number;
  clearing: number;
  regulatory: number;
  indexOptions: number;
  order: number | null;
}

const MILLION = 1_000_000;

/** Dollars in whole millionths. */
export const toMillionths = (dollars: number): number => Math.round(dollars * MILLION);

/** Millionths as dollars, to the cent. */
export const toDollars = (millionths: number): number => {
  const cents = Math.round(Math.abs(millionths) / 10_000) / 100;
  return millionths < 0 && cents !== 0 ? -cents : cents;
};

/** What a line cost, of 0 or less. */
export const costsOf = ({ value, net }: Pick<Line, "value" | "net">): number => net - value;

/** Whether a line's instrument is an option, on whatever. */
export const isOptionLine = ({ type }: Pick<Line, "type">): boolean =>
  type === "equity_option" || type === "future_option";

/** The terms of an option on a share or on a future; `null` for everything else. */
export const optionTerms = (symbol: string): Omit<OptionParts, "root"> | null =>
  symbol.startsWith("./") ? parseFutureOptionSymbol(symbol) : parseOptionSymbol(symbol);

/** In the order of time; what an option's end delivers comes after that end, and what a split brings after what it takes. */
export function inOrder(lines: readonly Line[]): Line[] {
  const rank = ({ kind, intent }: Line): number =>
    kind === "delivery" || (kind === "corporate_action" && intent === "open") ? 1 : 0;
  return [...lines].sort((a, b) => a.at - b.at || rank(a) - rank(b) || a.id - b.id);
}

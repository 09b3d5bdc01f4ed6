/** One line of an account's history: what happened to its positions and its cash. Money in whole cents. */

import type { Instrument } from "./instrument.ts";

export type Action = "Buy to Open" | "Sell to Open" | "Buy to Close" | "Sell to Close";

/** What a line costs, in cents of 0 or more. */
export interface Costs {
  commission: number;
  clearing: number;
  regulatory: number;
  proprietary: number;
}

/** A change of a position: `quantity` shares, contracts or coins of 0 or more; no `price` when nothing is paid. */
export interface Move {
  action: Action;
  quantity: number;
  price: number | null;
}

/** A line before it is entered. */
export interface Entry {
  at: number;
  type: "Trade" | "Receive Deliver" | "Money Movement";
  subType: string;
  description: string;
  /** What comes in (or, negative, goes out) before costs, in cents. */
  value: number;
  costs: Costs;
  /** What it is about; `null` for cash alone. */
  instrument: Instrument | null;
  /** `null` when no position changes. */
  move: Move | null;
  /** The order that was filled, and how many legs it had. */
  order: { id: number; legs: number } | null;
}

/** A line as entered; ids grow with time. */
export interface Transaction extends Entry {
  id: number;
}

export const FREE: Costs = { commission: 0, clearing: 0, regulatory: 0, proprietary: 0 };

/** All costs of a line, in cents. */
export const totalCosts = ({ costs }: Pick<Entry, "costs">): number =>
  costs.commission + costs.clearing + costs.regulatory + costs.proprietary;

/** What a line does to the cash, in cents. */
export const netValue = (entry: Pick<Entry, "value" | "costs">): number => entry.value - totalCosts(entry);

/** What so much costs at a price, in cents. */
export const centsOf = ({ multiplier }: Instrument, quantity: number, price: number): number =>
  Math.round(quantity * price * multiplier * 100);

/** What an action does to a position: bought counts up, sold counts down. */
export const signOf = (action: Action): 1 | -1 => action.startsWith("Buy") ? 1 : -1;

export const isOpening = (action: Action): boolean => action.endsWith("Open");

/** What can be rolled, and into what: plain records, without prices. */

/** One option of an underlying; the day and the root tell its expiration from others. */
export interface RollContract {
  day: string;
  root: string;
  right: "call" | "put";
  /** Dollars, or points of the future. */
  strike: number;
}

/** Contracts, negative when sold. */
export interface HeldContract extends RollContract {
  quantity: number;
  daysLeft: number;
}

/** An expiration and its listed strikes, ascending. */
export interface RollExpiration {
  day: string;
  root: string;
  daysLeft: number;
  isMonthly: boolean;
  calls: readonly number[];
  puts: readonly number[];
}

export const isSameContract = (one: RollContract, other: RollContract): boolean =>
  one.strike === other.strike && one.right === other.right && one.day === other.day && one.root === other.root;

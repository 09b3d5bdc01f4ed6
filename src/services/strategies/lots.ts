/** How many calls the shares that are held can still cover. */

import { parseOptionSymbol } from "../../core/symbol.ts";
import type { HeldLeg } from "../held.ts";

/** Over all accounts. */
export interface Lots {
  shares: number;
  /** Sold calls that these shares cover already. */
  sold: number;
  /** Lots of a hundred that nothing is sold against: shares of different accounts never make one together. */
  free: number;
}

const LOT = 100;

/** By the symbol of the shares; those of which less than a lot is held in every account are missing. */
export function lotsHeld(held: readonly HeldLeg[]): Map<string, Lots> {
  const lots = new Map<string, Lots>();
  const accounts = Map.groupBy(held, ({ account }) => JSON.stringify(account));
  for (const legs of accounts.values()) {
    const shares = new Map<string, number>();
    for (const { instrument, symbol, quantity } of legs) {
      if (instrument?.type === "equity") shares.set(symbol, (shares.get(symbol) ?? 0) + quantity);
    }
    for (const [symbol, count] of shares) {
      const whole = Math.floor(count / LOT);
      if (whole < 1) continue;
      const sold = Math.min(whole, callsOpen(legs, symbol));
      const other = lots.get(symbol) ?? { shares: 0, sold: 0, free: 0 };
      lots.set(symbol, { shares: other.shares + count, sold: other.sold + sold, free: other.free + whole - sold });
    }
  }
  return lots;
}

/** Sold calls on `symbol` that no bought call which lives as long goes with. */
function callsOpen(legs: readonly HeldLeg[], symbol: string): number {
  const calls = legs.flatMap(({ instrument, underlying, quantity }) => {
    if (instrument?.type !== "equity_option" || underlying !== symbol) return [];
    const parts = parseOptionSymbol(instrument.symbol);
    return parts?.right === "call" ? [{ day: parts.expiration, quantity }] : [];
  });
  const bought = calls.filter(({ quantity }) => quantity > 0).sort((a, b) => a.day < b.day ? -1 : 1);
  let open = 0;
  // What expires last is the hardest to cover, and takes the first that can.
  for (const sold of calls.filter(({ quantity }) => quantity < 0).sort((a, b) => a.day < b.day ? 1 : -1)) {
    let left = -sold.quantity;
    for (const one of bought) {
      if (one.day < sold.day) continue;
      const taken = Math.min(left, one.quantity);
      one.quantity -= taken;
      left -= taken;
    }
    open += left;
  }
  return open;
}

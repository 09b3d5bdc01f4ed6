/** What has changed in a book since the end of an earlier day. */

import type { BookLeg } from "../portfolio/book.ts";
import type { Holding } from "./account_days.ts";

/** One symbol of one account then and now. Prices a share, point or coin; dollars where it says so. */
export interface Change {
  symbol: string;
  underlying: string;
  /** Negative when sold, 0 when there was or is none. */
  quantityThen: number;
  quantityNow: number;
  markThen: number | null;
  markNow: number | null;
  /**
   * What the mark's move has brought those that are held then and now, in dollars; `null` where a mark is unknown. What was
   * opened or closed meanwhile is not in it: that is realized profit and cash.
   */
  gain: number | null;
}

type Side = { symbol: string; underlying: string; quantity: number; multiplier: number; mark: number | null };

/** Every symbol whose quantity or mark is another; what moved most first. */
export function changesBetween(then: readonly Holding[], now: readonly BookLeg[]): Change[] {
  const before = sidesOf(then);
  const after = sidesOf(now.map(({ held, multiplier, mark }) => ({ ...held, multiplier, mark })));
  const changes = [...new Set([...before.keys(), ...after.keys()])].map((symbol): Change => {
    const [old, present] = [before.get(symbol), after.get(symbol)];
    const quantityThen = old?.quantity ?? 0;
    const quantityNow = present?.quantity ?? 0;
    const markThen = old?.mark ?? null;
    const markNow = present?.mark ?? null;
    return {
      symbol,
      underlying: (present ?? old)!.underlying,
      quantityThen,
      quantityNow,
      markThen,
      markNow,
      gain: gainOf(keptOf(quantityThen, quantityNow), (present ?? old)!.multiplier, markThen, markNow),
    };
  });
  return changes
    .filter(({ quantityThen, quantityNow, gain }) => quantityThen !== quantityNow || gain !== 0)
    .sort((a, b) => Math.abs(b.gain ?? 0) - Math.abs(a.gain ?? 0) || (a.symbol < b.symbol ? -1 : 1));
}

/** What is held on the same side then and now. */
function keptOf(then: number, now: number): number {
  if (then * now <= 0) return 0;
  return Math.sign(then) * Math.min(Math.abs(then), Math.abs(now));
}

function gainOf(kept: number, multiplier: number, then: number | null, now: number | null): number | null {
  if (kept === 0) return 0;
  return then === null || now === null ? null : Math.round(kept * multiplier * (now - then) * 100) / 100;
}

/** A symbol may be held in several lots. */
function sidesOf(sides: readonly Side[]): Map<string, Side> {
  const bySymbol = new Map<string, Side>();
  for (const side of sides) {
    const known = bySymbol.get(side.symbol);
    bySymbol.set(side.symbol, known === undefined ? side : { ...known, quantity: known.quantity + side.quantity });
  }
  return bySymbol;
}

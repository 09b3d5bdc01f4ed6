/** What a leg costs to open: the middle of its market, the side that trades at once, or what was given. */

import type { Entry, EntrySource, Quoted } from "./position.ts";

export interface LegPrice extends Quoted {
  entryPrice: number;
  entrySource: EntrySource;
  /** What is wrong with the market, to follow the name of the leg; `null` when nothing is. */
  trouble: string | null;
}

/** A market wider than this part of its middle, and than so many dollars, is worth a word. */
const WIDE = 0.25;
const WIDE_DOLLARS = 0.1;

/**
 * The price of a leg; `null` when there is neither a market nor a mark nor a given price. `mark` is the broker's model or
 * the last trade. A market nobody bids in has its middle halfway to zero; a crossed one has none.
 */
export function priceLeg(
  { bid, ask, mark }: { bid: number | null; ask: number | null; mark: number | null },
  quantity: number,
  given: { price: number; source: EntrySource } | null,
  entry: Entry,
): LegPrice | null {
  const isCrossed = bid !== null && ask !== null && bid > ask;
  const hasAsk = ask !== null && ask > 0;
  const isTwoSided = hasAsk && !isCrossed;
  const mid = isTwoSided ? ((bid ?? 0) + ask) / 2 : mark;
  const quoted = { bid, ask, mid };
  const trouble = troubleOf(bid, ask, mark);
  if (given !== null) return { ...quoted, entryPrice: given.price, entrySource: given.source, trouble };
  if (isTwoSided && entry === "natural") {
    return { ...quoted, entryPrice: quantity > 0 ? ask : bid ?? 0, entrySource: "natural", trouble };
  }
  if (mid === null) return null;
  return { ...quoted, entryPrice: mid, entrySource: isTwoSided ? "mid" : "mark", trouble };
}

function troubleOf(bid: number | null, ask: number | null, mark: number | null): string | null {
  const instead = mark === null ? "" : `; the broker's mark of ${mark} stands for it`;
  if (bid !== null && ask !== null && bid > ask) return `has a crossed market (bid ${bid} above ask ${ask})${instead}`;
  if (ask === null || ask <= 0) return `has no ask${instead}`;
  if (bid === null || bid <= 0) return `has no bid: it can be bought at ${ask} and not be sold`;
  const width = ask - bid;
  return width > WIDE * (bid + ask) / 2 && width > WIDE_DOLLARS ? `has a wide market (${bid} to ${ask})` : null;
}

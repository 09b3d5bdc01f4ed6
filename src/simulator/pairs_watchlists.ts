/** The pairs that the broker suggests to trade against each other. */

/** One symbol bought and another sold, in quantities of about the same value. */
export interface Pair {
  bought: PairLeg;
  sold: PairLeg;
}

export interface PairLeg {
  symbol: string;
  quantity: number;
}

/** A list of pairs. */
export interface PairsWatchlist {
  name: string;
  order: number;
  pairs: Pair[];
}

const pair = (bought: string, boughtQuantity: number, sold: string, soldQuantity: number): Pair => ({
  bought: { symbol: bought, quantity: boughtQuantity },
  sold: { symbol: sold, quantity: soldQuantity },
});

/** All lists of pairs. */
export const PAIRS_WATCHLISTS: readonly PairsWatchlist[] = [
  {
    name: "Index ETF Pairs",
    order: 1,
    pairs: [pair("SPY", 1, "QQQ", 1), pair("QQQ", 2, "IWM", 5), pair("SPY", 1, "IWM", 3), pair("DIA", 3, "SPY", 2)],
  },
  {
    name: "Stock Pairs",
    order: 2,
    pairs: [pair("KO", 2, "PEP", 1), pair("V", 8, "MA", 5), pair("XOM", 4, "CVX", 3), pair("GM", 1, "F", 5)],
  },
  { name: "Metal Pairs", order: 3, pairs: [pair("GLD", 1, "SLV", 8), pair("GDX", 5, "GLD", 1)] },
];

/** A portfolio that is made up, as its risk is read. */

import { assessRisk } from "../../../src/services/portfolio/assess_risk.ts";
import type { BookLeg } from "../../../src/services/portfolio/book.ts";
import type { PortfolioRisk } from "../../../src/services/portfolio/read_risk.ts";
import { structuresOf } from "../../../src/services/portfolio/structures.ts";
import type { UnderlyingFacts } from "../../../src/services/portfolio/underlyings.ts";
import { weigh } from "../../../src/services/portfolio/weigh.ts";
import { factsMap, factsOf, FRIDAY, linearLeg, optionLeg } from "../../services/portfolio/risk_books.ts";

export const TODAY = "2026-11-20";
const INDEX = { symbol: "SPY", price: 780, beta: 1 };

export function portfolioOf(legs: readonly BookLeg[], facts: readonly UnderlyingFacts[]): PortfolioRisk {
  const { items, warnings, unknown } = weigh(legs, INDEX, factsMap(factsOf("SPY", { price: 780 }), ...facts), TODAY);
  return {
    accounts: [{ masked: "***0001", nickname: "Margin", type: "Individual", rules: "margin" as const }],
    index: INDEX,
    risk: assessRisk(items, INDEX, structuresOf(items, TODAY)),
    capital: {
      netLiquidation: 200_000,
      buyingPowerUsed: 50_000,
      buyingPowerLeft: 150_000,
      kinds: new Map([["***0001", "margin"]]),
      warnings: [],
    },
    candidate: null,
    warnings,
    unknown,
    readAt: FRIDAY,
    source: "simulator",
  };
}

const option = (right: "put" | "call", strike: number, quantity: number, day = "2026-12-18") =>
  optionLeg({ root: "AAPL", spot: 320, right, strike, day, quantity, volatility: 0.3 });

/** Shares with calls sold on some of them, a spread that ends soon, coins. */
export const SMALL = portfolioOf(
  [
    linearLeg("AAPL", 300, 320),
    option("call", 340, -2),
    option("put", 310, -1, "2026-11-25"),
    option("put", 300, 1, "2026-11-25"),
    linearLeg("BTC/USD", 0.1, 92_000, { type: "cryptocurrency" }),
  ],
  [factsOf("AAPL", { price: 320, beta: 1.25, sector: "Technology" })],
);

/** 300 legs on a hundred underlyings, with long names. */
export function largePortfolio(): PortfolioRisk {
  const symbols = Array.from({ length: 100 }, (_, i) => `LNG${String.fromCharCode(65 + i % 26)}${i}`.slice(0, 6));
  const days = Array.from(
    { length: 25 },
    (_, i) => new Date(Date.UTC(2026, 10, 23 + 7 * i)).toISOString().slice(0, 10),
  );
  const legs = symbols.flatMap((root, i) => {
    const spot = 20 + 13 * i;
    const leg = (right: "put" | "call", moneyness: number, quantity: number) =>
      optionLeg({
        root,
        spot,
        right,
        strike: Math.round(spot * moneyness),
        day: days[i % 25]!,
        quantity,
        volatility: 0.4,
      });
    return i % 2 === 0
      ? [leg("put", 0.9, -3), leg("call", 1.1, -3), linearLeg(root, 71, spot)]
      : [leg("put", 0.9, -7), leg("put", 0.8, 7), leg("call", 1.2, -1)];
  });
  const facts = symbols.map((symbol, i) =>
    factsOf(symbol, { price: 20 + 13 * i, beta: i % 3 === 0 ? null : i / 15, sector: `Sector of long name ${i % 20}` })
  );
  return portfolioOf(legs, facts);
}

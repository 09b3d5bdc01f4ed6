/** `portfolio://positions`: what is held in all accounts, contract by contract. */

import { defineResource } from "./resource.ts";

export const portfolioPositions = defineResource({
  uri: "portfolio://positions",
  name: "portfolio_positions",
  title: "Positions",
  description:
    "Open positions at the market, contract by contract: quantity, entry, mark, P/L open and today, greeks. Dollars; null means unknown.",
  read: async (_value, context) => (await import("./answers/positions.ts")).showPositions(null, context),
});

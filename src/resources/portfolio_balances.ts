/** `portfolio://balances`: cash, value and buying power of all accounts. */

import { defineResource } from "./resource.ts";

export const portfolioBalances = defineResource({
  uri: "portfolio://balances",
  name: "portfolio_balances",
  title: "Balances",
  description:
    "Cash, net liquidation, values of what is held, buying power, requirements and calls of the accounts. Dollars; null means unknown.",
  read: async (_value, context) => (await import("./answers/balances.ts")).showBalances(null, context),
});

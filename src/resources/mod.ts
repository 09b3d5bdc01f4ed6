/** What can be read by address: an import and a line for each, in the order clients see them. */

import { accountBalances } from "./account_balances.ts";
import { accountPositions } from "./account_positions.ts";
import { marketSession } from "./market_session.ts";
import { marketSymbol } from "./market_symbol.ts";
import { portfolioBalances } from "./portfolio_balances.ts";
import { portfolioPositions } from "./portfolio_positions.ts";
import { positionChart } from "./position_chart.ts";
import type { Resource } from "./resource.ts";

export const resources: readonly Resource[] = [
  marketSession,
  marketSymbol,
  portfolioPositions,
  accountPositions,
  portfolioBalances,
  accountBalances,
  positionChart,
];

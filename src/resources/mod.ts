/** What can be read by address: an import and a line for each, in the order clients see them. */

import { marketSession } from "./market_session.ts";
import { marketSymbol } from "./market_symbol.ts";
import { positionChart } from "./position_chart.ts";
import type { Resource } from "./resource.ts";

export const resources: readonly Resource[] = [
  marketSession,
  marketSymbol,
  positionChart,
];

/** The catalogue: an import and a line for each tool, in the order clients see them. */

import { getQuote } from "./market/get_quote.ts";
import type { AnyTool } from "./tool.ts";

export const tools: readonly AnyTool[] = [
  getQuote,
];

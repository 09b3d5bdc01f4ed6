/** A habit of a simulated customer. */

import type { TradingDesk } from "../trading_desk.ts";

export interface Strategy {
  /** When it looks at the market on the days it does, in minutes past midnight in New York: before half days end. */
  minutes: number;
  /** Trades, or not. It remembers what it did, and looks up whether that is still held. */
  step(desk: TradingDesk): void;
}

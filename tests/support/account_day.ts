/** A day of an account as it is kept: for tests of what happens to all that belongs to a person. */

import { keepDay } from "../../src/services/history/account_days.ts";
import type { Write } from "../../src/storage/storage.ts";

export const accountDay = (userId: string): Write[] =>
  keepDay(
    {
      userId,
      series: `series-of-${userId}`,
      day: "2026-11-20",
      takenAt: 1,
      netLiquidation: 25_000,
      cash: 1000,
      buyingPower: 5000,
      deltaDollars: 0,
      theta: 1,
      vega: 1,
      unknown: 0,
    },
    [{
      symbol: "SPY",
      underlying: "SPY",
      quantity: 1,
      multiplier: 1,
      mark: 600,
      delta: 1,
      theta: 0,
      vega: 0,
    }],
    Date.UTC(2100, 0, 1),
  );

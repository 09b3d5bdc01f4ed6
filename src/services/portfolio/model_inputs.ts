/** What the model has to be told of underlyings: their dividends, and how much they usually move. */

import type { CashDividend } from "../../analytics/pricing/dividends.ts";
import { newYorkDay } from "../../core/calendar.ts";
import { recognizeSymbol } from "../../core/symbol.ts";
import type { Context } from "../context.ts";
import { eventsOf } from "../position/events.ts";

export interface ModelInput {
  /** Within two years. */
  dividends: readonly CashDividend[];
  /** Over 30 days, an annualized fraction. */
  usualVolatility: number | null;
}

const FAR = 2;

/** Of shares, funds and indices; what cannot be had is absent, and the model does without it. */
export async function readModelInputs(
  underlyings: readonly string[],
  context: Context,
): Promise<ReadonlyMap<string, ModelInput>> {
  const symbols = [...new Set(underlyings)].filter((symbol) => {
    const recognized = recognizeSymbol(symbol);
    return recognized.ok && (recognized.value.type === "equity" || recognized.value.type === "index");
  });
  const read = await context.market.metrics.read(symbols, context);
  const inputs = new Map<string, ModelInput>();
  if (!read.ok) return inputs;
  const now = context.now();
  const today = newYorkDay(now);
  for (const [symbol, { value: metrics }] of read.value) {
    if (metrics === null) continue;
    const { dividendNextDate, dividendExDate } = metrics;
    const nextExDay = [dividendNextDate, dividendExDate].find((day) => day !== null && day >= today) ?? null;
    const { dividends } = eventsOf({ symbol, metrics, earnings: { kind: "unknown" }, nextExDay }, FAR, now);
    inputs.set(symbol, { dividends, usualVolatility: metrics.iv30Day });
  }
  return inputs;
}

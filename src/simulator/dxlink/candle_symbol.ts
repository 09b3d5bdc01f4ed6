/** Candle symbols of the stream, such as `AAPL{=5m,tho=true}`. */

import { type CandleKind, lengthOf, type Period } from "../market/candles.ts";

/** The symbol of what is traded, and which of its candles. */
export interface CandleSymbol {
  base: string;
  kind: CandleKind;
}

const PERIOD = /^(\d{1,4})?(s|m|h|d|w|mo|y)$/;
const DAY = 86_400_000;
const ALIGNMENTS = { m: "midnight", s: "session" } as const;

/**
 * The parts of a candle symbol; `null` when it is none, or asks for what this market does not have: ticks, volumes,
 * prices other than the last, or parts of the clock longer than a day.
 */
export function parseCandleSymbol(symbol: string): CandleSymbol | null {
  const parts = /^([^{]+)\{([^{}]+)\}$/.exec(symbol);
  if (parts === null) return null;
  let period: Period | null = null;
  const kind: Omit<CandleKind, "period"> = { regularOnly: false, from: "midnight" };
  for (const attribute of parts[2]!.split(",")) {
    const [name, value = ""] = attribute.split("=", 2);
    if (name === "") period = readPeriod(value);
    else if (name === "tho" && /^(true|false)$/.test(value)) kind.regularOnly = value === "true";
    else if (name === "a" && (value === "m" || value === "s")) kind.from = ALIGNMENTS[value];
    else if (attribute !== "price=last") return null;
  }
  return period === null ? null : { base: parts[1]!, kind: { period, ...kind } };
}

function readPeriod(text: string): Period | null {
  const [, count = "1", unit] = PERIOD.exec(text) ?? [];
  if (unit === undefined || Number(count) === 0) return null;
  const period = { count: Number(count), unit: unit as Period["unit"] };
  return (lengthOf(period) ?? 0) > DAY ? null : period;
}

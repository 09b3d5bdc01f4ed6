/** The names of all options of an expiration, what they share worked out once: a chain has them by ten thousands. */

import type { OptionRight } from "../../analytics/pricing/black.ts";
import { formatOptionSymbol } from "../../core/symbol.ts";
import type { Expiration } from "./expirations.ts";
import { formatFutureOption, type FutureOptionExpiration } from "./future_options.ts";
import { futureOptionStreamerSymbol, optionStreamerSymbol } from "./streamer_symbols.ts";

/** Names by right and strike. */
export interface OptionNames {
  symbol(right: OptionRight, strike: number): string;
  streamerSymbol(right: OptionRight, strike: number): string;
}

/** `C` or `P`. */
export const letterOf = (right: OptionRight): "C" | "P" => right === "call" ? "C" : "P";

/** The names of options on a share, a fund or an index. */
export function optionNames({ root, day }: Expiration): OptionNames {
  const example = { root, expiration: day, right: "call", strike: 0 } as const;
  const stem = formatOptionSymbol(example).slice(0, -"C00000000".length);
  const streamerStem = optionStreamerSymbol(example).slice(0, -"C0".length);
  return {
    symbol: (right, strike) => `${stem}${letterOf(right)}${String(Math.round(strike * 1000)).padStart(8, "0")}`,
    streamerSymbol: (right, strike) => `${streamerStem}${letterOf(right)}${strike}`,
  };
}

/** The names of options on a future. */
export function futureOptionNames(expiration: FutureOptionExpiration): OptionNames {
  const example = { ...expiration, right: "call", strike: 0 } as const;
  const stem = formatFutureOption(example).slice(0, -"C0".length);
  const [streamerStem, exchange] = futureOptionStreamerSymbol(example).split("C0:") as [string, string];
  return {
    symbol: (right, strike) => `${stem}${letterOf(right)}${strike}`,
    streamerSymbol: (right, strike) => `${streamerStem}${letterOf(right)}${strike}:${exchange}`,
  };
}

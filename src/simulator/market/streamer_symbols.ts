/** The names under which the stream of quotes knows instruments. */

import type { Day } from "../../core/calendar.ts";
import type { OptionParts } from "../../core/symbol.ts";
import type { ListedFutureOption } from "./future_options.ts";
import type { FutureContract } from "./futures.ts";

/** `.SPXW261218C7500`, from the option's own root. */
export const optionStreamerSymbol = ({ root, expiration, right, strike }: OptionParts): string =>
  `.${root}${expiration.slice(2).replaceAll("-", "")}${right === "call" ? "C" : "P"}${strike}`;

/** `/ESZ26:XCME`. */
export const futureStreamerSymbol = ({ symbol, year, product }: FutureContract): string =>
  `${symbol.slice(0, -1)}${year % 100}:${product.streamerExchange}`;

/** `./E1AN26P6260:XCME`. */
export const futureOptionStreamerSymbol = (
  { contract, day, right, strike, future }: Pick<
    ListedFutureOption,
    "contract" | "day" | "right" | "strike" | "future"
  >,
): string =>
  `./${contract.slice(0, -1)}${contractYear(contract, day) % 100}${right === "call" ? "C" : "P"}${strike}` +
  `:${future.product.streamerExchange}`;

/** `BTC/USD:CXTALP`. */
export const coinStreamerSymbol = (symbol: string): string => `${symbol}:CXTALP`;

/** The year of an option contract, whose name has its last digit: options may expire in the year before. */
function contractYear(contract: string, day: Day): number {
  const year = Number(day.slice(0, 4));
  const ahead = (Number(contract.slice(-1)) - year % 10 + 10) % 10;
  return year + ahead;
}

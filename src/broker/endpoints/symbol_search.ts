/** `GET /symbols/search/{fragment}`: what begins with a text or is called so. */

import * as z from "zod";
import type { Endpoint } from "../endpoint.ts";
import { flag, instrumentType, items, text } from "../wire.ts";

/** `description` is somebody else's text. */
export interface FoundSymbol {
  symbol: string;
  description: string | null;
  /** In our spelling, such as `equity`; the list is open. */
  type: string | null;
  hasOptions: boolean | null;
  /** The exchange's code, such as `XNAS`. */
  listedMarket: string | null;
}

/** Nothing found is an empty list, which the broker may also say with 404 (`not_found`). */
export const symbolSearch: Endpoint<string, FoundSymbol[]> = {
  name: "symbol search",
  method: "GET",
  group: "other",
  path: (fragment) => `/symbols/search/${encodeURIComponent(fragment)}`,
  answer: items(
    z.object({
      symbol: z.string(),
      description: text,
      "instrument-type": instrumentType,
      options: flag,
      "listed-market": text,
    }).transform((wire): FoundSymbol => ({
      symbol: wire.symbol,
      description: wire.description,
      type: wire["instrument-type"],
      hasOptions: wire.options,
      listedMarket: wire["listed-market"],
    })),
  ),
  subject: () => "A symbol like that",
};

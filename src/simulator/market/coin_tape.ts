/** The tapes of cryptocurrencies: a session is a day by UTC, and nobody counts coins. */

import type { Coin, Cryptocurrencies } from "./crypto_quotes.ts";
import { barOf, type Tape } from "./tape.ts";
import { FIRST_DAY } from "./timeline.ts";

const DAY = 86_400_000;
const FIRST_AT = Date.parse(`${FIRST_DAY}T00:00:00Z`);

/** The tape of a coin. */
export function createCoinTape({ between }: Cryptocurrencies, coin: Coin): Tape {
  const asIs = (price: number) => price;
  const dealt = (fromAt: number, toAt: number) => barOf(between(coin, fromAt, toAt), asIs, { volume: null });
  return {
    utc: true,
    *sessions(at) {
      for (let openAt = Math.floor(at / DAY) * DAY; openAt >= FIRST_AT; openAt -= DAY) {
        const closeAt = openAt + DAY;
        yield {
          day: new Date(openAt).toISOString().slice(0, 10),
          openAt,
          closeAt,
          bar: () => dealt(openAt, Math.min(at, closeAt)),
          between: dealt,
        };
      }
    },
  };
}

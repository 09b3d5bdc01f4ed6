/** How the broker writes what futures, and the options on them, are listed on. */

import type { FutureOptionRoot } from "./market/future_option_roots.ts";
import { ROLL_DAYS } from "./market/future_months.ts";
import { type Ending, ENDING_TIMES, type FutureProduct } from "./market/futures.ts";
import type { Market } from "./market/market.ts";
import { decimal } from "./wire.ts";

/** The broker counts all exchanges of the group as one. */
export const FUTURE_EXCHANGE = "CME";

const CLOSE = 16 * 60;
const SECTORS: Record<Ending, string> = {
  index: "Equity Index",
  oil: "Energy",
  gas: "Energy",
  metal: "Metals",
  bond: "Interest Rates",
  currency: "FX",
};
const ROLLS: Record<Ending, string> = {
  index: "equity_index",
  oil: "energies",
  gas: "energies",
  metal: "metals",
  bond: "interest_rates",
  currency: "currencies",
};
/** The exchange's own code and that of its clearing house, by the streamer's. */
const HOUSES: Record<string, { legacy: string; clearing: string }> = {
  XCME: { legacy: "CME", clearing: "16" },
  XCBT: { legacy: "CBT", clearing: "17" },
  XNYM: { legacy: "NYM", clearing: "07" },
  XCEC: { legacy: "CMX", clearing: "04" },
};
const FINANCIAL: readonly Ending[] = ["index", "bond", "currency"];

/** What a price is multiplied by to be shown in full units. */
export function displayFactorOf({ ending, tick }: FutureProduct): number {
  if (ending === "currency") return tick < 0.00001 ? 0.000001 : 0.0001;
  return ending === "gas" ? 0.001 : 0.01;
}

/** The number of the exchange that a product's contracts are cleared at. */
export const clearingHouseOf = ({ streamerExchange }: FutureProduct): string => HOUSES[streamerExchange]!.clearing;

/** A product without its options. */
export function writeFutureProduct(product: FutureProduct, { prices }: Market): Record<string, unknown> {
  const { code, name, path, ending, months, listed, multiplier, tick, streamerExchange } = product;
  const isCash = ending === "index";
  const underlying = prices.listings.get(path);
  return {
    "root-symbol": `/${code}`,
    "code": code,
    "description": name,
    "exchange": FUTURE_EXCHANGE,
    "product-type": FINANCIAL.includes(ending) ? "Financial" : "Physical",
    "market-sector": SECTORS[ending],
    "listed-months": months.split(""),
    "active-months": months.split(""),
    "notional-multiplier": decimal(multiplier),
    "tick-size": decimal(tick, 9),
    "display-factor": decimal(displayFactorOf(product)),
    "streamer-exchange-code": streamerExchange,
    "small-notional": name.startsWith("Micro"),
    "supported": true,
    "back-month-first-calendar-symbol": isCash || ending === "currency",
    "first-notice": false,
    "cash-settled": isCash,
    "security-group": code,
    "clearing-code": code,
    "clearing-exchange-code": clearingHouseOf(product),
    "clearport-code": code,
    "legacy-code": code,
    "legacy-exchange-code": HOUSES[streamerExchange]!.legacy,
    ...(underlying === undefined
      ? {}
      : { "underlying-description": underlying.name, "underlying-identifier": underlying.symbol }),
    "roll": {
      "name": ROLLS[ending],
      "active-count": listed,
      "business-days-offset": ROLL_DAYS[ending],
      "cash-settled": isCash,
      "first-notice": ending === "metal" || ending === "bond",
    },
    "futures-trading-cutoff-times": [cutoff(ENDING_TIMES[ending])],
  };
}

/** A root of options, without the future's product. */
export function writeFutureOptionProduct(
  { root, type }: FutureOptionRoot,
  product: FutureProduct,
): Record<string, unknown> {
  const isMorning = type === "Regular" && product.ending === "index";
  return {
    "root-symbol": root,
    "code": root,
    "exchange": FUTURE_EXCHANGE,
    "product-type": "Physical",
    "expiration-type": type,
    "market-sector": SECTORS[product.ending],
    "cash-settled": false,
    "is-am-settled": isMorning,
    "is-rollover": false,
    "supported": true,
    "settlement-delay-days": 0,
    "display-factor": decimal(displayFactorOf(product)),
    "clearing-price-multiplier": "1.0",
    "clearing-code": root,
    "clearing-exchange-code": clearingHouseOf(product),
    "clearport-code": root,
    "legacy-code": root,
    "futures-trading-cutoff-times": [cutoff(isMorning ? ENDING_TIMES.index : CLOSE)],
  };
}

/** When trading ends on a last day, `minutes` past midnight. */
const cutoff = (minutes: number): Record<string, unknown> => ({
  "offset-seconds": minutes * 60,
  "timezone": "Market Zone",
  "timing": "Default",
});

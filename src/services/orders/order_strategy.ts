/** What an order does, as traders call it: `open iron condor`, `close short put`, `close short put, open short put`. */

import type { CheckedOrder } from "../../broker/endpoints/order.ts";
import type { OrderLeg } from "../../broker/endpoints/order_legs.ts";
import type { Contract } from "../../analytics/strategies/contracts.ts";
import { decomposeLegs } from "../../analytics/strategies/recognize.ts";
import { newYorkInstant } from "../../core/calendar.ts";
import { parseFutureOptionSymbol, parseOccSymbol } from "../../core/symbol.ts";

const YEAR = 365 * 86_400_000;
const CLOSE = 16 * 60;
const SHARES = 100;
const PLAIN = new Map<string | null, string>([["equity", "shares"], ["future", "future"], ["cryptocurrency", "coins"]]);

/** The order in a few words; `null` where its legs are no contracts that we know. `now` tells terms apart. */
export function strategyOf(
  { legs, receivedAt }: Pick<CheckedOrder, "legs" | "receivedAt">,
  now: number,
): string | null {
  const [only] = legs;
  if (only === undefined) return null;
  const plain = PLAIN.get(only.type);
  if (legs.length === 1 && plain !== undefined) return only.action === null ? null : plainWords(only.action, plain);
  const at = receivedAt ?? now;
  const closing = name(legs.filter(({ action }) => action?.endsWith("close")), -1, at);
  const opening = name(legs.filter(({ action }) => action?.endsWith("open")), 1, at);
  if (closing === null || opening === null) return null;
  const said = [closing === "" ? [] : `close ${closing}`, opening === "" ? [] : `open ${opening}`].flat();
  return said.length === 0 ? null : said.join(", ");
}

const plainWords = (action: string, kind: string): string => {
  const [verb, , effect] = action.split("_");
  return `${verb} ${kind}${effect === undefined ? "" : ` to ${effect}`}`;
};

/** What the legs are, what is closed as it was held before; nothing for no legs, `null` where one is not known. */
function name(legs: readonly OrderLeg[], side: 1 | -1, at: number): string | null {
  const contracts = legs.map((leg) => contractOf(leg, side, at));
  if (contracts.includes(null)) return null;
  return decomposeLegs(contracts as Contract[]).map(({ name, units }) => units === 1 ? name : `${units} x ${name}`)
    .join(" + ");
}

/** Options on futures and the futures themselves stand for the same amount, whatever it is. */
function contractOf({ symbol, type, quantity }: OrderLeg, side: 1 | -1, at: number): Contract | null {
  if (quantity === null || quantity === 0) return null;
  const signed = side * quantity;
  if (type === "equity") return { kind: "stock", quantity: signed, multiplier: 1 };
  if (type === "future") return { kind: "future", quantity: signed, multiplier: 1 };
  const option = parseOccSymbol(symbol);
  const parts = option ?? parseFutureOptionSymbol(symbol);
  if (parts === null || !Number.isInteger(quantity)) return null;
  return {
    kind: "option",
    quantity: signed,
    multiplier: option === null ? 1 : SHARES,
    right: parts.right,
    strike: parts.strike,
    years: (newYorkInstant(parts.expiration, CLOSE) - at) / YEAR,
  };
}

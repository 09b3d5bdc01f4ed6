/** What is held, told as positions that people know, so that gains and losses have names. */

import type { Account } from "../../analytics/margin/rules.ts";
import { groupLegs } from "../../analytics/portfolio/grouping.ts";
import type { Contract } from "../../analytics/strategies/contracts.ts";
import { type Day, daysBetween } from "../../core/calendar.ts";
import type { RiskItem } from "./risk_item.ts";

export interface Structure {
  /** `AAPL covered call x 2, 2026-12-18`. */
  title: string;
  /** The kind of strategy alone. */
  strategy: string;
  account: string;
  product: string;
  /** Which items, and how much of each. */
  parts: { at: number; share: number }[];
}

const YEAR = 365;

/**
 * Every item in exactly one structure, or in several of which each has a share. `kinds` says how accounts are margined, by
 * which a put may be secured by cash; `first` is the place of the first item.
 */
export function structuresOf(
  items: readonly RiskItem[],
  today: Day,
  kinds: ReadonlyMap<string, Account> = new Map(),
  first = 0,
): Structure[] {
  const places = Map.groupBy(items.keys(), (at) => JSON.stringify([items[at]!.account, items[at]!.underlying]));
  return [...places.values()].flatMap((place) => {
    const legs = place.map((at) => {
      const { symbol, quantity, openedAt } = items[at]!;
      return { contract: contractOf(items[at]!, today), what: symbol, quantity, openedAt };
    });
    const isCashSecured = (kinds.get(items[place[0]!]!.account) ?? "margin") !== "margin";
    return groupLegs(legs, { isCashSecured }).map((group): Structure => {
      const { account, product } = items[place[0]!]!;
      const parts = group.parts.map(({ place: leg, quantity }) => {
        const at = place[leg]!;
        return { at, share: quantity / items[at]!.quantity };
      });
      const days = parts.flatMap(({ at }) => items[at]!.expiration ?? []).sort();
      const times = group.units === 1 ? "" : ` x ${group.units}`;
      const name = group.strategy === null ? "" : ` ${group.name}`;
      const day = days.length === 0 ? "" : `, ${[...new Set([days[0], days.at(-1)])].join(" and ")}`;
      const strategy = group.strategy === null ? "no strategy" : group.name;
      return {
        title: `${product}${name}${times}${day}`,
        strategy,
        account,
        product,
        parts: parts.map(({ at, share }) => ({ at: at + first, share })),
      };
    });
  });
}

/** What strategies are recognized from; options of one day expire together. */
function contractOf({ type, quantity, multiplier, holding, expiration }: RiskItem, today: Day): Contract | null {
  const { option } = holding;
  if (option === null) {
    if (type === "cryptocurrency") return null;
    return type === "future"
      ? { kind: "future", quantity, multiplier }
      : { kind: "stock", quantity: quantity * multiplier, multiplier: 1 };
  }
  const years = Math.max(0, daysBetween(today, expiration!)) / YEAR;
  return { kind: "option", quantity, multiplier, right: option.right, strike: option.strike, years };
}

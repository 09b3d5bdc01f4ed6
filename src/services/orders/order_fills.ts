/** How much of an order was executed, and at what price. */

import type { CheckedOrder } from "../../broker/endpoints/order.ts";

export interface Fills {
  /** Whole units executed, of `units`; shares or coins of an order for dollars. */
  filled: number;
  /** Units ordered; `null` of an order for dollars. */
  units: number | null;
  /** Average net price of one executed unit in dollars per share, credit positive; `null` where it cannot be told. */
  price: number | null;
  /** Whether legs were executed in unlike proportion, as when the broker has not reported all of them yet. */
  isUneven: boolean;
}

/** What has been executed, leg by leg, put together into units of the order. */
export function fillsOf({ legs, size }: Pick<CheckedOrder, "legs" | "size">): Fills {
  const executed = legs.map(({ fills }) => fills.reduce((sum, { quantity }) => sum + Math.abs(quantity ?? 0), 0));
  const averages = legs.map(({ fills }, leg) =>
    fills.reduce((sum, { quantity, price }) => sum + Math.abs(quantity ?? 0) * price, 0) / executed[leg]!
  );
  const units = unitsOf(legs, size);
  const ratios = legs.map((leg) => units === null ? 1 : countOf(leg) / units);
  const filledUnits = executed.map((quantity, leg) => quantity / ratios[leg]!);
  const filled = legs.length === 0 ? 0 : Math.min(...filledUnits);
  const isUneven = filledUnits.some((other) => Math.abs(other - filled) > 1e-9);
  const signs = legs.map(({ action }) => action?.startsWith("buy") ? 1 : action?.startsWith("sell") ? -1 : NaN);
  const price = -ratios.reduce((sum, ratio, leg) => sum + signs[leg]! * ratio * averages[leg]!, 0);
  return {
    filled,
    units,
    price: filled > 0 && !isUneven && Number.isFinite(price) ? price : null,
    isUneven,
  };
}

/** Of coins, which come in parts, each is a unit. */
function unitsOf(legs: CheckedOrder["legs"], size: number | null): number | null {
  if (legs.some(({ quantity }) => quantity === null)) return null;
  const counts = legs.map(countOf);
  if (!counts.every(Number.isInteger)) return counts.length === 1 ? counts[0]! : 1;
  return size ?? divisorOf(counts);
}

const countOf = ({ quantity }: { quantity: number | null }): number => Math.abs(quantity ?? 0);

function divisorOf(counts: readonly number[]): number {
  const divisor = (a: number, b: number): number => b === 0 ? a : divisor(b, a % b);
  return counts.reduce(divisor, 0) || 1;
}

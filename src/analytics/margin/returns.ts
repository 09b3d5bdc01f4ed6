/** What a position earns on the capital it ties up. */

export interface CapitalReturn {
  /** A fraction of the capital. */
  return: number;
  /** The same for as often as its days fit into 365, not compounded; `null` for a position that ends today. */
  annualized: number | null;
}

/** `null` where the position ties up nothing, or where its profit has no limit (`maxProfit` is `null`). Dollars. */
export function returnOnCapital(maxProfit: number | null, capital: number | null, days: number): CapitalReturn | null {
  if (maxProfit === null || capital === null || !(capital > 0)) return null;
  const part = maxProfit / capital;
  return { return: part, annualized: days > 0 ? part * 365 / days : null };
}

/** A year of today's theta (dollars a calendar day) on the capital, a fraction; `null` where nothing is tied up. */
export const thetaOnCapital = (theta: number, capital: number | null): number | null =>
  capital !== null && capital > 0 ? theta * 365 / capital : null;

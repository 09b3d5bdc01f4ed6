/** How far a price is expected to move, and what volatility says so. */

/** The volatility of one strike, an annualized fraction. */
export interface StrikeVolatility {
  strike: number;
  volatility: number;
}

/**
 * One standard deviation in dollars, as tastytrade shows it: price times volatility times the root of time. `years`
 * ACT/365, `volatility` the expiration's own at the money, an annualized fraction.
 */
export function expectedMove(price: number, volatility: number, years: number): number {
  return price * volatility * Math.sqrt(years);
}

/**
 * The volatility at the forward, on a straight line between the strikes on both sides of it, or of the nearest strike
 * where there is only one side; `null` without strikes.
 */
export function atTheMoneyVolatility(smile: readonly StrikeVolatility[], forward: number): number | null {
  let below: StrikeVolatility | null = null;
  let above: StrikeVolatility | null = null;
  for (const point of smile) {
    if (point.strike <= forward && (below === null || point.strike > below.strike)) below = point;
    if (point.strike >= forward && (above === null || point.strike < above.strike)) above = point;
  }
  if (below === null || above === null) return (below ?? above)?.volatility ?? null;
  if (above.strike === below.strike) return below.volatility;
  const share = (forward - below.strike) / (above.strike - below.strike);
  return below.volatility + share * (above.volatility - below.volatility);
}

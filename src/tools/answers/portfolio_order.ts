/** In which order strategies are told. */

import type { PortfolioLine } from "../../services/portfolio/portfolio.ts";
import type { PortfolioSort } from "../account/get_portfolio.ts";

/** The smaller comes first; `null`, which is unknown, last. */
type Key = (line: PortfolioLine) => number | null;

const magnitude = (value: number | null): number | null => value === null ? null : -Math.abs(value);

const KEYS: Record<Exclude<PortfolioSort, "underlying">, Key> = {
  attention: ({ reasons }) => -Math.max(0, ...reasons.map(({ urgency }) => urgency)),
  pl_open: ({ openCents }) => openCents,
  pl_today: ({ todayCents }) => todayCents,
  percent_of_max: ({ profitTaken }) => profitTaken === null ? null : -profitTaken,
  days: ({ daysLeft }) => daysLeft,
  theta: ({ theta }) => magnitude(theta),
  delta: ({ deltaDollars }) => magnitude(deltaDollars),
};

/** Ties, and everything by `underlying`, stand by symbol, then in the order of accounts. */
export function sortLines(lines: readonly PortfolioLine[], sort: PortfolioSort): PortfolioLine[] {
  const bySymbol = lines.toSorted((one, other) =>
    one.underlying < other.underlying ? -1 : one.underlying > other.underlying ? 1 : 0
  );
  if (sort === "underlying") return bySymbol;
  const key = KEYS[sort];
  return bySymbol.sort((one, other) => {
    const [first, second] = [key(one) ?? Infinity, key(other) ?? Infinity];
    return first === second ? 0 : first - second;
  });
}

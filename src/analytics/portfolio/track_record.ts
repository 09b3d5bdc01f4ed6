/** How often and how much campaigns that have ended have won. */

/** One that has ended: what it made, in one unit of money, and how long it took. */
export interface EndedCampaign {
  result: number;
  days: number;
}

/** Averages in that unit; `null` where there is nothing to divide by. */
export interface TrackRecord {
  count: number;
  wins: number;
  losses: number;
  /** A fraction of all, those that neither won nor lost included. */
  winRate: number;
  averageWin: number | null;
  /** Below 0. */
  averageLoss: number | null;
  /** What one makes on average. */
  expectancy: number;
  /** All wins over all losses; `null` without losses. */
  profitFactor: number | null;
  total: number;
  averageDays: number;
}

/** The record of at least one campaign; `RangeError` for none. */
export function trackRecord(campaigns: readonly EndedCampaign[]): TrackRecord {
  const count = campaigns.length;
  if (count === 0) throw new RangeError("no campaign has ended");
  const results = campaigns.map(({ result }) => result);
  const [won, lost] = [results.filter((result) => result > 0), results.filter((result) => result < 0)];
  const [gain, loss, total] = [sum(won), sum(lost), sum(results)];
  return {
    count,
    wins: won.length,
    losses: lost.length,
    winRate: won.length / count,
    averageWin: won.length === 0 ? null : gain / won.length,
    averageLoss: lost.length === 0 ? null : loss / lost.length,
    expectancy: total / count,
    profitFactor: lost.length === 0 ? null : gain / -loss,
    total,
    averageDays: sum(campaigns.map(({ days }) => days)) / count,
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

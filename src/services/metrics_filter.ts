/** Which underlyings fit what is looked for, and in which order. What is not known never fits silently. */

import type { MarketMetrics } from "../broker/endpoints/market_metrics.ts";
import { addDays, type Day } from "../core/calendar.ts";
import type { MetricsRow } from "./market_metrics.ts";

/** Limits, both ends included. Ranks, percentiles and differences are fractions; `liquidity` runs from 0 to 5. */
export interface MetricsFilters {
  minIvRank?: number | undefined;
  maxIvRank?: number | undefined;
  minIvPercentile?: number | undefined;
  minIvHvDifference?: number | undefined;
  minLiquidity?: number | undefined;
  maxBeta?: number | undefined;
  minMarketCap?: number | undefined;
  /** A part of the name, in any case. */
  sector?: string | undefined;
  /** The next report is on this day or later, or earlier. Funds and indices have none, so they do not fit. */
  earningsAfter?: Day | undefined;
  earningsBefore?: Day | undefined;
  /** No report from today to so many days ahead. Funds and indices fit. */
  noEarningsWithinDays?: number | undefined;
}

export type FilterName = keyof MetricsFilters;

export interface Sifted {
  fitting: MetricsRow[];
  /** Those that fit as far as can be told, with the filters that cannot be told; they are not among the fitting. */
  undecided: { row: MetricsRow; filters: FilterName[] }[];
}

type Verdict = boolean | null;

const atLeast = (value: number | null, least: number): Verdict => value === null ? null : value >= least;
const atMost = (value: number | null, most: number): Verdict => value === null ? null : value <= most;

type Judge<Wanted> = (row: MetricsRow, wanted: Wanted, today: Day) => Verdict;

/** One judge for each filter; `null` when it cannot be told. */
const JUDGES: { [Name in FilterName]-?: Judge<NonNullable<MetricsFilters[Name]>> } = {
  minIvRank: ({ metrics }, least) => atLeast(metrics.ivRank, least),
  maxIvRank: ({ metrics }, most) => atMost(metrics.ivRank, most),
  minIvPercentile: ({ metrics }, least) => atLeast(metrics.ivPercentile, least),
  minIvHvDifference: ({ metrics }, least) => atLeast(metrics.ivHvDifference, least),
  minLiquidity: ({ metrics }, least) => atLeast(metrics.liquidityRating, least),
  maxBeta: ({ metrics }, most) => atMost(metrics.beta, most),
  minMarketCap: ({ metrics }, least) => atLeast(metrics.marketCap, least),
  sector: ({ metrics }, part) =>
    metrics.sector === null ? null : metrics.sector.toLowerCase().includes(part.toLowerCase()),
  earningsAfter: (row, day) => dated(row, (report) => report >= day),
  earningsBefore: (row, day) => dated(row, (report) => report <= day),
  noEarningsWithinDays: (row, days, today) =>
    row.earnings.kind === "none" || dated(row, (report) => report > addDays(today, days)),
};

/** A report that has been made says nothing about the date of the next. */
function dated({ earnings }: MetricsRow, fits: (report: Day) => boolean): Verdict {
  if (earnings.kind === "expected") return fits(earnings.day);
  return earnings.kind === "none" ? false : null;
}

/** Sifts `rows`, keeping their order. One filter that does not fit is enough, whatever else is unknown. */
export function sift(rows: readonly MetricsRow[], filters: MetricsFilters, today: Day): Sifted {
  const names = (Object.keys(JUDGES) as FilterName[]).filter((name) => filters[name] !== undefined);
  const sifted: Sifted = { fitting: [], undecided: [] };
  for (const row of rows) {
    const verdicts = names.map((name) => judge(row, name, filters, today));
    if (verdicts.includes(false)) continue;
    const open = names.filter((_name, position) => verdicts[position] === null);
    if (open.length === 0) sifted.fitting.push(row);
    else sifted.undecided.push({ row, filters: open });
  }
  return sifted;
}

function judge(row: MetricsRow, name: FilterName, filters: MetricsFilters, today: Day): Verdict {
  // The judge of a name takes what the filter of that name holds, which the compiler cannot follow.
  return (JUDGES[name] as Judge<unknown>)(row, filters[name], today);
}

/** What rows can be ordered by. */
export const METRICS_ORDERS = [
  "iv_rank",
  "iv_percentile",
  "iv_index",
  "iv_5d_change",
  "iv_hv_difference",
  "hv_30",
  "liquidity",
  "beta",
  "market_cap",
  "dividend_yield",
  "borrow_rate",
  "earnings",
  "symbol",
] as const;
export type MetricsOrder = typeof METRICS_ORDERS[number];

const FIGURES: Partial<Record<MetricsOrder, keyof MarketMetrics>> = {
  iv_rank: "ivRank",
  iv_percentile: "ivPercentile",
  iv_index: "ivIndex",
  iv_5d_change: "ivIndex5DayChange",
  iv_hv_difference: "ivHvDifference",
  hv_30: "hv30Day",
  liquidity: "liquidityRating",
  beta: "beta",
  market_cap: "marketCap",
  dividend_yield: "dividendYield",
  borrow_rate: "borrowRate",
};

/** A sorted copy. What has no figure comes last either way. */
export function sortRows(rows: readonly MetricsRow[], order: MetricsOrder, isAscending: boolean): MetricsRow[] {
  const keyOf = (row: MetricsRow): number | string | null => {
    if (order === "symbol") return row.symbol;
    if (order === "earnings") return row.earnings.kind === "expected" ? row.earnings.day : null;
    return row.metrics[FIGURES[order]!] as number | null;
  };
  const direction = isAscending ? 1 : -1;
  return rows.map((row) => ({ row, key: keyOf(row) })).sort((a, b) => {
    if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
    return a.key === b.key ? 0 : a.key < b.key ? -direction : direction;
  }).map(({ row }) => row);
}

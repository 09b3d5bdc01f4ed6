/** Metrics as they are shown: percent, rounded, with what is not known named. */

import { percent, rounded } from "./figures.ts";
import type { MetricsRow, NextEarnings } from "./market_metrics.ts";
import { mainTenors, type Tenor } from "./term_structure.ts";

type Figure = string | number | null;

/** In the order shown. Volatilities, ranks, percentiles, yields in percent; `iv_5d_change` and the difference in points. */
const TABLE_FACTS = {
  iv_rank: ({ metrics }) => percent(metrics.ivRank),
  iv_percentile: ({ metrics }) => percent(metrics.ivPercentile),
  iv_index: ({ metrics }) => percent(metrics.ivIndex),
  iv_5d_change: ({ metrics }) => percent(metrics.ivIndex5DayChange),
  iv_30_day: ({ metrics }) => percent(metrics.iv30Day),
  hv_30_day: ({ metrics }) => percent(metrics.hv30Day),
  hv_60_day: ({ metrics }) => percent(metrics.hv60Day),
  hv_90_day: ({ metrics }) => percent(metrics.hv90Day),
  iv_hv_difference: ({ metrics }) => percent(metrics.ivHvDifference),
  beta: ({ metrics }) => rounded(metrics.beta, 2),
  corr_spy_3_month: ({ metrics }) => rounded(metrics.corrSpy3Month, 2),
  liquidity: ({ metrics }) => metrics.liquidityRating,
  borrow_rate: ({ metrics }) => rounded(metrics.borrowRate, 2),
  lendability: ({ metrics }) => plain(metrics.lendability),
  dividend_yield: ({ metrics }) => percent(metrics.dividendYield),
  next_ex_date: ({ nextExDay }) => nextExDay,
  earnings_date: ({ earnings }) => "day" in earnings ? earnings.day : null,
  earnings_is: ({ earnings }) => EARNINGS_WORDS[wordOf(earnings)],
  market_cap: ({ metrics }) => metrics.marketCap,
  sector: ({ metrics }) => plain(metrics.sector),
} satisfies Record<string, (row: MetricsRow) => Figure>;

/** What is shown of a single underlying besides. */
const MORE_FACTS = {
  industry: ({ metrics }) => plain(metrics.industry),
  listed_market: ({ metrics }) => plain(metrics.listedMarket),
  price_earnings_ratio: ({ metrics }) => rounded(metrics.pe, 2),
  earnings_per_share: ({ metrics }) => metrics.eps,
  earnings_time: ({ earnings }) => earnings.kind === "expected" ? plain(earnings.time) : null,
  consensus_eps: ({ metrics }) => metrics.earnings?.consensusEps ?? null,
  last_ex_date: ({ metrics }) => metrics.dividendExDate,
  dividend_pay_date: ({ metrics }) => metrics.dividendPayDate,
  dividend_per_share: ({ metrics }) => metrics.dividendPerShare,
  dividend_annual: ({ metrics }) => metrics.dividendAnnual,
} satisfies Record<string, (row: MetricsRow) => Figure>;

const EARNINGS_WORDS = {
  announced: "announced",
  estimated: "estimated",
  reported: "reported; next date unknown",
  none: "never: no company",
  unknown: null,
};

function wordOf(earnings: NextEarnings): keyof typeof EARNINGS_WORDS {
  return earnings.kind === "expected" ? earnings.isEstimated ? "estimated" : "announced" : earnings.kind;
}

type FactName = keyof typeof TABLE_FACTS;
const TABLE_NAMES = Object.keys(TABLE_FACTS) as FactName[];

/** The columns of a table of underlyings. */
export const METRICS_COLUMNS = ["symbol", ...TABLE_NAMES];

/** The row of an underlying under `METRICS_COLUMNS`. */
export const tableRow = (row: MetricsRow): Figure[] => [
  row.symbol,
  ...TABLE_NAMES.map((name) => TABLE_FACTS[name](row)),
];

/** All figures of one underlying, with the names of those that are not known. */
export function factsOf(row: MetricsRow): { symbol: string; unknown: string[]; [fact: string]: Figure | string[] } {
  const facts = Object.entries({ ...TABLE_FACTS, ...MORE_FACTS }).map(([name, of]) => [name, of(row)] as const);
  const unknown = facts.filter(([name, value]) => value === null && !isSaidElsewhere(name, row)).map(([name]) => name);
  return { symbol: row.symbol, ...Object.fromEntries(facts), unknown };
}

/** The symbols whose figure is `null` because nobody knows it, by column; `all` where that is everyone. */
export function unknownByColumn(rows: readonly MetricsRow[]): Record<string, string[] | "all"> {
  const unknown = TABLE_NAMES.flatMap((name) => {
    const symbols = rows.filter((row) => TABLE_FACTS[name](row) === null && !isSaidElsewhere(name, row))
      .map(({ symbol }) => symbol);
    if (symbols.length === 0) return [];
    return [[name, symbols.length === rows.length && rows.length > 1 ? "all" : symbols] as const];
  });
  return Object.fromEntries(unknown);
}

/** Funds and indices have no earnings, which is known. */
const isSaidElsewhere = (name: string, { earnings }: MetricsRow): boolean =>
  earnings.kind === "none" && /^(earnings_|consensus_eps|price_earnings_ratio)/.test(name);

/** Expirations as days ahead and volatility in percent; all of them, or those that show the shape. */
export const termRow = (tenors: readonly Tenor[], isWhole: boolean): [days: number, iv: number | null][] =>
  (isWhole ? tenors : mainTenors(tenors)).map(({ daysToExpiration, iv }) => [daysToExpiration, percent(iv)]);

/** The same with dates, for one underlying. */
export const termTable = (tenors: readonly Tenor[], isWhole: boolean) => ({
  columns: ["expiration", "days", "iv", "settlement"],
  rows: (isWhole ? tenors : mainTenors(tenors)).map(({ day, daysToExpiration, iv, settlement }) => [
    day,
    daysToExpiration,
    percent(iv),
    settlement,
  ]),
  ...(isWhole ? {} : { of: tenors.length }),
});

/** Words of the broker's, shortened and plain. */
const plain = (text: string | null): string | null =>
  text === null ? null : text.slice(0, 40).replace(/[^\p{L}\p{N} .&/()+\-]/gu, "?");

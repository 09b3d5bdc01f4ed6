/** `GET /market-metrics`: volatility, liquidity and company figures. */

import { isHardToBorrow } from "../market/listings.ts";
import type { Metrics } from "../market/metrics.ts";
import type { CustomerCall, Route } from "../route.ts";
import { data, decimal, invalidParameter, listParameter, type Reply, timestamp } from "../wire.ts";
import { lendability } from "./equities.ts";

/** The market-metrics endpoints. */
export const marketMetricsRoutes: Route[] = [{ method: "GET", path: "/market-metrics", handle: marketMetrics }];

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function marketMetrics({ market, query, at }: CustomerCall): Reply {
  const symbols = [...new Set(listParameter(query, "symbols"))];
  if (symbols.length === 0) return invalidParameter("symbols", "is missing");
  const items = symbols.flatMap((symbol) => market.metrics(symbol, at) ?? []).map(write);
  return data({ items });
}

function write(metrics: Metrics): Record<string, unknown> {
  const { listing, updatedAt } = metrics;
  return {
    "symbol": listing.symbol,
    ...volatility(metrics),
    "liquidity-value": decimal(metrics.liquidityValue, 9),
    "liquidity-rank": decimal(metrics.liquidityRank, 9),
    "liquidity-rating": listing.liquidity,
    "liquidity-running-state": {
      "sum": decimal(metrics.liquidityValue * 9, 9),
      "count": 9,
      "started-at": timestamp(updatedAt - 2 * DAY),
      "updated-at": timestamp(updatedAt),
    },
    "updated-at": timestamp(updatedAt),
    "beta": decimal(metrics.beta, 9),
    "beta-updated-at": timestamp(updatedAt - DAY),
    "corr-spy-3month": decimal(metrics.correlation, 2),
    ...dividend(metrics),
    ...earnings(metrics),
    "listed-market": listing.market,
    "lendability": lendability(listing),
    "borrow-rate": isHardToBorrow(listing) ? "14.5" : "0.0",
    "market-cap": metrics.capitalization,
    ...(listing.sector === null ? {} : { "sector": listing.sector, "industry": listing.industry }),
  };
}

/** The index and its ranks are fractions, the 30-day figures percent. */
function volatility(metrics: Metrics): Record<string, unknown> {
  const { updatedAt } = metrics;
  const percent = (fraction: number) => decimal(fraction * 100, 2);
  const [implied, realized] = [percent(metrics.volatilityIndex), percent(metrics.realized30Day)];
  return {
    "implied-volatility-index": decimal(metrics.volatilityIndex, 9),
    "implied-volatility-index-15-day": decimal(metrics.volatilityIndex15Day, 9),
    "implied-volatility-index-5-day-change": decimal(metrics.volatilityIndexChange, 9),
    "implied-volatility-index-rank": decimal(metrics.rank, 9),
    "tos-implied-volatility-index-rank": decimal(metrics.rank, 9),
    "tw-implied-volatility-index-rank": decimal(metrics.rankWithToday, 9),
    "tos-implied-volatility-index-rank-updated-at": timestamp(updatedAt),
    "implied-volatility-index-rank-source": "tos",
    "implied-volatility-percentile": decimal(metrics.percentile, 9),
    "implied-volatility-updated-at": timestamp(updatedAt),
    "option-expiration-implied-volatilities": metrics.expirations.map(({ expiration, volatility }) => ({
      "expiration-date": expiration.day,
      "option-chain-type": "Standard",
      "settlement-type": expiration.settlement,
      ...(volatility === null ? {} : { "implied-volatility": decimal(volatility, 9) }),
    })),
    "implied-volatility-30-day": implied,
    "historical-volatility-30-day": realized,
    "historical-volatility-60-day": percent(metrics.realized60Day),
    "historical-volatility-90-day": percent(metrics.realized90Day),
    "iv-hv-30-day-difference": decimal(Number(implied) - Number(realized), 2),
  };
}

function dividend({ dividend, price, updatedAt }: Metrics): Record<string, unknown> {
  if (dividend === null) return {};
  const annual = dividend.amount * dividend.perYear;
  return {
    "dividend-rate-per-share": decimal(dividend.amount, 6),
    "annual-dividend-per-share": decimal(annual, 6),
    "dividend-yield": decimal(annual / price, 9),
    "dividend-ex-date": dividend.exDay,
    "dividend-next-date": dividend.nextDay,
    "dividend-pay-date": dividend.payDay,
    "dividend-updated-at": timestamp(updatedAt - 6 * HOUR),
  };
}

function earnings({ earnings, listing, price }: Metrics): Record<string, unknown> {
  if (earnings === null) return {};
  const { report, estimated, actual, consensus, reportedAt } = earnings;
  const perShare = listing.earnings!.perShare;
  return {
    "earnings": {
      "visible": true,
      "expected-report-date": report.day,
      "estimated": estimated,
      "late-flag": 0,
      "quarter-end-date": report.quarterEnd,
      "actual-eps": decimal(actual, 2),
      "consensus-estimate": decimal(consensus, 2),
      "time-of-day": report.evening ? "EOD" : "BOD",
      "updated-at": timestamp(reportedAt + DAY),
    },
    "earnings-per-share": decimal(perShare, 5),
    ...(perShare > 0 ? { "price-earnings-ratio": decimal(price / perShare, 5) } : {}),
  };
}

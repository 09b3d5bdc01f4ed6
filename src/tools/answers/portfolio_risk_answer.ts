/** The risk of a portfolio as an answer: what it comes to first, then where it sits. */

import { LARGEST_FALL, LARGEST_RISE } from "../../analytics/portfolio/index_move.ts";
import type { Concentration } from "../../analytics/portfolio/concentration.ts";
import { NEAR_DAYS, type ShortGamma } from "../../analytics/portfolio/near_expiration.ts";
import type { Totals } from "../../analytics/portfolio/totals.ts";
import { sessionState } from "../../core/calendar.ts";
import { describeName } from "../../services/accounts.ts";
import { DIMENSIONS, type Risk } from "../../services/portfolio/assess_risk.ts";
import { price, rounded } from "../../services/figures.ts";
import type { PortfolioRisk } from "../../services/portfolio/read_risk.ts";
import { newYorkTime } from "../../services/new_york_time.ts";
import { provenance } from "../../services/provenance.ts";
import { candidateOf } from "./risk_candidate.ts";
import { dollars, gridOf, ofNet, scenarioOf, share, type WhatIf, whatIfOf } from "./risk_scenarios.ts";

const UNITS =
  "dollars; moves, changes and shares in percent; beta_weighted: in shares of the index, and for each dollar of it; delta_dollars: not weighted; theta a day, vega a point; at_risk: the most lost if each underlying alone moves up to 15 % (broad indices 10, bonds and currencies 5), hedges within an underlying (for strategy: a position) counted";
const MODEL = `each underlying moves by beta times the index (${LARGEST_FALL * 100} to +${
  LARGEST_RISE * 100
} %); every option revalued at the volatility of today's price, changed by iv_change: by a tree where early exercise may pay, else Black-Scholes, dividends as a yield; expired options at what they pay; nothing is adjusted on the way`;

/** Rows of each table that are shown. */
const UNDERLYINGS = 25;
const KEYS = 12;
const NEAR = 8;
const GAMMA_COLUMNS = [
  "symbol",
  "expiration",
  "days_left",
  "gamma",
  "delta_dollars_per_percent",
  "strike",
  "percent_away",
];

/** Plain data, going out at `now`. With a scenario or a candidate asked for, that is answered instead of the tables. */
export function portfolioRiskAnswer(portfolio: PortfolioRisk, whatIf: WhatIf | null, now: number): object {
  const { accounts, index, risk, capital, candidate, warnings, unknown, readAt, source } = portfolio;
  const { netLiquidation } = capital;
  const hasTables = whatIf === null && candidate === null && risk.items.length > 0;
  return {
    accounts: accounts.map(describeName),
    positions: risk.structures.length,
    legs: risk.items.length,
    weighted_by: index.symbol,
    ...(index.beta === 1 ? {} : { index_beta: rounded(index.beta, 3) }),
    index_price: price(index.price),
    net_liquidation: dollars(netLiquidation),
    buying_power_used: dollars(capital.buyingPowerUsed),
    buying_power_used_percent: capital.buyingPowerUsed === null ? null : ofNet(capital.buyingPowerUsed, netLiquidation),
    buying_power_left: dollars(capital.buyingPowerLeft),
    totals: totalsOf(risk.totals, netLiquidation),
    ...(whatIf === null ? {} : { what_if: whatIfOf(whatIf, risk, candidate?.risk ?? null, netLiquidation) }),
    ...(candidate === null ? {} : { candidate: candidateOf(portfolio, candidate) }),
    ...(hasTables ? tablesOf(risk, netLiquidation) : {}),
    ...(risk.items.length === 0 ? { note: "nothing is held whose risk could be told" } : {}),
    units: UNITS,
    model: index.beta === 1 ? MODEL : `${MODEL}; betas are those to SPY divided by ${index.symbol}'s own`,
    ...(unknown.length > 0 ? { unknown } : {}),
    ...(warnings.length > 0 ? { warnings } : {}),
    time: newYorkTime(readAt),
    session: sessionState("equity", now),
    ...provenance(source),
  };
}

const totalsOf = (totals: Totals, netLiquidation: number | null): object => ({
  beta_weighted_delta: rounded(totals.delta, 2),
  delta_per_percent: dollars(totals.deltaPerPercent),
  beta_weighted_gamma: rounded(totals.gamma, 4),
  gamma_per_percent: dollars(totals.gammaPerPercent),
  index_up_1_percent: dollars(totals.upOne),
  index_down_1_percent: dollars(totals.downOne),
  delta_dollars: dollars(totals.dollarDelta),
  theta: dollars(totals.theta),
  theta_percent_of_net_liq: ofNet(totals.theta, netLiquidation, 3),
  vega: dollars(totals.vega),
});

function tablesOf(risk: Risk, netLiquidation: number | null): object {
  const { stress, concentration, cut } = risk;
  const largest = concentration.underlying;
  const columns = [
    "symbol",
    "price",
    "beta",
    "delta_dollars",
    "per_index_percent",
    "theta",
    "vega",
    "at_risk",
    "share",
  ];
  return {
    stress: gridOf(risk),
    worst_case: scenarioOf(risk, stress.worst, netLiquidation),
    ...(cut.length > 0 ? { cut_moves: cut.slice(0, KEYS) } : {}),
    underlyings: {
      columns,
      rows: largest.slice(0, UNDERLYINGS).map((one) => underlyingRow(risk, one)),
      ...(largest.length > UNDERLYINGS ? { more: rest(largest.slice(UNDERLYINGS)) } : {}),
    },
    concentration: {
      columns: ["of", "at_risk", "share"],
      ...Object.fromEntries(
        DIMENSIONS.filter((one) => one !== "underlying").map((one) => [`by_${one}`, keysOf(concentration[one])]),
      ),
    },
    short_gamma: {
      within_days: NEAR_DAYS,
      ...(risk.shortGamma.length > 0 ? { columns: GAMMA_COLUMNS } : {}),
      rows: risk.shortGamma.slice(0, NEAR).map(gammaRow),
      ...(risk.shortGamma.length > NEAR ? { more: risk.shortGamma.length - NEAR } : {}),
    },
  };
}

function underlyingRow({ underlyings }: Risk, { key, atRisk, share: part }: Concentration) {
  const { price: spot, beta, dollarDelta, deltaPerPercent, theta, vega } = underlyings.get(key)!;
  return [
    key,
    price(spot),
    rounded(beta, 2),
    Math.round(dollarDelta) + 0,
    beta === null ? null : dollars(deltaPerPercent),
    dollars(theta),
    dollars(vega),
    Math.round(atRisk) + 0,
    share(part),
  ];
}

type KeyRow = [of: string, atRisk: number, share: number | null];

function keysOf(all: readonly Concentration[]): KeyRow[] {
  const shown = all.slice(0, KEYS).map(({ key, atRisk, share: part }): KeyRow => [
    key,
    Math.round(atRisk) + 0,
    share(part),
  ]);
  if (all.length <= KEYS) return shown;
  const { count, at_risk, share: part } = rest(all.slice(KEYS));
  return [...shown, [`${count} more`, at_risk, part]];
}

const rest = (all: readonly Concentration[]) => ({
  count: all.length,
  at_risk: Math.round(all.reduce((sum, { atRisk }) => sum + atRisk, 0)) + 0,
  share: share(all.reduce((sum, one) => sum + one.share, 0)),
});

const gammaRow = ({ underlying, expiration, daysLeft, gamma, perPercent, strike, right, distance }: ShortGamma) => [
  underlying,
  expiration,
  daysLeft,
  rounded(gamma, 3),
  Math.round(perPercent) + 0,
  `${strike}${right === "put" ? "P" : "C"}`,
  share(distance),
];

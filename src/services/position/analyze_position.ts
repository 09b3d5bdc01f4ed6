/** A position judged: everything that is asked of it before it is opened or kept, in plain numbers. */

import type { MarginEstimate } from "../../analytics/margin/requirement.ts";
import { type CapitalReturn, returnOnCapital, thetaOnCapital } from "../../analytics/margin/returns.ts";
import type { Account } from "../../analytics/margin/rules.ts";
import type { PositionGreeks } from "../../analytics/positions/greeks.ts";
import type { Outcome } from "../../analytics/positions/outcome.ts";
import { type RiskProfile, riskProfile } from "../../analytics/positions/risk_profile.ts";
import { recognizeStrategy, type Strategy } from "../../analytics/strategies/recognize.ts";
import type { Verdict } from "../../analytics/strategies/rules.ts";
import { type Day, daysBetween, newYorkDay } from "../../core/calendar.ts";
import { fail, ok, type Result } from "../../core/failure.ts";
import { capitalOf } from "./capital.ts";
import { earlyAssignments, type LegAssignment } from "./early_assignment.ts";
import { type OpeningCost, openingCost } from "./opening_cost.ts";
import { judgeByRules, optionCreditOf } from "./judge_by_rules.ts";
import type { Position } from "./position.ts";
import { positionOutcome } from "./position_outcome.ts";
import { type ProfitTable, profitTable } from "./profit_table.ts";
import { type Prospects, prospectsOf } from "./prospects.ts";

export interface AnalysisOptions {
  /** An annualized fraction; the realized volatility of 30 days when not given. */
  forecastVolatility?: number | undefined;
  /** `margin` when not given. */
  account?: Account | undefined;
  /** A loss at which the position would be closed, as a multiple of the credit or debit. */
  stop?: number | undefined;
  /** Days before the first expiration on which it would be closed. */
  closeAtDays?: number | undefined;
}

export interface Breakeven {
  price: number;
  /** From today's price: a fraction of it, and in expected moves, which are standard deviations. */
  distance: number;
  sigmas: number | null;
}

export interface Analysis {
  strategy: Strategy;
  /** Days to the first and to the last expiration. */
  days: number;
  lastDays: number;
  expiration: Day;
  cost: OpeningCost;
  outcome: Outcome;
  profile: RiskProfile;
  breakevens: Breakeven[];
  capital: MarginEstimate;
  /** What a cash account would set aside; `null` where it cannot hold the position. */
  cash: number | null;
  returns: CapitalReturn | null;
  thetaReturn: number | null;
  greeks: PositionGreeks;
  prospects: Prospects;
  /** One standard deviation until the first expiration. */
  expectedMove: number;
  forecast: { volatility: number; source: "given" | "hv_30_day" } | null;
  /** The price a share, of one structure, at which half of the most is made: what closing costs, negative when it pays. */
  closeAt: number | null;
  /** Within the life of the position. */
  earnings: Day | null;
  exDividend: Day | null;
  assignments: LegAssignment[];
  rules: Verdict[];
  table: ProfitTable;
  warnings: string[];
  unknown: string[];
}

/** Fails with `invalid` for legs that cancel each other. */
export function analyzePosition(position: Position, options: AnalysisOptions = {}): Result<Analysis> {
  const { legs, terms, spot } = position;
  const plain = legs.map(({ leg }) => leg);
  if (isNothing(position)) {
    return fail({ kind: "invalid", subject: "legs", problem: "cancel each other: nothing is left to analyze" });
  }
  const { account = "margin" } = options;
  const { series, term } = terms[0]!;
  const today = newYorkDay(position.startedAt);
  const days = daysBetween(today, series.day);
  const lastDays = daysBetween(today, terms.at(-1)!.series.day);
  const strategy = recognizeStrategy(plain, { isCashSecured: account !== "margin" });
  const cost = openingCost(position);
  const outcome = positionOutcome(position);
  const profile = riskProfile(outcome, spot);
  const isHeld = legs.some(({ entrySource }) => entrySource === "held");
  const volatility = term.volatility ?? legs.find((leg) => leg.volatility !== null)!.volatility!;
  const expectedMove = spot * volatility * Math.sqrt(term.years);
  const forecast = forecastOf(position, options);
  const cash = cost.cost < 0 || strategy.risk === "undefined" ? capitalOf(position, "cash", isHeld).net : null;
  const capital = capitalOf(position, account, isHeld);
  const greeks = greeksOf(position);
  const basis = Math.abs(optionCreditOf(position));
  const prospects = prospectsOf(position, outcome, profile, volatility, forecast?.volatility ?? null, {
    stop: options.stop === undefined ? null : options.stop * basis,
    closeAtDays: options.closeAtDays ?? null,
  });
  const [earnings, exDividend] = [position.earningsDate, position.exDividendDate]
    .map((day) => day !== null && day >= today && day <= terms.at(-1)!.series.day ? day : null) as [
      Day | null,
      Day | null,
    ];
  return ok({
    strategy,
    days,
    lastDays,
    expiration: series.day,
    cost,
    outcome,
    profile,
    breakevens: profile.breakevens.map((price) => ({
      price,
      distance: price / spot - 1,
      sigmas: expectedMove > 0 ? (price - spot) / expectedMove : null,
    })),
    capital,
    cash,
    returns: returnOnCapital(profile.maxProfit, capital.net, days),
    thetaReturn: thetaOnCapital(greeks.theta, capital.net),
    greeks,
    prospects,
    expectedMove,
    forecast,
    closeAt: closeAtOf(position, strategy, cost, prospects),
    earnings,
    exDividend,
    assignments: earlyAssignments(position),
    rules: judgeByRules(position, {
      strategy,
      days,
      cost,
      profile,
      probabilityOfProfit: prospects.probabilityOfProfit,
      isHeld,
    }),
    table: profitTable(position, outcome, expectedMove, series.expiresAt),
    warnings: warningsOf(position, options, outcome, days),
    unknown: [
      ...position.unknown,
      ...(forecast === null ? ["forecast_volatility"] : []),
      ...(capital.net === null ? ["capital"] : []),
      ...(prospects.skewedProbabilityOfProfit === null ? ["pop_skewed"] : []),
      ...(term.volatility === null ? ["atm_iv"] : []),
      ...(term.forward === null && !(position.underlying.type === "future") ? ["forward"] : []),
    ],
  });
}

function isNothing({ legs }: Position): boolean {
  const sums = new Map<string, number>();
  for (const { instrument: { symbol }, quantity } of legs) sums.set(symbol, (sums.get(symbol) ?? 0) + quantity);
  const left = legs.filter(({ instrument: { symbol } }) => sums.get(symbol) !== 0);
  return left.length === 0 || left.every(({ contract }) => contract === null);
}

function forecastOf({ metrics }: Position, { forecastVolatility }: AnalysisOptions): Analysis["forecast"] {
  if (forecastVolatility !== undefined) return { volatility: forecastVolatility, source: "given" };
  const realized = metrics?.metrics.hv30Day ?? null;
  return realized === null || realized <= 0 ? null : { volatility: realized, source: "hv_30_day" };
}

function greeksOf({ legs }: Position): PositionGreeks {
  const total = { delta: 0, gamma: 0, theta: 0, vega: 0, rho: 0 };
  for (const leg of legs) {
    const size = leg.quantity * leg.multiplier;
    for (const name of ["delta", "gamma", "theta", "vega", "rho"] as const) total[name] += size * leg[name];
  }
  return total;
}

/** Only where all legs are options of one multiplier, which trade as one order with one price. */
function closeAtOf(
  { legs }: Position,
  { units }: Strategy,
  { cost }: OpeningCost,
  { halfProfit }: Prospects,
): number | null {
  const [multiplier, ...others] = new Set(legs.map((leg) => leg.contract === null ? null : leg.multiplier));
  if (halfProfit === null || others.length > 0 || multiplier === null || multiplier === undefined) return null;
  return -(cost + halfProfit.profit) / (multiplier * units);
}

function warningsOf(
  position: Position,
  { closeAtDays, account }: AnalysisOptions,
  { isModelled }: Outcome,
  days: number,
): string[] {
  return [
    ...position.warnings,
    ...(isModelled
      ? [
        "Legs that live on after the first expiration are valued by formula at today's volatilities: maximum, breakevens and probabilities are the model's.",
      ]
      : []),
    ...(closeAtDays !== undefined && closeAtDays >= days
      ? [`close_at_dte ${closeAtDays} is not ahead: ${days} days are left, so that the plan was not looked at.`]
      : []),
    ...(position.underlying.type === "future" && account !== undefined
      ? ["Futures are margined by SPAN, whatever the account; the broker's own number counts."]
      : []),
  ];
}

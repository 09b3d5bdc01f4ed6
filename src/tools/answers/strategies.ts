/** The best positions by criteria, or for a price that is expected. */

import type { Range } from "../../analytics/screens/criteria.ts";
import { FAMILIES } from "../../analytics/screens/families.ts";
import { type MeasureName, MEASURES } from "../../analytics/screens/measures.ts";
import { USUAL_SCREENS } from "../../analytics/screens/usual_criteria.ts";
import { daysBetween, newYorkDay, newYorkInstant, tradingDay } from "../../core/calendar.ts";
import { fail, ok, type Result } from "../../core/failure.ts";
import { findStrategies } from "../../services/strategies/find_strategies.ts";
import { type StrategyQuestion, type Target, USUAL_FAMILIES } from "../../services/strategies/question.ts";
import type { StrategiesInput } from "../options/find_strategies.ts";
import type { Context } from "../tool.ts";
import { strategyAnswer } from "./strategy_answer.ts";

export async function answerStrategies(input: StrategiesInput, context: Context): Promise<Result<unknown>> {
  const question = readQuestion(input, context.now());
  if (!question.ok) return question;
  const found = await findStrategies(question.value, context);
  return found.ok ? ok(strategyAnswer(found.value, question.value, input, context.now())) : found;
}

const YEAR = 365 * 86_400_000;
const CLOSE = 16 * 60;
/** Days left that are searched, where nothing is said, and how many more than the least. */
const USUAL_DAYS = { min: 30, max: 60 };
const USUAL_SPAN = 30;
/** Days behind the day of a target in which positions may expire. */
const BEYOND_TARGET = 45;

/** The arguments as a question; `invalid` where they contradict each other. */
export function readQuestion(input: StrategiesInput, now: number): Result<StrategyQuestion> {
  const { symbols, watchlist, families = null, width, min_credit: minCredit, min_pop, max_capital: maxCapital } = input;
  if ((symbols === undefined) === (watchlist === undefined)) {
    return invalid("find_strategies", "needs `symbols` or `watchlist`, not both");
  }
  const target = input.target === undefined ? ok(null) : readTarget(input.target, now);
  if (!target.ok) return target;
  if (target.value !== null) {
    if (typeof target.value.price === "number" && symbols?.length !== 1) {
      return invalid("target", "a price is that of one underlying", "Name one symbol, or say up, down or stay");
    }
    if (input.rank_by !== undefined) {
      return invalid("rank_by", "with `target` positions are ranked by their return at it", "Leave one of them out");
    }
    if (maxCapital !== undefined) return invalid("max_capital", "with `target` its `spend` says that", "Leave it out");
  }
  const days = readDays(input, target.value, now);
  if (!days.ok) return days;
  const { min_delta: min, max_delta: max } = input;
  if (min !== undefined && max !== undefined && min > max) {
    return invalid("min_delta", `${min} is more than max_delta, ${max}`);
  }
  const debit = minCredit === undefined ? [] : (families ?? []).filter((family) => DEBITS.has(family));
  if (debit.length > 0) {
    return invalid("min_credit", `${debit.join(", ")} cost money and bring no credit`, "Leave one of them out");
  }
  const flat = width === undefined
    ? []
    : (families ?? []).filter((family) => FAMILIES[family].shape.wings.length === 0);
  if (flat.length > 0) return invalid("width", `${flat.join(", ")} have no width`, "Leave one of them out");
  return ok({
    universe: symbols === undefined ? { watchlist: watchlist! } : { symbols },
    families: families === null ? null : [...new Set(families)],
    days: days.value,
    delta: min === undefined && max === undefined ? undefined : { min, max },
    width,
    minCredit,
    minPop: min_pop === undefined ? undefined : min_pop / 100,
    maxCapital,
    minIvRank: input.min_iv_rank === undefined ? undefined : input.min_iv_rank / 100,
    minLiquidity: input.min_liquidity,
    avoidEarnings: input.avoid_earnings ?? target.value === null,
    rankBy: target.value === null ? input.rank_by ?? usualMeasure(families, symbols) : null,
    limit: input.limit ?? 5,
    perShort: input.per_short ?? (symbols?.length === 1 ? 2 : 1),
    target: target.value,
  });
}

/** What the families are usually ranked by, where they agree; the capital that options on futures take is not known. */
function usualMeasure(families: StrategiesInput["families"] | null, symbols: readonly string[] = []): MeasureName {
  const [first, ...others] = new Set((families ?? USUAL_FAMILIES).map((family) => USUAL_SCREENS[family].rankBy));
  const usual = others.length === 0 ? first! : "pop_weighted_return";
  const isOnFutures = symbols.length > 0 && symbols.every((symbol) => symbol.trim().startsWith("/"));
  return isOnFutures && MEASURES[usual].usesCapital ? "pop" : usual;
}

/** Families that nobody is paid for opening. */
const DEBITS: ReadonlySet<string> = new Set([
  "call_debit_spread",
  "put_debit_spread",
  "long_strangle",
  "long_straddle",
  "call_calendar",
  "put_calendar",
  "call_diagonal",
  "put_diagonal",
  "call_butterfly",
  "put_butterfly",
  "long_call",
  "long_put",
]);

function readTarget({ price, by, spend }: NonNullable<StrategiesInput["target"]>, now: number): Result<Target> {
  const closesAt = tradingDay(by)?.closeAt ?? newYorkInstant(by, CLOSE);
  if (closesAt <= now) return invalid("target", `${by} is over`, "Name a day to come");
  return ok({ price, day: by, years: (closesAt - now) / YEAR, spend });
}

function readDays({ min_dte, max_dte }: StrategiesInput, target: Target | null, now: number): Result<Range> {
  const least = target === null ? null : daysBetween(newYorkDay(now), target.day);
  if (least !== null && max_dte !== undefined && max_dte < least) {
    return invalid("max_dte", `${max_dte} days are over before ${target!.day}, which is ${least} days away`);
  }
  if (min_dte !== undefined && max_dte !== undefined && min_dte > max_dte) {
    return invalid("min_dte", `${min_dte} is more than max_dte, ${max_dte}`);
  }
  if (least !== null) {
    const min = Math.max(least, min_dte ?? 0);
    return ok({ min, max: max_dte ?? min + BEYOND_TARGET });
  }
  const min = min_dte ?? (max_dte === undefined || max_dte > USUAL_DAYS.min ? USUAL_DAYS.min : 0);
  return ok({ min, max: max_dte ?? Math.max(USUAL_DAYS.max, min + USUAL_SPAN) });
}

const invalid = (subject: string, problem: string, remedy?: string): Result<never> =>
  fail({ kind: "invalid", subject, problem, ...(remedy === undefined ? {} : { remedy }) });

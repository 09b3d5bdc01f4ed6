/** Candidates as a table: every component beside the measure they are ranked by, and the legs to pass on. */

import { MEASURES } from "../../analytics/screens/measures.ts";
import { sessionState } from "../../core/calendar.ts";
import { percent, price, rounded } from "../../services/figures.ts";
import { newYorkTime } from "../../services/new_york_time.ts";
import { provenance } from "../../services/provenance.ts";
import type { Strategies } from "../../services/strategies/find_strategies.ts";
import { criteriaOf, mostOfFamily, type StrategyQuestion } from "../../services/strategies/question.ts";
import type { Found } from "../../services/strategies/search_board.ts";
import type { StrategiesInput } from "../options/find_strategies.ts";
import { columnsOf, legsOf } from "./strategy_rows.ts";
import { trouble } from "./strategy_trouble.ts";
import { unitsOf } from "./strategy_units.ts";
import { emptyVerdict } from "./strategy_verdict.ts";

/** Families that are shown beside the best, one candidate each; a view is answered with all. */
const MOST_OTHERS = 4;
const MOST_LIMIT = 20;

/** The answer as plain data. */
export function strategyAnswer(
  found: Strategies,
  question: StrategyQuestion,
  input: StrategiesInput,
  now: number,
): object {
  const { ranked, looked, families, watchlist, lots } = found;
  const { limit, target, rankBy } = question;
  const perFamily = mostOfFamily(question, families);
  const best = ranked.slice(0, limit);
  const others = bestOfOthers(ranked, best, target === null ? MOST_OTHERS : Infinity);
  const columns = columnsOf(question, ranked);
  const rows = (some: readonly Found[]) => some.map((one) => columns.map(([, cell]) => cell(one)));
  const legs = (some: readonly Found[]) => some.map((one) => legsOf(one));
  const sum = (name: "tried" | "admissible" | "contracts") => looked.reduce((total, one) => total + one[name], 0);
  const held = [...lots].filter(([symbol]) => looked.some((one) => one.symbol === symbol))
    .map(([symbol, { shares, sold, free }]) => [symbol, { shares, calls_sold: sold, free_lots: free }]);
  const reports = looked.flatMap(({ symbol, earnings }) =>
    earnings?.kind === "expected" ? [[symbol, earnings.day] as const] : []
  );
  const ranks = looked.flatMap(({ symbol, ivRank }) => ivRank === null ? [] : [[symbol, percent(ivRank)] as const]);
  const readAt = Math.min(...looked.map((one) => one.readAt ?? Infinity));
  const left = sum("admissible") - best.length - others.length;
  return {
    ...(watchlist === null ? {} : { watchlist }),
    prices: Object.fromEntries(looked.map(({ symbol, spot }) => [symbol, price(spot)])),
    ...(ranks.length > 0 ? { iv_rank: Object.fromEntries(ranks) } : {}),
    ranked_by: rankBy === null
      ? `return_at_target: profit at the target by capital, the best ${
        perFamily === 1 ? "one" : perFamily
      } of each family; pop_by_then is the chance of any profit by that day`
      : `${rankBy}: ${MEASURES[rankBy].says}, ${MEASURES[rankBy].better} is better`,
    ...(target === null ? {} : { target: targetOf(found, question) }),
    ...(best.length === 0 ? { verdict: emptyVerdict(found, question, now) } : {}),
    columns: columns.map(([name]) => name),
    candidates: rows(best),
    legs: legs(best),
    ...(others.length > 0 ? { best_of_other_families: rows(others), their_legs: legs(others) } : {}),
    ...(held.length > 0 ? { shares_held: Object.fromEntries(held) } : {}),
    ...(reports.length > 0 ? { earnings: Object.fromEntries(reports) } : {}),
    tried: {
      families,
      days: `${question.days.min} to ${question.days.max}`,
      expirations: expirationsOf(found),
      contracts: sum("contracts"),
      candidates: sum("tried"),
      fitting: sum("admissible"),
    },
    ...(target === null && looked.length > 0 && families.length <= MOST_OTHERS + 1
      ? { criteria: criteriaTold(found, question) }
      : {}),
    ...trouble(found, question, [...best, ...others]),
    units: unitsOf(question, looked, [...best, ...others], columns.map(([name]) => name)),
    ...(left > 0 && limit < MOST_LIMIT ? { more: `Ask find_strategies with ${againWith(input)}` } : {}),
    ...(readAt < Infinity ? { time: newYorkTime(readAt) } : {}),
    session: sessionState("equity", now),
    ...provenance(found.source),
  };
}

const againWith = (input: StrategiesInput): string => JSON.stringify({ ...input, limit: MOST_LIMIT });

/** The best of each family that is not among the best of all. */
function bestOfOthers(ranked: readonly Found[], best: readonly Found[], most: number): Found[] {
  const known = new Set(best.map(({ family }) => family));
  return ranked.filter(({ family }) => {
    if (known.has(family)) return false;
    known.add(family);
    return true;
  }).slice(0, most);
}

/** Days once where all underlyings have the same. */
function expirationsOf({ looked }: Strategies): string[] | Record<string, string[]> {
  const [first] = looked;
  const isSame = looked.every(({ expirations }) => String(expirations) === String(first?.expirations));
  return isSame ? first?.expirations ?? [] : Object.fromEntries(looked.map((one) => [one.symbol, one.expirations]));
}

function targetOf({ looked }: Strategies, { target }: StrategyQuestion): object {
  const { price: asked, day, spend } = target!;
  const prices = Object.fromEntries(looked.map((one) => [one.symbol, rounded(one.target, 2)]));
  return { price: typeof asked === "number" ? asked : { way: asked, taken_as: prices }, by: day, spend };
}

/** Limits as they were applied; volatility and probabilities in fractions. Of several underlyings each has its own widths. */
function criteriaTold({ families, looked }: Strategies, question: StrategyQuestion): object {
  const [only, other] = looked;
  return Object.fromEntries(families.map((family) => {
    const { days: _, earnings: _earnings, width, ...criteria } = criteriaOf(family, question, {
      earningsDay: null,
      price: only!.spot,
      isFuture: only!.kind === "future",
    });
    const isOwnWidth = other !== undefined && question.width === undefined;
    if (width !== undefined) Object.assign(criteria, { width: isOwnWidth ? "by price" : width });
    return [family, Object.fromEntries(Object.entries(criteria).map(([name, limit]) => [snakeCase(name), limit]))];
  }));
}

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

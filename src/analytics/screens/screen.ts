/** Finds the best positions of one family on a board: every admissible one is judged, the best by one measure are told. */

import type { Book } from "./book.ts";
import { type Candidate, describeCandidate } from "./candidate.ts";
import type { CapitalRules } from "./capital.ts";
import { type Criteria, limitsOf } from "./criteria.ts";
import { FAMILIES } from "./families.ts";
import type { FamilyName } from "./family_names.ts";
import { type MeasureName, MEASURES, rankingBy } from "./measures.ts";
import { searchFamily, type Walk } from "./search.ts";
import { createTrial } from "./trial.ts";

export interface ScreenRequest {
  family: FamilyName;
  criteria: Criteria;
  rankBy: MeasureName;
  /** How many to tell. */
  top: number;
  /** How many of those may share an option that is sold (that is bought, where none is sold); any number when missing. */
  perShort?: number | undefined;
  /** The greatest loss where it has a limit, else unknown, when missing. */
  capital?: CapitalRules | undefined;
  /** Candidates that may be tried; `MOST_PAIRS` when missing. */
  maxPairs?: number | undefined;
}

export interface Screening extends Walk {
  /** The best first. */
  candidates: Candidate[];
  /** Those that met the criteria, but for a capital that has to be asked for: that is asked of the best only. */
  admissible: number;
}

/** Keeps one family under the widest of criteria within some thirty milliseconds. */
export const MOST_PAIRS = 40_000;

/** `RangeError` for a request that makes no sense. */
export function screen(book: Book, request: ScreenRequest): Screening {
  const { criteria, rankBy, top, perShort, capital, maxPairs = MOST_PAIRS } = request;
  assertCount("top", top);
  assertCount("maxPairs", maxPairs);
  if (perShort !== undefined) assertCount("perShort", perShort);
  if (MEASURES[rankBy].usesForecast && book.forecast === null) {
    throw new RangeError(`${rankBy} needs a forecast volatility`);
  }
  const family = FAMILIES[request.family];
  const limits = limitsOf(criteria);
  const trial = createTrial(book, family, limits, rankingBy(MEASURES[rankBy]), capital);
  const walk = searchFamily(book, family, limits, maxPairs, trial.consider);
  const earningsDay = limits.earnings?.day ?? null;
  return {
    ...walk,
    candidates: trial.pick(top, perShort).map((legs) =>
      describeCandidate(book, family, legs, trial.examine(legs), earningsDay)
    ),
    admissible: trial.passed(),
  };
}

/** Throws `RangeError` unless `value` is a whole number above 0. */
export function assertCount(name: string, value: number): void {
  if (!(Number.isInteger(value) && value > 0)) {
    throw new RangeError(`${name} must be a whole number above 0, not ${value}`);
  }
}

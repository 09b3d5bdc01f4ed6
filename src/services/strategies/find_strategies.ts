/** The best positions of many underlyings, one underlying after the other, until time is up. */

import type { FamilyName } from "../../analytics/screens/family_names.ts";
import type { Refusals } from "../../analytics/screens/liquidity.ts";
import { rankTogether } from "../../analytics/screens/mixed_ranking.ts";
import { explain, fail, type Failure, ok, type Result } from "../../core/failure.ts";
import { futureContracts } from "../board/future_contracts.ts";
import type { Context } from "../context.ts";
import { readHeld } from "../held.ts";
import { type Lots, lotsHeld } from "./lots.ts";
import { mostOfFamily, spansOf, type StrategyQuestion } from "./question.ts";
import { familiesFor, isFuture, type Looked, scanUnderlying } from "./scan_underlying.ts";
import type { Found } from "./search_board.ts";
import { readUnderlyings, type Underlyings } from "./underlyings.ts";

export interface Strategies extends Omit<Underlyings, "symbols" | "metrics"> {
  families: readonly FamilyName[];
  /** The best first, of all families and underlyings. */
  ranked: Found[];
  looked: Looked[];
  /** Underlyings that there was no time for, and those behind the most that one question searches. */
  notReached: string[];
  beyond: string[];
  /** Shares held by the lot, by symbol, where covered calls were looked for. */
  lots: ReadonlyMap<string, Lots>;
}

/** Milliseconds after which no other underlying is begun; more where somebody sees how far it has come. */
const BUDGET = 12_000;
const WATCHED_BUDGET = 25_000;
/** Contracts that are read, and candidates of a family that are tried, of one underlying and of each of several. */
const MOST_OF_ONE = { contracts: 1500, pairs: 40_000 };
const MOST_OF_SEVERAL = { contracts: 600, pairs: 10_000 };
/** Of a watchlist: those with the highest IV rank. */
export const MOST_UNDERLYINGS = 40;

/** Fails when none of the underlyings can be searched. */
export async function findStrategies(question: StrategyQuestion, context: Context): Promise<Result<Strategies>> {
  const startedAt = context.now();
  const read = await readUnderlyings(question, context);
  if (!read.ok) return read;
  const { symbols, metrics, ...around } = read.value;
  const warnings = [...around.warnings];
  const refused = [...around.refused];
  const lots = await readLots(question, context, warnings);
  const isSingle = symbols.length === 1;
  const reachable = symbols.slice(0, MOST_UNDERLYINGS);
  const budget = context.onProgress === undefined ? BUDGET : WATCHED_BUDGET;
  const most = isSingle ? MOST_OF_ONE : MOST_OF_SEVERAL;
  const looked: Looked[] = [];
  const lists: Found[][] = [];
  const failures: Failure[] = [];
  const refuse = (symbol: string, failure: Failure): void => {
    failures.push(failure);
    refused.push({ symbol, reason: explain(failure) });
  };
  let position = 0;
  for (; position < reachable.length; position++) {
    if (context.signal.aborted) return fail({ kind: "cancelled" });
    if (context.now() - startedAt >= budget) break;
    const symbol = reachable[position]!;
    const boards = await boardsOf(symbol, question, context);
    if (!boards.ok) refuse(symbol, boards.failure);
    for (const one of boards.ok ? boards.value : []) {
      const around = { row: metrics.get(one), lots: lots.get(one), most };
      const scan = await scanUnderlying(one, question, around, context);
      if (!scan.ok) {
        refuse(one, scan.failure);
        continue;
      }
      lists.push(...scan.value.lists);
      looked.push(scan.value.looked);
    }
    context.onProgress?.({ done: position + 1, total: reachable.length, message: symbol });
  }
  if (context.signal.aborted) return fail({ kind: "cancelled" });
  if (looked.length === 0 && failures.length > 0 && isSingle) return fail(failures[0]!);
  const families = looked.length === 0
    ? question.families ?? []
    : [...new Set(looked.flatMap(({ families }) => families))];
  return ok({
    ...around,
    families,
    refused,
    warnings,
    ranked: question.rankBy === null
      ? byReturn(lists, mostOfFamily(question, families))
      : rankTogether(lists, question.rankBy),
    looked,
    notReached: reachable.slice(position),
    beyond: symbols.slice(MOST_UNDERLYINGS),
    lots,
  });
}

/** A futures product has a board for each of its contracts. */
async function boardsOf(symbol: string, question: StrategyQuestion, context: Context): Promise<Result<string[]>> {
  if (!isFuture(symbol)) return ok([symbol]);
  return await futureContracts(symbol, spansOf(familiesFor(symbol, question, undefined), question), context);
}

/** The best of each family, at most `most` over all underlyings. */
function byReturn(lists: readonly Found[][], most: number): Found[] {
  const counts = new Map<FamilyName, number>();
  return lists.flat().sort((a, b) => b.prospect!.returnAtTarget - a.prospect!.returnAtTarget).filter(({ family }) => {
    const count = (counts.get(family) ?? 0) + 1;
    counts.set(family, count);
    return count <= most;
  });
}

/** Read where covered calls are looked for; whoever holds nothing we can see still gets the others. */
async function readLots(
  { families, target }: StrategyQuestion,
  context: Context,
  warnings: string[],
): Promise<Map<string, Lots>> {
  if (families === null ? target !== null : !families.includes("covered_call")) return new Map();
  const held = await readHeld({}, context);
  if (held.ok) return lotsHeld(held.value);
  warnings.push(`What is held is not known, so covered calls were not matched with it: ${explain(held.failure)}`);
  return new Map();
}

/** Options that could not be used, over all underlyings. */
export function sumRefusals(looked: readonly Looked[]): Refusals {
  const sum: Refusals = { noMarket: 0, wideSpread: 0, openInterest: 0, volume: 0, noGreeks: 0, noExpiration: 0 };
  for (const { refusals } of looked) {
    for (const name of Object.keys(sum) as (keyof Refusals)[]) sum[name] += refusals[name];
  }
  return sum;
}

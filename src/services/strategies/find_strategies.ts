/** The best positions of many underlyings, one underlying after the other, until time is up. */

import type { FamilyName } from "../../analytics/screens/family_names.ts";
import type { Refusals } from "../../analytics/screens/liquidity.ts";
import { MEASURES } from "../../analytics/screens/measures.ts";
import { rankTogether } from "../../analytics/screens/mixed_ranking.ts";
import { USUAL_MEANS } from "../../analytics/screens/optimizer.ts";
import { explain, fail, type Failure, ok, type Result } from "../../core/failure.ts";
import { type BoardReading, readBoard } from "../board/board.ts";
import type { Context } from "../context.ts";
import { readHeld } from "../held.ts";
import type { MetricsRow } from "../market_metrics.ts";
import { spansOf, type StrategyQuestion, USUAL_FAMILIES } from "./question.ts";
import { type Found, searchBoard, type Searched } from "./search_board.ts";
import { readUnderlyings, type Underlyings } from "./underlyings.ts";

/** An underlying that was searched. */
export interface Looked extends Omit<BoardReading, "board" | "seriesOf" | "isIndex">, Omit<Searched, "lists"> {
  symbol: string;
  spot: number;
  expirations: string[];
  earnings: MetricsRow["earnings"] | null;
  forecast: number | null;
}

export interface Strategies extends Omit<Underlyings, "symbols" | "metrics"> {
  families: readonly FamilyName[];
  /** The best first, of all families and underlyings. */
  ranked: Found[];
  looked: Looked[];
  notReached: string[];
  /** Shares held, by symbol, where covered calls were looked for. */
  shares: ReadonlyMap<string, number>;
}

/** Milliseconds after which no other underlying is begun. */
const BUDGET = 12_000;
/** Contracts that are read of one underlying, and of each of several; candidates of a family that are tried. */
const MOST_CONTRACTS = 1500;
const MOST_CONTRACTS_OF_SEVERAL = 600;
const MOST_PAIRS = 40_000;
const MOST_PAIRS_OF_SEVERAL = 10_000;
/** Of a watchlist: those with the highest IV rank. */
const MOST_UNDERLYINGS = 40;
const LOT = 100;

/** Fails when none of the underlyings can be searched. */
export async function findStrategies(question: StrategyQuestion, context: Context): Promise<Result<Strategies>> {
  const startedAt = context.now();
  const read = await readUnderlyings(question, context);
  if (!read.ok) return read;
  const { symbols, metrics, ...around } = read.value;
  const warnings = [...around.warnings];
  const refused = [...around.refused];
  const { families, target } = question;
  const shares = await sharesHeld(question, context, warnings);
  const isSingle = symbols.length === 1;
  const looked: Looked[] = [];
  const lists: Found[][] = [];
  let lastFailure: Failure | null = null;
  let position = 0;
  for (; position < Math.min(symbols.length, MOST_UNDERLYINGS); position++) {
    if (context.signal.aborted) return fail({ kind: "cancelled" });
    if (context.now() - startedAt >= BUDGET) break;
    const symbol = symbols[position]!;
    const own = families ?? (target !== null ? USUAL_MEANS : familiesFor(symbol, shares));
    const most = isSingle ? MOST_CONTRACTS : MOST_CONTRACTS_OF_SEVERAL;
    const reading = await readBoard({ symbol, spans: spansOf(own, question), most }, context);
    if (!reading.ok) {
      lastFailure = reading.failure;
      refused.push({ symbol, reason: explain(reading.failure) });
      continue;
    }
    const row = metrics.get(symbol);
    const realized = row?.metrics.hv30Day ?? null;
    const forecast = realized !== null && realized > 0 ? realized : null;
    if (question.rankBy !== null && MEASURES[question.rankBy].usesForecast && forecast === null) {
      lastFailure = {
        kind: "invalid",
        subject: symbol,
        problem: `its realized volatility is not known, which ${question.rankBy} needs`,
        remedy: "Rank by another measure",
      };
      refused.push({ symbol, reason: explain(lastFailure) });
      continue;
    }
    const earnings = row?.earnings ?? null;
    const { lists: best, ...searched } = searchBoard(reading.value, own, question, {
      earningsDay: earnings?.kind === "expected" ? earnings.day : null,
      forecast,
      maxPairs: isSingle ? MOST_PAIRS : MOST_PAIRS_OF_SEVERAL,
    });
    lists.push(...best);
    const { board, seriesOf: _, isIndex: _isIndex, ...figures } = reading.value;
    const expirations = board.expirations.map(({ day }) => day);
    looked.push({ symbol, spot: board.spot, expirations, earnings, forecast, ...figures, ...searched });
  }
  if (context.signal.aborted) return fail({ kind: "cancelled" });
  if (looked.length === 0 && lastFailure !== null && isSingle) return fail(lastFailure);
  return ok({
    ...around,
    families: families ??
      (target !== null
        ? USUAL_MEANS
        : [...USUAL_FAMILIES, ...(looked.some(({ symbol }) => shares.has(symbol)) ? COVERED : [])]),
    refused,
    warnings,
    ranked: question.rankBy === null ? byReturn(lists) : rankTogether(lists, question.rankBy),
    looked,
    notReached: symbols.slice(position),
    shares,
  });
}

const COVERED: readonly FamilyName[] = ["covered_call"];

const familiesFor = (symbol: string, shares: ReadonlyMap<string, number>): readonly FamilyName[] =>
  (shares.get(symbol) ?? 0) >= LOT ? [...USUAL_FAMILIES, ...COVERED] : USUAL_FAMILIES;

const byReturn = (lists: readonly Found[][]): Found[] =>
  lists.flat().sort((a, b) => b.prospect!.returnAtTarget - a.prospect!.returnAtTarget);

/** Read where covered calls are looked for; whoever holds nothing we can see still gets the others. */
async function sharesHeld(
  { families, target }: StrategyQuestion,
  context: Context,
  warnings: string[],
): Promise<Map<string, number>> {
  const shares = new Map<string, number>();
  if (families === null ? target !== null : !families.includes("covered_call")) return shares;
  const held = await readHeld({}, context);
  if (!held.ok) {
    warnings.push(`What is held is not known, so covered calls were not matched with it: ${explain(held.failure)}`);
    return shares;
  }
  for (const { symbol, instrument, quantity } of held.value) {
    if (instrument?.type === "equity") shares.set(symbol, (shares.get(symbol) ?? 0) + quantity);
  }
  for (const [symbol, count] of shares) if (count < LOT) shares.delete(symbol);
  return shares;
}

/** Options that could not be used, over all underlyings. */
export function sumRefusals(looked: readonly Looked[]): Refusals {
  const sum: Refusals = { noMarket: 0, wideSpread: 0, openInterest: 0, volume: 0, noGreeks: 0, noExpiration: 0 };
  for (const { refusals } of looked) {
    for (const name of Object.keys(sum) as (keyof Refusals)[]) sum[name] += refusals[name];
  }
  return sum;
}

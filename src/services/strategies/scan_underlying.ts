/** One underlying read and searched, or why it cannot be. */

import type { FamilyName } from "../../analytics/screens/family_names.ts";
import { MEASURE_NAMES, type MeasureName, MEASURES } from "../../analytics/screens/measures.ts";
import { USUAL_MEANS } from "../../analytics/screens/optimizer.ts";
import { fail, type Failure, ok, type Result } from "../../core/failure.ts";
import { type BoardReading, readBoard } from "../board/board.ts";
import type { Context } from "../context.ts";
import type { MetricsRow } from "../market_metrics.ts";
import type { Lots } from "./lots.ts";
import { spansOf, type StrategyQuestion, USUAL_FAMILIES } from "./question.ts";
import { type Found, searchBoard, type Searched } from "./search_board.ts";

/** An underlying that was searched. */
export interface Looked extends Omit<BoardReading, "board" | "seriesOf">, Omit<Searched, "lists"> {
  symbol: string;
  spot: number;
  expirations: string[];
  earnings: MetricsRow["earnings"] | null;
  forecast: number | null;
  /** Fraction. */
  ivRank: number | null;
  families: readonly FamilyName[];
  /** Families that were asked for and are not possible on it. */
  impossible: readonly FamilyName[];
}

export interface Scan {
  looked: Looked;
  lists: Found[][];
}

/** Whether a symbol is that of a future or of a futures product. */
export const isFuture = (symbol: string): boolean => symbol.startsWith("/");

/** What needs shares, or their price in cash. */
const IMPOSSIBLE: Record<BoardReading["kind"], ReadonlySet<FamilyName>> = {
  share: new Set(),
  index: new Set(["covered_call"]),
  future: new Set(["covered_call", "cash_secured_put"]),
};

/** What is looked for on `symbol`, before its board says what it is. */
export function familiesFor(
  symbol: string,
  { families, target }: StrategyQuestion,
  lots: Lots | undefined,
): readonly FamilyName[] {
  if (families !== null) return families;
  if (target !== null) return USUAL_MEANS;
  if (isFuture(symbol)) return USUAL_FAMILIES.filter((family) => !IMPOSSIBLE.future.has(family));
  return (lots?.free ?? 0) > 0 ? [...USUAL_FAMILIES, "covered_call"] : USUAL_FAMILIES;
}

/** `most`: contracts that may be read, and candidates of a family that may be tried. */
export async function scanUnderlying(
  symbol: string,
  question: StrategyQuestion,
  { row, lots, most }: {
    row: MetricsRow | undefined;
    lots: Lots | undefined;
    most: { contracts: number; pairs: number };
  },
  context: Context,
): Promise<Result<Scan>> {
  const asked = familiesFor(symbol, question, lots);
  const refusal = isFuture(symbol) ? futureRefusal(symbol, asked, question) : null;
  if (refusal !== null) return fail(refusal);
  const read = await readBoard({ symbol, spans: spansOf(asked, question), most: most.contracts }, context);
  if (!read.ok) return read;
  const { board, kind, seriesOf: _, ...figures } = read.value;
  const families = asked.filter((family) => !IMPOSSIBLE[kind].has(family));
  const impossible = asked.filter((family) => IMPOSSIBLE[kind].has(family));
  if (families.length === 0) return fail(notPossible(symbol, kind, asked));
  const { rankBy } = question;
  const realized = row?.metrics.hv30Day ?? null;
  const forecast = realized !== null && realized > 0 ? realized : null;
  if (rankBy !== null && MEASURES[rankBy].usesForecast && forecast === null) {
    return fail(forecastUnknown(board.symbol, rankBy));
  }
  const earnings = row?.earnings ?? (kind === "share" ? null : { kind: "none" as const });
  const { lists, ...searched } = searchBoard(read.value, families, question, {
    earningsDay: earnings?.kind === "expected" ? earnings.day : null,
    forecast,
    freeLots: lots?.free ?? 0,
    maxPairs: most.pairs,
  });
  const expirations = board.expirations.map(({ day }) => day);
  const ivRank = row?.metrics.ivRank ?? null;
  const about = { symbol: board.symbol, spot: board.spot, kind, expirations, earnings, forecast, ivRank };
  return ok({ looked: { ...about, families, impossible, ...figures, ...searched }, lists });
}

/** Measures that need neither capital nor realized volatility. */
const KNOWN_ON_FUTURES = MEASURE_NAMES.filter((name) => !MEASURES[name].usesCapital && !MEASURES[name].usesForecast);

/** Why a question cannot be answered for a future, which is known before its options are read. */
function futureRefusal(
  symbol: string,
  families: readonly FamilyName[],
  { rankBy, target, maxCapital }: StrategyQuestion,
): Failure | null {
  if (families.every((family) => IMPOSSIBLE.future.has(family))) return notPossible(symbol, "future", families);
  if (target !== null) return null;
  if (maxCapital !== undefined) return marginUnknown(symbol, "max_capital", "Leave it out");
  if (rankBy !== null && MEASURES[rankBy].usesCapital) {
    return marginUnknown(symbol, rankBy, `Rank by ${KNOWN_ON_FUTURES.join(", ")}`);
  }
  return null;
}

const marginUnknown = (subject: string, what: string, remedy: string): Failure => ({
  kind: "invalid",
  subject,
  problem: `options on futures are margined by SPAN, which only the broker knows, so that ${what} cannot be told`,
  remedy,
});

const forecastUnknown = (subject: string, rankBy: MeasureName): Failure => ({
  kind: "invalid",
  subject,
  problem: `its realized volatility is not known, which ${rankBy} needs`,
  remedy: "Rank by another measure",
});

const notPossible = (subject: string, kind: BoardReading["kind"], families: readonly FamilyName[]): Failure => ({
  kind: "invalid",
  subject,
  problem: kind === "future"
    ? `on a future there is no ${families.join(" and no ")}: what is sold is margined by SPAN`
    : `an index cannot be held, so that there is no ${families.join(" and no ")}`,
  remedy: "Ask for put_credit_spread, short_strangle, iron_condor or another family",
});

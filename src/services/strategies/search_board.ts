/** The best positions on one underlying's board, each with what was tried for it. */

import { CASH_SETTLED_INDEX_MARGIN, EQUITY_MARGIN, type MarginRules } from "../../analytics/margin/rules.ts";
import { estimateMargin } from "../../analytics/margin/requirement.ts";
import { type Book, createBook } from "../../analytics/screens/book.ts";
import type { Candidate } from "../../analytics/screens/candidate.ts";
import type { CapitalRules } from "../../analytics/screens/capital.ts";
import { limitsOf } from "../../analytics/screens/criteria.ts";
import type { FamilyName } from "../../analytics/screens/family_names.ts";
import type { Refusals } from "../../analytics/screens/liquidity.ts";
import { MEASURES } from "../../analytics/screens/measures.ts";
import { findProspects, type Prospect, USUAL_MEANS } from "../../analytics/screens/optimizer.ts";
import { screen } from "../../analytics/screens/screen.ts";
import { nearestWidths } from "../../analytics/screens/widths.ts";
import type { Day } from "../../core/calendar.ts";
import type { BoardReading } from "../board/board.ts";
import { criteriaOf, mostOfFamily, type StrategyQuestion, targetCriteria } from "./question.ts";

/** A candidate and where it comes from; `prospect` is what the optimizer says of it. */
export interface Found extends Candidate {
  symbol: string;
  seriesOf: BoardReading["seriesOf"];
  prospect: Omit<Prospect, "candidate"> | null;
  /** Of a covered call: lots of shares that are held and that nothing is sold against; 0 when they must be bought. */
  freeLots: number;
}

export interface Searched {
  /** The best first, of each family by itself, or of all together for a target. */
  lists: Found[][];
  tried: number;
  admissible: number;
  isCapped: boolean;
  /** Options that could not be used, by the reason. */
  refusals: Refusals;
  /** The price that was taken for the target. */
  target: number | null;
  /** Whether nothing tells the open interest, so that it could not be asked for. */
  isOpenInterestUnknown: boolean;
  /** Options that can be traded, and, of the widths they are apart, those nearest to the one that was asked for. */
  usable: number;
  widths: number[];
}

export interface Facts {
  earningsDay: Day | null;
  /** An annualized fraction. */
  forecast: number | null;
  /** Lots of shares that are held and that nothing is sold against. */
  freeLots: number;
  maxPairs: number;
}

/** The cash that secures them is their greatest loss. */
const PAID_IN_FULL: ReadonlySet<FamilyName> = new Set(["cash_secured_put", "covered_call"]);

const regulationT = (rules: MarginRules): CapitalRules => ({
  of: (legs, spot) => estimateMargin(legs, spot, { rules }).net,
  covered: "is_loss",
  uncovered: rules,
});

const UNKNOWN_CAPITAL: CapitalRules = { of: () => null, covered: "any" };

export function searchBoard(
  reading: BoardReading,
  families: readonly FamilyName[],
  question: StrategyQuestion,
  { earningsDay, forecast, freeLots, maxPairs }: Facts,
): Searched {
  const { board, kind } = reading;
  const capital = kind === "future"
    // Whoever spends a sum can lose no more than that, whatever the broker wants to see meanwhile.
    ? question.target === null ? UNKNOWN_CAPITAL : undefined
    : regulationT(kind === "index" ? CASH_SETTLED_INDEX_MARGIN : EQUITY_MARGIN);
  const capitalOf = (family: FamilyName) => PAID_IN_FULL.has(family) ? undefined : capital;
  const isOpenInterestUnknown = board.expirations.every(({ call, put }) =>
    call.openInterest.every(Number.isNaN) && put.openInterest.every(Number.isNaN)
  );
  const book = createBook(board, {
    forecast,
    // Who spends a sum pays what is asked: in the middle of wide markets anything looks cheap.
    fill: question.target === null ? "mid" : "natural",
    ...(isOpenInterestUnknown ? { liquidity: { minOpenInterest: 0 } } : {}),
  });
  const found = (candidate: Candidate, prospect: Found["prospect"] = null): Found => ({
    ...candidate,
    symbol: board.symbol,
    seriesOf: reading.seriesOf,
    prospect,
    freeLots: candidate.family === "covered_call" ? freeLots : 0,
  });
  const sum: Searched = {
    lists: [],
    tried: 0,
    admissible: 0,
    isCapped: false,
    refusals: book.refusals,
    target: null,
    isOpenInterestUnknown,
    usable: book.shelves.reduce((count, { calls, puts }) => count + calls.ids.length + puts.ids.length, 0),
    widths: question.width === undefined
      ? []
      : nearestWidths(book, limitsOf({ days: question.days }).days, question.width),
  };
  const add = ({ tried, admissible, isCapped }: Pick<Searched, "tried" | "admissible" | "isCapped">): void => {
    sum.tried += tried;
    sum.admissible += admissible;
    sum.isCapped ||= isCapped;
  };
  const { rankBy, limit: top, perShort } = question;
  if (question.target !== null) {
    addProspects(book, question, families.length === 0 ? USUAL_MEANS : families);
    return sum;
  }
  if (rankBy === null || (MEASURES[rankBy].usesForecast && forecast === null)) return sum;
  const setting = { earningsDay, price: board.spot, isFuture: kind === "future" };
  for (const family of families) {
    const criteria = criteriaOf(family, question, setting);
    // Shares that are held need not be bought.
    if (family === "covered_call" && freeLots > 0) criteria.maxCapital = undefined;
    const result = screen(book, {
      family,
      criteria,
      rankBy,
      top,
      perShort,
      capital: capitalOf(family),
      maxPairs,
    });
    add(result);
    sum.lists.push(result.candidates.map((candidate) => found(candidate)));
  }
  return sum;

  function addProspects(book: Book, question: StrategyQuestion, families: readonly FamilyName[]): void {
    const { price, years, spend } = question.target!;
    const perFamily = mostOfFamily(question, families);
    for (const isFull of [true, false]) {
      const some = families.filter((family) => PAID_IN_FULL.has(family) === isFull);
      if (some.length === 0) continue;
      const result = findProspects(book, {
        target: price,
        years,
        budget: spend,
        top: perFamily * some.length,
        perFamily,
        perShort,
        families: some,
        criteria: targetCriteria(question, earningsDay),
        capital: isFull ? undefined : capital,
        maxPairs,
      });
      add(result);
      sum.target = result.target;
      sum.lists.push(result.prospects.map(({ candidate, ...prospect }) => found(candidate, prospect)));
    }
  }
}

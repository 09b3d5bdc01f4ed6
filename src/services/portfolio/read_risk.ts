/** The risk of what a user holds: the book, its market and its betas brought together, and questions to it answered. */

import type { Source } from "../../broker/broker.ts";
import { type Day, newYorkDay } from "../../core/calendar.ts";
import { explain, ok, type Result } from "../../core/failure.ts";
import { recognizeSymbol } from "../../core/symbol.ts";
import type { AccountName } from "../accounts.ts";
import type { Context } from "../context.ts";
import type { LegInput } from "../position/leg_input.ts";
import type { Position } from "../position/position.ts";
import { resolvePosition } from "../position/resolve_position.ts";
import { assessRisk, type Risk } from "./assess_risk.ts";
import { betaTo, type Facts, type Index, indexOf, MARKET, proxiesOf } from "./betas.ts";
import { type BookLeg, readBook } from "./book.ts";
import { candidateCapital, candidateItems, type CapitalChange } from "./candidate.ts";
import { productOf } from "./families.ts";
import { readRiskCapital, type RiskCapital } from "./risk_capital.ts";
import { structuresOf } from "./structures.ts";
import { readUnderlyings } from "./underlyings.ts";
import { livingLegs, weigh } from "./weigh.ts";

export interface RiskQuestion {
  account?: string | undefined;
  /** What to weigh by; SPY when not given. */
  index?: string | undefined;
  /** A position to add. */
  candidate?: { legs: readonly LegInput[]; underlying?: string | undefined } | undefined;
}

export interface PortfolioRisk {
  accounts: AccountName[];
  index: Index;
  risk: Risk;
  capital: RiskCapital;
  /** With the candidate; `null` without one. */
  candidate: Considered | null;
  warnings: string[];
  unknown: string[];
  /** When the oldest of it was read. */
  readAt: number;
  source: Source;
}

/** A position that may be added, and the whole with it. */
export interface Considered {
  position: Position;
  product: string;
  risk: Risk;
  capital: CapitalChange;
  /** Whether its beta is not known. */
  isUnweighed: boolean;
}

/** Fails when there is no book to be read, no price of the index, or no candidate that can be priced. */
export async function readRisk(question: RiskQuestion, context: Context): Promise<Result<PortfolioRisk>> {
  const named = recognizeSymbol(question.index ?? MARKET);
  if (!named.ok) return named;
  const [book, position] = await Promise.all([
    readBook({ account: question.account }, context),
    question.candidate === undefined ? ok(null) : resolvePosition(question.candidate, context),
  ]);
  if (!book.ok) return book;
  if (!position.ok) return position;
  const now = context.now();
  const today = newYorkDay(now);
  const alive = livingLegs(book.value.legs, now);
  const considered = position.value?.underlying.symbol;
  const symbols = [
    ...new Set([
      named.value.symbol,
      ...alive.filter(({ held }) => held.instrument !== null).map(({ held }) => held.underlying),
      ...(considered === undefined ? [] : [considered]),
    ]),
  ];
  const [underlyings, capital] = await Promise.all([
    readUnderlyings([...new Set([...symbols, ...proxiesOf(symbols, today)])], context),
    readRiskCapital(book.value.numbers, context),
  ]);
  if (!underlyings.ok) return underlyings;
  const { facts, failures } = underlyings.value;
  const index = indexOf(named.value.symbol, facts, today);
  if (!index.ok) return index;
  const weighed = weigh(alive, index.value, facts, today);
  const structures = structuresOf(weighed.items, today, capital.kinds);
  const risk = assessRisk(weighed.items, index.value, structures);
  const candidate = position.value === null
    ? null
    : withCandidate(position.value, risk, alive, index.value, facts, capital, today);
  return ok({
    accounts: book.value.accounts,
    index: index.value,
    risk,
    capital,
    candidate,
    warnings: [
      ...book.value.warnings,
      ...new Set(failures.map(explain)),
      ...capital.warnings,
      ...weighed.warnings,
      ...(position.value?.warnings ?? []),
    ],
    unknown: [
      // What the sums lack is told in terms of the risk; entries are no part of it.
      ...book.value.unknown.filter((one) => !/^(price|entry|greeks) of /.test(one)),
      ...weighed.unknown,
      ...(candidate?.isUnweighed ? [`beta of ${considered} (not moved with the index)`] : []),
      ...(candidate?.capital.change === null ? ["buying power of the candidate"] : []),
      ...(capital.netLiquidation === null ? ["net liquidation"] : []),
      ...(capital.buyingPowerUsed === null ? ["buying power used"] : []),
    ],
    readAt: Math.min(book.value.fetchedAt, position.value?.readAt ?? Infinity),
    source: book.value.source,
  });
}

function withCandidate(
  position: Position,
  { items, structures }: Risk,
  legs: readonly BookLeg[],
  index: Index,
  facts: Facts,
  { kinds }: RiskCapital,
  today: Day,
): Considered {
  const { symbol } = position.underlying;
  const beta = betaTo(index, symbol, facts, today);
  const added = candidateItems(position, beta.value, facts.get(symbol), today);
  const product = productOf(symbol, today);
  const account = accountFor(position, legs, [...kinds.keys()]);
  const held = legs.filter(({ held }) => held.underlying === symbol && held.account.masked === account);
  return {
    position,
    product,
    risk: assessRisk([...items, ...added], index, [...structures, ...structuresOf(added, today, kinds, items.length)]),
    capital: candidateCapital(position, held, kinds.get(account ?? "") ?? "margin"),
    isUnweighed: beta.value === null,
  };
}

/**
 * Accounts do not cover each other, and which one a candidate is meant for is only clear when there is one, or when one
 * holds what it closes.
 */
function accountFor({ legs }: Position, held: readonly BookLeg[], accounts: readonly string[]): string | undefined {
  if (accounts.length === 1) return accounts[0];
  const closing = held.filter(({ held: { symbol, quantity } }) =>
    legs.some((leg) => leg.instrument.symbol === symbol && leg.quantity * quantity < 0)
  );
  const [one, ...others] = new Set(closing.map(({ held }) => held.account.masked));
  return others.length === 0 ? one : undefined;
}

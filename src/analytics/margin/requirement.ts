/** What a broker would hold against a position: an estimate, for the broker's own number is the one that counts. */

import type { Leg, OptionLeg } from "../positions/leg.ts";
import { type Book, booksOf } from "./book.ts";
import { cheapestPlan } from "./pairing.ts";
import { alone, besideShares, type Plan, type Terms } from "./plan.ts";
import { type Account, EQUITY_MARGIN, type MarginRules, type Phase } from "./rules.ts";
import { holdShares, type ShareMethod } from "./shares.ts";
import { worstLoss } from "./spread.ts";
import { holdUncovered, type UncoveredHolding } from "./uncovered.ts";

/** `paid_in_full`: bought options, alone. `covered`: bought options that leave nothing to lose but what they cost. */
export type MarginMethod = "paid_in_full" | "covered" | "spread" | UncoveredHolding["method"] | ShareMethod;

/** Legs that are held together. */
export interface MarginGroup {
  method: MarginMethod;
  /** Dollars before premiums are counted, and premiums received less paid. */
  requirement: number;
  premium: number;
  /** Options with signed contracts, and shares. */
  options: { right: "call" | "put"; strike: number; years: number; quantity: number }[];
  shares: number;
  /** Dollars that each side of a strangle would take alone. */
  sides?: { call: number; put: number };
}

export interface MarginEstimate {
  isEstimate: true;
  account: Account;
  phase: Phase;
  /** Dollars before premiums are counted; `null` where the account cannot hold the position, for `reason`. */
  requirement: number | null;
  /** Premiums received less paid, dollars. */
  premium: number;
  /** What buying power falls by: the requirement less the premium. */
  net: number | null;
  /** The methods of all groups, each once, joined by ` + `. */
  method: string;
  groups: MarginGroup[];
  reason: "short_call_needs_margin" | "short_shares_need_margin" | "futures_are_margined_by_span" | null;
}

export interface MarginTerms {
  rules?: MarginRules;
  account?: Account;
  phase?: Phase;
}

/**
 * Prices of options are what they trade at when the estimate is made: what they open at, or their mark later. Shares
 * enter at `spot`. Regulation T with the exchanges' strategies, by the cheapest pairing; see `rules.ts`.
 */
export function estimateMargin(legs: readonly Leg[], spot: number, terms: MarginTerms = {}): MarginEstimate {
  if (!(spot >= 0 && spot < Infinity)) throw new RangeError(`an underlying at ${spot}`);
  for (const leg of legs) if (!isSound(leg)) throw new RangeError(`a leg that cannot be held: ${JSON.stringify(leg)}`);
  const { rules = EQUITY_MARGIN, account = "margin", phase = "initial" } = terms;
  const premium = legs.reduce((sum, leg) => leg.kind === "option" ? sum + premiumOf(leg, leg.quantity) : sum, 0);
  const estimate = { isEstimate: true as const, account, phase, premium: cents(premium) };
  const refused = (reason: MarginEstimate["reason"]): MarginEstimate => ({
    ...estimate,
    requirement: null,
    net: null,
    method: "none",
    groups: [],
    reason,
  });
  if (legs.some(({ kind, quantity }) => kind === "future" && quantity !== 0)) {
    return refused("futures_are_margined_by_span");
  }
  const groups: MarginGroup[] = [];
  for (const book of booksOf(legs)) {
    const all = { spot, rules, account, phase };
    const plan = cheapestPlan(book, all, (book, plan) => sumOf(holdingsOf(book, plan, all)));
    if (!plan) {
      return refused(book.lots + book.odd < 0 ? "short_shares_need_margin" : "short_call_needs_margin");
    }
    groups.push(...holdingsOf(book, plan, all).map(groupOf));
  }
  const requirement = sumOf(groups);
  return {
    ...estimate,
    requirement: cents(requirement),
    net: cents(requirement - premium),
    method: [...new Set(groups.map(({ method }) => method))].join(" + ") || "none",
    groups,
    reason: null,
  };
}

const isSound = (leg: Leg): boolean =>
  Number.isFinite(leg.quantity) && leg.multiplier > 0 && Number.isFinite(leg.price) &&
  (leg.kind !== "option" || Number.isInteger(leg.quantity) && Number.isFinite(leg.strike) && leg.years >= 0);

/** Dollars received for so many contracts: negative for what is bought. */
const premiumOf = ({ multiplier, price }: OptionLeg, quantity: number): number => -quantity * multiplier * price;

interface Holding {
  method: MarginMethod;
  requirement: number;
  holds: readonly { option: OptionLeg; count: number }[];
  shares?: number;
  sides?: { call: number; put: number };
}

function holdingsOf(book: Book, plan: Plan, { spot, rules, account, phase }: Terms): Holding[] {
  const { sold, bought, expirations, multiplier, lots, odd } = book;
  const serving = (place: number) => bought.map(({ option }, j) => ({ option, count: plan.serving[j]![place]! }));
  const some = <One extends { count: number }>(all: readonly One[]): One[] => all.filter(({ count }) => count !== 0);
  const holdings: Holding[] = [];
  const idle: Holding["holds"][number][] = [];
  for (const place of expirations.keys()) {
    const shorts = some(
      sold.map(({ option }, i) => ({ option, count: sold[i]!.place === place ? -plan.spread[i]! : 0 })),
    );
    const longs = some(serving(place));
    const covers = (long: typeof longs[number]) => shorts.some(({ option }) => option.right === long.option.right);
    idle.push(...longs.filter((long) => !covers(long)));
    if (shorts.length === 0) continue;
    const holds = [...longs.filter(covers), ...shorts];
    const requirement = worstLoss(holds);
    holdings.push({ method: requirement === 0 ? "covered" : "spread", requirement, holds });
  }
  const naked = sold.map(({ option }, i) => ({ option, count: plan.uncovered[i]! }));
  for (const holding of holdUncovered(naked, spot, rules, account)) {
    holdings.push({ ...holding, holds: holding.holds.map(({ option, count }) => ({ option, count: -count })) });
  }
  const covered = some(sold.map(({ option }, i) => ({ option, count: plan.shares[i]! })));
  const hedges = some(serving(besideShares(book)));
  const terms = { spot, rules, account, phase };
  const shares = holdShares(lots, multiplier, odd, covered, hedges, terms);
  const used = shares.flatMap(({ holds }) => holds);
  const left = hedges.map(({ option, count }) => ({
    option,
    count: used.reduce((rest, one) => one.option === option ? rest - one.count : rest, count),
  }));
  idle.push(...some([...serving(alone(book)), ...left]));
  if (idle.length > 0) holdings.push({ method: "paid_in_full", requirement: 0, holds: idle });
  return [...holdings, ...shares];
}

function groupOf({ method, requirement, holds, shares = 0, sides }: Holding): MarginGroup {
  return {
    method,
    requirement: cents(requirement),
    premium: cents(holds.reduce((sum, { option, count }) => sum + premiumOf(option, count), 0)),
    options: holds.map(({ option: { right, strike, years }, count }) => ({ right, strike, years, quantity: count })),
    shares,
    ...(sides ? { sides: { call: cents(sides.call), put: cents(sides.put) } } : {}),
  };
}

const sumOf = (all: readonly { requirement: number }[]): number =>
  all.reduce((sum, { requirement }) => sum + requirement, 0);

/** To the hundredth of a cent, which is what sums of doubles leave of dollars. */
const cents = (dollars: number): number => Math.round(dollars * 1e4) / 1e4 + 0;

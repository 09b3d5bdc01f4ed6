/** What is held against positions, underlying by underlying and strategy by strategy. Dollars, whole cents. */

import type { Leg } from "../../analytics/positions/leg.ts";
import { estimateMargin, type MarginGroup, type MarginMethod } from "../../analytics/margin/requirement.ts";
import { CASH_SETTLED_INDEX_MARGIN, EQUITY_MARGIN, type Phase } from "../../analytics/margin/rules.ts";
import type { Account } from "../customers.ts";
import type { Market } from "../market/market.ts";
import type { Position } from "./ledger.ts";

/** A position at the market. */
export interface Marked {
  position: Position;
  mark: number;
  previousClose: number;
  volatility: number;
}

/** What is to be had to open positions, and to keep them. */
export interface Held {
  initial: number;
  maintenance: number;
}

/** A part of a position; `quantity` is negative when sold. */
export interface RequirementEntry {
  marked: Marked;
  quantity: number;
}

/** Positions that are held together; `span` is what the clearing house makes of futures. */
export interface RequirementGroup extends Held {
  method: MarginMethod | "span";
  entries: RequirementEntry[];
}

/** All of one underlying. */
export interface Requirement extends Held {
  underlying: string;
  isFuture: boolean;
  groups: RequirementGroup[];
}

const YEAR = 365 * 86_400_000;
/** What the clearing house holds against a future, and against an option sold on one, of its value. */
const FUTURE_MARGIN = 0.065;
const FUTURE_OPTION_MARGIN = 0.04;
/** Options are told apart by their time to expiration, which is computed twice. */
const SAME_TIME = 1e-9;

/** The requirements of everything but coins, which are paid in full, in the order in which underlyings were opened. */
export function requirementsOf(
  market: Market,
  account: Account,
  marked: readonly Marked[],
  at: number,
): Requirement[] {
  const held = marked.filter(({ position: { instrument } }) => instrument.type !== "Cryptocurrency");
  return [...Map.groupBy(held, ({ position }) => position.instrument.underlying)].map(([underlying, own]) => {
    const isFuture = own[0]!.position.instrument.type.startsWith("Future");
    const groups = isFuture ? [spanGroup(market, own, at)] : strategyGroups(market, account, underlying, own, at);
    return { underlying, isFuture, groups, ...sumOf(groups) };
  });
}

/** The sums of requirements. */
export const sumOf = (all: readonly Held[]): Held => ({
  initial: cents(all.reduce((sum, { initial }) => sum + initial, 0)),
  maintenance: cents(all.reduce((sum, { maintenance }) => sum + maintenance, 0)),
});

/** Shares and options by Regulation T; what buying power falls by, premiums counted. */
function strategyGroups(
  market: Market,
  account: Account,
  underlying: string,
  own: readonly Marked[],
  at: number,
): RequirementGroup[] {
  const listing = market.prices.listings.get(underlying)!;
  const rules = listing.kind === "index" ? CASH_SETTLED_INDEX_MARGIN : EQUITY_MARGIN;
  const spot = market.equity(underlying, at)!.mark;
  const legs = own.map((one) => legOf(one, at));
  const groupsIn = (phase: Phase): MarginGroup[] => {
    const estimate = estimateMargin(legs, spot, { rules, account: account.margin ? "margin" : "cash", phase });
    if (estimate.net === null) throw new RangeError(`${account.number} cannot hold its ${underlying}`);
    return estimate.groups;
  };
  const [opening, keeping] = [groupsIn("initial"), groupsIn("maintenance")];
  const isSame = opening.length === keeping.length &&
    opening.every(({ method }, place) => method === keeping[place]!.method);
  const share = netOf(keeping) / (netOf(opening) || 1);
  return opening.map((group, place) => ({
    method: group.method,
    entries: entriesOf(group, own, legs),
    initial: cents(netOf([group])),
    // What is paired otherwise to be kept is told in proportion.
    maintenance: cents(isSame ? netOf([keeping[place]!]) : netOf([group]) * share),
  }));
}

const netOf = (groups: readonly MarginGroup[]): number =>
  groups.reduce((sum, { requirement, premium }) => sum + requirement - premium, 0);

/** The positions that a group is made of. */
function entriesOf({ options, shares }: MarginGroup, own: readonly Marked[], legs: readonly Leg[]): RequirementEntry[] {
  const entries = options.map(({ right, strike, years, quantity }): RequirementEntry => {
    const place = legs.findIndex((leg) =>
      leg.kind === "option" && leg.right === right && leg.strike === strike && Math.abs(leg.years - years) < SAME_TIME
    );
    return { marked: own[place]!, quantity };
  });
  const stock = own.find(({ position }) => position.instrument.option === null);
  return shares === 0 ? entries : [{ marked: stock!, quantity: shares }, ...entries];
}

function legOf({ position: { instrument, quantity }, mark, volatility }: Marked, at: number): Leg {
  const { multiplier, option, expiresAt } = instrument;
  const held = { quantity, multiplier, price: mark };
  if (option === null) return { kind: "stock", ...held };
  return {
    kind: "option",
    ...held,
    right: option.right,
    strike: option.strike,
    years: (expiresAt! - at) / YEAR,
    volatility,
  };
}

/** Futures and options on them, kept for as much as they are opened for. */
function spanGroup(market: Market, own: readonly Marked[], at: number): RequirementGroup {
  const needed = cents(own.reduce((sum, { position: { instrument, quantity } }) => {
    const { type, underlying, multiplier } = instrument;
    if (type === "Future Option" && quantity > 0) return sum;
    const share = type === "Future" ? FUTURE_MARGIN : FUTURE_OPTION_MARGIN;
    return sum + Math.abs(quantity) * share * multiplier * market.future(underlying, at)!.mark;
  }, 0));
  return {
    method: "span",
    entries: own.map((marked) => ({ marked, quantity: marked.position.quantity })),
    initial: needed,
    maintenance: needed,
  };
}

/** To the cent. */
export const cents = (dollars: number): number => Math.round(dollars * 100) / 100;

/** What a roll brings, costs and leaves behind. */

import type { Leg, OptionLeg } from "../positions/leg.ts";
import { isSameContract, type RollContract } from "./contract.ts";
import { tradingCosts } from "./costs.ts";
import type { Roll } from "./proposals.ts";
import type { TradingCosts } from "./rules.ts";
import type { RollOrder } from "./sides.ts";
import { firstExpiration, type LegGreeks, type Outlook, type PositionView, viewPosition } from "./view.ts";

/** An option's market, dollars per share; `null` is unknown. */
export interface RollQuote {
  bid: number | null;
  ask: number | null;
  /** Annualized fraction. */
  volatility: number | null;
  /** To its expiration, ACT/365. */
  years: number;
}

/** A leg that is held; `leg.price` is what it was opened at. Shares have no contract. */
export interface HeldLeg {
  leg: Leg;
  contract: RollContract | null;
  /** Dollars per share, what it is worth now. */
  mark: number;
  greeks: LegGreeks;
}

export interface RollMarket {
  quoteOf(contract: RollContract): RollQuote | null;
  /** By the model that the greeks of what is held come from; of contracts whose volatility is known. */
  greeksOf(contract: RollContract): LegGreeks;
  /** For a position whose first option expires in so many years. */
  outlookAt(years: number): Outlook;
  /** Dollars of buying power that legs take, whose prices are what they are worth now; `null` is unknown. */
  capitalOf(legs: readonly Leg[]): number | null;
  costs: TradingCosts;
}

/** Why a roll cannot be judged. */
export type RollObstacle = "no_market" | "no_bid" | "no_volatility";

/** Dollars for the whole position; a credit is positive. */
export interface JudgedRoll extends Roll {
  /** After costs: at the middle of each market, and at the other side's prices. */
  creditMid: number;
  creditNatural: number;
  costs: number;
  /** What an inverted pair pays back at expiration whatever happens; 0 for anything else. */
  payback: number;
  /** Profit or loss on what is closed, at the middle, without costs. */
  realized: number;
  /** What is held afterwards: opened at the middle. */
  legs: Leg[];
  /** `null` where no option is left. This and the capital are worked out when they are first asked for. */
  readonly view: PositionView | null;
  readonly capital: number | null;
}

interface Price {
  mid: number;
  natural: number;
  quote: RollQuote;
}

/**
 * Judged at the middle, booked profits and costs included, so that breakevens and chances are those of the whole chain of
 * trades. What is held and has no market is an obstacle, as is a sold option without a bid.
 */
export function judgeRoll(roll: Roll, held: readonly HeldLeg[], market: RollMarket): JudgedRoll | RollObstacle {
  const costs = tradingCosts(roll.closes, roll.opens, market.costs);
  let [mid, natural, realized] = [-costs, -costs, 0];
  const rest = held.map((one) => ({ ...one, leg: { ...one.leg } }));
  for (const order of roll.closes) {
    const price = priceOf(order, market, false);
    if (typeof price === "string") return price;
    const from = rest.find(({ contract, leg }) =>
      contract !== null && leg.quantity !== 0 && isSameContract(contract, order)
    );
    if (from === undefined) throw new RangeError(`${order.day} ${order.right} ${order.strike} is not held`);
    const size = order.quantity * from.leg.multiplier;
    mid -= size * price.mid;
    natural -= size * price.natural;
    realized -= size * (price.mid - from.leg.price);
    from.leg.quantity += order.quantity;
  }
  const opened: OptionLeg[] = [];
  for (const order of roll.opens) {
    const price = priceOf(order, market, true);
    if (typeof price === "string") return price;
    const { volatility, years } = price.quote;
    if (volatility === null || !(volatility > 0)) return "no_volatility";
    const { multiplier, style = "european" } = held.find(({ leg }) => leg.kind === "option")!.leg as OptionLeg;
    const { quantity, right, strike } = order;
    mid -= quantity * multiplier * price.mid;
    natural -= quantity * multiplier * price.natural;
    opened.push({ kind: "option", right, strike, quantity, multiplier, price: price.mid, years, volatility, style });
  }
  const kept = rest.filter(({ leg }) => leg.quantity !== 0);
  const legs = [...kept.map(({ leg }) => leg), ...opened];
  const years = firstExpiration(legs);
  const viewOf = once(() => {
    if (years === null) return null;
    const greeks = [...kept.map(({ greeks }) => greeks), ...roll.opens.map((order) => market.greeksOf(order))];
    return viewPosition(legs, greeks, realized - costs, market.outlookAt(years));
  });
  const capitalOf = once(() =>
    market.capitalOf([...kept.map(({ leg, mark }) => ({ ...leg, price: mark })), ...opened])
  );
  return {
    ...roll,
    creditMid: cents(mid),
    creditNatural: cents(natural),
    costs,
    payback: cents(surePayback(legs)),
    realized: cents(realized),
    legs,
    get view() {
      return viewOf();
    },
    get capital() {
      return capitalOf();
    },
  };
}

/** The least that options of one expiration cost whoever sold them, at any price. */
function surePayback(legs: readonly Leg[]): number {
  const options = legs.filter((leg) => leg.kind === "option");
  if (options.length < legs.length || new Set(options.map(({ years }) => years)).size !== 1) return 0;
  const owed = (price: number): number =>
    options.reduce((sum, { right, strike, quantity, multiplier }) => {
      const worth = Math.max(0, right === "call" ? price - strike : strike - price);
      return sum - quantity * multiplier * worth;
    }, 0);
  // Linear between strikes: the least is at one of them, or at nothing.
  return Math.max(0, Math.min(...[0, ...options.map(({ strike }) => strike)].map(owed)));
}

/** Most rolls are ranked by their credit and never looked at again. */
function once<T>(work: () => T): () => T {
  let done: { value: T } | null = null;
  return () => (done ??= { value: work() }).value;
}

/** What an order is filled at; something bought needs an offer, something sold anew a bid above zero. */
function priceOf(order: RollOrder, { quoteOf }: RollMarket, isOpening: boolean): Price | RollObstacle {
  const quote = quoteOf(order);
  if (quote === null || quote.ask === null || !(quote.ask > 0) || quote.ask < (quote.bid ?? 0)) return "no_market";
  const bid = quote.bid ?? 0;
  const isSold = order.quantity < 0;
  if (isSold && isOpening && !(bid > 0)) return "no_bid";
  return { mid: (bid + quote.ask) / 2, natural: isSold ? bid : quote.ask, quote };
}

/** To the hundredth of a cent. */
const cents = (dollars: number): number => Math.round(dollars * 1e4) / 1e4 + 0;

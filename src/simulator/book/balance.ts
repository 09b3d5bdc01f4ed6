/** What an account is worth and what it may still do, in dollars: cash from the ledger, the rest at the market. */

import type { Leg } from "../../analytics/positions/leg.ts";
import { estimateMargin } from "../../analytics/margin/requirement.ts";
import { CASH_SETTLED_INDEX_MARGIN, EQUITY_MARGIN, type Phase } from "../../analytics/margin/rules.ts";
import type { Account } from "../customers.ts";
import type { Market } from "../market/market.ts";
import { type Instrument, quoteOf } from "./instrument.ts";
import type { Ledger, Position } from "./ledger.ts";

/** Sums of all positions of a kind: what is bought and what is sold, both 0 or more. */
export interface Sides {
  long: number;
  short: number;
}

export interface Balance {
  cash: number;
  shares: Sides;
  options: Sides;
  indexOptions: Sides;
  /** Gains and losses since the last settlement. */
  futures: Sides;
  futureOptions: Sides;
  coins: Sides;
  netLiquidation: number;
  /** Held against positions, by the initial and the maintenance rules; futures and coins apart. */
  initial: number;
  maintenance: number;
  futureMargin: number;
  /** What is left for options; shares may be bought for twice as much where borrowing is allowed. */
  optionBuyingPower: number;
}

const YEAR = 365 * 86_400_000;
/** What the clearing house holds against a future, and against an option sold on one, of its value. */
const FUTURE_MARGIN = 0.065;
const FUTURE_OPTION_MARGIN = 0.04;

interface Marked {
  position: Position;
  mark: number;
  volatility: number;
}

/** The balance of an account at an instant; what is held must be listed then. */
export function balanceOf(market: Market, account: Account, ledger: Ledger, at: number): Balance {
  const marked = [...ledger.positions.values()].filter(({ quantity }) => quantity !== 0).map((position): Marked => {
    const quote = quoteOf(market, position.instrument, at);
    return { position, mark: quote.mark, volatility: quote.option?.volatility ?? 0 };
  });
  const sides = (isMeant: (instrument: Instrument) => boolean): Sides => {
    const values = marked.filter(({ position }) => isMeant(position.instrument)).map(valueOf);
    return { long: sumOf(values.filter((value) => value > 0)), short: -sumOf(values.filter((value) => value < 0)) };
  };
  const isType = (type: Instrument["type"]) => (instrument: Instrument) => instrument.type === type;
  const isOption = (onIndex: boolean) => ({ type, option }: Instrument) =>
    type === "Equity Option" && option!.isCashSettled === onIndex;
  const held = {
    shares: sides(isType("Equity")),
    options: sides(isOption(false)),
    indexOptions: sides(isOption(true)),
    futures: sides(isType("Future")),
    futureOptions: sides(isType("Future Option")),
    coins: sides(isType("Cryptocurrency")),
  };
  const cash = ledger.cash / 100;
  const netLiquidation = cents(cash + sumOf(Object.values(held).map(({ long, short }) => long - short)));
  const initial = requirement(market, account, marked, at, "initial");
  const futureMargin = cents(sumOf(marked.map((one) => futureRequirement(market, one, at))));
  return {
    cash,
    ...held,
    netLiquidation,
    initial,
    maintenance: requirement(market, account, marked, at, "maintenance"),
    futureMargin,
    optionBuyingPower: cents(Math.max(0, netLiquidation - initial - futureMargin - held.coins.long)),
  };
}

/** Futures are worth what they gained since their last settlement, everything else its mark. */
function valueOf({ position: { instrument, quantity, settledValue }, mark }: Marked): number {
  const value = quantity * mark * instrument.multiplier;
  return cents(instrument.type === "Future" ? value - settledValue / 100 : value);
}

/** What buying power falls by for shares and options, underlying by underlying. */
function requirement(market: Market, account: Account, marked: readonly Marked[], at: number, phase: Phase): number {
  const legs = marked.filter(({ position: { instrument: { type } } }) => type.startsWith("Equity"));
  const groups = Map.groupBy(legs, ({ position }) => position.instrument.underlying);
  const needed = [...groups].map(([underlying, held]) => {
    const listing = market.prices.listings.get(underlying)!;
    const rules = listing.kind === "index" ? CASH_SETTLED_INDEX_MARGIN : EQUITY_MARGIN;
    const spot = market.equity(underlying, at)!.mark;
    const estimate = estimateMargin(held.map((one) => legOf(one, at)), spot, {
      rules,
      account: account.margin ? "margin" : "cash",
      phase,
    });
    if (estimate.net === null) throw new RangeError(`${account.number} cannot hold its ${underlying}`);
    return estimate.net;
  });
  return cents(Math.max(0, sumOf(needed)));
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

function futureRequirement(market: Market, { position: { instrument, quantity } }: Marked, at: number): number {
  const { type, underlying, multiplier } = instrument;
  if (!type.startsWith("Future") || (type === "Future Option" && quantity > 0)) return 0;
  const share = type === "Future" ? FUTURE_MARGIN : FUTURE_OPTION_MARGIN;
  return Math.abs(quantity) * share * multiplier * market.future(underlying, at)!.mark;
}

const cents = (dollars: number): number => Math.round(dollars * 100) / 100;
const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

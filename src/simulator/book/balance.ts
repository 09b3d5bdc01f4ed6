/** What an account is worth and what it may still do, in dollars: cash from the ledger, the rest at the market. */

import type { Account } from "../customers.ts";
import type { Market } from "../market/market.ts";
import { type Instrument, quoteOf } from "./instrument.ts";
import type { Ledger } from "./ledger.ts";
import { cents, type Marked, type Requirement, requirementsOf, sumOf } from "./requirements.ts";

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
  /** What is held against positions, coins apart. */
  requirements: Requirement[];
  /** Their sums by the initial and the maintenance rules, futures apart. */
  initial: number;
  maintenance: number;
  futureMargin: number;
  /** What counts against the requirements: all but coins. */
  marginEquity: number;
  /** By how much `marginEquity` exceeds what it takes to keep the positions; below 0 in a margin call. */
  excess: number;
  /** What is left for options; shares may be bought for twice as much where borrowing is allowed. */
  optionBuyingPower: number;
}

/** The balance of an account at an instant; what is held must be listed then. */
export function balanceOf(market: Market, account: Account, ledger: Ledger, at: number): Balance {
  const marked = marksOf(market, ledger, at);
  const held = sidesOf(marked);
  const netLiquidation = worthOf(ledger, held);
  const requirements = requirementsOf(market, account, marked, at);
  const { initial, maintenance } = sumOf(requirements.filter(({ isFuture }) => !isFuture));
  const futureMargin = sumOf(requirements.filter(({ isFuture }) => isFuture)).initial;
  const marginEquity = cents(netLiquidation - held.coins.long);
  return {
    cash: ledger.cash / 100,
    ...held,
    netLiquidation,
    requirements,
    initial,
    maintenance,
    futureMargin,
    marginEquity,
    excess: cents(marginEquity - maintenance - futureMargin),
    optionBuyingPower: Math.max(0, cents(marginEquity - initial - futureMargin)),
  };
}

/** What an account is worth: the `netLiquidation` of its balance alone. */
export const netLiquidationOf = (market: Market, ledger: Ledger, at: number): number =>
  worthOf(ledger, sidesOf(marksOf(market, ledger, at)));

const marksOf = (market: Market, { positions }: Ledger, at: number): Marked[] =>
  [...positions.values()].filter(({ quantity }) => quantity !== 0).map((position): Marked => {
    const { mark, previousClose, option } = quoteOf(market, position.instrument, at);
    return { position, mark, previousClose, volatility: option?.volatility ?? 0 };
  });

type Kinds = Pick<Balance, "shares" | "options" | "indexOptions" | "futures" | "futureOptions" | "coins">;

function sidesOf(marked: readonly Marked[]): Kinds {
  const sides = (isMeant: (instrument: Instrument) => boolean): Sides => {
    const values = marked.filter(({ position }) => isMeant(position.instrument)).map(valueOf);
    return { long: total(values.filter((value) => value > 0)), short: -total(values.filter((value) => value < 0)) };
  };
  const isType = (type: Instrument["type"]) => (instrument: Instrument) => instrument.type === type;
  const isOption = (onIndex: boolean) => ({ type, option }: Instrument) =>
    type === "Equity Option" && option!.isCashSettled === onIndex;
  return {
    shares: sides(isType("Equity")),
    options: sides(isOption(false)),
    indexOptions: sides(isOption(true)),
    futures: sides(isType("Future")),
    futureOptions: sides(isType("Future Option")),
    coins: sides(isType("Cryptocurrency")),
  };
}

const worthOf = ({ cash }: Ledger, kinds: Kinds): number =>
  cents(cash / 100 + total(Object.values(kinds).map(({ long, short }) => long - short)));

/** Futures are worth what they gained since their last settlement, everything else its mark. */
function valueOf({ position: { instrument, quantity, settledValue }, mark }: Marked): number {
  const value = quantity * mark * instrument.multiplier;
  return cents(instrument.type === "Future" ? value - settledValue / 100 : value);
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** What an account's transactions come to: positions, cash, profit and costs, in whole cents and from nothing else. */

import { type Day, newYorkDay } from "../../core/calendar.ts";
import type { Instrument } from "./instrument.ts";
import { centsOf, isOpening, netValue, signOf, totalCosts, type Transaction } from "./transaction.ts";

/** What was opened at one price; the oldest are closed first. */
export interface Lot {
  /** Above 0. */
  quantity: number;
  price: number;
  at: number;
}

/** What is or was held of one instrument. */
export interface Position {
  instrument: Instrument;
  /** Negative when sold, 0 once closed. */
  quantity: number;
  /** `0` once closed. */
  averageOpenPrice: number;
  /** What is open, the oldest first. */
  lots: readonly Lot[];
  /** What the open lots brought in (negative: cost) when they were opened, before costs. */
  openValue: number;
  /** Profit of all closings, and of those of today; before costs. */
  realized: number;
  realizedToday: number;
  openedAt: number;
  updatedAt: number;
  /** Futures: the value up to which gains are in the cash already, in cents; negative when sold. */
  settledValue: number;
}

/** An account after its transactions. Money in cents. */
export interface Ledger {
  /** By symbol, in the order in which they were first opened. */
  positions: Map<string, Position>;
  cash: number;
  realized: number;
  costs: number;
  /** Dividends, interest and the broker's charges. */
  income: number;
  /** Deposits less withdrawals. */
  deposits: number;
}

const DEPOSITS = new Set(["Deposit", "Withdrawal"]);
/** Daily gains of futures: they are part of the profit that is realized when the contract is closed. */
export const SETTLEMENT = "Mark to Market";

/** Books that are kept while transactions come in, in the order of time. */
export interface LedgerKeeper {
  enter(transaction: Transaction): void;
  books(): Ledger;
}

/** Empty books; `today` is the day whose profit is told apart. */
export function createLedger(today?: Day): LedgerKeeper {
  const ledger: Ledger = { positions: new Map(), cash: 0, realized: 0, costs: 0, income: 0, deposits: 0 };
  const lots = new Map<string, Lot[]>();
  return {
    books: () => ledger,
    enter(transaction) {
      ledger.cash += netValue(transaction);
      ledger.costs += totalCosts(transaction);
      if (transaction.move !== null) move(ledger, lots, transaction, newYorkDay(transaction.at) === today);
      else if (transaction.subType === SETTLEMENT) settle(ledger, transaction);
      else if (DEPOSITS.has(transaction.subType)) ledger.deposits += transaction.value;
      else ledger.income += transaction.value;
    },
  };
}

/** The books of an account on `today`, from its transactions until then. */
export function keepBooks(transactions: readonly Transaction[], today: Day): Ledger {
  const keeper = createLedger(today);
  transactions.forEach(keeper.enter);
  return keeper.books();
}

function move(ledger: Ledger, lots: Map<string, Lot[]>, transaction: Transaction, isToday: boolean): void {
  const instrument = transaction.instrument!;
  const { action, quantity, price } = transaction.move!;
  const { symbol } = instrument;
  const paid = price ?? 0;
  let position = ledger.positions.get(symbol);
  if (position === undefined || position.quantity === 0) {
    position = emptyPosition(instrument, transaction.at, position?.realizedToday ?? 0);
    ledger.positions.delete(symbol);
    ledger.positions.set(symbol, position);
    lots.set(symbol, []);
    position.lots = lots.get(symbol)!;
  }
  const open = lots.get(symbol)!;
  const sign = signOf(action);
  if (isOpening(action)) {
    if (sign * position.quantity < 0) throw new RangeError(`${symbol} is opened against what is held`);
    open.push({ quantity, price: paid, at: transaction.at });
    position.settledValue += sign * centsOf(instrument, quantity, paid);
  } else {
    if (-sign * position.quantity < quantity - DUST) throw new RangeError(`more ${symbol} is closed than is held`);
    const gained = close(open, instrument, sign, quantity, paid);
    position.settledValue += sign * centsOf(instrument, quantity, paid);
    position.realized += gained;
    if (isToday) position.realizedToday += gained;
    ledger.realized += gained;
  }
  const held = open.reduce((sum, lot) => sum + lot.quantity, 0);
  const side = isOpening(action) ? sign : -sign;
  position.quantity = held < DUST ? 0 : side * rounded(held);
  position.openValue = -open.reduce((sum, lot) => sum + side * centsOf(instrument, lot.quantity, lot.price), 0);
  position.averageOpenPrice = held < DUST ? 0 : open.reduce((sum, lot) => sum + lot.quantity * lot.price, 0) / held;
  position.updatedAt = transaction.at;
}

/** Takes `quantity` off the oldest lots and says what that gained. */
function close(open: Lot[], instrument: Instrument, sign: 1 | -1, quantity: number, price: number): number {
  let left = quantity;
  let gained = 0;
  while (left > DUST) {
    const lot = open[0]!;
    const taken = Math.min(left, lot.quantity);
    gained += -sign * (centsOf(instrument, taken, price) - centsOf(instrument, taken, lot.price));
    lot.quantity = rounded(lot.quantity - taken);
    left = rounded(left - taken);
    if (lot.quantity < DUST) open.shift();
  }
  return gained;
}

function settle({ positions }: Ledger, { instrument, value, at }: Transaction): void {
  const position = positions.get(instrument!.symbol)!;
  position.settledValue += value;
  position.updatedAt = at;
}

function emptyPosition(instrument: Instrument, at: number, realizedToday: number): Position {
  return {
    instrument,
    quantity: 0,
    averageOpenPrice: 0,
    lots: [],
    openValue: 0,
    realized: 0,
    realizedToday,
    openedAt: at,
    updatedAt: at,
    settledValue: 0,
  };
}

/** Coins come in hundred-millionths. */
const DUST = 5e-9;
const rounded = (quantity: number): number => Math.round(quantity * 1e8) / 1e8;

/** What the user holds, over all accounts. */

import { createAccountShelves } from "./account_shelves.ts";
import type { Source } from "../broker/broker.ts";
import type { HeldPosition } from "../broker/endpoints/positions.ts";
import { type Day, newYorkDay } from "../core/calendar.ts";
import { fail, type Failure, ok, type Result } from "../core/failure.ts";
import { type Instrument, type InstrumentType, parseFutureSymbol, recognizeSymbol } from "../core/symbol.ts";
import { type AccountName, chooseAccounts, nameAccount } from "./accounts.ts";
import type { Context } from "./context.ts";
import { gainDayOf, type GainDays, gainDays } from "./gain_days.ts";

/** One position. Prices in dollars per share (points of a future, dollars a coin); instants are epoch milliseconds. */
export interface HeldLeg {
  account: AccountName;
  symbol: string;
  /** `null` for what we know no figures of, such as bonds. */
  instrument: Instrument | null;
  /** What it is, in our spelling of the broker's words, such as `equity_option` or `bond`. */
  kind: string | null;
  /** Of an option on a future: the future. */
  underlying: string;
  /** In the stream's spelling, as far as the broker says it. */
  streamerSymbol: string | null;
  /** Shares, contracts or coins; negative when sold, 0 for what was closed today. */
  quantity: number;
  averageOpenPrice: number | null;
  closePrice: number | null;
  /** What the broker measures the gain of the day from: that close, and the price of what was opened since. */
  dayBasis: number | null;
  /** What the broker values it at. */
  markPrice: number | null;
  /** What one share, contract or coin stands for. */
  multiplier: number | null;
  /** Dollars realized in it today; while the exchanges rest, on the day of the last session. */
  realizedToday: number | null;
  expiresAt: number | null;
  openedAt: number | null;
  fetchedAt: number;
  source: Source;
}

export interface HeldQuestion {
  /** One account, by number, last digits, nickname or type; all open ones when not given. */
  account?: string | undefined;
  /** A symbol such as `AAPL` or `/ESZ6`, or a futures product such as `/ES`. */
  underlying?: string | undefined;
}

const TYPES: ReadonlySet<string> = new Set<InstrumentType>([
  "equity",
  "index",
  "equity_option",
  "future",
  "future_option",
  "cryptocurrency",
]);

/** What is held, and what cannot be read. */
export interface Holdings {
  /** Those that were read, with their numbers, which are to ask with and never shown. */
  accounts: ReadonlyMap<AccountName, string>;
  /** In the broker's order, account by account. */
  legs: HeldLeg[];
  /** What was closed today, of quantity 0. */
  closed: HeldLeg[];
  refused: { account: AccountName; failure: Failure }[];
}

/** The positions of the user's accounts in the broker's order, at most 20 s old; fails when one of them cannot be read. */
export async function readHeld(question: HeldQuestion, context: Context): Promise<Result<HeldLeg[]>> {
  const read = await readHoldings(question, context);
  if (!read.ok) return read;
  const [refused] = read.value.refused;
  return refused === undefined ? ok(read.value.legs) : fail(refused.failure);
}

/** The same, of those accounts that can be read; fails when none can. */
export async function readHoldings(question: HeldQuestion, context: Context): Promise<Result<Holdings>> {
  const accounts = await chooseAccounts(question.account, context);
  if (!accounts.ok) return accounts;
  const shelf = context.market.part(createAccountShelves).positions;
  const reads = await Promise.all(accounts.value.map(({ number }) => shelf.read([number], context)));
  const today = newYorkDay(context.now());
  const days = gainDays(context.now());
  const isWanted = underlyingFilter(question.underlying, today);
  const numbers = new Map<AccountName, string>();
  const holdings: Holdings = { accounts: numbers, legs: [], closed: [], refused: [] };
  for (const [i, read] of reads.entries()) {
    const account = nameAccount(accounts.value[i]!);
    if (!read.ok) {
      holdings.refused.push({ account, failure: read.failure });
      continue;
    }
    numbers.set(account, accounts.value[i]!.number);
    const { value, fetchedAt, source } = read.value.get(accounts.value[i]!.number)!;
    for (const position of value?.positions ?? []) {
      if (!isWanted(position)) continue;
      const leg = legOf(position, days, { account, fetchedAt, source });
      if (leg.quantity !== 0) holdings.legs.push(leg);
      else if (leg.realizedToday !== 0) holdings.closed.push(leg);
    }
  }
  const [refused] = holdings.refused;
  return refused !== undefined && numbers.size === 0 ? fail(refused.failure) : ok(holdings);
}

const legOf = (
  position: HeldPosition,
  days: GainDays,
  about: Pick<HeldLeg, "account" | "fetchedAt" | "source">,
): HeldLeg => ({
  account: about.account,
  symbol: position.symbol,
  instrument: instrumentOf(position),
  kind: position.type,
  underlying: position.underlying,
  streamerSymbol: position.streamerSymbol,
  quantity: position.quantity,
  averageOpenPrice: position.averageOpenPrice,
  closePrice: position.closePrice,
  dayBasis: position.dayBasis,
  markPrice: position.markPrice,
  multiplier: position.multiplier,
  // The broker leaves the figure of an earlier day where it stands.
  realizedToday: isOfToday(position, days) ? position.realizedToday : 0,
  expiresAt: position.expiresAt,
  openedAt: position.openedAt,
  fetchedAt: about.fetchedAt,
  source: about.source,
});

function isOfToday(position: HeldPosition, days: GainDays): boolean {
  const { realizedOn } = position;
  return realizedOn === null || realizedOn >= gainDayOf(instrumentOf(position)?.type, days);
}

const instrumentOf = ({ type, symbol }: HeldPosition): Instrument | null =>
  type !== null && TYPES.has(type) ? { type: type as InstrumentType, symbol } : null;

/** Positions in an underlying, of which there are all when none is named. */
function underlyingFilter(named: string | undefined, today: Day): (position: HeldPosition) => boolean {
  if (named === undefined) return () => true;
  const recognized = recognizeSymbol(named);
  const wanted = recognized.ok ? recognized.value.symbol : named.trim().toUpperCase();
  return ({ symbol, underlying }) =>
    underlying === wanted || symbol === wanted || `/${parseFutureSymbol(underlying, today)?.product}` === wanted;
}

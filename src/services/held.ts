/** What the user holds, over all accounts. */

import { createAccountShelves } from "./account_shelves.ts";
import type { Source } from "../broker/broker.ts";
import type { HeldPosition } from "../broker/endpoints/positions.ts";
import { newYorkDay } from "../core/calendar.ts";
import { ok, type Result } from "../core/failure.ts";
import { type Instrument, type InstrumentType, parseFutureSymbol, recognizeSymbol } from "../core/symbol.ts";
import { type AccountName, chooseAccounts, nameAccount } from "./accounts.ts";
import type { Context } from "./context.ts";

/** One position. Prices in dollars per share (points of a future, dollars a coin); instants are epoch milliseconds. */
export interface HeldLeg {
  account: AccountName;
  symbol: string;
  /** `null` for what we know no figures of, such as bonds. */
  instrument: Instrument | null;
  /** Of an option on a future: the future. */
  underlying: string;
  /** Shares, contracts or coins; negative when sold. */
  quantity: number;
  averageOpenPrice: number | null;
  closePrice: number | null;
  /** What one share, contract or coin stands for. */
  multiplier: number | null;
  /** Dollars realized in it today. */
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

/** The positions of the user's accounts in the broker's order, at most 20 s old. */
export async function readHeld(question: HeldQuestion, context: Context): Promise<Result<HeldLeg[]>> {
  const accounts = await chooseAccounts(question.account, context);
  if (!accounts.ok) return accounts;
  const read = await context.market.part(createAccountShelves).positions.read(
    accounts.value.map(({ number }) => number),
    context,
  );
  if (!read.ok) return read;
  const isWanted = underlyingFilter(question.underlying, context.now());
  const legs = accounts.value.flatMap((account): HeldLeg[] => {
    const { value, fetchedAt, source } = read.value.get(account.number)!;
    const name = nameAccount(account);
    return (value?.positions ?? []).filter(isWanted).map((position) => ({
      account: name,
      symbol: position.symbol,
      instrument: instrumentOf(position),
      underlying: position.underlying,
      quantity: position.quantity,
      averageOpenPrice: position.averageOpenPrice,
      closePrice: position.closePrice,
      multiplier: position.multiplier,
      realizedToday: position.realizedToday,
      expiresAt: position.expiresAt,
      openedAt: position.openedAt,
      fetchedAt,
      source,
    }));
  });
  return ok(legs);
}

const instrumentOf = ({ type, symbol }: HeldPosition): Instrument | null =>
  type !== null && TYPES.has(type) ? { type: type as InstrumentType, symbol } : null;

/** Positions in an underlying, of which there are all when none is named. */
function underlyingFilter(named: string | undefined, now: number): (position: HeldPosition) => boolean {
  if (named === undefined) return () => true;
  const recognized = recognizeSymbol(named);
  const wanted = recognized.ok ? recognized.value.symbol : named.trim().toUpperCase();
  const today = newYorkDay(now);
  return ({ symbol, underlying }) =>
    underlying === wanted || symbol === wanted || `/${parseFutureSymbol(underlying, today)?.product}` === wanted;
}

/** The whole history of an account, in order, with what its lines opened, closed and belong to. */

import { type Campaign, linkCampaigns } from "../../analytics/portfolio/campaigns/link_campaigns.ts";
import { inOrder, type Line } from "../../analytics/portfolio/line.ts";
import { type LotBooks, matchLots } from "../../analytics/portfolio/lots.ts";
import type { Source } from "../../broker/broker.ts";
import { addDays, type Day, newYorkDay } from "../../core/calendar.ts";
import { all, fail, type Failure, ok, type Result } from "../../core/failure.ts";
import { type AccountName, chooseAccounts, nameAccount } from "../accounts.ts";
import type { Context } from "../context.ts";
import type { Shelf } from "../shelf.ts";
import { createTransactionShelves, type Page, type PageQuestion } from "./transaction_shelves.ts";

export interface AccountHistory {
  account: AccountName;
  /** In order. */
  lines: Line[];
  books: LotBooks;
  campaigns: Campaign[];
  /** Lines that belong to no campaign. */
  none: Line[];
  /** The day before which nothing was read, because there was too much; `null` when all was. */
  cutBefore: Day | null;
  fetchedAt: number;
  source: Source;
}

/** Days after which a day's lines do not change any more: a long weekend, and one. */
const SETTLED_AFTER = 5;
/** Pages of an account that are read: 40,000 lines. */
const MOST_PAGES = 20;

/** What could be read of the accounts that were asked about. */
export interface Histories {
  /** At least one. */
  read: AccountHistory[];
  /** Accounts that could not be read, and why. */
  failed: { account: AccountName; failure: Failure }[];
}

/**
 * The histories of the open accounts, or of the one that is named, since they were opened: lots are closed first in, first
 * out, so that what is closed today may have been opened years ago. An account is read whole or not at all, because the
 * figures of a part would be wrong ones.
 */
export async function readHistories(named: string | undefined, context: Context): Promise<Result<Histories>> {
  const accounts = await chooseAccounts(named, context);
  if (!accounts.ok) return accounts;
  const names = accounts.value.map(nameAccount);
  const results = await Promise.all(
    accounts.value.map(({ number }, place) => readHistory(number, names[place]!, context)),
  );
  const read = results.flatMap((result) => result.ok ? [result.value] : []);
  const failed = results.flatMap((result, place) =>
    result.ok ? [] : [{ account: names[place]!, failure: result.failure }]
  );
  return read.length === 0 ? fail(failed[0]!.failure) : ok({ read, failed });
}

interface Pages {
  lines: Line[];
  isCut: boolean;
  fetchedAt: number;
  source: Source;
}

async function readHistory(number: string, account: AccountName, context: Context): Promise<Result<AccountHistory>> {
  const { settled, recent } = context.market.part(createTransactionShelves);
  const until = addDays(newYorkDay(context.now()), -SETTLED_AFTER);
  const read = all(
    await Promise.all([
      readPages(settled, { account: number, until }, context),
      readPages(recent, { account: number, from: addDays(until, 1) }, context),
    ]),
  );
  if (!read.ok) return read;
  const [older, newer] = read.value as [Pages, Pages];
  // A line that is booked between two pages moves the others down by one: what is read twice counts once.
  const byId = new Map([...older.lines, ...newer.lines].map((line) => [line.id, line]));
  const lines = inOrder([...byId.values()]);
  const books = matchLots(lines);
  return ok({
    account,
    lines,
    books,
    ...linkCampaigns(lines, books),
    cutBefore: older.isCut || newer.isCut ? lines[0]!.day : null,
    fetchedAt: newer.fetchedAt,
    source: newer.source,
  });
}

async function readPages(
  shelf: Shelf<PageQuestion, Page>,
  question: Omit<PageQuestion, "page">,
  context: Context,
): Promise<Result<Pages>> {
  const pages: Pages = { lines: [], isCut: false, fetchedAt: Infinity, source: context.broker.source() };
  for (let page = 0;; page++) {
    const read = await shelf.read([{ ...question, page }], context);
    if (!read.ok) return read;
    const [held] = [...read.value.values()];
    const { lines, isFull } = held!.value!;
    for (const line of lines) pages.lines.push(line);
    pages.fetchedAt = Math.min(pages.fetchedAt, held!.fetchedAt);
    pages.source = held!.source;
    pages.isCut = isFull && page === MOST_PAGES - 1;
    if (!isFull || pages.isCut) return ok(pages);
  }
}

/**
 * Lines of accounts' histories, page by page. What is some days old does not change any more and is kept for a day; the
 * last days are kept for a minute, because the broker books deliveries of a weekend under the Friday before.
 */

import type { Line } from "../../analytics/portfolio/line.ts";
import type { Broker } from "../../broker/broker.ts";
import { transactions, TRANSACTIONS_LIMIT } from "../../broker/endpoints/transactions.ts";
import type { Day } from "../../core/calendar.ts";
import { ok } from "../../core/failure.ts";
import type { Cache } from "../../storage/storage.ts";
import { createShelf, type Shelf } from "../shelf.ts";
import { lineOf } from "./line_of.ts";

/** A page, newest lines first: those until a day, or those from a day on. */
export interface PageQuestion {
  account: string;
  until?: Day;
  from?: Day;
  page: number;
}

export interface Page {
  /** The question's name. */
  name: string;
  lines: Line[];
  /** Whether there may be another. */
  isFull: boolean;
}

export interface TransactionShelves {
  /** What is settled; a day. */
  settled: Shelf<PageQuestion, Page>;
  /** The last days; a minute. */
  recent: Shelf<PageQuestion, Page>;
}

const DAY = 86_400;
const MINUTE = 60;
/** Pages of up to 2,000 lines, some 800 KB each, that stay in memory for one customer. */
const CAPACITY = 8;

const pageName = ({ account, until, from, page }: PageQuestion): string =>
  `${account}:${from ?? ""}..${until ?? ""}:${page}`;

/** `prefix` goes before every cache key: empty for the single-owner modes, else `user:{id}:`. */
export function createTransactionShelves(
  { broker, cache, now, prefix }: { broker: Broker; cache: Cache; now: () => number; prefix: string },
): TransactionShelves {
  const shelf = (kind: string, lifetimeSeconds: number): Shelf<PageQuestion, Page> =>
    createShelf({
      cache,
      now,
      lifetimeSeconds,
      // One page after the other, so that an account that cannot be read spoils no other.
      limit: 1,
      capacity: CAPACITY,
      name: pageName,
      cacheKey: (name) => `${prefix}${kind}:${name}`,
      async fetch([question], call) {
        const { account, until, from, page } = question!;
        const parameters = { accountNumber: account, startDate: from, endDate: until, page };
        const read = await broker.call(transactions, parameters, call);
        if (!read.ok) return read;
        const lines = read.value.map(lineOf);
        return ok([{ name: pageName(question!), lines, isFull: lines.length >= TRANSACTIONS_LIMIT }]);
      },
      source: broker.source,
      nameOf: ({ name }) => name,
    });
  return { settled: shelf("transactions", DAY), recent: shelf("transactions:latest", MINUTE) };
}

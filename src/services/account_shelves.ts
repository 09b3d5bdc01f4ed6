/** What the broker says about a user's accounts, kept only as long as two questions of one conversation are apart. */

import type { Broker } from "../broker/broker.ts";
import type { Endpoint } from "../broker/endpoint.ts";
import { type Account, accounts } from "../broker/endpoints/accounts.ts";
import { type Balance, balances } from "../broker/endpoints/balances.ts";
import { type HeldPosition, positions } from "../broker/endpoints/positions.ts";
import { type TradingStatus, tradingStatus } from "../broker/endpoints/trading_status.ts";
import { ok } from "../core/failure.ts";
import type { Cache } from "../storage/storage.ts";
import { createShelf, type Shelf } from "./shelf.ts";

export interface AccountShelves {
  /** The accounts of whoever is logged in, under `me`; a minute. */
  accounts: Shelf<"me", { owner: "me"; accounts: Account[] }>;
  /** What an account holds and what it closed today, by its number; 20 s. */
  positions: Shelf<string, { account: string; positions: HeldPosition[] }>;
  /** Cash, value and buying power of an account by its number, in each of its currencies; 20 s. */
  balances: Shelf<string, { account: string; balances: Balance[] }>;
  /** What an account may trade, by its number; a minute. */
  tradingStatus: Shelf<string, { account: string; status: TradingStatus }>;
}

const ACCOUNTS_SECONDS = 60;

/** `prefix` goes before every cache key: empty for the single-owner modes, else `user:{id}:`. */
export function createAccountShelves(
  { broker, cache, now, prefix }: { broker: Broker; cache: Cache; now: () => number; prefix: string },
): AccountShelves {
  const parts = { cache, now, source: broker.source };

  /**
   * One account after the other, which is the pace the broker sets, so that one that cannot be read spoils only itself for
   * those who ask for each account on its own.
   */
  const ofAccount = <T, V extends { account: string }>(
    what: string,
    lifetimeSeconds: number,
    endpoint: Endpoint<{ accountNumber: string }, T>,
    shape: (account: string, answer: T) => V,
  ): Shelf<string, V> =>
    createShelf<string, V>({
      ...parts,
      lifetimeSeconds,
      limit: 1,
      name: (number) => number,
      cacheKey: (number) => `${prefix}${what}:${number}`,
      async fetch(numbers, call) {
        const [accountNumber] = numbers as [string];
        const read = await broker.call(endpoint, { accountNumber }, call);
        return read.ok ? ok([shape(accountNumber, read.value)]) : read;
      },
      nameOf: ({ account }) => account,
    });

  return {
    accounts: createShelf({
      ...parts,
      lifetimeSeconds: ACCOUNTS_SECONDS,
      limit: 1,
      name: (owner) => owner,
      cacheKey: (owner) => `${prefix}accounts:${owner}`,
      async fetch(_owners, call) {
        const read = await broker.call(accounts, undefined, call);
        return read.ok ? ok([{ owner: "me", accounts: read.value }]) : read;
      },
      nameOf: ({ owner }) => owner,
    }),
    positions: ofAccount("positions", 20, positions, (account, held) => ({ account, positions: held })),
    balances: ofAccount("balances", 20, balances, (account, each) => ({ account, balances: each })),
    tradingStatus: ofAccount("trading_status", 60, tradingStatus, (account, status) => ({ account, status })),
  };
}

/** What the broker says about a user's accounts, kept only as long as two questions of one conversation are apart. */

import type { Broker } from "../broker/broker.ts";
import { type Account, accounts } from "../broker/endpoints/accounts.ts";
import { type HeldPosition, positions } from "../broker/endpoints/positions.ts";
import { all, ok, type Result } from "../core/failure.ts";
import type { Cache } from "../storage/storage.ts";
import type { Call } from "./batch.ts";
import { createShelf, type Shelf } from "./shelf.ts";

export interface AccountShelves {
  /** The accounts of whoever is logged in, under `me`; a minute. */
  accounts: Shelf<"me", { owner: "me"; accounts: Account[] }>;
  /** What an account holds, by its number; 20 s. */
  positions: Shelf<string, { account: string; positions: HeldPosition[] }>;
}

const ACCOUNTS_SECONDS = 60;
const POSITIONS_SECONDS = 20;
/** Accounts asked about at the same time; the broker's limits set the pace. */
const AT_ONCE = 10;

/** `prefix` goes before every cache key: empty for the single-owner modes, else `user:{id}:`. */
export function createAccountShelves(
  { broker, cache, now, prefix }: { broker: Broker; cache: Cache; now: () => number; prefix: string },
): AccountShelves {
  const parts = { cache, now, source: broker.source };

  async function readPositions(
    numbers: readonly string[],
    call: Call,
  ): Promise<Result<{ account: string; positions: HeldPosition[] }[]>> {
    const answers = all(
      await Promise.all(numbers.map((accountNumber) => broker.call(positions, { accountNumber }, call))),
    );
    return answers.ok
      ? ok(answers.value.map((held, position) => ({ account: numbers[position]!, positions: held })))
      : answers;
  }

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
    positions: createShelf({
      ...parts,
      lifetimeSeconds: POSITIONS_SECONDS,
      limit: AT_ONCE,
      name: (number) => number,
      cacheKey: (number) => `${prefix}positions:${number}`,
      fetch: readPositions,
      nameOf: ({ account }) => account,
    }),
  };
}

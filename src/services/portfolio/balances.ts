/** Balances of accounts, each on its own: one that cannot be read spoils no other. */

import type { Source } from "../../broker/broker.ts";
import type { Balance } from "../../broker/endpoints/balances.ts";
import type { Failure } from "../../core/failure.ts";
import { createAccountShelves } from "../account_shelves.ts";
import type { AccountName } from "../accounts.ts";
import type { Context } from "../context.ts";

export interface Balances {
  /** One for each currency, dollars first. */
  found: Map<AccountName, { balances: Balance[]; fetchedAt: number; source: Source }>;
  refused: { account: AccountName; failure: Failure }[];
}

/** Of the accounts with these numbers, at most 20 s old. */
export async function readBalances(numbers: ReadonlyMap<AccountName, string>, context: Context): Promise<Balances> {
  const shelf = context.market.part(createAccountShelves).balances;
  const read: Balances = { found: new Map(), refused: [] };
  const answers = await Promise.all([...numbers.values()].map((number) => shelf.read([number], context)));
  for (const [i, [account, number]] of [...numbers].entries()) {
    const answer = answers[i]!;
    if (!answer.ok) {
      read.refused.push({ account, failure: answer.failure });
      continue;
    }
    const { value, fetchedAt, source } = answer.value.get(number)!;
    const balances = (value?.balances ?? []).toSorted((one, other) => rank(one) - rank(other));
    read.found.set(account, { balances, fetchedAt, source });
  }
  return read;
}

/** What names no currency is dollars. */
const rank = ({ currency }: Balance): number => currency === "USD" || currency === null ? 0 : 1;

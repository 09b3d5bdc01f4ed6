/** The account that a path names, for those whose it is. */

import type { Account } from "./customers.ts";
import type { CustomerCall, Route } from "./route.ts";
import { notPermitted, type Reply } from "./wire.ts";

/** A route below `/accounts/:number`: somebody else's account, or none, is not permitted. */
export const accountRoute = (
  method: string,
  path: string,
  handle: (call: CustomerCall, account: Account) => Reply,
  below = "/accounts/:number",
): Route => ({
  method,
  path: below + path,
  handle(call) {
    const account = ownAccount(call, call.parameters.number!);
    return account === null ? notPermitted() : handle(call, account);
  },
});

/** The customer's account of that number; `null` where there is none that the login may look into. */
export function ownAccount({ customer }: CustomerCall, number: string): Account | null {
  const account = customer.accounts.find((account) => account.number === number);
  return account === undefined || account.staged?.state === "denied" ? null : account;
}

/** The account that a path names, for those whose it is. */

import type { Account } from "./customers.ts";
import type { CustomerCall, Route } from "./route.ts";
import { notPermitted, type Reply } from "./wire.ts";

/** A route below `/accounts/:number`: somebody else's account, or none, is not permitted. */
export const accountRoute = (
  method: string,
  path: string,
  handle: (call: CustomerCall, account: Account) => Reply,
): Route => ({
  method,
  path: `/accounts/:number${path}`,
  handle(call) {
    const account = call.customer.accounts.find(({ number }) => number === call.parameters.number);
    return account === undefined ? notPermitted() : handle(call, account);
  },
});

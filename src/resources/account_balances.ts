/** `portfolio://balances/{account}`: the same of one account. */

import { defineResource } from "./resource.ts";

export const accountBalances = defineResource({
  uri: "portfolio://balances/{account}",
  name: "account_balances",
  title: "Balances of an account",
  description: "The same as portfolio://balances of one account, by nickname or the last characters of its number.",
  read: async (account, context) => (await import("./answers/balances.ts")).showBalances(account, context),
  complete: async (typed, context) =>
    (await import("../services/account_completion.ts")).completeAccount(typed, context),
});

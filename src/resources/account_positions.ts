/** `portfolio://positions/{account}`: the same of one account. */

import { defineResource } from "./resource.ts";

export const accountPositions = defineResource({
  uri: "portfolio://positions/{account}",
  name: "account_positions",
  title: "Positions of an account",
  description: "The same as portfolio://positions of one account, by nickname or the last characters of its number.",
  read: async (account, context) => (await import("./answers/positions.ts")).showPositions(account, context),
  complete: async (typed, context) =>
    (await import("../services/account_completion.ts")).completeAccount(typed, context),
});

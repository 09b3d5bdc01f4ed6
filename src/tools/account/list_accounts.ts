/** `list_accounts`: the user's accounts, what they are worth and what holds them back. */

import * as z from "zod";
import { defineTool } from "../tool.ts";

export const listAccounts = defineTool({
  name: "list_accounts",
  title: "Accounts",
  description:
    "The user's tastytrade accounts: masked number, nickname, type, margin or cash, options level, net liquidation, buying power and cash in dollars, restrictions in words, and which one is the default for orders. null: unknown.",
  access: "read",
  input: z.object({}),
  run: async (_asked, context) => (await import("../answers/account_list.ts")).answerAccountList(context),
});

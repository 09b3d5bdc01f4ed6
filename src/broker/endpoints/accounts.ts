/** `GET /customers/me/accounts`: the customer's accounts. */

import * as z from "zod";
import type { Endpoint } from "../endpoint.ts";
import { flag, items, text } from "../wire.ts";

export interface Account {
  /** The full number; mask it wherever a person or a model sees it. */
  number: string;
  type: string | null;
  nickname: string | null;
  /** `Margin`, `Cash` or a name the broker added since. */
  marginOrCash: string | null;
  isClosed: boolean | null;
}

const row = z.object({
  account: z.object({
    "account-number": z.string(),
    "account-type-name": text,
    nickname: text,
    "margin-or-cash": text,
    "is-closed": flag,
  }),
});

export const accounts: Endpoint<void, Account[]> = {
  name: "accounts",
  method: "GET",
  group: "accounts",
  path: () => "/customers/me/accounts",
  answer: items(row.transform(({ account }): Account => ({
    number: account["account-number"],
    type: account["account-type-name"],
    nickname: account.nickname,
    marginOrCash: account["margin-or-cash"],
    isClosed: account["is-closed"],
  }))),
};

/** `GET /customers/me/accounts`: the customer's accounts. */

import * as z from "zod";
import type { Endpoint } from "../endpoint.ts";
import { flag, items, optionalInstant, term, text } from "../wire.ts";

export interface Account {
  /** The full number; mask it wherever a person or a model sees it. */
  number: string;
  type: string | null;
  nickname: string | null;
  /** `Margin`, `Cash` or a name the broker added since. */
  marginOrCash: string | null;
  isClosed: boolean | null;
  openedAt: number | null;
  closedAt: number | null;
  /** Whether the broker counts its owner among the day traders. */
  isDayTrader: boolean | null;
  /** The options the owner has been found suitable for, such as `no_restrictions`; the list is open. */
  optionsLevel: string | null;
  /** Whose this login is to the account: `owner`, or what the broker calls somebody who may do less. */
  authority: string | null;
}

const row = z.object({
  account: z.object({
    "account-number": z.string(),
    "account-type-name": text,
    nickname: text,
    "margin-or-cash": text,
    "is-closed": flag,
    "opened-at": optionalInstant,
    "closed-at": optionalInstant,
    "day-trader-status": flag,
    "suitable-options-level": term,
  }),
  "authority-level": term,
});

export const accounts: Endpoint<void, Account[]> = {
  name: "accounts",
  method: "GET",
  group: "accounts",
  path: () => "/customers/me/accounts",
  answer: items(row.transform(({ account, "authority-level": authority }): Account => ({
    number: account["account-number"],
    type: account["account-type-name"],
    nickname: account.nickname,
    marginOrCash: account["margin-or-cash"],
    isClosed: account["is-closed"],
    openedAt: account["opened-at"],
    closedAt: account["closed-at"],
    isDayTrader: account["day-trader-status"],
    optionsLevel: account["suitable-options-level"],
    authority,
  }))),
};

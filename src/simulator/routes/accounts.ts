/** The customer's accounts. */

import { closedAt } from "../book/staged_history.ts";
import type { Account } from "../customers.ts";
import type { CustomerCall, Route } from "../route.ts";
import { data, missingRecord, offsetTimestamp, type Reply } from "../wire.ts";

/** `GET /customers/me/accounts` and one account of them. */
export const accountRoutes: Route[] = [
  { method: "GET", path: "/customers/me/accounts", handle: accounts },
  { method: "GET", path: "/customers/me/accounts/:number", handle: account },
];

function accounts({ customer, path }: CustomerCall): Reply {
  const items = customer.accounts.map((account) => ({ "account": write(account), "authority-level": "owner" }));
  return data({ items }, path);
}

function account({ customer, parameters, path, supportId }: CustomerCall): Reply {
  const found = customer.accounts.find(({ number }) => number === parameters.number);
  return found === undefined ? missingRecord("Account", supportId) : data(write(found), path);
}

function write(account: Account): Record<string, unknown> {
  const openedAt = offsetTimestamp(account.openedAt);
  return {
    "account-number": account.number,
    "account-type-name": account.type,
    "nickname": account.nickname,
    "margin-or-cash": account.margin ? "Margin" : "Cash",
    "opened-at": openedAt,
    "created-at": openedAt,
    "funding-date": openedAt.slice(0, 10),
    "is-closed": account.staged?.state === "closed",
    ...(account.staged?.state === "closed" ? { "closed-at": offsetTimestamp(closedAt(account)) } : {}),
    "is-firm-error": false,
    "is-firm-proprietary": false,
    "is-foreign": false,
    "is-futures-approved": account.futures,
    "day-trader-status": false,
    "external-id": `A${account.number}`,
    "investment-objective": account.objective,
    "suitable-options-level": account.optionsLevel,
    "regulatory-domain": "USA",
    ...(account.futures ? { "futures-account-purpose": "SPECULATING" } : {}),
  };
}

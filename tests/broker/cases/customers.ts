import { accounts } from "../../../src/broker/endpoints/accounts.ts";
import { customer } from "../../../src/broker/endpoints/customer.ts";
import type { Case } from "./case.ts";

export const CUSTOMERS: Case[] = [
  {
    endpoint: customer,
    parameters: undefined,
    path: "/customers/me",
    miniature: "customer",
    reads: { customerId: "C0000000001", email: "ada@sample.example", hasDelayedQuotes: false },
    required: ["id"],
    recordings: [],
  },
  {
    endpoint: accounts,
    parameters: undefined,
    path: "/customers/me/accounts",
    miniature: "accounts",
    reads: {
      number: "5WA00001",
      type: "Individual",
      nickname: "Sample",
      marginOrCash: "Margin",
      isClosed: false,
      openedAt: Date.UTC(2020, 1, 3, 4, 5, 6, 789),
      closedAt: null,
      isDayTrader: false,
      optionsLevel: "no_restrictions",
      authority: "owner",
    },
    required: ["items", "items.0.account", "items.0.account.account-number"],
    recordings: [],
  },
];

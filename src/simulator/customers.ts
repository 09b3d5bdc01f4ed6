/** The people of the simulated broker and their accounts. */

/** An account as the broker keeps it. Instants are epoch milliseconds. */
export interface Account {
  number: string;
  nickname: string;
  type: string;
  margin: boolean;
  openedAt: number;
  objective: string;
  optionsLevel: string;
  futures: boolean;
  /** What is wrong with it, and since when; nothing when not given. */
  staged?: Staged | undefined;
}

/**
 * States in which an account can be put, for tests and demonstrations. `closed`: emptied long ago. `frozen`: nothing may
 * be traded. `closing_only`. `margin_call`: so much was withdrawn that what is left does not bear the positions (accounts
 * with margin only). `empty`: never funded. `denied`: the login may see that it is there, and nothing in it.
 */
export const ACCOUNT_STATES = ["closed", "frozen", "closing_only", "margin_call", "empty", "denied"] as const;

export type AccountState = typeof ACCOUNT_STATES[number];

export interface Staged {
  state: AccountState;
  at: number;
}

/** A customer and what belongs to them; without accounts, somebody who never funded one. */
export interface Customer {
  externalId: string;
  firstName: string;
  lastName: string;
  email: string;
  phone: string;
  birthDate: string;
  createdAt: number;
  accounts: Account[];
  /** How often the customer has withdrawn all their grants. */
  revocations: number;
}

/** The account of some 300 positions. */
export const LARGE_BOOK_ACCOUNT = "5WL00300";

/**
 * Ada with a margin account and a retirement account, Ben with a cash account, Cleo with none, or with the one of many
 * positions.
 */
export function demoCustomers({ largeBook = false } = {}): Customer[] {
  return [
    customer(1, "Ada", "1985-04-12", Date.UTC(2021, 2, 9, 15, 4), [
      account("5WS00001", "Simulated margin", "Individual", Date.UTC(2021, 2, 9, 15, 30), true),
      account("5WS00002", "Simulated retirement", "Roth IRA", Date.UTC(2022, 0, 11, 17, 2)),
    ]),
    customer(2, "Ben", "1992-11-30", Date.UTC(2024, 4, 21, 14, 40), [
      account("5WT00117", "Simulated cash", "Individual", Date.UTC(2024, 4, 21, 15, 1)),
    ]),
    customer(
      3,
      "Cleo",
      "1999-07-04",
      Date.UTC(2026, 9, 5, 13, 20),
      largeBook
        ? [account(LARGE_BOOK_ACCOUNT, "Simulated large book", "Individual", Date.UTC(2026, 9, 5, 13, 25), true)]
        : [],
    ),
  ];
}

const customer = (
  number: number,
  firstName: string,
  birthDate: string,
  createdAt: number,
  accounts: Account[],
): Customer => ({
  externalId: `C510000000${number}`,
  firstName,
  lastName: "Example",
  email: `${firstName.toLowerCase()}@simulator.example`,
  phone: `+1312555010${number}`,
  birthDate,
  createdAt,
  accounts,
  revocations: 0,
});

/** Whoever may borrow may also trade everything else. */
const account = (number: string, nickname: string, type: string, openedAt: number, margin = false): Account => ({
  number,
  nickname,
  type,
  margin,
  openedAt,
  objective: margin ? "SPECULATION" : "GROWTH",
  optionsLevel: margin ? "No Restrictions" : "Covered And Cash Secured",
  futures: margin,
});

/** What accounts are worth together, and how much of that their positions tie up. */

import type { Account as Kind } from "../../analytics/margin/rules.ts";
import type { Account } from "../../broker/endpoints/accounts.ts";
import type { Balance } from "../../broker/endpoints/balances.ts";
import { explain } from "../../core/failure.ts";
import { type AccountName, readAccounts } from "../accounts.ts";
import type { Context } from "../context.ts";
import { readBalances } from "./balances.ts";

/** Dollars; `null` where an account does not say. */
export interface RiskCapital {
  netLiquidation: number | null;
  buyingPowerUsed: number | null;
  buyingPowerLeft: number | null;
  /** How each account is margined, by its masked number. */
  kinds: ReadonlyMap<string, Kind>;
  warnings: string[];
}

/** Of the accounts with these numbers. */
export async function readRiskCapital(
  numbers: ReadonlyMap<AccountName, string>,
  context: Context,
): Promise<RiskCapital> {
  const [{ found, refused }, details] = await Promise.all([readBalances(numbers, context), readAccounts(context)]);
  const balances = [...numbers.keys()].map((account) => found.get(account)?.balances[0] ?? null);
  const sum = (of: (balance: Balance) => number | null): number | null =>
    balances.length === 0 ? null : balances.reduce<number | null>((total, balance) => {
      const value = balance === null ? null : of(balance);
      return total === null || value === null ? null : total + value;
    }, 0);
  const kindOf = (number: string): Kind =>
    marginKind(details.ok ? details.value.find((account) => account.number === number) : undefined);
  return {
    netLiquidation: sum(({ netLiquidation }) => netLiquidation),
    buyingPowerUsed: sum(({ usedOptionBuyingPower, netLiquidation, optionBuyingPower }) =>
      usedOptionBuyingPower ?? (optionBuyingPower === null ? null : Math.max(0, netLiquidation - optionBuyingPower))
    ),
    buyingPowerLeft: sum(({ optionBuyingPower }) => optionBuyingPower),
    kinds: new Map([...numbers].map(([{ masked }, number]) => [masked, kindOf(number)])),
    warnings: refused.map(({ account, failure }) => `Balances of ${account.masked}: ${explain(failure)}`),
  };
}

const marginKind = (account: Account | undefined): Kind =>
  /\bIRA\b/i.test(account?.type ?? "") ? "ira" : account?.marginOrCash?.toLowerCase() === "cash" ? "cash" : "margin";

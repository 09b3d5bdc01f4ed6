/** Balances as they are shown: a row for each account and currency. */

import type { Balance } from "../../broker/endpoints/balances.ts";
import { explain, fail, ok, type Result } from "../../core/failure.ts";
import { type AccountName, chooseAccounts, nameAccount } from "../../services/accounts.ts";
import { rounded } from "../../services/figures.ts";
import { newYorkTime } from "../../services/new_york_time.ts";
import { readBalances } from "../../services/portfolio/balances.ts";
import { provenance } from "../../services/provenance.ts";
import type { Context } from "../resource.ts";

const FIGURES = {
  net_liquidation: ({ netLiquidation }) => netLiquidation,
  cash: ({ cash }) => cash,
  pending_cash: ({ pendingCash }) => pendingCash,
  withdrawable: ({ withdrawable }) => withdrawable,
  stock_buying_power: ({ shareBuyingPower }) => shareBuyingPower,
  option_buying_power: ({ optionBuyingPower }) => optionBuyingPower,
  used_option_buying_power: ({ usedOptionBuyingPower }) => usedOptionBuyingPower,
  day_trading_buying_power: ({ dayTradingBuyingPower }) => dayTradingBuyingPower,
  initial_requirement: ({ initialRequirement }) => initialRequirement,
  maintenance_requirement: ({ maintenanceRequirement }) => maintenanceRequirement,
  maintenance_excess: ({ maintenanceExcess }) => maintenanceExcess,
  futures_requirement: ({ futuresRequirement }) => futuresRequirement,
  long_shares: ({ longShares }) => longShares,
  short_shares: ({ shortShares }) => shortShares,
  long_options: ({ longOptions }) => longOptions,
  short_options: ({ shortOptions }) => shortOptions,
  long_futures: ({ longFutures }) => longFutures,
  short_futures: ({ shortFutures }) => shortFutures,
  long_future_options: ({ longFutureOptions }) => longFutureOptions,
  short_future_options: ({ shortFutureOptions }) => shortFutureOptions,
  long_cryptocurrency: ({ longCryptocurrency }) => longCryptocurrency,
  maintenance_call: ({ maintenanceCall }) => maintenanceCall,
  initial_call: ({ initialCall }) => initialCall,
  day_trading_call: ({ dayTradingCall }) => dayTradingCall,
  day_equity_call: ({ dayEquityCall }) => dayEquityCall,
} satisfies Record<string, (balance: Balance) => number | null>;

/** Of all open accounts when none is named; fails when none can be read. */
export async function showBalances(account: string | null, context: Context): Promise<Result<unknown>> {
  const accounts = await chooseAccounts(account ?? undefined, context);
  if (!accounts.ok) return accounts;
  const numbers = new Map(accounts.value.map((one) => [nameAccount(one), one.number]));
  const { found, refused } = await readBalances(numbers, context);
  const [first] = [...found.values()];
  if (first === undefined) return fail(refused[0]!.failure);
  const fetchedAt = Math.min(...[...found.values()].map((one) => one.fetchedAt));
  return ok({
    balances: {
      columns: ["account", "nickname", "type", "currency", ...Object.keys(FIGURES)],
      rows: [...found].flatMap(([name, { balances }]) => balances.map((balance) => rowOf(name, balance))),
    },
    units: "of the currency; what is sold counts as a positive value; calls are what the broker asks to be paid in",
    ...(refused.length > 0
      ? { warnings: refused.map(({ account, failure }) => `Account ${account.masked}: ${explain(failure)}`) }
      : {}),
    time: newYorkTime(fetchedAt),
    age_seconds: Math.max(0, Math.round((context.now() - fetchedAt) / 1000)),
    ...provenance(first.source),
  });
}

const rowOf = ({ masked, nickname, type }: AccountName, balance: Balance): unknown[] => [
  masked,
  nickname,
  type,
  balance.currency ?? "USD",
  ...Object.values(FIGURES).map((figure) => rounded(figure(balance), 2)),
];

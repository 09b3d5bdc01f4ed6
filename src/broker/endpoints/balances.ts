/** `GET /accounts/{n}/balances`: cash, value and buying power of an account. */

import * as z from "zod";
import type { Endpoint } from "../endpoint.ts";
import { amount, decimal, optionalInstant, signed, text } from "../wire.ts";

/** One currency's balance, in it. Values of what is sold are positive numbers. */
export interface Balance {
  /** The full number; mask it wherever a person or a model sees it. */
  account: string;
  currency: string | null;
  cash: number | null;
  /** Negative when it is on its way out. */
  pendingCash: number | null;
  netLiquidation: number;
  longShares: number | null;
  shortShares: number | null;
  longOptions: number | null;
  shortOptions: number | null;
  longFutures: number | null;
  shortFutures: number | null;
  longFutureOptions: number | null;
  shortFutureOptions: number | null;
  longCryptocurrency: number | null;
  shareBuyingPower: number | null;
  optionBuyingPower: number | null;
  usedOptionBuyingPower: number | null;
  dayTradingBuyingPower: number | null;
  cryptocurrencyBuyingPower: number | null;
  withdrawable: number | null;
  maintenanceRequirement: number | null;
  maintenanceExcess: number | null;
  initialRequirement: number | null;
  futuresRequirement: number | null;
  /** What the broker asks to be paid in; 0 when nothing. */
  maintenanceCall: number | null;
  initialCall: number | null;
  dayTradingCall: number | null;
  dayEquityCall: number | null;
  updatedAt: number | null;
}

/** A balance as it stands in the answer and in the account stream. */
export const balanceRow = z.object({
  "account-number": z.string(),
  currency: text,
  "cash-balance": decimal,
  "pending-cash": decimal,
  "pending-cash-effect": text,
  "net-liquidating-value": amount,
  "long-equity-value": decimal,
  "short-equity-value": decimal,
  "long-derivative-value": decimal,
  "short-derivative-value": decimal,
  "long-index-derivative-value": decimal,
  "short-index-derivative-value": decimal,
  "long-futures-value": decimal,
  "short-futures-value": decimal,
  "long-futures-derivative-value": decimal,
  "short-futures-derivative-value": decimal,
  "long-cryptocurrency-value": decimal,
  "equity-buying-power": decimal,
  "derivative-buying-power": decimal,
  "used-derivative-buying-power": decimal,
  "day-trading-buying-power": decimal,
  "effective-cryptocurrency-buying-power": decimal,
  "cash-available-to-withdraw": decimal,
  "maintenance-requirement": decimal,
  "maintenance-excess": decimal,
  "reg-t-margin-requirement": decimal,
  "futures-margin-requirement": decimal,
  "maintenance-call-value": decimal,
  "reg-t-call-value": decimal,
  "day-trading-call-value": decimal,
  "day-equity-call-value": decimal,
  "updated-at": optionalInstant,
}).transform((wire): Balance => ({
  account: wire["account-number"],
  currency: wire.currency,
  cash: wire["cash-balance"],
  pendingCash: signed(wire["pending-cash"], wire["pending-cash-effect"]),
  netLiquidation: wire["net-liquidating-value"],
  longShares: wire["long-equity-value"],
  shortShares: wire["short-equity-value"],
  longOptions: together(wire["long-derivative-value"], wire["long-index-derivative-value"]),
  shortOptions: together(wire["short-derivative-value"], wire["short-index-derivative-value"]),
  longFutures: wire["long-futures-value"],
  shortFutures: wire["short-futures-value"],
  longFutureOptions: wire["long-futures-derivative-value"],
  shortFutureOptions: wire["short-futures-derivative-value"],
  longCryptocurrency: wire["long-cryptocurrency-value"],
  shareBuyingPower: wire["equity-buying-power"],
  optionBuyingPower: wire["derivative-buying-power"],
  usedOptionBuyingPower: wire["used-derivative-buying-power"],
  dayTradingBuyingPower: wire["day-trading-buying-power"],
  cryptocurrencyBuyingPower: wire["effective-cryptocurrency-buying-power"],
  withdrawable: wire["cash-available-to-withdraw"],
  maintenanceRequirement: wire["maintenance-requirement"],
  maintenanceExcess: wire["maintenance-excess"],
  initialRequirement: wire["reg-t-margin-requirement"],
  futuresRequirement: wire["futures-margin-requirement"],
  maintenanceCall: wire["maintenance-call-value"],
  initialCall: wire["reg-t-call-value"],
  dayTradingCall: wire["day-trading-call-value"],
  dayEquityCall: wire["day-equity-call-value"],
  updatedAt: wire["updated-at"],
}));

/** Options on indices stand apart where the broker tells them apart. */
const together = (one: number | null, other: number | null): number | null => one === null ? other : one + (other ?? 0);

/** One balance for each currency; before 2024-05-01 the answer was the one balance itself. */
export const balances: Endpoint<{ accountNumber: string }, Balance[]> = {
  name: "balances",
  method: "GET",
  group: "balances",
  path: ({ accountNumber }) => `/accounts/${encodeURIComponent(accountNumber)}/balances`,
  answer: z.union([
    z.object({ items: z.array(balanceRow) }).transform(({ items }) => items),
    balanceRow.transform((one) => [one]),
  ]),
};

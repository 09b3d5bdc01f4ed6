/** `GET /margin/accounts/{n}/requirements`: what margin an account needs, by underlying and by strategy. */

import * as z from "zod";
import type { Endpoint } from "../endpoint.ts";
import { anyInstant, decimal, flag, instrumentType, sum, sums, term } from "../wire.ts";

/** What stands in a group. `quantity` as the broker writes it: its guide shows long positions only. */
export interface MarginEntry {
  symbol: string;
  type: string | null;
  quantity: number | null;
  averageOpenPrice: number | null;
}

/** Positions margined together. Dollars, credit positive: a requirement is negative. */
export interface MarginGroup {
  /** `long_underlying`, `naked_option`, ...; the list is open. */
  strategy: string | null;
  marginRequirement: number | null;
  maintenanceRequirement: number | null;
  buyingPower: number | null;
  /** Whether an order that is not executed yet is in it. */
  includesWorkingOrder: boolean | null;
  entries: MarginEntry[];
}

/** All of one underlying, in the same terms. */
export interface UnderlyingMargin {
  underlying: string;
  type: string | null;
  marginType: string | null;
  marginRequirement: number | null;
  maintenanceRequirement: number | null;
  buyingPower: number | null;
  groups: MarginGroup[];
}

/** The whole account, in the same terms. */
export interface MarginReport {
  /** The full number; mask it wherever a person or a model sees it. */
  account: string;
  /** `reg_t`, `ira_margin`, ...; the list is open. */
  marginType: string | null;
  optionsLevel: string | null;
  marginRequirement: number | null;
  maintenanceRequirement: number | null;
  marginEquity: number | null;
  optionBuyingPower: number | null;
  maintenanceExcess: number | null;
  regTMarginRequirement: number | null;
  regTOptionBuyingPower: number | null;
  /** When the broker last reckoned. */
  calculatedAt: number | null;
  underlyings: UnderlyingMargin[];
}

const entryRow = z.object({
  "instrument-symbol": z.string(),
  "instrument-type": instrumentType,
  quantity: decimal,
  "average-open-price": decimal,
}).transform((wire): MarginEntry => ({
  symbol: wire["instrument-symbol"],
  type: wire["instrument-type"],
  quantity: wire.quantity,
  averageOpenPrice: wire["average-open-price"],
}));

const groupKeys = sums("margin-requirement", "maintenance-requirement", "buying-power");

const groupRow = z.object({
  ...groupKeys,
  description: term,
  "includes-working-order": flag,
  "position-entries": z.array(entryRow).nullish(),
}).transform((wire): MarginGroup => ({
  strategy: wire.description,
  marginRequirement: sum(wire, "margin-requirement"),
  maintenanceRequirement: sum(wire, "maintenance-requirement"),
  buyingPower: sum(wire, "buying-power"),
  includesWorkingOrder: wire["includes-working-order"],
  entries: wire["position-entries"] ?? [],
}));

const underlyingRow = z.object({
  ...groupKeys,
  "underlying-symbol": z.string(),
  "underlying-type": instrumentType,
  "margin-calculation-type": term,
  groups: z.array(groupRow).nullish(),
}).transform((wire): UnderlyingMargin => ({
  underlying: wire["underlying-symbol"],
  type: wire["underlying-type"],
  marginType: wire["margin-calculation-type"],
  marginRequirement: sum(wire, "margin-requirement"),
  maintenanceRequirement: sum(wire, "maintenance-requirement"),
  buyingPower: sum(wire, "buying-power"),
  groups: wire.groups ?? [],
}));

// An underlying of which nothing is left is written as an empty object.
const absent = z.never().optional();
const nothing = z.object({ "underlying-symbol": absent, "margin-requirement": absent }).transform(() => null);

export const marginReport: Endpoint<{ accountNumber: string }, MarginReport> = {
  name: "margin requirements",
  method: "GET",
  group: "other",
  path: ({ accountNumber }) => `/margin/accounts/${encodeURIComponent(accountNumber)}/requirements`,
  answer: z.object({
    ...sums(
      "margin-requirement",
      "maintenance-requirement",
      "margin-equity",
      "option-buying-power",
      "maintenance-excess",
      "reg-t-margin-requirement",
      "reg-t-option-buying-power",
    ),
    "account-number": z.string(),
    "margin-calculation-type": term,
    "option-level": term,
    "last-state-timestamp": anyInstant,
    groups: z.array(z.union([nothing, underlyingRow])),
  }).transform((wire): MarginReport => ({
    account: wire["account-number"],
    marginType: wire["margin-calculation-type"],
    optionsLevel: wire["option-level"],
    marginRequirement: sum(wire, "margin-requirement"),
    maintenanceRequirement: sum(wire, "maintenance-requirement"),
    marginEquity: sum(wire, "margin-equity"),
    optionBuyingPower: sum(wire, "option-buying-power"),
    maintenanceExcess: sum(wire, "maintenance-excess"),
    regTMarginRequirement: sum(wire, "reg-t-margin-requirement"),
    regTOptionBuyingPower: sum(wire, "reg-t-option-buying-power"),
    calculatedAt: wire["last-state-timestamp"],
    underlyings: wire.groups.filter((group) => group !== null),
  })),
};

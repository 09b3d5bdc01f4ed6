/** The answer to `POST /margin/accounts/{n}/dry-run`: an underlying's margin as it is, and as an order would make it. */

import * as z from "zod";
import { anyInstant, decimal, instrumentType, sum, sums, term } from "../wire.ts";
import { type BuyingPowerEffect, buyingPowerKeys, readBuyingPower } from "./buying_power_effect.ts";

/** Positions margined together. */
export interface MarginCheckGroup {
  /** `long_underlying`, ...; the list is open. */
  strategy: string | null;
  /** Dollars, negative like all requirements; the broker writes this one without a side. */
  margin: number | null;
  maintenanceRequirement: number | null;
}

/** One reckoning of the margin of one underlying. Dollars, credit positive: a requirement is negative. */
export interface MarginResult {
  underlying: string;
  type: string | null;
  underlyingPrice: number | null;
  /** `reg_t`, ...; the list is open. */
  marginType: string | null;
  marginRequirement: number | null;
  maintenanceRequirement: number | null;
  buyingPowerImpact: number | null;
  /** Of orders that are not executed yet, and of what is held. */
  workingMargin: number | null;
  positionMargin: number | null;
  groups: MarginCheckGroup[];
  /** What the underlying and everything on it was valued at, dollars per share, by symbol. */
  marks: Record<string, number>;
  calculatedAt: number | null;
}

export interface MarginCheck extends BuyingPowerEffect {
  /** As reckoned some time ago, as of now, and with the order. */
  last: MarginResult | null;
  current: MarginResult;
  withOrder: MarginResult;
}

const groupRow = z.object({
  ...sums("maintenance-requirement"),
  group: z.object({ "margin-strategy": term }).nullish(),
  margin: decimal,
}).transform((wire): MarginCheckGroup => ({
  strategy: wire.group?.["margin-strategy"] ?? null,
  margin: wire.margin === 0 || wire.margin === null ? wire.margin : -wire.margin,
  maintenanceRequirement: sum(wire, "maintenance-requirement"),
}));

const resultRow = z.object({
  ...sums(
    "margin-requirement",
    "maintenance-requirement",
    "buying-power-impact",
    "working-margin",
    "position-margin",
  ),
  "underlying-symbol": z.string(),
  "underlying-type": instrumentType,
  "underlying-price": decimal,
  "margin-calculation-type": term,
  "group-results": z.array(groupRow).nullish(),
  marks: z.record(z.string(), decimal.catch(null)).nullish(),
  "calculated-at": anyInstant,
}).transform((wire): MarginResult => ({
  underlying: wire["underlying-symbol"],
  type: wire["underlying-type"],
  underlyingPrice: wire["underlying-price"],
  marginType: wire["margin-calculation-type"],
  marginRequirement: sum(wire, "margin-requirement"),
  maintenanceRequirement: sum(wire, "maintenance-requirement"),
  buyingPowerImpact: sum(wire, "buying-power-impact"),
  workingMargin: sum(wire, "working-margin"),
  positionMargin: sum(wire, "position-margin"),
  groups: wire["group-results"] ?? [],
  marks: Object.fromEntries(
    Object.entries(wire.marks ?? {}).filter((mark): mark is [string, number] => mark[1] !== null),
  ),
  calculatedAt: wire["calculated-at"],
}));

/** The answer to a check of margin. */
export const marginCheckAnswer: z.ZodType<MarginCheck> = z.object({
  ...buyingPowerKeys,
  "last-results": resultRow.nullish(),
  "base-results": resultRow,
  "new-order-results": resultRow,
}).transform((wire): MarginCheck => ({
  ...readBuyingPower(wire),
  last: wire["last-results"] ?? null,
  current: wire["base-results"],
  withOrder: wire["new-order-results"],
}));

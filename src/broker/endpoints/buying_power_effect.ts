/** What an order would do to an account's buying power, as checks of orders and of margin say it. */

import * as z from "zod";
import { amount, flag, sum, sums } from "../wire.ts";

/** Dollars, credit positive: a requirement is negative, and so is a change that takes buying power away. */
export interface BuyingPowerEffect {
  marginRequirementChange: number | null;
  buyingPowerChange: number | null;
  currentBuyingPower: number | null;
  newBuyingPower: number | null;
  /** Of the order alone, without what is held already. */
  isolatedMarginRequirement: number | null;
  isSpread: boolean | null;
}

const PAIRS = [
  "change-in-margin-requirement",
  "change-in-buying-power",
  "current-buying-power",
  "new-buying-power",
  "isolated-order-margin-requirement",
] as const;

/** The keys on the wire. What changes, and in which direction, must be said: a limit on orders goes by it. */
export const buyingPowerKeys = {
  ...sums(...PAIRS),
  "change-in-buying-power": amount,
  "change-in-buying-power-effect": z.string(),
  "is-spread": flag,
};

const row = z.object(buyingPowerKeys);

/** What those keys say. */
export const readBuyingPower = (wire: z.infer<typeof row>): BuyingPowerEffect => ({
  marginRequirementChange: sum(wire, "change-in-margin-requirement"),
  buyingPowerChange: sum(wire, "change-in-buying-power"),
  currentBuyingPower: sum(wire, "current-buying-power"),
  newBuyingPower: sum(wire, "new-buying-power"),
  isolatedMarginRequirement: sum(wire, "isolated-order-margin-requirement"),
  isSpread: wire["is-spread"],
});

export const buyingPowerEffect = row.transform(readBuyingPower);

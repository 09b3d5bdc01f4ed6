/** A small market of one share, by formula, for the tests of rolls. */

import { estimateMargin } from "../../../src/analytics/margin/requirement.ts";
import { bsm, bsmGreeks } from "../../../src/analytics/pricing/black.ts";
import type { HeldContract, RollContract, RollExpiration } from "../../../src/analytics/rolls/contract.ts";
import type { HeldLeg, RollMarket } from "../../../src/analytics/rolls/judge.ts";
import type { Roll } from "../../../src/analytics/rolls/proposals.ts";

export const SPOT = 97.3;
export const RATE = 0.04;
export const CARRY = 0.01;
export const STRIKES = Array.from({ length: 61 }, (_, i) => 70 + i);
export const underlying = { spot: SPOT, rate: RATE, carry: CARRY };

export const expirationAt = (daysLeft: number, isMonthly = false, strikes = STRIKES): RollExpiration => ({
  day: `day ${daysLeft}`,
  root: "ABC",
  daysLeft,
  isMonthly,
  calls: strikes,
  puts: strikes,
});
export const EXPIRATIONS = [10, 17, 24, 38, 52].map((days) => expirationAt(days, days === 24 || days === 52));

export const held = (right: "call" | "put", strike: number, quantity: number, daysLeft = 10): HeldContract => ({
  day: `day ${daysLeft}`,
  root: "ABC",
  right,
  strike,
  quantity,
  daysLeft,
});

/** A smile, and markets that are wider the dearer an option is. */
export const volatilityOf = (strike: number): number => 0.3 + (100 - strike) * 0.002;
export const daysOf = (day: string): number => Number(day.slice(4));
export const fairOf = ({ day, right, strike }: RollContract): number =>
  bsm(SPOT, strike, daysOf(day) / 365, RATE, CARRY, volatilityOf(strike), right);
export const marketOf = (contract: RollContract): { bid: number; ask: number } => {
  const fair = fairOf(contract);
  const half = 0.01 + 0.01 * fair;
  return { bid: Math.max(0, Math.round((fair - half) * 100) / 100), ask: Math.round((fair + half) * 100) / 100 };
};
export const midOf = (contract: RollContract): number => (marketOf(contract).bid + marketOf(contract).ask) / 2;

export const greeksOf = (contract: RollContract): { delta: number; theta: number } =>
  bsmGreeks(
    SPOT,
    contract.strike,
    daysOf(contract.day) / 365,
    RATE,
    CARRY,
    volatilityOf(contract.strike),
    contract.right,
  );

export const COSTS = { open: 1, openCap: 10, close: 0, fees: 0.13 };
export const market: RollMarket = {
  quoteOf: (contract) => ({
    ...marketOf(contract),
    volatility: volatilityOf(contract.strike),
    years: daysOf(contract.day) / 365,
  }),
  greeksOf,
  outlookAt: () => ({ underlying, volatility: 0.31 }),
  capitalOf: (legs) => estimateMargin(legs, SPOT).net,
  costs: COSTS,
};

export const legsOf = (contracts: readonly HeldContract[], prices: readonly number[]): HeldLeg[] =>
  contracts.map((contract, i) => ({
    contract,
    mark: midOf(contract),
    greeks: greeksOf(contract),
    leg: {
      kind: "option",
      right: contract.right,
      strike: contract.strike,
      quantity: contract.quantity,
      multiplier: 100,
      price: prices[i]!,
      years: contract.daysLeft / 365,
      volatility: volatilityOf(contract.strike),
    },
  }));

export const STRANGLE = [held("put", 100, -1), held("call", 110, -1)];
export const condor = (width: number) => [
  ...STRANGLE,
  held("put", 100 - width, 1),
  held("call", 110 + width, 1),
];

export const nameOf = ({ kind, closes, opens }: Roll): string => {
  const words = (orders: readonly (RollContract & { quantity: number })[]) =>
    orders.map(({ day, right, strike, quantity }) => `${quantity} ${day} ${right} ${strike}`).sort().join(", ");
  return `${kind}: ${words(closes)} -> ${words(opens)}`;
};

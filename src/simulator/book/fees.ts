/** What the broker, the clearing house and the exchanges take, in whole cents (source: the broker's published rates). */

import type { Instrument } from "./instrument.ts";
import { type Action, type Costs, FREE, isOpening, signOf } from "./transaction.ts";

const OPTION_COMMISSION = 100;
/** An option leg costs no more, however many contracts it has. */
const OPTION_COMMISSION_LIMIT = 1000;
const OPTION_CLEARING = 10;
const OPTION_REGULATORY = 2;
/** Cents a contract and a share that is sold, for the self-regulator. */
const OPTION_ACTIVITY = 0.329;
const SHARE_ACTIVITY = 0.0166;
const SHARE_CLEARING = 0.1;
/** For each contract of SPX, below a premium of 1 dollar and from there on. */
const INDEX_FEES: Record<string, readonly [number, number]> = {
  SPX: [60, 72],
  NDX: [50, 50],
  RUT: [18, 18],
  VIX: [45, 45],
};
const FUTURE_COMMISSION = 100;
const MICRO_COMMISSION = 75;
const FUTURE_OPTION_COMMISSION = 250;
const FUTURE_CLEARING = 30;
const FUTURE_EXCHANGE = 140;
const MICRO_EXCHANGE = 37;
const FUTURE_OPTION_EXCHANGE = 57;
const COIN_COMMISSION = 0.01;
const COIN_COMMISSION_LIMIT = 1000;
/** What the delivery of shares after an assignment or an exercise costs. */
export const DELIVERY_FEE = 500;

/** The costs of trading `quantity` at `price`. */
export function tradingCosts(instrument: Instrument, action: Action, quantity: number, price: number): Costs {
  const isSale = signOf(action) < 0;
  switch (instrument.type) {
    case "Equity":
      return {
        ...FREE,
        clearing: Math.round(SHARE_CLEARING * quantity),
        regulatory: isSale ? Math.round(SHARE_ACTIVITY * quantity) : 0,
      };
    case "Equity Option": {
      const [small, large] = INDEX_FEES[instrument.underlying] ?? [0, 0];
      return {
        commission: isOpening(action) ? Math.min(OPTION_COMMISSION * quantity, OPTION_COMMISSION_LIMIT) : 0,
        clearing: OPTION_CLEARING * quantity,
        regulatory: Math.round((OPTION_REGULATORY + (isSale ? OPTION_ACTIVITY : 0)) * quantity),
        proprietary: (price < 1 ? small : large) * quantity,
      };
    }
    case "Future": {
      const isMicro = instrument.symbol.startsWith("/M");
      return {
        ...FREE,
        commission: (isMicro ? MICRO_COMMISSION : FUTURE_COMMISSION) * quantity,
        clearing: FUTURE_CLEARING * quantity,
        regulatory: (isMicro ? MICRO_EXCHANGE : FUTURE_EXCHANGE) * quantity,
      };
    }
    case "Future Option":
      return {
        ...FREE,
        commission: isOpening(action) ? FUTURE_OPTION_COMMISSION * quantity : 0,
        clearing: FUTURE_CLEARING * quantity,
        regulatory: FUTURE_OPTION_EXCHANGE * quantity,
      };
    case "Cryptocurrency":
      return {
        ...FREE,
        commission: Math.min(Math.round(COIN_COMMISSION * quantity * price * 100), COIN_COMMISSION_LIMIT),
      };
  }
}

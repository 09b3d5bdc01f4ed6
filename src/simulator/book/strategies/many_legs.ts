/** Two or three strategies on one name at a time, some five positions together: what a large book is made of. */

import type { OptionRight } from "../../../analytics/pricing/black.ts";
import { daysLeft, type OrderLeg, type TradingDesk } from "../trading_desk.ts";
import { closingLegs } from "./short_premium.ts";
import type { Strategy } from "./strategy.ts";

/** Calendar days to the expirations of the near and of the far options, and the days left at which all are renewed. */
const NEAR_DAYS = 45;
const FAR_DAYS = 110;
const EXIT_DAYS = 21;
const LOT = 100;

/** One option: near or far, signed contracts, its delta. */
interface Wish {
  far?: true;
  right: OptionRight;
  quantity: number;
  delta: number;
}

/** Shares, and the orders for options. */
interface Plan {
  shares: number;
  orders: Wish[][];
}

const PLANS: readonly Plan[] = [
  // A covered call, a put spread and a long call.
  {
    shares: LOT,
    orders: [
      [{ right: "call", quantity: -1, delta: 0.25 }],
      [{ right: "put", quantity: -1, delta: 0.3 }, { right: "put", quantity: 1, delta: 0.12 }],
      [{ far: true, right: "call", quantity: 1, delta: 0.6 }],
    ],
  },
  // A condor, and a far put.
  {
    shares: 0,
    orders: [
      [
        { right: "put", quantity: -2, delta: 0.22 },
        { right: "put", quantity: 2, delta: 0.08 },
        { right: "call", quantity: -2, delta: 0.22 },
        { right: "call", quantity: 2, delta: 0.08 },
      ],
      [{ far: true, right: "put", quantity: 1, delta: 0.3 }],
    ],
  },
  // Some shares, a strangle and a far strangle bought.
  {
    shares: 37,
    orders: [
      [{ right: "put", quantity: -1, delta: 0.16 }, { right: "call", quantity: -1, delta: 0.16 }],
      [{ far: true, right: "put", quantity: 1, delta: 0.1 }, { far: true, right: "call", quantity: 1, delta: 0.1 }],
    ],
  },
  // A collar, and a far put spread.
  {
    shares: LOT,
    orders: [
      [{ right: "call", quantity: -1, delta: 0.3 }, { right: "put", quantity: 1, delta: 0.2 }],
      [
        { far: true, right: "put", quantity: -1, delta: 0.25 },
        { far: true, right: "put", quantity: 1, delta: 0.1 },
      ],
    ],
  },
];

/** The plan at `place` on a name, renewed when its near options have three weeks left. */
export function manyLegs(minutes: number, symbol: string, place: number): Strategy {
  const plan = PLANS[place % PLANS.length]!;
  let orders: OrderLeg[][] = [];
  return {
    minutes,
    step(desk) {
      const missing = plan.shares - desk.held(symbol);
      if (missing > 0) desk.order([{ instrument: desk.share(symbol), quantity: missing }]);
      if (orders.length > 0) {
        if (orders.flat().every(({ instrument }) => daysLeft(instrument, desk.at) > EXIT_DAYS)) return;
        for (const legs of orders) desk.order(closingLegs(legs));
      }
      orders = choose(desk, symbol, plan.orders);
      for (const legs of orders) desk.order(legs);
    },
  };
}

/** The options of a plan: none twice, where strikes stand too wide for two deltas. */
function choose(desk: TradingDesk, symbol: string, wishes: readonly Wish[][]): OrderLeg[][] {
  const taken = new Set<string>();
  return wishes.map((order) =>
    order.flatMap(({ far, right, quantity, delta }): OrderLeg[] => {
      const expiration = desk.expiration(symbol, far ? FAR_DAYS : NEAR_DAYS);
      const instrument = desk.option(symbol, expiration, right, delta);
      if (taken.has(instrument.symbol)) return [];
      taken.add(instrument.symbol);
      return [{ instrument, quantity }];
    })
  ).filter((legs) => legs.length > 0);
}

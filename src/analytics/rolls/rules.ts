/** How positions are rolled, as data: where to look for candidates, what trading costs, and when to act. */

export interface RollRules {
  /** Expirations that are looked at: how many, and days left at the most unless the first later one is further away. */
  expirations: number;
  latest: number;
  /** What a strike is moved by: so many times a step, which is a part of the underlying's price or the next strike. */
  steps: readonly number[];
  step: number;
  /** How far the untested side comes in, as parts of the way to the tested strike, or to the money before it is crossed. */
  approaches: readonly number[];
  /** Steps by which it goes past a strike that is crossed. */
  inversions: readonly number[];
}

export const ROLL_RULES: RollRules = {
  expirations: 6,
  latest: 75,
  steps: [1, 2, 3],
  step: 0.01,
  approaches: [0.25, 0.5, 0.75, 1],
  inversions: [1, 2],
};

/** Dollars a contract; an estimate of what the broker and the exchanges charge. */
export interface TradingCosts {
  /** To open, at most `openCap` for all contracts of a leg, and to close. */
  open: number;
  openCap: number;
  close: number;
  /** For clearing and regulators, each way. */
  fees: number;
}

export const TRADING_COSTS: TradingCosts = { open: 1, openCap: 10, close: 0, fees: 0.13 };

/** What triggers look at; `null` is unknown. */
export interface RollFacts {
  /** Calendar days to the first expiration of what is sold. */
  daysLeft: number | null;
  /** The largest delta of what is sold, without sign. */
  shortDelta: number | null;
  /** How far the underlying is beyond the sold strike, as a part of its price; negative while it is not. */
  beyond: number | null;
  /** Profit so far over the most that can be made. */
  profitTaken: number | null;
  /** Loss so far over the credit received. */
  lossToCredit: number | null;
  probabilityOfProfit: number | null;
  /** The risk of being assigned early: 0 none, 1 elevated, 2 likely. */
  assignment: number | null;
}

export interface RollTrigger {
  id: string;
  says: string;
  measure: keyof RollFacts;
  /** It is met at `least` and above, at `most` and below, or `below` it. */
  least?: number;
  most?: number;
  below?: number;
}

export const ROLL_TRIGGERS: readonly RollTrigger[] = [
  { id: "21_days", says: "21 days or fewer to expiration", measure: "daysLeft", most: 21 },
  { id: "tested_by_delta", says: "a sold option has 50 delta or more", measure: "shortDelta", least: 0.5 },
  { id: "strike_crossed", says: "the price is at or beyond a sold strike", measure: "beyond", least: 0 },
  { id: "half_profit", says: "half of the maximum profit is reached", measure: "profitTaken", least: 0.5 },
  { id: "loss_of_credit", says: "the loss is as large as the credit", measure: "lossToCredit", least: 1 },
  { id: "loss_of_twice_credit", says: "the loss is twice the credit", measure: "lossToCredit", least: 2 },
  {
    id: "unlikely_profit",
    says: "the probability of profit is under a third",
    measure: "probabilityOfProfit",
    below: 1 / 3,
  },
  {
    id: "assignment_risk",
    says: "a sold option may be assigned early, for a dividend or for want of time value",
    measure: "assignment",
    least: 1,
  },
];

/** What a position is likely to bring: chances at the end and on the way, and what it brings on average. */

import type { Outcome } from "../../analytics/positions/outcome.ts";
import type { RiskProfile } from "../../analytics/positions/risk_profile.ts";
import { costOf } from "../../analytics/positions/outcome.ts";
import {
  expectation,
  probabilityOfExtreme,
  probabilityOfProfit,
  winning,
} from "../../analytics/probability/expected_value.ts";
import { probabilityOfReaching, type Reaching } from "../../analytics/probability/reach_profit.ts";
import { probabilityBelowSkewed, terminal } from "../../analytics/probability/terminal.ts";
import { probabilityOfTouch } from "../../analytics/probability/touch.ts";
import type { Position, PositionLeg } from "./position.ts";
import { smileOf } from "./smile.ts";

export interface Plan {
  /** A loss at which the position is closed, in dollars; `null` for never. */
  stop: number | null;
  /** Calendar days before expiration on which it is closed at the latest; `null` for not at all. */
  closeAtDays: number | null;
}

/** Dollars and probabilities; `null` where a thing has no answer. */
export interface Prospects {
  /** Of the first expiration at the money: what moves the price. */
  volatility: number;
  probabilityOfProfit: number;
  /** As the whole smile implies it. */
  skewedProbabilityOfProfit: number | null;
  probabilityOfMaxProfit: number;
  probabilityOfMaxLoss: number;
  expectedWin: number | null;
  expectedLoss: number | null;
  /** Half of the most it can make, reached at the close of some day; `null` where that has no limit. */
  halfProfit: (Reaching & { profit: number }) | null;
  /** The same with the plan's stop and last day. */
  planned: Reaching | null;
  touches: { leg: PositionLeg; probability: number }[];
  /** Present values at the market's own volatilities, and at a forecast. */
  atMarket: number;
  atForecast: number | null;
}

const HALF = 0.5;

/** `years` until the first expiration; `forecast` an annualized volatility. */
export function prospectsOf(
  position: Position,
  outcome: Outcome,
  profile: RiskProfile,
  volatility: number,
  forecast: number | null,
  { stop, closeAtDays }: Plan,
): Prospects {
  const { years } = outcome;
  const legs = position.legs.map(({ leg }) => leg);
  const distribution = terminal(position, volatility, years);
  const { expectedWin, expectedLoss } = expectation(outcome, profile.breakevens, distribution);
  const profit = profile.maxProfit !== null && profile.maxProfit > 0 ? HALF * profile.maxProfit : null;
  const until = closeAtDays === null ? years : years - closeAtDays / 365;
  const isPlanned = stop !== null || closeAtDays !== null;
  return {
    volatility,
    probabilityOfProfit: probabilityOfProfit(outcome, profile.breakevens, distribution),
    skewedProbabilityOfProfit: skewed(position, outcome, profile),
    probabilityOfMaxProfit: probabilityOfExtreme(outcome, profile.maxProfit, distribution),
    probabilityOfMaxLoss: probabilityOfExtreme(
      outcome,
      profile.maxLoss === null ? null : -profile.maxLoss,
      distribution,
    ),
    expectedWin,
    expectedLoss,
    halfProfit: profit === null ? null : { profit, ...probabilityOfReaching(legs, position, volatility, { profit }) },
    planned: profit === null || !isPlanned || until <= 0
      ? null
      : probabilityOfReaching(legs, position, volatility, { profit, stop, until }),
    touches: touchesOf(position),
    atMarket: atMarket(position),
    atForecast: forecast === null ? null : atForecast(position, outcome, profile, forecast),
  };
}

function skewed(position: Position, outcome: Outcome, { breakevens }: RiskProfile): number | null {
  const smile = smileOf(position.smile);
  if (smile === null) return null;
  const { spot, rate, carry } = position;
  const { years } = outcome;
  const forward = spot * Math.exp((rate - carry) * years);
  const below = (price: number): number => probabilityBelowSkewed(forward, years, smile, price);
  const sum = winning(outcome, breakevens).reduce((sum, [low, high]) => sum + below(high) - below(low), 0);
  return Math.min(1, Math.max(0, sum));
}

/** Of the strikes that are sold, until they expire; each at its own volatility, as its delta is; 1 beyond them already. */
function touchesOf(position: Position): Prospects["touches"] {
  return position.legs.flatMap((leg) => {
    const { contract, quantity, volatility } = leg;
    if (contract === null || quantity >= 0) return [];
    const { right, strike, series } = contract;
    if (right === "put" ? position.spot <= strike : position.spot >= strike) return [{ leg, probability: 1 }];
    const { term } = position.terms.find((one) => one.series === series)!;
    return [{ leg, probability: probabilityOfTouch(position, strike, volatility!, term.years) }];
  });
}

/** What all legs are worth, each at its own volatility, less what they cost: prices leave nothing but what trading costs. */
const atMarket = ({ legs }: Position): number =>
  legs.reduce(
    (sum, { quantity, multiplier, value, entryPrice }) => sum + quantity * multiplier * (value - entryPrice),
    0,
  );

/** The mean of the outcome at another volatility, seen from today. */
function atForecast(position: Position, outcome: Outcome, profile: RiskProfile, forecast: number): number {
  const { legs, spot, rate, carry } = position;
  const { years } = outcome;
  const plain = legs.map(({ leg }) => leg);
  const { mean } = expectation(outcome, profile.breakevens, terminal(position, forecast, years));
  const cost = costOf(plain);
  // Shares pay their dividends to whoever holds them, and a future is not paid for: both are worth today's price today.
  const linear = plain.reduce(
    (sum, { kind, quantity, multiplier }) => kind === "option" ? sum : sum + quantity * multiplier,
    0,
  );
  return Math.exp(-rate * years) * (mean + cost) - cost + linear * spot * (1 - Math.exp(-carry * years));
}

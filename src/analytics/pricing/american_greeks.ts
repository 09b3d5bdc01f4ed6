/** The greeks of American options. */

import { americanValue, europeanValue } from "./american.ts";
import { aroundRoot, latticeValue } from "./american_lattice.ts";
import { type AmericanOption, type AmericanProblem, americanProblem } from "./american_option.ts";
import { checkVolatility } from "./bounds.ts";
import { bsmGreeks, type Greeks } from "./black.ts";

/** Units as in `Greeks`. */
export interface AmericanGreeks extends Pick<Greeks, "price" | "delta" | "gamma" | "theta" | "vega" | "rho"> {
  /** What the right to exercise early adds to the European option. */
  premium: number;
  /** Holding on is worth no more than exercise: the price is intrinsic, and only the underlying moves it. */
  immediateExercise: boolean;
}

type Slopes = Pick<Greeks, "delta" | "gamma">;

const STEPS = 201;
/** How far the volatility (relative) and the rate (absolute) are moved for vega and rho. */
const VOLATILITY_BUMP = 0.05;
const RATE_BUMP = 0.003;

/**
 * The value of "fine" accuracy and its greeks, in some 80 us: those of the European option, and what a tree says about the
 * difference. Away from the price at which exercise begins delta is right to 1e-4 and vega to 1e-4 a point; next to it,
 * where the curvature jumps, to 0.002 and 0.002. A bad argument throws `RangeError`.
 */
export function americanGreeks(option: AmericanOption): AmericanGreeks {
  const { volatility, right } = option;
  checkVolatility(volatility);
  const problem = americanProblem(option);
  const { spot, asset, strike, years, rate, dividendYield, sign, exercise } = problem;
  const european = bsmGreeks(asset, strike, years, rate, dividendYield, volatility, right);
  const price = americanValue(problem, volatility, "fine");
  const premium = Math.max(0, price - european.price);
  if (exercise > 0 && price - exercise <= 1e-11 * strike) {
    return { price: exercise, delta: sign, gamma: 0, theta: 0, vega: 0, rho: 0, premium, immediateExercise: true };
  }
  const isPlain = problem.isEuropean || !(volatility * years > 0);
  const { delta, gamma } = isPlain ? european : slopes(problem, volatility, european);
  // The equation that every option obeys as long as it is not exercised.
  const carry = (rate * spot - dividendYield * asset) * delta;
  const theta = years > 0 ? rate * price - carry - 0.5 * (volatility * asset) ** 2 * gamma : 0;
  const bump = VOLATILITY_BUMP * volatility;
  const vega = isPlain ? 0 : (premiumAt(problem, volatility + bump) - premiumAt(problem, volatility - bump)) / bump;
  const withRate = (change: number): AmericanProblem => americanProblem({ ...option, rate: rate + change });
  const rho = isPlain ? 0 : (premiumAt(withRate(RATE_BUMP), volatility) - premiumAt(withRate(-RATE_BUMP), volatility)) /
    RATE_BUMP;
  const tiny = 1e-5;
  const rhoEuropean = (europeanValue(withRate(tiny), volatility) - europeanValue(withRate(-tiny), volatility)) / tiny;
  return {
    price,
    delta,
    gamma,
    theta: theta / 365,
    vega: european.vega + vega / 200,
    rho: (rhoEuropean + rho) / 200,
    premium,
    immediateExercise: false,
  };
}

/** What early exercise adds, by a plain tree, whose error moves less with its inputs than that of an extrapolation. */
function premiumAt(problem: AmericanProblem, volatility: number): number {
  const value = latticeValue(problem, volatility, STEPS);
  return value >= 0 ? value - europeanValue(problem, volatility) : 0;
}

/** Delta and gamma: those of the European option, and what trees say about the premium, extrapolated where that helps. */
function slopes(problem: AmericanProblem, volatility: number, european: Greeks): Slopes {
  const fine = premiumSlopes(problem, volatility, STEPS);
  const half = (STEPS + 1) / 2;
  const coarse = problem.dividends.length > 0 ? fine : premiumSlopes(problem, volatility, half);
  const share = half / (STEPS - half);
  return {
    delta: european.delta + fine.delta + share * (fine.delta - coarse.delta),
    gamma: european.gamma + fine.gamma + share * (fine.gamma - coarse.gamma),
  };
}

/** First and second derivative of the parabola through the three premiums around the root. */
function premiumSlopes(problem: AmericanProblem, volatility: number, steps: number): Slopes {
  if (!(latticeValue(problem, volatility, steps, true) >= 0)) return { delta: 0, gamma: 0 };
  const [low, middle, high, ...values] = aroundRoot as unknown as [number, number, number, number, number, number];
  const premium = (asset: number, value: number): number => value - europeanValue({ ...problem, asset }, volatility);
  const centre = premium(middle, values[1]);
  const falling = (centre - premium(low, values[0])) / (middle - low);
  const rising = (premium(high, values[2]) - centre) / (high - middle);
  return {
    delta: (falling * (high - middle) + rising * (middle - low)) / (high - low),
    gamma: 2 * (rising - falling) / (high - low),
  };
}

/**
 * What the arguments of a price may be. All that a market or a person could mean is far inside; what is outside is a bug
 * of the caller, and would sooner or later become NaN.
 */

const LARGEST = 1e100;
const MOST_YEARS = 10_000;
const HIGHEST_RATE = 100;
/** exp(500) is still a number that can be multiplied by prices. */
const MOST_GROWTH = 500;

/** Dollars, of an underlying, a strike, or a factor between them. */
export function checkPositive(name: string, value: number): void {
  if (!(value > 0 && value < Infinity)) refuse(name, value, "positive");
  if (!(value >= 1 / LARGEST && value <= LARGEST)) refuse(name, value, `from ${1 / LARGEST} to ${LARGEST}`);
}

/** The price of an option may be anything that is a number: what it means is for the solver to say. */
export function checkFinite(name: string, value: number): void {
  if (!Number.isFinite(value)) refuse(name, value, "finite");
}

export function checkYears(years: number): void {
  if (!(years >= 0 && years < Infinity)) refuse("years", years, "zero or positive");
  if (years > MOST_YEARS) refuse("years", years, `at most ${MOST_YEARS}`);
}

export function checkVolatility(volatility: number): void {
  if (!(volatility >= 0 && volatility < Infinity)) refuse("volatility", volatility, "zero or positive");
  if (volatility > LARGEST) refuse("volatility", volatility, `at most ${LARGEST}`);
}

/** A rate or a yield, a continuous annual fraction, over `years`. */
export function checkRate(name: string, rate: number, years: number): void {
  checkFinite(name, rate);
  if (Math.abs(rate) > HIGHEST_RATE) refuse(name, rate, `within ${HIGHEST_RATE} of zero`);
  if (Math.abs(rate * years) > MOST_GROWTH) {
    refuse(`${name} times years`, rate * years, `within ${MOST_GROWTH} of zero`);
  }
}

export function refuse(name: string, value: number, rule: string): never {
  throw new RangeError(`${name} must be ${rule}, not ${value}`);
}

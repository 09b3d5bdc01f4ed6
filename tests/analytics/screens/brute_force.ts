/** Every position of a family that a board offers, found by trying all, and judged by the functions for any position. */

import type { Leg, OptionLeg, Underlying } from "../../../src/analytics/positions/leg.ts";
import { costOf, legValue, type Outcome, outcomeOf } from "../../../src/analytics/positions/outcome.ts";
import { riskProfile } from "../../../src/analytics/positions/risk_profile.ts";
import { bsm } from "../../../src/analytics/pricing/black.ts";
import { expectation, probabilityOfProfit } from "../../../src/analytics/probability/expected_value.ts";
import { terminal } from "../../../src/analytics/probability/terminal.ts";
import type { Board, ExpirationBoard } from "../../../src/analytics/screens/board.ts";
import type { Candidate, Measures } from "../../../src/analytics/screens/candidate.ts";
import type { Criteria, Range } from "../../../src/analytics/screens/criteria.ts";
import type { FamilyName } from "../../../src/analytics/screens/family_names.ts";
import type { Liquidity } from "../../../src/analytics/screens/liquidity.ts";

/** One leg as it can be traded. */
interface Quote {
  expiration: ExpirationBoard;
  right: "call" | "put";
  strike: number;
  quantity: number;
  bid: number;
  ask: number;
  delta: number;
  theta: number;
  volatility: number;
}

interface Rule {
  /** Right and quantity; `'` for the later expiration. */
  legs: readonly string[];
  shares?: number;
  /** Whether strikes, in the order of the legs, make the structure. */
  fits: (k: number[], spot: number) => boolean;
  /** Widths of the wings. */
  widths?: (k: number[]) => number[];
  creditCoversWidth?: true;
}

const ascending = (k: number[]): boolean => k.every((strike, i) => i === 0 || strike > k[i - 1]!);
const first = (k: number[]): number[] => [k[1]! - k[0]!];
const both = (k: number[]): number[] => [k[1]! - k[0]!, k.at(-1)! - k.at(-2)!];
const isEqual = (a: number, b: number): boolean => Math.abs(a - b) < 1e-6;
const isAny = (): boolean => true;

const RULES: Record<FamilyName, Rule> = {
  cash_secured_put: { legs: ["-1P"], fits: ([k], spot) => k! <= spot },
  covered_call: { legs: ["-1C"], shares: 1, fits: isAny },
  put_credit_spread: { legs: ["+1P", "-1P"], fits: ascending, widths: first },
  call_credit_spread: { legs: ["-1C", "+1C"], fits: ascending, widths: first },
  call_debit_spread: { legs: ["+1C", "-1C"], fits: ascending, widths: first },
  put_debit_spread: { legs: ["-1P", "+1P"], fits: ascending, widths: first },
  iron_condor: { legs: ["+1P", "-1P", "-1C", "+1C"], fits: ascending, widths: both },
  iron_butterfly: {
    legs: ["+1P", "-1P", "-1C", "+1C"],
    fits: ([a, b, c, d]) => a! < b! && b === c && c! < d!,
    widths: both,
  },
  short_strangle: { legs: ["-1P", "-1C"], fits: ascending },
  long_strangle: { legs: ["+1P", "+1C"], fits: ascending },
  short_straddle: { legs: ["-1P", "-1C"], fits: ([a, b]) => a === b },
  long_straddle: { legs: ["+1P", "+1C"], fits: ([a, b]) => a === b },
  call_calendar: { legs: ["-1C", "+1C'"], fits: ([a, b]) => a === b },
  put_calendar: { legs: ["-1P", "+1P'"], fits: ([a, b]) => a === b },
  call_diagonal: { legs: ["-1C", "+1C'"], fits: ([a, b]) => b! < a!, widths: ([a, b]) => [a! - b!] },
  put_diagonal: { legs: ["-1P", "+1P'"], fits: ([a, b]) => b! > a!, widths: ([a, b]) => [b! - a!] },
  call_butterfly: {
    legs: ["+1C", "-2C", "+1C"],
    fits: ([a, b, c]) => a! < b! && isEqual(b! - a!, c! - b!),
    widths: both,
  },
  put_butterfly: {
    legs: ["+1P", "-2P", "+1P"],
    fits: ([a, b, c]) => a! < b! && isEqual(b! - a!, c! - b!),
    widths: both,
  },
  broken_wing_call_butterfly: {
    legs: ["+1C", "-2C", "+1C"],
    fits: ([a, b, c]) => a! < b! && c! - b! > b! - a! + 1e-6,
    widths: both,
  },
  broken_wing_put_butterfly: {
    legs: ["+1P", "-2P", "+1P"],
    fits: ([a, b, c]) => b! < c! && b! - a! > c! - b! + 1e-6,
    widths: both,
  },
  jade_lizard: {
    legs: ["-1P", "-1C", "+1C"],
    fits: ascending,
    widths: ([, b, c]) => [c! - b!],
    creditCoversWidth: true,
  },
  call_ratio_1x2: { legs: ["+1C", "-2C"], fits: ascending, widths: first },
  put_ratio_1x2: { legs: ["-2P", "+1P"], fits: ascending, widths: first },
  long_call: { legs: ["+1C"], fits: isAny },
  long_put: { legs: ["+1P"], fits: isAny },
};

export interface BruteRequest {
  board: Board;
  carry: number;
  family: FamilyName;
  criteria: Criteria;
  liquidity: Liquidity;
  fill: "mid" | "natural";
  forecast: number | null;
  capitalOf?: ((legs: readonly Leg[], spot: number) => number | null) | undefined;
}

export interface BruteCandidate {
  key: string;
  legs: Leg[];
  measures: Measures;
  unlimitedProfit: boolean;
}

/** What tells one candidate from another. */
export const keyOf = ({ contracts }: Candidate): string =>
  contracts.map(({ quantity, right, strike, day }) => `${quantity} ${right} ${strike} ${day}`).join(", ");

const isIn = (value: number, { min = -Infinity, max = Infinity }: Range = {}): boolean =>
  value >= min - 1e-9 && value <= max + 1e-9;

/** All admissible candidates, in no order. */
export function bruteForce(request: BruteRequest): BruteCandidate[] {
  const { board, criteria, family } = request;
  const rule = RULES[family];
  const found: BruteCandidate[] = [];
  const hasBack = rule.legs.some((leg) => leg.endsWith("'"));
  for (const front of board.expirations) {
    if (!isIn(front.daysLeft, criteria.days) || !admitsEarnings(front.day, criteria)) continue;
    const backs = hasBack
      ? board.expirations.filter(({ daysLeft }) => daysLeft > front.daysLeft && isIn(daysLeft, criteria.backDays))
      : [front];
    for (const back of backs) {
      for (const quotes of combinations(request, rule, front, back)) {
        const candidate = judge(request, rule, quotes);
        if (candidate) found.push(candidate);
      }
    }
  }
  return found;
}

function admitsEarnings(day: string, { earnings }: Criteria): boolean {
  if (!earnings || earnings.rule === "tell") return true;
  return earnings.rule === "avoid" ? day < earnings.day : day >= earnings.day;
}

function combinations(request: BruteRequest, rule: Rule, front: ExpirationBoard, back: ExpirationBoard): Quote[][] {
  const { criteria, board, liquidity } = request;
  let lists: Quote[][] = [[]];
  for (const leg of rule.legs) {
    const expiration = leg.endsWith("'") ? back : front;
    const quantity = Number(leg.slice(0, 2));
    const quotes = quotesOf(expiration, leg[2] === "C" ? "call" : "put", quantity, liquidity)
      .filter(({ delta }) => isIn(Math.abs(delta), quantity < 0 ? criteria.shortDelta : criteria.longDelta));
    lists = lists.flatMap((list) => quotes.map((quote) => [...list, quote]));
    // Only what can still become the structure is worth going on with.
    if (lists.length > 1000) {
      lists = lists.filter((list) => list.every((q, i) => i === 0 || q.strike >= list[i - 1]!.strike));
    }
  }
  return lists.filter((quotes) => {
    const strikes = quotes.map(({ strike }) => strike);
    if (!rule.fits(strikes, board.spot)) return false;
    const widths = rule.widths?.(strikes) ?? [];
    if (!widths.every((width) => isIn(width, criteria.width))) return false;
    const isIron = request.family === "iron_condor" || request.family === "iron_butterfly";
    return !isIron || criteria.equalWings === false || isEqual(widths[0]!, widths[1]!);
  });
}

function quotesOf(
  expiration: ExpirationBoard,
  right: "call" | "put",
  quantity: number,
  { maxSpread, minOpenInterest, minVolume }: Liquidity,
): Quote[] {
  const side = expiration[right];
  const quotes: Quote[] = [];
  for (const [row, strike] of expiration.strikes.entries()) {
    const [bid, ask, volatility, delta] = [side.bid[row]!, side.ask[row]!, side.volatility[row]!, side.delta[row]!];
    if (!(bid > 0) || !(ask >= bid)) continue;
    if (ask - bid > Math.max(maxSpread.dollars, maxSpread.fraction * (bid + ask) / 2) + 1e-9) continue;
    if (minOpenInterest > 0 && !(side.openInterest[row]! >= minOpenInterest)) continue;
    if (minVolume > 0 && !(side.volume[row]! >= minVolume)) continue;
    if (Number.isNaN(volatility) || Number.isNaN(delta) || Number.isNaN(side.theta[row]!)) continue;
    quotes.push({ expiration, right, strike, quantity, bid, ask, delta, theta: side.theta[row]!, volatility });
  }
  return quotes;
}

function judge(request: BruteRequest, rule: Rule, quotes: Quote[]): BruteCandidate | null {
  const { board, criteria, carry, fill, forecast } = request;
  const { spot, rate } = board;
  const underlying: Underlying = { spot, rate, carry };
  const front = quotes[0]!.expiration;
  const hasBack = quotes.some(({ expiration }) => expiration !== front);
  const mid = ({ bid, ask }: Quote) => (bid + ask) / 2;
  const natural = ({ bid, ask, quantity }: Quote) => quantity > 0 ? ask : bid;
  const sum = (of: (quote: Quote) => number) => quotes.reduce((total, quote) => total + quote.quantity * of(quote), 0);
  const creditMid = -sum(mid);
  const creditNatural = -sum(natural);
  const credit = fill === "mid" ? creditMid : creditNatural;
  const widths = rule.widths?.(quotes.map(({ strike }) => strike));
  const width = widths ? Math.max(...widths) : NaN;
  if (credit < Math.max(criteria.minCredit ?? -Infinity, -(criteria.maxDebit ?? Infinity)) - 1e-9) return null;
  const { minCreditToWidth, maxDebitToWidth } = criteria;
  if (minCreditToWidth !== undefined && !(credit >= (minCreditToWidth - 1e-9) * width)) return null;
  if (maxDebitToWidth !== undefined && !(-credit <= (maxDebitToWidth + 1e-9) * width)) return null;
  if (rule.creditCoversWidth && !(credit >= width * (1 - 1e-9))) return null;

  const options = (price: (quote: Quote) => number): OptionLeg[] =>
    quotes.map((quote) => ({
      kind: "option",
      quantity: quote.quantity,
      multiplier: board.multiplier,
      price: price(quote),
      right: quote.right,
      strike: quote.strike,
      years: quote.expiration.years,
      volatility: quote.volatility,
    }));
  const legs: Leg[] = options(fill === "mid" ? mid : natural);
  if (rule.shares) legs.unshift({ kind: "stock", quantity: board.multiplier, multiplier: 1, price: spot });
  const outcome = hasBack ? exercisable(legs as OptionLeg[], underlying) : outcomeOf(legs, underlying);
  const { maxProfit, maxLoss, breakevens } = riskProfile(outcome, spot);
  if (!((maxProfit ?? Infinity) > 1e-7 && (maxLoss ?? Infinity) > 1e-7)) return null;

  const pop = probabilityOfProfit(outcome, breakevens, terminal(underlying, front.volatility, front.years));
  if (pop < (criteria.minPop ?? -Infinity) - 1e-9) return null;
  const termSpread = hasBack ? quotes[0]!.volatility - quotes[1]!.volatility : null;
  if (criteria.minTermSpread !== undefined && !(termSpread !== null && termSpread >= criteria.minTermSpread - 1e-9)) {
    return null;
  }
  const capital = request.capitalOf ? request.capitalOf(legs, spot) : maxLoss;
  if (criteria.maxCapital !== undefined && !(capital !== null && capital <= criteria.maxCapital + 1e-9)) return null;

  const perCapital = (dollars: number | null) => dollars === null || !capital ? null : dollars / capital;
  const slippage = (creditMid - creditNatural) * board.multiplier;
  // What is filled at mid still has to pay for the natural price.
  const returnOnCapital = perCapital(maxProfit === null ? null : maxProfit - (fill === "mid" ? slippage : 0));
  const annualizedReturn = times(returnOnCapital, 365 / Math.max(1, front.daysLeft));
  const worth = sum(({ strike, expiration, volatility, right }) =>
    bsm(spot, strike, expiration.years, rate, carry, volatility, right)
  );
  const expectedValueForecast = forecast === null ? null : forecastValue(options(natural), underlying, forecast, front);
  const theta = sum((quote) => quote.theta) * board.multiplier;
  const profitUnchanged = outcome.at(spot);
  const distances = breakevens.map((price) =>
    Math.abs(Math.log(price / spot)) / (front.volatility * Math.sqrt(front.years))
  );
  return {
    key: quotes.map(({ quantity, right, strike, expiration }) => `${quantity} ${right} ${strike} ${expiration.day}`)
      .join(", "),
    legs,
    unlimitedProfit: maxProfit === null,
    measures: {
      credit_mid: creditMid,
      credit_natural: creditNatural,
      slippage,
      spread_cost: Math.abs(creditMid) < 0.005 ? null : slippage / board.multiplier / Math.abs(creditMid),
      credit_to_width: widths ? credit / width : null,
      max_profit: maxProfit,
      max_loss: maxLoss,
      capital,
      return_on_capital: returnOnCapital,
      annualized_return: annualizedReturn,
      pop,
      pop_weighted_return: times(annualizedReturn, pop),
      expected_value: (worth + creditNatural) * board.multiplier,
      expected_value_forecast: expectedValueForecast,
      forecast_return: perCapital(expectedValueForecast),
      theta,
      theta_to_capital: perCapital(theta),
      profit_unchanged: profitUnchanged,
      breakeven_distance: distances.length > 0 ? Math.min(...distances) * (profitUnchanged < 0 ? -1 : 1) : null,
      term_spread: termSpread,
    },
  };
}

const times = (value: number | null, factor: number): number | null => value === null ? null : value * factor;

/** In today's money: the mean of what the options bring, discounted, less what they cost. */
function forecastValue(legs: OptionLeg[], underlying: Underlying, forecast: number, front: ExpirationBoard): number {
  const outcome = outcomeOf(legs, underlying);
  const { breakevens } = riskProfile(outcome, underlying.spot);
  const { mean } = expectation(outcome, breakevens, terminal(underlying, forecast, front.years));
  return Math.exp(-underlying.rate * front.years) * (mean + costOf(legs)) - costOf(legs);
}

/** The outcome when the first leg expires and the second may be exercised. */
function exercisable(legs: OptionLeg[], underlying: Underlying): Outcome {
  const [short, long] = legs as [OptionLeg, OptionLeg];
  const exercise = ({ right, strike }: OptionLeg, price: number) =>
    Math.max(0, right === "call" ? price - strike : strike - price);
  return {
    years: short.years,
    isModelled: true,
    kinks: [short.strike],
    slope: 0,
    at(price) {
      const held = Math.max(exercise(long, price), legValue(long, price, underlying, { years: short.years }));
      return (held - exercise(short, price)) * long.multiplier - costOf(legs);
    },
  };
}

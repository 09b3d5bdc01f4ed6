/** What every holding of a book gains when prices, volatilities and time move, by the formula and not by its greeks. */

import { certainty, NO_DEVIATION } from "../pricing/black.ts";
import { normCdf } from "../pricing/normal.ts";
import { earlyValue, hasEarlyValue } from "./early_exercise.ts";
import type { Holding } from "./holding.ts";

export interface BookRevaluation {
  /** How many holdings there are. */
  size: number;
  /** What each is worth now by the formula, dollars; negative for what is sold. */
  now: Float64Array;
  /**
   * Dollars that each gains against now: `moves` holds the part of its price by which each one's underlying moves, -0.1
   * for ten percent down; `factor` multiplies all volatilities, `years` go by. Options that have expired by then are worth
   * what they pay at that price. Fills `gains` and gives it back.
   */
  gains(moves: Float64Array, factor: number, years: number, gains?: Float64Array): Float64Array;
}

/** Years below which an option counts as expired: half a second. */
const SAME_INSTANT = 1.6e-8;

/** Arrays of numbers instead of records: a grid over 300 holdings asks for 19,000 values. */
export function createBookRevaluation(holdings: readonly Holding[]): BookRevaluation {
  for (const holding of holdings) assertSound(holding);
  const size = holdings.length;
  const column = (of: (holding: Holding) => number): Float64Array => Float64Array.from(holdings, of);
  const sizes = column((one) => one.size);
  const spots = column(({ spot }) => spot);
  const strikes = column(({ option }) => option?.strike ?? 0);
  const lives = column(({ option }) => option?.years ?? 0);
  const volatilities = column(({ option }) => option?.volatility ?? 0);
  const rates = column(({ option }) => option?.rate ?? 0);
  const carries = column(({ option }) => option?.carry ?? 0);
  const logs = column(({ spot, option }) => option === null ? 0 : Math.log(spot / option.strike));
  const signs = Int8Array.from(holdings, ({ option }) => option === null ? 0 : option.right === "call" ? 1 : -1);
  const styles = Uint8Array.from(holdings, ({ option }) => styleOf(option));

  const valueOf = (i: number, move: number, factor: number, elapsed: number): number => {
    const spot = spots[i]! * (1 + move);
    const sign = signs[i]!;
    if (sign === 0) return sizes[i]! * spot;
    const strike = strikes[i]!;
    const years = lives[i]! - elapsed;
    const exercised = sign * (spot - strike);
    const least = exercised > 0 ? exercised : 0;
    if (years <= SAME_INSTANT) return sizes[i]! * least;
    const volatility = volatilities[i]! * factor;
    const style = styles[i]!;
    if (style === EARLY && volatility > 0) {
      return sizes[i]! *
        earlyValue(spot, strike, years, rates[i]!, carries[i]!, volatility, sign > 0 ? 1 : -1);
    }
    const asset = spot * Math.exp(-carries[i]! * years);
    const cash = strike * Math.exp(-rates[i]! * years);
    const moneyness = logs[i]! + Math.log1p(move) + (rates[i]! - carries[i]!) * years;
    const value = optionValue(asset, cash, moneyness, volatility * Math.sqrt(years), sign);
    return sizes[i]! * (style !== EUROPEAN && value < least ? least : value);
  };

  const now = new Float64Array(size);
  for (let i = 0; i < size; i++) now[i] = valueOf(i, 0, 1, 0);
  return {
    size,
    now,
    gains(moves, factor, years, gains = new Float64Array(size)) {
      if (moves.length !== size || gains.length !== size) throw new RangeError(`${moves.length} moves of ${size}`);
      if (!(factor >= 0 && factor < Infinity)) throw new RangeError(`volatilities cannot be ${factor} times as high`);
      if (!(years >= 0)) throw new RangeError(`${years} years cannot go by`);
      for (let i = 0; i < size; i++) {
        const move = moves[i]!;
        if (!(move > -1 && move < Infinity)) throw new RangeError(`a price cannot move by ${move} of itself`);
        gains[i] = valueOf(i, move, factor, years) - now[i]!;
      }
      return gains;
    },
  };
}

const EUROPEAN = 0;
/** American, but never worth exercising early; and American in earnest. */
const PATIENT = 1;
const EARLY = 2;

function styleOf(option: Holding["option"]): number {
  if (option === null || option.style === "european") return EUROPEAN;
  return hasEarlyValue(option.right === "call" ? 1 : -1, option.rate, option.carry) ? EARLY : PATIENT;
}

/** `asset` and `cash` are what the share and the strike are worth now, `moneyness` ln(forward / strike). */
function optionValue(asset: number, cash: number, moneyness: number, deviation: number, sign: number): number {
  if (!(deviation > NO_DEVIATION)) return Math.max(0, sign * (asset - cash) * certainty(sign * moneyness));
  const centre = sign * moneyness / deviation;
  const half = sign * deviation / 2;
  const value = sign * (asset * normCdf(centre + half) - cash * normCdf(centre - half));
  return value > 0 ? value : 0;
}

function assertSound({ size, spot, option }: Holding): void {
  if (!Number.isFinite(size)) throw new RangeError(`a holding of ${size}`);
  if (!(spot > 0 && spot < Infinity)) throw new RangeError(`an underlying at ${spot}`);
  if (option === null) return;
  const { strike, years, volatility, rate, carry } = option;
  if (!(strike > 0 && strike < Infinity)) throw new RangeError(`an option with strike ${strike}`);
  if (!(years >= 0 && years < Infinity)) throw new RangeError(`an option that lives ${years} years`);
  if (!(volatility >= 0 && volatility < Infinity)) throw new RangeError(`an option with volatility ${volatility}`);
  if (!Number.isFinite(rate) || !Number.isFinite(carry)) throw new RangeError(`rates ${rate} and ${carry}`);
}

/** What candidates must satisfy, as a caller says it and as a search compares it. */

/** From `min` to `max`, both included; open where one is missing. */
export interface Range {
  min?: number | undefined;
  max?: number | undefined;
}

/** A report of earnings on `day`: positions that live to see it are left out, are the only ones wanted, or are just told. */
export interface EarningsRule {
  day: string;
  rule: "avoid" | "require" | "tell";
}

/** Prices and widths in dollars per share; a credit and a debit are both positive. What is missing does not matter. */
export interface Criteria {
  /** Days left of the expiration; of the first one where there are two. */
  days?: Range | undefined;
  /** Days left of the later expiration of calendars and diagonals. */
  backDays?: Range | undefined;
  /** Absolute values, of every option that is sold. */
  shortDelta?: Range | undefined;
  /** The same of every option that is bought. */
  longDelta?: Range | undefined;
  /** Between the strikes of a short option and the long one that goes with it, on each side. */
  width?: Range | undefined;
  /** Whether both wings of iron condors and iron butterflies must be as wide; they must when missing. */
  equalWings?: boolean | undefined;
  minCredit?: number | undefined;
  /** As a fraction of the width, the wider one of two. */
  minCreditToWidth?: number | undefined;
  maxDebit?: number | undefined;
  maxDebitToWidth?: number | undefined;
  minPop?: number | undefined;
  /** Of the first expiration's options over those of the second, a difference of annualized fractions. */
  minTermSpread?: number | undefined;
  /** Dollars for one unit of the position. */
  maxCapital?: number | undefined;
  earnings?: EarningsRule | undefined;
}

/** Both ends, infinite where open. */
export interface Bounds {
  min: number;
  max: number;
}

/** `Criteria` as numbers that always compare. */
export interface Limits {
  days: Bounds;
  backDays: Bounds;
  shortDelta: Bounds;
  longDelta: Bounds;
  width: Bounds;
  equalWings: boolean;
  minCredit: number;
  minCreditToWidth: number;
  minPop: number;
  minTermSpread: number;
  maxCapital: number;
  earnings: EarningsRule | null;
}

/** Numbers closer than this are one: what is asked for in decimals must not fail by a rounding. */
export const CLOSE = 1e-9;

/** The comparable form; a greatest debit is a least credit. `RangeError` for what is no number. */
export function limitsOf(criteria: Criteria): Limits {
  const { minCredit, maxDebit, minCreditToWidth, maxDebitToWidth, earnings } = criteria;
  return {
    days: boundsOf("days", criteria.days),
    backDays: boundsOf("backDays", criteria.backDays),
    shortDelta: boundsOf("shortDelta", criteria.shortDelta),
    longDelta: boundsOf("longDelta", criteria.longDelta),
    width: boundsOf("width", criteria.width),
    equalWings: criteria.equalWings ?? true,
    minCredit: Math.max(least("minCredit", minCredit), -greatest("maxDebit", maxDebit)),
    minCreditToWidth: Math.max(
      least("minCreditToWidth", minCreditToWidth),
      -greatest("maxDebitToWidth", maxDebitToWidth),
    ),
    minPop: least("minPop", criteria.minPop),
    minTermSpread: least("minTermSpread", criteria.minTermSpread),
    maxCapital: greatest("maxCapital", criteria.maxCapital),
    earnings: earnings ?? null,
  };
}

/** Whether a number is in a range, a rounding outside included. */
export const isWithin = ({ min, max }: Bounds, value: number): boolean => value >= min - CLOSE && value <= max + CLOSE;

const boundsOf = (name: string, { min, max }: Range = {}): Bounds => ({
  min: least(name, min),
  max: greatest(name, max),
});

const least = (name: string, value = -Infinity): number => numbered(name, value);
const greatest = (name: string, value = Infinity): number => numbered(name, value);

function numbered(name: string, value: number): number {
  if (Number.isNaN(value)) throw new RangeError(`${name} must be a number`);
  return value;
}

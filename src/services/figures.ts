/** Figures as they are shown: rounded to what they are worth, `null` staying `null`. */

/** To so many decimal places. */
export function rounded(value: number | null, digits: number): number | null {
  if (value === null) return null;
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale;
}

/** A fraction in percent, to two places. */
export const percent = (fraction: number | null | undefined): number | null =>
  fraction === null || fraction === undefined ? null : rounded(fraction * 100, 2);

/** A price: hundredths of a cent, and more for what costs less than a dollar. */
export const price = (value: number | null): number | null =>
  value === null ? null : rounded(value, Math.abs(value) < 1 ? 8 : 4);

/** Round numbers along an axis. */

export interface Ticks {
  values: number[];
  /** Decimals that tell neighbours apart. */
  decimals: number;
}

/**
 * Multiples of 1, 2, 2.5 or 5 times a power of ten within the range, at most `most` of them. `RangeError` for a range that
 * is not finite, empty, or too narrow for its neighbours to be told apart.
 */
export function roundTicks(low: number, high: number, most: number): Ticks {
  const magnitude = Math.max(Math.abs(low), Math.abs(high));
  if (!(high > low && magnitude < 1e300 && (high - low) > magnitude * 1e-13)) {
    throw new RangeError(`no axis from ${low} to ${high}`);
  }
  const least = (high - low) / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= least * (1 - 1e-9))!;
  const step = factor * power;
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9) + (factor === 2.5 ? 1 : 0));
  return {
    values: Array.from({ length: Math.max(0, count) }, (_, i) => (first + i) * step + 0),
    decimals: Math.min(12, decimals),
  };
}

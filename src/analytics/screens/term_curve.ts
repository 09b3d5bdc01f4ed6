/** A quantity over time that is known at a few times only. */

/** Its value after so many years. */
export type TermCurve = (years: number) => number;

/**
 * Straight lines from `start` at 0 through `points`, ascending by time; beyond the last it grows as from the start to that,
 * and without any it stays.
 */
export function createTermCurve(start: number, points: readonly { years: number; value: number }[]): TermCurve {
  const last = points.at(-1) ?? { years: 1, value: start };
  return (years) => {
    if (years >= last.years) return start + (last.value - start) * years / last.years;
    let before = { years: 0, value: start };
    for (const point of points) {
      if (point.years > years) {
        const part = (years - before.years) / (point.years - before.years);
        return before.value + (point.value - before.value) * part;
      }
      before = point;
    }
    return before.value;
  };
}

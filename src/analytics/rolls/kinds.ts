/** The ways to roll. */

/**
 * - out: later, at the same strikes (a spread or condor as a whole);
 * - out_and_away, out_and_toward: later, the tested strike further from the money, or nearer to it;
 * - up, down: the tested side at another strike of the same expiration;
 * - untested_side_in: the other side nearer, in the same expiration; out_and_untested_in: later as well;
 * - out_and_recentered: later, the tested side away and the other one in;
 * - inverted: the sold call below the sold put that the price has crossed (or the other way), at once or later;
 * - close: nothing is opened.
 */
export const ROLL_KINDS = [
  "out",
  "out_and_away",
  "out_and_toward",
  "up",
  "down",
  "untested_side_in",
  "out_and_untested_in",
  "out_and_recentered",
  "inverted",
  "close",
] as const;
export type RollKind = typeof ROLL_KINDS[number];

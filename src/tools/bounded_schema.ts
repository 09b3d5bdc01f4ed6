/**
 * Arguments whose bounds are checked here and not shown: a model does not need them, and they would fill a third of what
 * it reads of each tool.
 */

import * as z from "zod";

/** A number from `least` to `most`. */
export const number = (least: number, most: number) => z.number().refine(...inside(least, most));

/** A number above 0, up to `most`. */
export const positive = (most: number) => z.number().refine(...inside(Number.MIN_VALUE, most));

/** A whole number from `least` to `most`. */
export const whole = (least: number, most: number) => z.int().refine(...inside(least, most));

/** A text that is not blank, of at most so many characters, without the blanks around it. */
export const text = (most: number) =>
  z.string().trim().refine((given) => given.length > 0, "is empty").refine(
    (given) => given.length <= most,
    `is longer than ${most} characters`,
  );

/** A symbol of any kind. */
export const symbol = text(40);

/** Which of the user's accounts a tool of accounts is asked about. */
export const account = text(40).optional().describe("Nickname or last digits; default all");

/** How many rows to leave out at the beginning. */
export const offset = whole(0, 100_000).optional();

/** From one to `most` symbols. */
export const symbols = (most: number) =>
  z.array(symbol).refine((given) => given.length > 0, "is empty; name at least one symbol").refine(
    (given) => given.length <= most,
    `has more than ${most} symbols; ask in several calls`,
  );

function inside(least: number, most: number) {
  const problem = least === Number.MIN_VALUE
    ? `must be above 0 and at most ${most}`
    : `must be from ${least} to ${most}`;
  return [(given: number) => given >= least && given <= most, problem] as const;
}

/** How much of a table fits into an answer, and how to ask for the rest. */

/** Characters of an answer. */
export const ANSWER_LIMIT = 20_000;

/** How many of `rows`, from the first or from the last, fit into an answer of which `used` characters are spoken for. */
export function countThatFit(used: number, rows: readonly unknown[], from: "first" | "last"): number {
  let room = ANSWER_LIMIT - used;
  const ordered = from === "first" ? rows : rows.toReversed();
  const tooMuch = ordered.findIndex((row) => (room -= JSON.stringify(row).length + 1) < 0);
  return tooMuch === -1 ? rows.length : tooMuch;
}

/** `25 more; ask get_quote with {"symbol":"SPY"}`: the exact next call. Arguments that are `undefined` are left out. */
export const more = (count: number, tool: string, input: Record<string, unknown>): string =>
  `${count} more; ask ${tool} with ${JSON.stringify(input)}`;

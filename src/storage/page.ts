/** Pages of a listing, cut alike for records and blobs. */

import { MAX_PAGE } from "./storage.ts";

/** The size asked for, or the largest. `RangeError` if no page can have it. */
export function checkLimit(limit: number = MAX_PAGE): number {
  if (Number.isInteger(limit) && limit >= 1 && limit <= MAX_PAGE) return limit;
  throw new RangeError(`A page has 1 to ${MAX_PAGE} entries, not ${limit}.`);
}

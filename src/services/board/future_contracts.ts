/** The contracts of a futures product whose options expire in some days: each is an underlying of its own. */

import type { Range } from "../../analytics/screens/criteria.ts";
import { newYorkDay } from "../../core/calendar.ts";
import { ok, type Result } from "../../core/failure.ts";
import { readListing } from "../chain/chain.ts";
import { subjectOf } from "../chain/subject.ts";
import type { Context } from "../context.ts";
import { wantedExpirations } from "./expirations.ts";

/** Contracts of one product that are worth a search of their own. */
const MOST = 3;

/** The most wanted first; the product itself when nothing expires in those days, so that whoever reads it says why. */
export async function futureContracts(
  product: string,
  spans: readonly Range[],
  context: Context,
): Promise<Result<string[]>> {
  const now = context.now();
  const today = newYorkDay(now);
  const subject = subjectOf(product, today);
  if (!subject.ok) return subject;
  if (subject.value.future !== null) return ok([subject.value.future]);
  const listing = await readListing(subject.value, context);
  if (!listing.ok) return listing;
  const wanted = wantedExpirations(listing.value, { spans, root: null, future: null }, { today, now });
  const contracts = [...new Set(wanted.map(({ series }) => series.underlying.symbol))];
  return ok(contracts.length === 0 ? [product] : contracts.slice(0, MOST));
}

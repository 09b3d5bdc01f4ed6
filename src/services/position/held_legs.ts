/** The legs of a position that is held, at the prices that were paid. */

import { fail, ok, type Result } from "../../core/failure.ts";
import type { AccountName } from "../accounts.ts";
import type { Context } from "../context.ts";
import { type HeldQuestion, readHeld } from "../held.ts";
import type { LegInput } from "./leg_input.ts";

export interface HeldLegs {
  legs: LegInput[];
  /** Whose rules of margin apply; `margin` where accounts of several kinds hold it. */
  rules: AccountName["rules"];
  warnings: string[];
}

/** What is held in an underlying, with `further` legs behind it, as when an adjustment is considered. */
export async function heldLegs(
  question: HeldQuestion & { underlying: string },
  further: readonly LegInput[],
  context: Context,
): Promise<Result<HeldLegs>> {
  const read = await readHeld(question, context);
  if (!read.ok) return read;
  const now = context.now();
  // What has expired today is still in the account until the night.
  const held = read.value.filter(({ expiresAt }) => expiresAt === null || expiresAt > now);
  if (held.length === 0) {
    return fail({
      kind: "invalid",
      subject: question.underlying,
      problem: "nothing is held in it",
      remedy: "Send `legs` to analyze a position that is not held",
    });
  }
  const accounts = new Set(held.map(({ account }) => account.masked));
  const rules = new Set(held.map(({ account }) => account.rules));
  const unpriced = held.filter(({ averageOpenPrice }) => averageOpenPrice === null);
  return ok({
    rules: rules.size === 1 ? held[0]!.account.rules : "margin",
    legs: [
      ...held.map(({ symbol, underlying, quantity, averageOpenPrice }): LegInput => ({
        symbol,
        underlying,
        quantity,
        ...(averageOpenPrice === null ? {} : { price: averageOpenPrice, priceSource: "held" }),
      })),
      ...further,
    ],
    warnings: [
      ...(held.length < read.value.length
        ? [`${read.value.length - held.length} legs that have expired are left out.`]
        : []),
      ...(accounts.size > 1 ? [`It is held in ${accounts.size} accounts, taken together here.`] : []),
      ...(unpriced.length > 0
        ? [
          `The broker does not say what ${
            unpriced.map(({ symbol }) => symbol).join(", ")
          } cost; today's price stands for it.`,
        ]
        : []),
    ],
  });
}

/** `find_rolls`: what speaks for rolling a position now, and the best ways to do it. */

import * as z from "zod";
import { ROLL_MEASURE_NAMES } from "../../analytics/rolls/measures.ts";
import { ROLL_KINDS } from "../../analytics/rolls/kinds.ts";
import { symbol, text, whole } from "../bounded_schema.ts";
import { accountType, legs } from "../leg_schema.ts";
import { defineTool } from "../tool.ts";

const KINDS = ROLL_KINDS.filter((kind) => kind !== "close");
const days = whole(0, 4000);

const input = z.object({
  position: symbol.optional().describe("What is held in AAPL or /ES, default what is tested"),
  account: text(40).optional().describe("Of `position`"),
  legs: legs.optional(),
  underlying: symbol.optional().describe("Of legs without one"),
  account_type: accountType.optional(),
  rank_by: z.enum(ROLL_MEASURE_NAMES).optional().describe("Default credit_per_day"),
  kinds: z.array(z.enum(KINDS)).min(1).optional(),
  allow_debit: z.boolean().optional(),
  min_days: days.optional().describe("After the roll"),
  max_days: days.optional().describe("Default 75"),
  limit: whole(1, 20).optional().describe("5, at most 20"),
});

export type RollsInput = z.infer<typeof input>;

export const findRolls = defineTool({
  name: "find_rolls",
  title: "Find rolls",
  description:
    "Whether and how to roll sold options: triggers met; ranked rolls (out, away, toward, up, down, untested side in, inverted) with credit at mid and natural, breakevens and chance of profit including what was paid, delta, theta, capital, exact orders. Of what is held, or of `legs` with their opening prices.",
  access: "read",
  input,
  run: async (asked, context) => (await import("../answers/rolls.ts")).answerRolls(asked, context),
});

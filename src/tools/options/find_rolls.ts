/** `find_rolls`: what speaks for rolling a position now, and the best ways to do it. */

import * as z from "zod";
import { ROLL_MEASURE_NAMES } from "../../analytics/rolls/measures.ts";
import { ROLL_KINDS } from "../../analytics/rolls/kinds.ts";
import { leg, symbol } from "../leg_schema.ts";
import { defineTool } from "../tool.ts";

const KINDS = ROLL_KINDS.filter((kind) => kind !== "close");
const days = z.int().min(0).max(4000);

const input = z.object({
  position: symbol.optional().describe(
    "What is held in AAPL or /ES; without it and `legs`, whatever is held and tested",
  ),
  account: z.string().max(40).optional().describe("Of `position`: only this account"),
  legs: z.array(leg).max(200).optional().describe("Instead of what is held"),
  underlying: symbol.optional().describe("For legs that name none"),
  account_type: z.enum(["margin", "ira", "cash"]).optional().describe("Default margin"),
  rank_by: z.enum(ROLL_MEASURE_NAMES).optional().describe("Default credit_per_day"),
  kinds: z.array(z.enum(KINDS)).min(1).optional(),
  allow_debit: z.boolean().optional().describe("Also rank rolls that cost money"),
  min_days: days.optional().describe("Days the new expiration has left, at least"),
  max_days: days.optional().describe("Default 75"),
  limit: z.int().min(1).max(20).optional().describe("Default 5"),
});

export type RollsInput = z.infer<typeof input>;

export const findRolls = defineTool({
  name: "find_rolls",
  title: "Find rolls",
  description:
    "Whether and how to roll sold options: triggers met; ranked rolls (out, away, toward, up, down, untested side in, inverted) with net credit at mid and natural after costs, breakevens and probability of profit including what was paid, delta, theta, capital, exact orders. Of a held position, or of `legs` with opening prices.",
  access: "read",
  input,
  run: async (asked, context) => (await import("../answers/rolls.ts")).answerRolls(asked, context),
});

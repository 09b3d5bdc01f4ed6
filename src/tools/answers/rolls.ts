/** Whether and how to roll what was sold. */

import { fail, ok, type Result } from "../../core/failure.ts";
import { resolvePosition } from "../../services/position/resolve_position.ts";
import { chooseHeld, type HeldChoice } from "../../services/rolls/held_position.ts";
import { readRolls } from "../../services/rolls/read_rolls.ts";
import type { RollsInput } from "../options/find_rolls.ts";
import type { Context } from "../tool.ts";
import { rollAnswer } from "./roll_answer.ts";

export async function answerRolls(input: RollsInput, context: Context): Promise<Result<unknown>> {
  const { rank_by: measure = "credit_per_day", min_days: min = 0, max_days: max = Infinity } = input;
  const { kinds = null, allow_debit: debits = false, limit = 5 } = input;
  if (min > max) {
    return fail({ kind: "invalid", subject: "min_days", problem: `${min} is more than max_days, ${max}` });
  }
  const chosen = await choose(input, context);
  if (!chosen.ok) return chosen;
  const { legs, underlying, held } = chosen.value;
  const account = input.account_type ?? held?.rules ?? "margin";
  const position = await resolvePosition({ legs, underlying }, context);
  if (!position.ok) return position;
  const rolls = await readRolls(position.value, { measure, kinds, debits, account, span: { min, max } }, context);
  if (!rolls.ok) return rolls;
  return ok(rollAnswer(rolls.value, { measure, limit, debits, held }, context.now()));
}

type Chosen = Pick<HeldChoice, "legs"> & { underlying: string | undefined; held: HeldChoice | null };

async function choose({ legs, underlying, position, account }: RollsInput, context: Context): Promise<Result<Chosen>> {
  if (legs !== undefined) return ok({ legs, underlying, held: null });
  const held = await chooseHeld({ underlying: position ?? underlying, account }, context);
  return held.ok ? ok({ legs: held.value.legs, underlying: held.value.underlying, held: held.value }) : held;
}

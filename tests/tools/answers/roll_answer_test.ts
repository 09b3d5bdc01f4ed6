import assert from "node:assert/strict";
import { explain, type Result } from "../../../src/core/failure.ts";
import type { LegInput } from "../../../src/services/position/leg_input.ts";
import { resolvePosition } from "../../../src/services/position/resolve_position.ts";
import { readRolls, type Rolls } from "../../../src/services/rolls/read_rolls.ts";
import { ROLL_COLUMNS, rollAnswer, type RollAnswerOptions } from "../../../src/tools/answers/roll_answer.ts";
import { startServices } from "../../support/services.ts";

const value = <T>(result: Result<T>): T => {
  assert.ok(result.ok, result.ok ? "" : explain(result.failure));
  return result.value;
};

const leg = (right: "call" | "put", strike: number, quantity: number, price: number): LegInput => ({
  symbol: "SPY",
  expiration: "2026-12-04",
  right,
  strike,
  quantity,
  price,
});
const CONDOR = [leg("put", 789, -1, 6.5), leg("put", 779, 1, 3), leg("call", 810, -1, 3), leg("call", 820, 1, 1)];

async function rollsOf(debits: boolean): Promise<Rolls> {
  using services = await startServices();
  const position = value(await resolvePosition({ legs: CONDOR }, services.context));
  const question = {
    measure: "credit_per_day" as const,
    kinds: null,
    debits,
    account: "margin" as const,
    span: { min: 0, max: Infinity },
  };
  const rolls = value(await readRolls(position, question, services.context));
  await services.settled();
  return rolls;
}

const OPTIONS: RollAnswerOptions = { measure: "credit_per_day", limit: 5, debits: false, held: null };

// deno-lint-ignore no-explicit-any -- the answer is plain data of many shapes
const answerOf = (rolls: Rolls, options: Partial<RollAnswerOptions> = {}): any =>
  rollAnswer(rolls, { ...OPTIONS, ...options }, rolls.position.startedAt);

Deno.test("roll answer: rows have the columns, orders stand in the order of the rows, and all stays small", async () => {
  const rolls = await rollsOf(true);
  const answer = answerOf(rolls, { debits: true, limit: 20 });
  for (const [table, orders] of [["rolls", "orders"], ["best_of_other_kinds", "their_orders"]] as const) {
    assert.equal((answer[table] ?? []).length, (answer[orders] ?? []).length);
    for (const [place, row] of (answer[table] ?? []).entries()) {
      assert.equal(row.length, ROLL_COLUMNS.length);
      const strikes = answer[orders][place].open.map(({ symbol, quantity }: { symbol: string; quantity: number }) =>
        `${quantity > 0 ? "+" : ""}${quantity} ${Number(symbol.slice(13)) / 1000}${symbol[12]}`
      );
      assert.equal(row[ROLL_COLUMNS.indexOf("opens")], strikes.join(" "));
    }
  }
  assert.equal(answer.rolls.length, 20);
  assert.ok(JSON.stringify(answer).length < 12_000, `${JSON.stringify(answer).length} characters`);
  assert.match(answer.verdict, /; all are ranked\.$/);
  const kinds = new Set([...answer.rolls, ...answer.best_of_other_kinds].map(([kind]: string[]) => kind));
  assert.deepEqual(kinds, new Set(rolls.ranking.ranked.map(({ kind }) => kind)));
});

Deno.test("roll answer: closing everything is written once, closing one side in full", async () => {
  const rolls = await rollsOf(true);
  const answer = answerOf(rolls, { debits: true, limit: 20 });
  assert.equal(answer.close_all.length, 4);
  const all = [...answer.rolls, ...answer.best_of_other_kinds];
  const orders = [...answer.orders, ...answer.their_orders];
  for (const [place, [kind]] of all.entries()) {
    const isWhole = kind.startsWith("out");
    const { close } = orders[place];
    if (isWhole) assert.equal(close, "close_all");
    else assert.equal(close.length, 2);
  }
  assert.ok(Math.abs(answer.close.realized_at_mid - (rolls.close!.realized - rolls.close!.costs)) < 0.01);
});

Deno.test("roll answer: a held position is named with why it was chosen", async () => {
  const rolls = await rollsOf(false);
  const held = {
    name: "SPY iron condor",
    account: "Main",
    reason: "the only one of 3 with a sold strike in the money",
  };
  assert.equal(answerOf(rolls, { held }).held, `SPY iron condor in Main, ${held.reason}`);
  assert.equal(answerOf(rolls).held, undefined);
});

Deno.test("roll answer: without a credit it says so, and what the best would bring at mid", async () => {
  const rolls = await rollsOf(false);
  const [first] = rolls.ranking.ranked;
  const ranking = { ranked: [{ ...first!, creditNatural: -5, creditMid: 2.5 }], isCredit: false, credits: 0 };
  const { verdict } = answerOf({ ...rolls, ranking });
  assert.match(verdict, /^None of \d+ rolls brings a net credit .* At mid the best would bring 2\.50\.$/);
});

Deno.test("roll answer: old figures are called stale, and what was left out is counted", async () => {
  const rolls = await rollsOf(false);
  assert.equal(answerOf(rolls).stale, undefined);
  const old = answerOf({
    ...rolls,
    readAt: rolls.position.startedAt - 60_000,
    obstacles: { no_bid: 3, no_market: 0, no_volatility: 1 },
  });
  assert.equal(old.stale, true);
  assert.match(old.warning, /Rolls left out: 3 for want of a bid, 1 for want of a volatility\./);
});

import assert from "node:assert/strict";
import { newYorkInstant } from "../../../src/core/calendar.ts";
import { explain } from "../../../src/core/failure.ts";
import { analyzePosition } from "../../../src/services/position/analyze_position.ts";
import type { LegInput } from "../../../src/services/position/leg_input.ts";
import { resolvePosition } from "../../../src/services/position/resolve_position.ts";
import { positionAnswer } from "../../../src/tools/answers/position_answer.ts";
import { FRIDAY } from "../../support/app.ts";
import { startServices, type TestServices } from "../../support/services.ts";

// deno-lint-ignore no-explicit-any -- tests look into every corner of an answer
async function answerOf({ context, clock }: TestServices, legs: LegInput[], underlying?: string): Promise<any> {
  const position = await resolvePosition({ legs, underlying }, context);
  assert.ok(position.ok, position.ok ? "" : explain(position.failure));
  const analysis = analyzePosition(position.value);
  assert.ok(analysis.ok);
  return JSON.parse(JSON.stringify(positionAnswer(position.value, analysis.value, clock.at + 2000)));
}

Deno.test("position answer: what has no limit is called unlimited, and what is sold is measured by its touch", async () => {
  using services = await startServices();
  const answer = await answerOf(services, [{ right: "call", delta: 0.2, expiration: 45, quantity: -1 }], "AAPL");
  assert.equal(answer.max_loss, "unlimited");
  assert.equal(answer.risk, "undefined");
  const [[name, chance]] = Object.entries(answer.chances.touch) as [[string, number]];
  assert.match(name, /^call \d+(\.\d+)? 2027-01-15$/);
  assert.ok(chance > 20 && chance < 60);
});

Deno.test("position answer: a sold strike that the price is beyond has been touched", async () => {
  using services = await startServices();
  const legs: LegInput[] = (["put", "call"] as const).map((right) => ({
    right,
    delta: 0.7,
    expiration: 45,
    quantity: -1,
  }));
  const { chances } = await answerOf(services, legs, "AAPL");
  assert.deepEqual(Object.values(chances.touch), [100, 100]);
});

Deno.test("position answer: of what is bought nothing is assigned, and the profit has no half", async () => {
  using services = await startServices();
  const answer = await answerOf(services, [{ right: "call", delta: 0.5, expiration: 45, quantity: 1 }], "AAPL");
  assert.equal(answer.max_profit, "unlimited");
  assert.equal(answer.chances.p50, null);
  assert.equal(answer.assignment, "none: nothing is sold");
  assert.ok(answer.entry.debit > 0 && answer.entry.mid === -answer.entry.debit);
  assert.equal(answer.capital.buying_power, answer.entry.debit);
  assert.equal(answer.capital.return, null);
});

Deno.test("position answer: a debit spread is closed for a credit, once half of the most has been made", async () => {
  using services = await startServices();
  const legs: LegInput[] = [
    { right: "call", delta: 0.5, expiration: 45, quantity: 2 },
    { right: "call", delta: 0.25, expiration: 45, quantity: -2 },
  ];
  const { count, entry, chances: { p50 }, max_profit } = await answerOf(services, legs, "AAPL");
  assert.equal(count, 2);
  assert.ok(Math.abs(p50.close_for_credit * 200 - (entry.debit + max_profit / 2)) < 0.02);
});

Deno.test("position answer: options on futures tell points, their contract, and that margin is the broker's to say", async () => {
  using services = await startServices();
  const answer = await answerOf(services, [{ right: "put", delta: 0.2, expiration: 45, quantity: -1 }], "/ES");
  assert.equal(answer.symbol, "/ES");
  assert.match(answer.underlying, /^\/ES[HMUZ]\d$/);
  assert.equal(answer.events, "none: a future");
  assert.match(answer.capital.reason, /SPAN/);
  assert.deepEqual(answer.unknown, ["forecast_volatility", "capital"]);
  assert.ok(Math.abs(answer.entry.credit - 50 * answer.entry.per_share) < 0.01);
});

Deno.test("position answer: a report inside its life is named with its day, one behind it as such", async () => {
  using services = await startServices();
  const ask = (expiration: number) =>
    answerOf(services, [{ right: "put", delta: 0.2, expiration, quantity: -1 }], "AAPL");
  const [long, short] = [await ask(90), await ask(30)];
  assert.match(long.events.earnings, /^2027-02-02 \(in 74 days\)/);
  assert.match(long.events.ex_dividend, /^2027-02-10/);
  assert.ok(long.events.dividend > 0);
  assert.equal(short.events.earnings, null);
  assert.equal(short.events.next_earnings_after_it, "2027-02-02");
});

Deno.test("position answer: a call that will be assigned is named with the day before which", async () => {
  using services = await startServices({ at: newYorkInstant("2026-12-17", 11 * 60) });
  const legs: LegInput[] = [{ right: "call", strike: 650, expiration: "2026-12-31", quantity: -1 }];
  const { assignment: [risk] } = await answerOf(services, legs, "SPY");
  assert.equal(risk.option, "call 650 2026-12-31");
  assert.equal(risk.level, "likely");
  assert.equal(risk.before, "2026-12-18");
});

Deno.test("position answer: what nobody bids for is said, and it carries its age", async () => {
  using services = await startServices({ at: newYorkInstant("2026-11-20", 15 * 60) });
  const legs: LegInput[] = [{ right: "put", strike: 600, expiration: 0, quantity: -1 }];
  const answer = await answerOf(services, legs, "SPY");
  assert.match(
    answer.warnings.join(" "),
    /SPY {3}261120P00600000 has no bid: it can be bought at 0\.01 and not be sold\./,
  );
  assert.equal(answer.age_seconds, 2);
  assert.equal(answer.dte, 0);
});

Deno.test("position answer: broken rules are told with what was measured", async () => {
  using services = await startServices({ at: FRIDAY });
  const { rules } = await answerOf(services, [{ right: "put", delta: 0.45, expiration: 7, quantity: -1 }], "AAPL");
  assert.ok(rules.broken.some((text: string) => /about 45 days .* Here: 7\.$/.test(text)));
  assert.ok(rules.broken.some((text: string) => /21 days .* Here: 7\.$/.test(text)));
  assert.ok(rules.met.includes("untested"));
});

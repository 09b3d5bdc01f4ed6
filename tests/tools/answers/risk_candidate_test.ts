import assert from "node:assert/strict";
import { stressBook } from "../../../src/analytics/portfolio/stress.ts";
import { readRisk } from "../../../src/services/portfolio/read_risk.ts";
import type { LegInput } from "../../../src/services/position/leg_input.ts";
import { candidateOf } from "../../../src/tools/answers/risk_candidate.ts";
import { startServices } from "../../support/services.ts";

const day = "2026-12-18";

async function considered(legs: LegInput[], account: string) {
  using services = await startServices();
  const read = await readRisk({ account, candidate: { legs } }, services.context);
  await services.settled();
  assert.ok(read.ok);
  const portfolio = read.value;
  const answer = JSON.parse(JSON.stringify(candidateOf(portfolio, portfolio.candidate!)));
  const rows: Record<string, [number | null, number | null, number | null]> = Object.fromEntries(
    answer.rows.map(([figure, ...values]: [string, number, number, number]) => [figure, values]),
  );
  return { portfolio, candidate: portfolio.candidate!, answer, rows };
}

Deno.test("risk candidate: before, after and change of every figure", async () => {
  const { portfolio: { risk, capital }, candidate, answer, rows } = await considered([
    { underlying: "SPY", expiration: day, right: "put", strike: 750, quantity: -3 },
    { underlying: "SPY", expiration: day, right: "put", strike: 740, quantity: 3 },
  ], "0001");
  assert.equal(answer.position, "SPY put credit spread");
  assert.deepEqual(answer.legs.map(({ quantity }: { quantity: number }) => quantity), [-3, 3]);
  const { legs, spot } = candidate.position;
  const delta = legs.reduce((sum, leg) => sum + leg.quantity * 100 * leg.delta, 0);
  const theta = legs.reduce((sum, leg) => sum + leg.quantity * 100 * leg.theta, 0);
  assert.ok(Math.abs(rows.beta_weighted_delta![2]! - delta) <= 0.005);
  assert.ok(Math.abs(rows.delta_per_percent![2]! - delta * spot / 100) <= 0.5);
  assert.ok(Math.abs(rows.theta![2]! - theta) <= 0.005);
  for (const [figure, [before, after, change]] of Object.entries(rows)) {
    const size = Math.max(Math.abs(before!), Math.abs(after!));
    assert.ok(Math.abs(after! - before! - change!) <= (size >= 1000 ? 1.01 : 0.11), `${figure}`);
  }
  const premium = -legs.reduce((sum, leg) => sum + leg.quantity * 100 * leg.value, 0);
  assert.ok(Math.abs(rows.buying_power_used![2]! - (3000 - premium)) <= 0.51);
  assert.ok(Math.abs(rows.buying_power_used![0]! - capital.buyingPowerUsed!) <= 0.5);
  // The worst cell of the book with it is found anew, and is no better than its loss in the old one allows.
  const { worst } = stressBook(candidate.risk.book, candidate.risk.betas);
  assert.ok(Math.abs(rows.worst_case![1]! - worst.profit) <= 0.5 && worst.profit < risk.stress.worst.profit);
  const key = `share_of_expiration ${day}`;
  assert.deepEqual(Object.keys(rows).slice(-3), ["share_of_underlying SPY", "share_of_sector broad index", key]);
  assert.equal(rows["share_of_underlying SPY"]![0], 0);
});

Deno.test("risk candidate: closing what is held undoes its part of the risk", async () => {
  const { portfolio, rows } = await considered([
    { underlying: "KO", expiration: "2026-12-24", right: "call", strike: 76, quantity: 1 },
    { symbol: "KO", quantity: -100 },
  ], "0002");
  const { underlyings } = portfolio.risk;
  assert.ok(underlyings.get("KO")!.dollarDelta > 0);
  assert.ok(rows["share_of_underlying KO"]![1]! < rows["share_of_underlying KO"]![0]!);
  assert.ok(rows.buying_power_used![2]! < 0, "shares that are sold free what was paid for them");
  assert.ok(rows.worst_case![2]! > 0);
});

Deno.test("risk candidate: buying power of futures is not ours to say", async () => {
  const { answer, rows } = await considered([
    { underlying: "/ES", expiration: day, right: "put", strike: 7500, quantity: -1 },
  ], "0001");
  assert.equal(answer.buying_power, "futures are margined by SPAN");
  assert.deepEqual(rows.buying_power_used!.slice(1), [null, null]);
  assert.equal(typeof rows.buying_power_used![0], "number");
});

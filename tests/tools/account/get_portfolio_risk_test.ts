import assert from "node:assert/strict";
import { startApp, type TestApp } from "../../support/app.ts";
import { legacyRequest, resultOf, type ToolAnswer } from "../../support/clients.ts";

const ask = async (app: TestApp, input: Record<string, unknown> = {}): Promise<ToolAnswer> =>
  await resultOf(
    await app.fetch(legacyRequest("tools/call", { name: "get_portfolio_risk", arguments: input })),
  );

Deno.test("get_portfolio_risk: explain my risk", async () => {
  await using app = await startApp();
  const answer = await ask(app);
  assert.equal(answer.isError, false, answer.text);
  assert.ok(answer.text.length < 8000, `${answer.text.length} characters`);
  const { value } = answer;
  assert.equal(value.weighted_by, "SPY");
  assert.equal(value.accounts.length, 2);
  assert.ok(value.totals.theta > 0 && value.totals.vega < 0, "the demo book sells options");
  assert.ok(value.buying_power_used_percent > 5 && value.buying_power_used_percent < 100);
  assert.equal(value.worst_case.index_move, -20);
  assert.ok(value.worst_case.profit < -20_000 && value.worst_case.losers.length > 3);
  assert.deepEqual(value.unknown, ["beta of BTC/USD, ETH/USD (not moved with the index)"]);
  assert.ok(value.source === "simulator" && value.simulated === true);
});

Deno.test("get_portfolio_risk: what if SPY falls 10 % tomorrow is one call", async () => {
  await using app = await startApp();
  const { value, text } = await ask(app, { spot_move: -10, days: 1 });
  assert.ok(text.length < 4500, `${text.length} characters`);
  assert.ok(value.what_if.profit < 0 && value.what_if.percent_of_net_liq < 0);
  assert.ok(value.what_if.losers.length > 3);
  assert.deepEqual(value.what_if.profit_by_iv_change.length, 3);
});

Deno.test("get_portfolio_risk: a candidate of find_strategies is passed on as it came", async () => {
  await using app = await startApp();
  const found = await resultOf(
    await app.fetch(
      legacyRequest("tools/call", {
        name: "find_strategies",
        arguments: { symbols: ["SPY"], families: ["put_credit_spread"], min_delta: 0.15, max_delta: 0.3, limit: 1 },
      }),
    ),
  );
  assert.equal(found.isError, false, found.text);
  const [candidate] = found.value.legs;
  const answer = await ask(app, { candidate, spot_move: -5 });
  assert.equal(answer.isError, false, answer.text);
  assert.equal(answer.value.candidate.position, "SPY put credit spread");
  assert.ok(answer.value.what_if.profit_with_candidate < answer.value.what_if.profit);
});

Deno.test("get_portfolio_risk: weighed by another index the same book moves by the same dollars", async () => {
  await using app = await startApp();
  const [spy, spx] = [await ask(app), await ask(app, { index: "SPX" })];
  const [one, other] = [spy.value.totals.delta_per_percent, spx.value.totals.delta_per_percent];
  assert.ok(Math.abs(one - other) <= 0.01 * Math.abs(one), `${one} ${other}`);
  assert.ok(Math.abs(spx.value.totals.beta_weighted_delta * 10 / spy.value.totals.beta_weighted_delta - 1) < 0.02);
});

Deno.test("get_portfolio_risk: refusals say what to do", async () => {
  await using app = await startApp();
  for (
    const [input, problem] of [
      [{ account: "nobody" }, /no account is called so/],
      [{ index: "TLT" }, /too little to weigh anything by/],
      [{ candidate: [{ symbol: "SPY" }] }, /candidate leg 1, quantity/],
      [{ spot_move: -100 }, /spot_move/],
    ] as const
  ) {
    const answer = await ask(app, input);
    assert.ok(answer.isError, answer.text);
    assert.match(answer.text, problem);
  }
});

Deno.test("get_portfolio_risk: an account that the broker denies is left out, and all denied is an error", async () => {
  await using app = await startApp();
  app.simulator.faults.add({ kind: "status", status: 403, path: "/accounts/5WS00001/positions" });
  const { value, isError } = await ask(app);
  assert.equal(isError, false);
  assert.deepEqual(value.accounts, ['***0002 "Simulated retirement"']);
  assert.match(value.warnings.join(" "), /\*\*\*0001 is left out/);
  const denied = await ask(app, { account: "0001" });
  assert.ok(denied.isError && /does not permit/.test(denied.text), denied.text);
});

/** Every tool about accounts, at an account in every state it can be in: a clear answer each time, and of the other one the usual. */

import assert from "node:assert/strict";
import { ACCOUNT_STATES, type AccountState } from "../../../src/simulator/customers.ts";
import { startApp, type TestApp } from "../../support/app.ts";
import { connect, legacyRequest } from "../../support/clients.ts";

const [MARGIN, RETIREMENT] = ["5WS00001", "5WS00002"];

/** What is asked of the one account, and of all. */
const TOOLS: Record<string, Record<string, unknown>> = {
  get_portfolio: {},
  get_portfolio_risk: {},
  get_transactions: {},
  get_orders: { status: "all" },
  get_account_history: { since: "1m", changes: true },
};

async function call(app: TestApp, name: string, given: Record<string, unknown>) {
  await using client = await connect(app, "2026-07-28");
  const answer = await client.callTool(name, given);
  assert.ok(answer.text.length <= 20_000, name);
  assert.doesNotMatch(answer.text, /reference [0-9a-f-]{13}/, `${name} broke: ${app.rawLines.at(-2)}`);
  assert.doesNotMatch(answer.text, /5WS0000\d/, `${name} shows a number`);
  return answer;
}

async function readResource(app: TestApp, uri: string) {
  const { result, error } = await (await app.fetch(legacyRequest("resources/read", { uri }))).json();
  return error === undefined ? JSON.parse(result.contents[0].text) : error;
}

for (const state of ACCOUNT_STATES) {
  for (const [tool, given] of Object.entries(TOOLS)) {
    Deno.test(`account states: ${tool} has a clear answer for an account that is ${state.replace("_", " ")}`, async () => {
      await using app = await startApp();
      app.simulator.world.stage(MARGIN, state, app.clock.at);
      const one = await call(app, tool, { ...given, account: "0001" });
      if (state === "denied") {
        assert.ok(one.isError, one.text);
        assert.match(one.text, /permission|scope|may not|not allowed|does not let/i, one.text);
      } else {
        assert.ok(!one.isError, one.text);
      }
      // The other account is there as if nothing had happened, and what is left out is named.
      const all = await call(app, tool, given);
      assert.ok(!all.isError, all.text);
      if (state === "denied") assert.match(all.text, /\*\*\*0001/, `who is left out: ${all.text.slice(0, 300)}`);
      const alone = await call(app, tool, { ...given, account: "0002" });
      assert.ok(!alone.isError, alone.text);
    });
  }
}

for (const state of ACCOUNT_STATES) {
  Deno.test(`account states: the resources have a clear answer for an account that is ${state.replace("_", " ")}`, async () => {
    await using app = await startApp();
    app.simulator.world.stage(MARGIN, state, app.clock.at);
    for (const uri of ["portfolio://positions", "portfolio://balances"]) {
      const all = await readResource(app, uri);
      assert.equal(typeof all, "object");
      assert.doesNotMatch(JSON.stringify(all), /5WS0000\d|Internal|reference [0-9a-f-]{13}/);
      const one = await readResource(app, `${uri}/0001`);
      if (state === "denied") assert.match(String(one.message), /permission|scope|may not|not allowed|does not let/i);
      else assert.equal(one.message, undefined, JSON.stringify(one));
    }
  });
}

Deno.test("account states: a customer without accounts is told so by every tool", async () => {
  await using app = await startApp();
  for (const number of [MARGIN, RETIREMENT]) app.simulator.world.stage(number, "closed" as AccountState, app.clock.at);
  for (const [tool, given] of Object.entries(TOOLS)) {
    const { isError, text } = await call(app, tool, given);
    assert.ok(isError, `${tool}: ${text.slice(0, 200)}`);
    assert.match(text, /no open account/, tool);
  }
});

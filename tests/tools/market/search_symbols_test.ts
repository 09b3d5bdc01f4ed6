import assert from "node:assert/strict";
import { startApp, type TestApp } from "../../support/app.ts";
import { legacyRequest, resultOf, type ToolAnswer } from "../../support/clients.ts";

const ask = async (app: TestApp, input: Record<string, unknown>): Promise<ToolAnswer> =>
  await resultOf(await app.fetch(legacyRequest("tools/call", { name: "search_symbols", arguments: input })));

Deno.test("search_symbols: a beginning and a name are found, with type and whether options trade", async () => {
  await using app = await startApp();
  for (const query of ["aapl", "Apple"]) {
    const { value } = await ask(app, { query });
    assert.deepEqual(value.columns, ["symbol", "type", "options", "market", "description"]);
    assert.deepEqual(value.rows, [["AAPL", "equity", true, "XNAS", "Apple Inc."]]);
    assert.deepEqual([value.found, value.source, value.simulated], [1, "simulator", true]);
  }
});

Deno.test("search_symbols: more than the limit are counted, with the call that shows them", async () => {
  await using app = await startApp();
  const { value } = await ask(app, { query: "a", limit: 3 });
  assert.equal(value.rows.length, 3);
  assert.match(value.more, new RegExp(`^${value.found - 3} more; ask search_symbols with \\{"query":"a",`));
  const again = await ask(app, JSON.parse(value.more.slice(value.more.indexOf("{"))));
  assert.ok(again.text.length < 20_000 && again.value.rows.length === Math.min(50, value.found));
});

Deno.test("search_symbols: only what options trade on, on request", async () => {
  await using app = await startApp();
  const [all, some] = [
    await ask(app, { query: "b", limit: 50 }),
    await ask(app, { query: "b", limit: 50, only_with_options: true }),
  ];
  assert.ok(all.value.rows.some(([, , options]: unknown[]) => options !== true));
  assert.ok(some.value.rows.length > 0);
  assert.ok(some.value.rows.every(([, , options]: unknown[]) => options === true));
});

Deno.test("search_symbols: nothing found is an empty table, and a day later it is asked again", async () => {
  await using app = await startApp();
  const calls = () => app.simulator.requests.filter(({ path }) => path.startsWith("/symbols")).length;
  for (const [wait, count] of [[0, 1], [80_000_000, 1], [7_000_000, 2]] as const) {
    app.clock.at += wait;
    const { value } = await ask(app, { query: "zzzzzz" });
    assert.deepEqual([value.found, value.rows, calls()], [0, [], count]);
  }
});

Deno.test("search_symbols: an empty text and a very long one are refused, a failing broker is explained", async () => {
  await using app = await startApp();
  for (const [query, text] of [[" ", /`query`: is empty/], ["x".repeat(41), /is longer than 40/]] as const) {
    const answer = await ask(app, { query });
    assert.equal(answer.isError, true);
    assert.match(answer.text, text);
  }
  app.simulator.faults.add({ kind: "status", status: 403, path: "/symbols" });
  assert.match((await ask(app, { query: "spy" })).text, /does not permit this login to read symbol search/);
});

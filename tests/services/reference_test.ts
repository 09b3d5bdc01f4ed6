import { createReference } from "../../src/services/reference.ts";
import assert from "node:assert/strict";
import { startServices, type TestServices } from "../support/services.ts";

const DAY = 86_400_000;
const calls = (services: TestServices, path: string): number =>
  services.simulator.requests.filter((request) => request.path.startsWith(path)).length;

Deno.test("reference: a search is kept for a day, and each text is a call of its own", async () => {
  using services = await startServices();
  const { market } = services.context;
  for (const wait of [0, DAY - 1000, 2000]) {
    services.clock.at += wait;
    const read = await market.part(createReference).search.read(["aap", "tsl"], services.context);
    assert.ok(read.ok);
    assert.deepEqual([...read.value.values()].map(({ value }) => value?.found[0]?.symbol), ["AAPL", "TSLA"]);
  }
  assert.equal(calls(services, "/symbols/search/"), 4);
  await services.settled();
});

Deno.test("reference: nothing found is an empty list, also when the broker says 404", async () => {
  using services = await startServices();
  services.simulator.faults.add({ kind: "status", status: 404, path: "/symbols/search", times: 1 });
  for (const text of ["zzzzzz", "qqqqqq"]) {
    const read = await services.context.market.part(createReference).search.read([text], services.context);
    assert.ok(read.ok);
    assert.deepEqual(read.value.get(text)!.value!.found, []);
  }
  await services.settled();
});

Deno.test("reference: many instruments are one call", async () => {
  using services = await startServices();
  const read = await services.context.market.part(createReference).equities.read(
    ["SPY", "AAPL", "SPX", "ZZZZ"],
    services.context,
  );
  assert.ok(read.ok);
  assert.deepEqual(["SPY", "AAPL", "SPX"].map((symbol) => read.value.get(symbol)!.value!.isEtf), [true, false, false]);
  assert.equal(read.value.get("ZZZZ")!.value, null);
  assert.equal(calls(services, "/instruments/equities"), 1);
  await services.settled();
});

Deno.test("reference: session and holidays are asked for apart, one again after a minute, one after a day", async () => {
  using services = await startServices();
  const { market } = services.context;
  for (const wait of [0, 61_000, 61_000]) {
    services.clock.at += wait;
    assert.ok((await market.part(createReference).marketTime.read(["session"], services.context)).ok);
    assert.ok((await market.part(createReference).marketTime.read(["holidays"], services.context)).ok);
  }
  assert.deepEqual([calls(services, "/market-time/sessions"), calls(services, "/market-time/equities")], [3, 1]);
  await services.settled();
});

Deno.test("reference: one customer's lists and searches lie under that customer's prefix", async () => {
  using services = await startServices({ prefix: "user:u1:" });
  const { market } = services.context;
  await market.part(createReference).watchlists.read(["user"], services.context);
  await market.part(createReference).search.read(["aapl"], services.context);
  await services.settled();
  for (const key of ["watchlists:user", "search:aapl"]) {
    assert.notEqual(await services.storage.cache.read(`user:u1:${key}`), null, key);
    assert.equal(await services.storage.cache.read(key), null, key);
  }
});

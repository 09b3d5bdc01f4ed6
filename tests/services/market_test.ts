import assert from "node:assert/strict";
import type { Instrument } from "../../src/core/symbol.ts";
import { startServices } from "../support/services.ts";

const AAPL: Instrument = { type: "equity", symbol: "AAPL" };

Deno.test("market: quotes and metrics lie in the cache under the agreed keys", async () => {
  using services = await startServices();
  await services.context.market.quotes.read([AAPL], services.context);
  await services.context.market.metrics.read(["AAPL"], services.context);
  await services.settled();
  const { cache } = services.storage;
  const quote = await cache.read("quote:AAPL");
  const metrics = await cache.read("metrics:AAPL");
  assert.deepEqual([quote!.expiresAt - quote!.storedAt, metrics!.expiresAt - metrics!.storedAt], [30_000, 600_000]);
});

Deno.test("market: with logins, one customer's data lies under that customer and no other", async () => {
  using services = await startServices({ prefix: "user:01J:" });
  await services.context.market.quotes.read([AAPL], services.context);
  await services.settled();
  assert.notEqual(await services.storage.cache.read("user:01J:quote:AAPL"), null);
  assert.equal(await services.storage.cache.read("quote:AAPL"), null);
});

Deno.test("market: more than a hundred symbols go out in calls of at most a hundred", async () => {
  using services = await startServices();
  const many = Array.from({ length: 150 }, (_, number): Instrument => ({ type: "equity", symbol: `A${number}` }));
  const read = await services.context.market.quotes.read([AAPL, ...many], services.context);
  assert.ok(read.ok);
  assert.equal(read.value.size, 151);
  const calls = services.simulator.requests.filter(({ path }) => path === "/market-data/by-type");
  assert.deepEqual(calls.map(({ status }) => status), [200, 200]);
  await services.settled();
});

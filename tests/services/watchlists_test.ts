import assert from "node:assert/strict";
import { explain } from "../../src/core/failure.ts";
import { findWatchlist } from "../../src/services/watchlists.ts";
import { startServices } from "../support/services.ts";

Deno.test("watchlists: a name finds its list however it is written, the user's own before the broker's", async () => {
  using services = await startServices();
  const own = await findWatchlist("PREMIUM  candidates", services.context);
  assert.ok(own.ok);
  assert.deepEqual([own.value.watchlist.name, own.value.owner], ["Premium candidates", "user"]);
  assert.ok(
    !services.simulator.requests.some(({ path }) => path === "/public-watchlists"),
    "not asked when not needed",
  );
  const broker = await findWatchlist("high-options-volume", services.context);
  assert.ok(broker.ok);
  assert.deepEqual([broker.value.watchlist.name, broker.value.owner], ["High Options Volume", "public"]);
  await services.settled();
});

Deno.test("watchlists: a name that is none is refused with names near it, or with some there are", async () => {
  using services = await startServices();
  const near = await findWatchlist("premium", services.context);
  assert.ok(!near.ok);
  assert.equal(explain(near.failure), 'watchlist: "premium" does not exist. Near it are "Premium candidates".');
  const far = await findWatchlist('"\n}', services.context);
  assert.ok(!far.ok);
  assert.match(explain(far.failure), /^watchlist: "\?\?\?" does not exist\. There are "Premium candidates", /);
  await services.settled();
});

Deno.test("watchlists: the customer's lists are asked for again after a minute, the broker's after an hour", async () => {
  using services = await startServices();
  for (const minutes of [0, 2, 57]) {
    services.clock.at += minutes * 60_000;
    await findWatchlist("liquid etfs", services.context);
  }
  const calls = (path: string) => services.simulator.requests.filter((request) => request.path === path).length;
  assert.deepEqual([calls("/watchlists"), calls("/public-watchlists")], [3, 1]);
  await services.settled();
});

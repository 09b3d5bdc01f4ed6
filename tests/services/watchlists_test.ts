import assert from "node:assert/strict";
import { explain } from "../../src/core/failure.ts";
import { findWatchlist, isAlike, readFreshLists } from "../../src/services/watchlists.ts";
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

Deno.test("watchlists: of several alike the one that is called so to the letter is meant, else none", async () => {
  using services = await startServices();
  const { watchlists } = services.simulator.world;
  for (const name of ["High IV", "high-iv"]) {
    watchlists.put("C5100000001", { name, group: "default", order: 5, entries: [] });
  }
  const exact = await findWatchlist("high-iv", services.context);
  assert.ok(exact.ok && exact.value.watchlist.name === "high-iv");
  const unclear = await findWatchlist("HIGH IV", services.context);
  assert.ok(!unclear.ok);
  assert.equal(
    explain(unclear.failure),
    'watchlist: several are called like "HIGH IV". Write one of them to the letter: "High IV", "high-iv".',
  );
  await services.settled();
});

Deno.test("watchlists: names of marks alone are told apart", () => {
  assert.equal(isAlike("High IV", " high-iv"), true);
  assert.equal(isAlike("***", "!!!"), false);
  assert.equal(isAlike("***", "*** "), true);
});

Deno.test("watchlists: read afresh, the customer's are asked for each time", async () => {
  using services = await startServices();
  for (let turn = 0; turn < 2; turn++) {
    const read = await findWatchlist("Metals/Crypto", services.context, readFreshLists);
    assert.ok(read.ok && read.value.fetchedAt === services.clock.at);
  }
  assert.equal(services.simulator.requests.filter(({ path }) => path === "/watchlists").length, 2);
  await services.settled();
});

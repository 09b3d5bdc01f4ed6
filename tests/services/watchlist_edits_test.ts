import assert from "node:assert/strict";
import { explain } from "../../src/core/failure.ts";
import type { WatchlistEdit } from "../../src/services/watchlist_change.ts";
import { createEditQueue, editWatchlist } from "../../src/services/watchlist_edits.ts";
import { findWatchlist } from "../../src/services/watchlists.ts";
import { startServices, type TestServices } from "../support/services.ts";

const ADA = "C5100000001";
const LIST = "Premium candidates";
const LISTS = "/watchlists";

const stored = ({ simulator }: TestServices, name = LIST) =>
  simulator.world.watchlists.find(ADA, name)?.entries.map(({ symbol }) => symbol) ?? null;

const writes = ({ simulator }: TestServices) =>
  simulator.requests.filter(({ method, path }) => method !== "GET" && path.startsWith(LISTS));

const add = (...symbols: string[]): WatchlistEdit => ({ action: "add", name: LIST, symbols });

Deno.test("watchlist edits: what is read before a change is read from the broker, not from the shelf", async () => {
  using services = await startServices();
  await findWatchlist(LIST, services.context);
  const { watchlists } = services.simulator.world;
  const before = watchlists.find(ADA, LIST)!;
  watchlists.put(ADA, { ...before, order: 7, entries: [{ symbol: "KO", type: "Equity" }] }, before);
  const edited = await editWatchlist(add("PEP"), services.context);
  assert.ok(edited.ok);
  assert.deepEqual(stored(services), ["KO", "PEP"]);
  assert.equal(watchlists.find(ADA, LIST)!.order, 7, "what an edit does not speak of stays");
  await services.settled();
});

Deno.test("watchlist edits: after a change no answer comes from before it", async () => {
  using services = await startServices();
  const count = async () => {
    const found = await findWatchlist(LIST, services.context);
    assert.ok(found.ok);
    return found.value.watchlist.entries.length;
  };
  assert.equal(await count(), 10);
  assert.ok((await editWatchlist(add("KO"), services.context)).ok);
  assert.equal(await count(), 11);
  await services.settled();
});

Deno.test("watchlist edits: changes at the same time in one process are all kept", async () => {
  using services = await startServices();
  const symbols = ["KO", "PEP", "MSFT", "GOOGL", "META"];
  const edited = await Promise.all(symbols.map((symbol) => editWatchlist(add(symbol), services.context)));
  assert.ok(edited.every(({ ok }) => ok));
  assert.deepEqual(stored(services)!.slice(10).sort(), symbols.toSorted());
  await services.settled();
});

Deno.test("watchlist edits: one that fails does not hold up the next", async () => {
  const queue = createEditQueue();
  const order: string[] = [];
  const failing = queue(() => Promise.reject(new Error("a bug")));
  const next = queue(() => Promise.resolve(order.push("next")));
  await assert.rejects(failing, /a bug/);
  await next;
  assert.deepEqual(order, ["next"]);
});

Deno.test("watchlist edits: whatever cannot be read or checked, nothing is written", async () => {
  const edits: [WatchlistEdit, path: string][] = [
    [add("KO"), "/market-data"],
    [add("KO"), LISTS],
    [{ action: "delete", name: LIST }, LISTS],
    [{ action: "create", name: "x", copy_of: "liquid etfs" }, "/public-watchlists"],
    [{ ...add("KO"), name: "liquid etfs" }, "/public-watchlists"],
  ];
  for (const [edit, path] of edits) {
    using services = await startServices();
    services.simulator.faults.add({ kind: "status", status: 502, path });
    const edited = await editWatchlist(edit, services.context);
    assert.ok(!edited.ok && edited.failure.kind === "broker_unavailable", path);
    assert.deepEqual(writes(services), []);
    await services.settled();
  }
});

Deno.test("watchlist edits: a lost answer is looked for, and what was done is told from what is not known", async () => {
  using services = await startServices();
  services.simulator.faults.add({ kind: "half_json", path: `${LISTS}/`, times: 1 });
  const done = await editWatchlist(add("KO"), services.context);
  assert.ok(done.ok && done.value.isReadBack);
  assert.deepEqual(done.value.after!.entries.at(-1)!.symbol, "KO");
  services.simulator.faults.add({ kind: "status", status: 502, path: `${LISTS}/`, times: 1 });
  const unknown = await editWatchlist(add("PEP"), services.context);
  assert.ok(!unknown.ok);
  assert.equal(
    explain(unknown.failure),
    "It is not known whether tastytrade has done this: changing a watchlist (HTTP 502). Look at how things stand before repeating it.",
  );
  assert.equal(writes(services).length, 2);
  services.simulator.faults.add({ kind: "half_json", path: `${LISTS}/`, times: 1 });
  const deleted = await editWatchlist({ action: "delete", name: LIST }, services.context);
  assert.ok(deleted.ok && deleted.value.isReadBack && deleted.value.after === null);
  await services.settled();
});

Deno.test("watchlist edits: a list that vanished between reading and writing is a conflict", async () => {
  using services = await startServices();
  services.simulator.faults.add({ kind: "status", status: 404, path: `${LISTS}/`, times: 1 });
  const edited = await editWatchlist(add("KO"), services.context);
  assert.ok(!edited.ok);
  assert.equal(
    explain(edited.failure),
    'The watchlist "Premium candidates" has changed in the meantime. Read it again, then repeat the change.',
  );
  await services.settled();
});

Deno.test("watchlist edits: what the broker does not permit is said, with the scope that may be lacking", async () => {
  using services = await startServices();
  services.simulator.faults.add({ kind: "status", status: 403, path: `${LISTS}/`, times: 1 });
  const edited = await editWatchlist(add("KO"), services.context);
  assert.ok(!edited.ok);
  assert.match(
    explain(edited.failure),
    /does not permit this login: changing a watchlist\. Nothing was changed\..*"trade"/,
  );
  await services.settled();
});

Deno.test("watchlist edits: who has gone before anything was sent has changed nothing", async () => {
  using services = await startServices();
  const signal = AbortSignal.abort();
  const edited = await editWatchlist({ action: "delete", name: LIST }, { ...services.context, signal });
  assert.deepEqual(edited, { ok: false, failure: { kind: "cancelled" } });
  assert.equal(stored(services)!.length, 10);
  await services.settled();
});

Deno.test("watchlist edits: an undo restores what no longer exists, to the letter", async () => {
  using services = await startServices();
  const { watchlists } = services.simulator.world;
  const entries = [{ symbol: "GONE1", type: "Equity" }, { symbol: "Some Bond", type: null }];
  const before = { name: "Old / stuff", group: "mine", order: 3, entries };
  watchlists.put(ADA, before);
  const deleted = await editWatchlist({ action: "delete", name: "old stuff" }, services.context);
  assert.ok(deleted.ok);
  assert.equal(stored(services, before.name), null);
  const restored = await editWatchlist(deleted.value.undo!, services.context);
  assert.ok(restored.ok);
  assert.deepEqual(watchlists.find(ADA, before.name), before);
  await services.settled();
});

Deno.test("watchlist edits: one that never ends does not keep the others waiting for ever", async () => {
  const queue = createEditQueue(undefined, 5);
  const hanging = Promise.withResolvers<void>();
  const first = queue(() => hanging.promise);
  assert.equal(await queue(() => Promise.resolve("second")), "second");
  hanging.resolve();
  await first;
});

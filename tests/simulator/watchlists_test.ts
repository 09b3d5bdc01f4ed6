import assert from "node:assert/strict";
import { demoCustomers } from "../../src/simulator/customers.ts";
import { createWatchlistShelf, type Watchlist } from "../../src/simulator/watchlists.ts";

const [ada, ben, cleo] = demoCustomers().map(({ externalId }) => externalId) as [string, string, string];

const list = (name: string, order = 9999): Watchlist => ({ name, group: "default", order, entries: [] });

Deno.test("watchlists: the demo customers have theirs from the beginning", () => {
  const shelf = createWatchlistShelf();
  const counts = [ada, ben, cleo].map((customer) => shelf.list(customer).map(({ entries }) => entries.length));
  assert.deepEqual(counts, [[10, 5], [5], []]);
});

Deno.test("watchlists: are listed by their order, equal ones as they were made", () => {
  const shelf = createWatchlistShelf();
  for (const watchlist of [list("b"), list("a"), list("first", 0)]) assert.ok(shelf.put(cleo, watchlist));
  assert.deepEqual(shelf.list(cleo).map(({ name }) => name), ["first", "b", "a"]);
});

Deno.test("watchlists: a list takes another's place, and its name when that is free", () => {
  const shelf = createWatchlistShelf();
  const [a, b] = [list("a"), list("b")];
  assert.ok(shelf.put(cleo, a) && shelf.put(cleo, b));
  assert.equal(shelf.put(cleo, list("b"), a), false);
  assert.equal(shelf.put(cleo, list("a")), false);
  assert.ok(shelf.put(cleo, list("c"), a));
  assert.deepEqual(shelf.list(cleo).map(({ name }) => name), ["c", "b"]);
  assert.ok(shelf.put(cleo, { ...b, group: "x" }, b));
  assert.equal(shelf.find(cleo, "b")!.group, "x");
});

Deno.test("watchlists: what is removed is gone, for its customer only", () => {
  const shelf = createWatchlistShelf();
  const mine = list("Wheel");
  shelf.put(ada, mine);
  shelf.remove(ada, mine);
  assert.equal(shelf.find(ada, "Wheel"), null);
  assert.ok(shelf.find(ben, "Wheel"));
});

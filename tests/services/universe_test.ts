import assert from "node:assert/strict";
import { readUniverse } from "../../src/services/universe.ts";
import { startServices } from "../support/services.ts";

Deno.test("universe: symbols are underlyings, other kinds, or none at all; each once", async () => {
  using services = await startServices();
  const symbols = ["spy", "SPY", "brk.b", "$SPX", "/ESZ6", "/es", "BTC-USD", "AAPL  261218C00300000", "🚀"];
  const read = await readUniverse({ symbols }, services.context);
  assert.ok(read.ok);
  assert.deepEqual(read.value.symbols, ["SPY", "BRK/B", "SPX"]);
  assert.deepEqual(read.value.otherKinds, ["/ESZ6", "/ES", "BTC/USD", "AAPL  261218C00300000"]);
  assert.equal(read.value.failures.length, 1);
  assert.equal(read.value.watchlist, null);
});

Deno.test("universe: a watchlist's entries are sorted the same way", async () => {
  using services = await startServices();
  const read = await readUniverse({ watchlist: "metals/crypto" }, services.context);
  assert.ok(read.ok);
  assert.deepEqual(read.value.symbols, ["GLD", "SLV", "GDX"]);
  assert.deepEqual(read.value.otherKinds, ["BTC/USD", "ETH/USD"]);
  assert.deepEqual(read.value.watchlist, { name: "Metals/Crypto", owner: "user", entries: 5, source: "simulator" });
  await services.settled();
});

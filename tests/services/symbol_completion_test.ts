import assert from "node:assert/strict";
import { completeSymbol } from "../../src/services/symbol_completion.ts";
import { startServices } from "../support/services.ts";

Deno.test("symbol completion: what the customer watches comes first, each symbol once", async () => {
  using services = await startServices();
  const values = await completeSymbol("a", services.context);
  assert.deepEqual(values.slice(0, 2), ["AAPL", "AMD"], "from the demo customer's list");
  assert.ok(values.includes("ABBV"));
  assert.equal(new Set(values).size, values.length);
  await services.settled();
});

Deno.test("symbol completion: before anything is typed the customer's own symbols are offered, and nobody searches", async () => {
  using services = await startServices();
  const values = await completeSymbol(" ", services.context);
  assert.ok(values.includes("SPY") && values.includes("BTC/USD"));
  assert.ok(!services.simulator.requests.some(({ path }) => path.startsWith("/symbols")));
  await services.settled();
});

Deno.test("symbol completion: a part that fails is left out", async () => {
  using services = await startServices();
  services.simulator.faults.add({ kind: "status", status: 403, path: "/watchlists" });
  assert.deepEqual(await completeSymbol("tsl", services.context), ["TSLA"]);
  services.simulator.faults.add({ kind: "status", status: 403, path: "/symbols" });
  assert.deepEqual(await completeSymbol("aap", services.context), []);
  await services.settled();
});

import assert from "node:assert/strict";
import { readSymbolCard } from "../../src/services/symbol_card.ts";
import { startServices } from "../support/services.ts";

Deno.test("symbol card: a share has all its parts, a coin only its quote", async () => {
  using services = await startServices();
  const share = await readSymbolCard({ type: "equity", symbol: "AAPL" }, services.context);
  assert.ok(share.ok);
  assert.deepEqual([share.value.quote.symbol, share.value.equity?.symbol, share.value.metrics?.symbol], [
    "AAPL",
    "AAPL",
    "AAPL",
  ]);
  const coin = await readSymbolCard({ type: "cryptocurrency", symbol: "BTC/USD" }, services.context);
  assert.ok(coin.ok);
  assert.deepEqual([coin.value.equity, coin.value.metrics, coin.value.failures], [null, null, []]);
  await services.settled();
});

Deno.test("symbol card: what cannot be had is missing with its reason, but for the quote", async () => {
  using services = await startServices();
  services.simulator.faults.add({ kind: "status", status: 403, path: "/market-metrics" });
  services.simulator.faults.add({ kind: "status", status: 403, path: "/instruments" });
  const partial = await readSymbolCard({ type: "equity", symbol: "AAPL" }, services.context);
  assert.ok(partial.ok);
  assert.deepEqual(partial.value.failures.map((failure) => "endpoint" in failure && failure.endpoint), [
    "market metrics",
    "equities",
  ]);
  services.simulator.faults.clear();
  const unknown = await readSymbolCard({ type: "equity", symbol: "ZZZZ" }, services.context);
  assert.ok(!unknown.ok);
  assert.deepEqual(unknown.failure, { kind: "not_found", subject: "ZZZZ" });
  await services.settled();
});

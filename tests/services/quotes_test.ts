import assert from "node:assert/strict";
import type { Instrument } from "../../src/core/symbol.ts";
import { readQuotes } from "../../src/services/quotes.ts";
import { startServices } from "../support/services.ts";

const equity = (symbol: string): Instrument => ({ type: "equity", symbol });
const VIX: Instrument = { type: "index", symbol: "VIX" };
const BITCOIN: Instrument = { type: "cryptocurrency", symbol: "BTC/USD" };

Deno.test("quotes: they come in the order asked for, and those the broker does not know apart", async () => {
  using services = await startServices();
  const read = await readQuotes([equity("SPY"), equity("ZZZZ"), BITCOIN, VIX, equity("AAPL")], services.context);
  assert.ok(read.ok);
  assert.deepEqual(read.value.quotes.map(({ symbol }) => symbol), ["SPY", "BTC/USD", "VIX", "AAPL"]);
  assert.deepEqual(read.value.notFound, ["ZZZZ"]);
  await services.settled();
});

Deno.test("quotes: metrics are asked for shares and indices only, and not at all when there are none", async () => {
  using services = await startServices();
  await readQuotes([BITCOIN], services.context);
  assert.ok(!services.simulator.requests.some(({ path }) => path === "/market-metrics"));
  const read = await readQuotes([BITCOIN, equity("AAPL")], services.context);
  assert.ok(read.ok);
  assert.equal(read.value.quotes[0]!.figures.iv_rank, null);
  assert.equal(typeof read.value.quotes[1]!.figures.iv_rank, "number");
  await services.settled();
});

Deno.test("quotes: each market keeps its own hours", async () => {
  const sunday = Date.UTC(2026, 10, 22, 23, 30);
  using services = await startServices({ at: sunday });
  const future: Instrument = { type: "future", symbol: "/ESZ6" };
  const read = await readQuotes([equity("SPY"), future, BITCOIN], services.context);
  assert.ok(read.ok);
  assert.deepEqual(read.value.quotes.map(({ session }) => session), ["closed", "open", "open"]);
  await services.settled();
});

Deno.test("quotes: prices survive a failure of the metrics, not the other way round", async () => {
  using services = await startServices();
  services.simulator.faults.add({ kind: "status", status: 403, path: "/market-metrics" });
  const read = await readQuotes([equity("AAPL")], services.context);
  assert.ok(read.ok);
  assert.deepEqual(read.value.metricsFailure, { kind: "forbidden", endpoint: "market metrics" });
  services.simulator.faults.clear();
  services.simulator.faults.add({ kind: "status", status: 403, path: "/market-data" });
  assert.equal((await readQuotes([equity("MSFT")], services.context)).ok, false);
  await services.settled();
});

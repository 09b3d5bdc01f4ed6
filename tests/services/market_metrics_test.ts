import assert from "node:assert/strict";
import { readMetrics } from "../../src/services/market_metrics.ts";
import { startServices, type TestServices } from "../support/services.ts";

const calls = (services: TestServices, path: string): number =>
  services.simulator.requests.filter((request) => request.path === path).length;

Deno.test("market metrics: rows come in the order asked for, the unknown apart", async () => {
  using services = await startServices();
  const read = await readMetrics(["TSLA", "ZZZZ", "AAPL"], services.context);
  assert.ok(read.ok);
  assert.deepEqual(read.value.rows.map(({ symbol }) => symbol), ["TSLA", "AAPL"]);
  assert.deepEqual(read.value.notFound, ["ZZZZ"]);
  assert.equal(read.value.source, "simulator");
  await services.settled();
});

Deno.test("market metrics: funds and indices never report, which one call a day finds out", async () => {
  using services = await startServices();
  for (let minute = 0; minute < 60; minute += 15) {
    const read = await readMetrics(["SPX", "SPY", "AAPL"], services.context);
    assert.ok(read.ok);
    assert.deepEqual(read.value.rows.map(({ earnings }) => earnings.kind), ["none", "none", "expected"]);
    services.clock.at += 15 * 60_000;
  }
  assert.deepEqual([calls(services, "/market-metrics"), calls(services, "/instruments/equities")], [4, 1]);
  await services.settled();
});

Deno.test("market metrics: without knowing the kinds nobody is taken for a fund", async () => {
  using services = await startServices();
  services.simulator.faults.add({ kind: "status", status: 403, path: "/instruments/equities" });
  const read = await readMetrics(["SPX", "SPY"], services.context);
  assert.ok(read.ok);
  assert.deepEqual(read.value.rows.map(({ earnings }) => earnings.kind), ["none", "unknown"]);
  assert.equal(read.value.kindFailure?.kind, "forbidden");
  await services.settled();
});

Deno.test("market metrics: a date that lies behind is a report that has been made", async () => {
  using services = await startServices();
  const symbols = [...services.simulator.market.prices.listings.values()].filter(({ kind }) => kind === "stock")
    .map(({ symbol }) => symbol);
  const read = await readMetrics(symbols, services.context);
  assert.ok(read.ok);
  for (const { symbol, earnings } of read.value.rows) {
    assert.ok(earnings.kind === "expected" || earnings.kind === "reported", symbol);
    assert.equal(earnings.day < "2026-11-20", earnings.kind === "reported", symbol);
  }
  assert.ok(read.value.rows.some(({ earnings }) => earnings.kind === "reported"), "some have reported lately");
  await services.settled();
});

Deno.test("market metrics: a dividend date that lies behind is not the next one", async () => {
  using services = await startServices();
  const read = await readMetrics(["AAPL", "MSFT", "KO", "JPM", "SPY", "TLT", "XOM"], services.context);
  assert.ok(read.ok);
  for (const { symbol, nextExDay } of read.value.rows) {
    assert.ok(nextExDay === null || nextExDay >= "2026-11-20", symbol);
  }
  assert.ok(read.value.rows.some(({ nextExDay }) => nextExDay !== null));
  await services.settled();
});

Deno.test("market metrics: without metrics there is nothing", async () => {
  using services = await startServices();
  services.simulator.faults.add({ kind: "status", status: 403, path: "/market-metrics" });
  const read = await readMetrics(["SPY"], services.context);
  assert.equal(read.ok, false);
});

import assert from "node:assert/strict";
import { readUnderlyings } from "../../../src/services/portfolio/underlyings.ts";
import { startServices } from "../../support/services.ts";

Deno.test("underlyings: prices, sector and what lies ahead, in one question each", async () => {
  using services = await startServices();
  const read = await readUnderlyings(["AAPL", "SPX", "/ESZ6", "BTC/USD", "912828ZT0"], services.context);
  assert.ok(read.ok);
  const { facts, failures } = read.value;
  assert.deepEqual([failures, facts.size], [[], 5]);
  const apple = facts.get("AAPL")!;
  assert.equal(apple.sector, "Technology");
  assert.ok(apple.price! > 100 && apple.previousClose! > 100 && apple.beta! > 0.5 && apple.impliedVolatility! < 1);
  assert.ok(apple.earnings!.day > "2026-11-20" && apple.earnings!.isEstimated);
  assert.ok(apple.exDividendDay! > "2026-11-20" && apple.dividendPerShare! > 0);
  assert.ok(facts.get("SPX")!.price! > 5000 && facts.get("SPX")!.earnings === null);
  for (const symbol of ["/ESZ6", "BTC/USD"]) {
    const { price, sector, beta } = facts.get(symbol)!;
    assert.ok(price! > 1000);
    assert.deepEqual([sector, beta], [null, null]);
  }
  assert.deepEqual([facts.get("912828ZT0")!.instrument, facts.get("912828ZT0")!.price], [null, null]);
  const asked = services.simulator.requests.map(({ path }) => path).filter((path) => path !== "/oauth/token");
  assert.deepEqual(asked.sort(), ["/market-data/by-type", "/market-metrics"]);
  await services.settled();
});

Deno.test("underlyings: without metrics there are prices, and the reason", async () => {
  using services = await startServices();
  services.simulator.faults.add({ kind: "status", status: 403, path: "/market-metrics" });
  const read = await readUnderlyings(["AAPL"], services.context);
  assert.ok(read.ok);
  const { facts, failures } = read.value;
  assert.deepEqual(failures.map(({ kind }) => kind), ["forbidden"]);
  const { price, beta, sector, earnings, exDividendDay } = facts.get("AAPL")!;
  assert.ok(price! > 100 && beta !== null, "a snapshot knows the beta, too");
  assert.deepEqual([sector, earnings, exDividendDay], [null, null, null]);
  await services.settled();
});

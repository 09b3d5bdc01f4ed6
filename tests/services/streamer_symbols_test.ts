import assert from "node:assert/strict";
import type { Instrument } from "../../src/core/symbol.ts";
import { readStreamerSymbol } from "../../src/services/streamer_symbols.ts";
import { formatFutureOption } from "../../src/simulator/market/future_options.ts";
import { startServices } from "../support/services.ts";

Deno.test("streamer symbols: most follow a rule, and nobody is asked", async () => {
  using services = await startServices();
  const instruments: [Instrument, string][] = [
    [{ type: "equity", symbol: "BRK/B" }, "BRK/B"],
    [{ type: "equity_option", symbol: "SPY   261218C00650500" }, ".SPY261218C650.5"],
    [{ type: "future", symbol: "/ESZ6" }, "/ESZ26:XCME"],
    [{ type: "cryptocurrency", symbol: "BTC/USD" }, "BTC/USD:CXTALP"],
  ];
  for (const [instrument, streamer] of instruments) {
    assert.deepEqual(await readStreamerSymbol(instrument, services.context), { ok: true, value: streamer });
  }
  assert.equal(services.simulator.requests.length, 0);
});

Deno.test("streamer symbols: an option on a future is looked up once a day", async () => {
  using services = await startServices();
  const { futureOptions } = services.simulator.market;
  const product = futureOptions.products.get("ES")!;
  const expiration = futureOptions.expirations(product, services.clock.at)[3]!;
  const strike = futureOptions.strikes(expiration, services.clock.at)[10]!;
  const symbol = formatFutureOption({ ...expiration, right: "put", strike });
  for (let ask = 0; ask < 2; ask++) {
    const read = await readStreamerSymbol({ type: "future_option", symbol }, services.context);
    assert.ok(read.ok);
    assert.match(read.value, new RegExp(`^\\./\\w+P${strike}:XCME$`));
  }
  assert.equal(services.simulator.requests.filter(({ path }) => path.startsWith("/instruments")).length, 1);
  await services.settled();
});

Deno.test("streamer symbols: what the broker does not know is not found", async () => {
  using services = await startServices();
  const unknown: Instrument = { type: "future_option", symbol: "./ESZ6 EW9Z6 261204P6260" };
  const read = await readStreamerSymbol(unknown, services.context);
  assert.ok(!read.ok);
  assert.equal(read.failure.kind, "not_found");
});

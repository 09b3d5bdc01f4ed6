import assert from "node:assert/strict";
import { marketSymbol } from "../../src/resources/market_symbol.ts";
import { startServices } from "../support/services.ts";

// deno-lint-ignore no-explicit-any -- the card of each kind has parts of its own
async function card(symbol: string): Promise<any> {
  using services = await startServices();
  const read = await marketSymbol.read(symbol, services.context);
  await services.settled();
  return read.ok ? read.value : read.failure;
}

Deno.test("market://symbol: a share's card has its name, prices, metrics and term structure, and is small", async () => {
  const value = await card("brk.b");
  assert.deepEqual(value.instrument, {
    description: "Berkshire Hathaway Inc. Class B",
    kind: "share",
    listed_market: "XNYS",
  });
  assert.ok(value.quote.bid < value.quote.ask);
  assert.ok(value.metrics.iv_rank >= 0 && value.metrics.term_structure.rows.length > 4);
  assert.deepEqual([value.symbol, value.session, value.simulated], ["BRK/B", "open", true]);
  assert.ok(JSON.stringify(value).length < 3000);
});

Deno.test("market://symbol: a fund and an index are called so", async () => {
  assert.equal((await card("SPY")).instrument.kind, "fund");
  assert.equal((await card("SPX")).instrument.kind, "index");
});

Deno.test("market://symbol: an option has greeks, a future and a coin their quote", async () => {
  const option = await card("SPY 261218C00780000");
  assert.ok(option.greeks.delta > 0 && option.greeks.delta < 1);
  for (const symbol of ["/ESZ6", "btc-usd"]) {
    const value = await card(symbol);
    assert.ok(value.quote.last > 0);
    assert.deepEqual([value.instrument, value.metrics], [undefined, undefined]);
  }
});

Deno.test("market://symbol: what does not exist is not found, and nonsense is refused", async () => {
  assert.equal((await card("ZZZZ")).kind, "not_found");
  assert.equal((await card("🚀")).kind, "invalid");
});

Deno.test("market://symbol: values are completed from what the customer watches, then by search", async () => {
  using services = await startServices();
  const values = await marketSymbol.complete!("a", services.context);
  assert.ok(values.indexOf("AAPL") < values.indexOf("ABBV"));
  await services.settled();
});

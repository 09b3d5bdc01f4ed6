import assert from "node:assert/strict";
import { type Json, startClient } from "../client.ts";

const { get } = startClient();
const list = async (query = ""): Promise<Json[]> =>
  (await get(`/instruments/cryptocurrencies${query}`)).body.data.items;

Deno.test("cryptocurrencies: each is found by its symbol, as it stands in the list, in a body without a path", async () => {
  const coins = await list();
  assert.equal(coins.length, 10);
  for (const coin of coins) {
    for (const path of [coin.symbol, encodeURIComponent(coin.symbol)]) {
      const { status, body } = await get(`/instruments/cryptocurrencies/${path}`);
      assert.deepEqual([status, body], [200, { data: coin }], path);
    }
  }
});

Deno.test("cryptocurrencies: a coin says how finely it is divided, and where it is traded", async () => {
  const [{ "destination-venue-symbols": venues, ...bitcoin }] = await list("?symbol[]=BTC%2FUSD") as [Json];
  assert.deepEqual(bitcoin, {
    "id": 1,
    "symbol": "BTC/USD",
    "instrument-type": "Cryptocurrency",
    "short-description": "Bitcoin",
    "description": "Bitcoin to USD",
    "is-closing-only": false,
    "active": true,
    "tick-size": "0.01",
    "streamer-symbol": "BTC/USD:CXTALP",
  });
  assert.deepEqual([venues[0].symbol, venues[0]["max-quantity-precision"], venues[0].routable], ["BTC", 8, true]);
});

Deno.test("cryptocurrencies: unknown symbols are left out of lists, and not found alone", async () => {
  const symbols = (await list("?symbol=ETH/USD,BTC,NOPE/USD")).map(({ symbol }) => symbol);
  assert.deepEqual(symbols, ["ETH/USD"]);
  for (const symbol of ["BTC", "NOPE%2FUSD"]) {
    const { status, body } = await get(`/instruments/cryptocurrencies/${symbol}`);
    assert.deepEqual([status, body.error.code], [404, "record_not_found"], symbol);
  }
});

Deno.test("cryptocurrencies: quantities are precise to eight places, those of shares to five", async () => {
  const { items } = (await get("/instruments/quantity-decimal-precisions")).body.data;
  assert.equal(items.length, 11);
  const bitcoin = { "instrument-type": "Cryptocurrency", "symbol": "BTC/USD", "value": 8 };
  assert.deepEqual(items[0], { ...bitcoin, "minimum-increment-precision": 8 });
  assert.deepEqual(items.at(-1), { "instrument-type": "Equity", "value": 5, "minimum-increment-precision": 0 });
});

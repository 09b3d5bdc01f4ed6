import assert from "node:assert/strict";
import { type Json, startClient } from "../client.ts";

async function search(fragment: string): Promise<Json[]> {
  const { status, body } = await startClient().get(`/symbols/search/${encodeURIComponent(fragment)}`);
  assert.equal(status, 200);
  return body.data.items;
}

const symbols = async (fragment: string) => (await search(fragment)).map((item) => item.symbol);

Deno.test("symbol search: by the beginning of the symbol, in capitals or not", async () => {
  assert.deepEqual(await symbols("AAP"), ["AAPL"]);
  assert.deepEqual(await symbols("xl"), ["XLB", "XLC", "XLE", "XLF", "XLI", "XLK", "XLP", "XLRE", "XLU", "XLV", "XLY"]);
  assert.deepEqual(await symbols("BRK/"), ["BRK/B"]);
});

Deno.test("symbol search: the symbol itself first, then symbols that begin so, then names with such a word", async () => {
  const found = await symbols("C");
  assert.deepEqual(found.slice(0, 3), ["C", "CAT", "CCL"]);
  assert.ok(found.indexOf("CVX") < found.indexOf("/CLF7") && found.indexOf("/CLF7") < found.indexOf("AI"));
  const gold = await symbols("GOLD");
  for (const symbol of ["GLD", "GDX", "GS", "/GCZ6"]) assert.ok(gold.includes(symbol), symbol);
  assert.deepEqual(await symbols("coca-cola"), ["KO"]);
  assert.deepEqual(await symbols("ola"), []);
});

Deno.test("symbol search: futures with their slash and without, and cryptocurrencies", async () => {
  const futures = await symbols("/ES");
  assert.ok(futures.length === 5 && futures.every((symbol) => /^\/ES[HMUZ]\d$/.test(symbol)), futures.join());
  assert.deepEqual((await symbols("ES")).slice(0, 5), futures);
  assert.deepEqual(await symbols("BTC/"), ["BTC/USD"]);
});

Deno.test("symbol search: each row says what it is and whether options trade on it", async () => {
  const row = async (symbol: string) => {
    const { "instrument-type": type, options, description } = (await search(symbol))[0];
    return [type, options, description];
  };
  assert.deepEqual(await row("AAPL"), ["Equity", true, "Apple Inc."]);
  assert.deepEqual(await row("SPX"), ["Index", true, "S&P 500 Index"]);
  assert.deepEqual(await row("/ESZ6"), ["Future", true, "E-Mini S&P 500 Dec 2026"]);
  assert.deepEqual(await row("/MESZ6"), ["Future", false, "Micro E-Mini S&P 500 Dec 2026"]);
  assert.deepEqual(await row("ETH/USD"), ["Cryptocurrency", false, "Ethereum to US Dollar"]);
});

Deno.test("symbol search: what nothing is called finds nothing, and a letter not everything", async () => {
  for (const fragment of ["NOPE", " ", "*", "%"]) assert.deepEqual(await symbols(fragment), []);
  assert.equal((await symbols("S")).length, 50);
});

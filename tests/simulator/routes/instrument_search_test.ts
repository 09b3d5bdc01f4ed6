import assert from "node:assert/strict";
import { type Json, startClient } from "../client.ts";

const { get } = startClient();
const search = async (query: string): Promise<string> =>
  (await get(`/instruments/search?${query}`)).body.data.items.map(({ symbol }: Json) => symbol).join(" ");

Deno.test("instrument search: the symbol itself comes first, then what begins with it, then names", async () => {
  assert.equal(await search("query=apple"), "AAPL");
  assert.match(await search("query=c"), /^C COIN CVX COST CRM .* VIX /);
  assert.match(await search("query=ES"), /^\/ESZ6 \/ESH7 /);
  assert.equal(await search("query=%2FESZ6"), "/ESZ6");
  assert.match(await search("query=btc"), /^BTC\/USD/);
  assert.equal(await search("query=qqqqq"), "");
});

Deno.test("instrument search: kind, exchange and day narrow it, and a limit ends it", async () => {
  assert.equal(await search("query=gold&type=Future,Cryptocurrency&limit=2"), "/GCZ6 /GCG7");
  assert.match(await search("query=gold&type=Equity"), /GLD/);
  assert.equal(await search("query=gold&type=Equity&exchange=XNYS"), "GS");
  assert.equal(await search("query=ESU&type=Future&from-date=2027-09-17"), "/ESU7");
  assert.equal(await search("query=ESU&type=Future&from-date=2027-09-18"), "");
  assert.equal((await search("query=a")).split(" ").length, 25);
  assert.ok((await search("query=a&limit=100")).split(" ").length > 25);
});

Deno.test("instrument search: an entry says what it is, and when it ends if it does", async () => {
  const { body } = await get("/instruments/search?query=ESZ6");
  assert.deepEqual(body, {
    data: {
      items: [{
        "symbol": "/ESZ6",
        "description": "E-Mini S&P 500",
        "exchange": "CME",
        "instrument-type": "Future",
        "stops-trading-at": "2026-12-18T14:30:00.000+00:00",
      }],
    },
    context: "/instruments/search",
  });
  assert.ok(!("stops-trading-at" in (await get("/instruments/search?query=AAPL")).body.data.items[0]));
});

Deno.test("instrument search: it needs something to look for, and a limit of a hundred at most", async () => {
  for (const [query, domain] of [["", "query"], ["query=", "query"], ["query=a&limit=101", "limit"]]) {
    const { status, body } = await get(`/instruments/search?${query}`);
    assert.deepEqual([status, body.error.errors[0].domain], [400, domain], query);
  }
});

import assert from "node:assert/strict";
import { newYorkInstant } from "../../../src/core/calendar.ts";
import { type Json, startClient } from "../client.ts";

const client = startClient();
const { get } = client;
const list = async (query: string): Promise<Json[]> => (await get(`/instruments/futures${query}`)).body.data.items;
const symbols = async (query: string) => (await list(query)).map(({ symbol }) => symbol).sort().join(" ");
const ES = "/ESH7 /ESM7 /ESU7 /ESZ6 /ESZ7";

Deno.test("futures: a contract says its terms, its product and the fund that is like it", async () => {
  const { status, body } = await get("/instruments/futures/ESZ6");
  assert.equal(status, 200);
  const { "future-product": product, "future-etf-equivalent": fund, "security-id": security, ...terms } = body.data;
  assert.deepEqual(terms, {
    "symbol": "/ESZ6",
    "product-code": "ES",
    "exchange": "CME",
    "exchange-symbol": "ESZ6",
    "contract-size": "50.0",
    "tick-size": "0.25",
    "notional-multiplier": "50.0",
    "main-fraction": "0.0",
    "sub-fraction": "0.0",
    "display-factor": "0.01",
    "last-trade-date": "2026-12-18",
    "expiration-date": "2026-12-18",
    "closing-only-date": "2026-12-18",
    "active": true,
    "active-month": true,
    "next-active-month": false,
    "is-closing-only": false,
    "is-tradeable": true,
    "back-month-first-calendar-symbol": true,
    "stops-trading-at": "2026-12-18T14:30:00.000+00:00",
    "expires-at": "2026-12-18T14:30:00.000+00:00",
    "product-group": "CME_ES",
    "roll-target-symbol": "/ESH7",
    "streamer-exchange-code": "XCME",
    "streamer-symbol": "/ESZ26:XCME",
    "tick-sizes": [{ value: "0.25" }],
    "option-tick-sizes": [{ threshold: "5.0", value: "0.05" }, { value: "0.25" }],
    "spread-tick-sizes": ["/ESH7", "/ESM7", "/ESU7", "/ESZ7"].map((symbol) => ({ value: "0.25", symbol })),
  });
  assert.match(security, /^\d+$/);
  assert.equal(fund.symbol, "SPY");
  const { [terms.symbol]: future } = await client.quotes({ future: terms.symbol });
  const { SPY } = await client.quotes({ equity: "SPY" });
  assert.ok(Math.abs(fund["share-quantity"] - 50 * future.mark / SPY.mark) <= 0.5);
  const alone = (await get("/instruments/future-products/CME/ES")).body.data;
  delete alone["option-products"];
  assert.deepEqual(product, alone);
});

Deno.test("futures: the slash may be left out, encoded or not", async () => {
  for (const path of ["/ESZ6", "//ESZ6", "/%2FESZ6"]) {
    const { status, body } = await get(`/instruments/futures${path}`);
    assert.deepEqual([status, body.data.symbol, body.context], [200, "/ESZ6", `/instruments/futures${path}`]);
  }
  assert.equal(await symbols("?symbol[]=ESZ6&symbol[]=%2FCLF7"), "/CLF7 /ESZ6");
});

Deno.test("futures: lists are of symbols, or of products, or of all there is", async () => {
  assert.equal(await symbols("?product-code[]=ES"), ES);
  assert.equal(await symbols("?product-code=ES&product-code=ZN"), `${ES} /ZNH7 /ZNM7 /ZNZ6`);
  assert.equal(await symbols("?product-code=ES,ZN"), `${ES} /ZNH7 /ZNM7 /ZNZ6`);
  assert.equal(await symbols("?symbol[]=/NQZ6&product-code[]=ES"), "/NQZ6");
  assert.equal(await symbols("?symbol[]=/ESZ9&product-code[]=ES"), "");
  assert.equal(await symbols("?product-code[]=ES&exchange=CFE"), "");
  const all = (await get("/instruments/futures")).body;
  assert.ok(all.data.items.length > 80 && all.pagination["total-items"] === all.data.items.length);
  const security = all.data.items[3]["security-id"];
  assert.ok((await list(`?security-id[]=${security}`)).some(({ symbol }) => symbol === all.data.items[3].symbol));
});

Deno.test("futures: what is not listed is not found", async () => {
  for (const symbol of ["/ESZ9", "ES", "/ESX6", "AAPL", "/ESZ6/Z"]) {
    const { status, body } = await get(`/instruments/futures/${encodeURIComponent(symbol)}`);
    assert.deepEqual([status, body.error.code], [404, "record_not_found"], symbol);
    assert.match(body.error.message, /^Couldn't find Future\. /);
  }
});

Deno.test("futures: one month of each product is active, one is next, and traders roll before the end", async () => {
  const rolesOf = (items: Json[]) =>
    ["active-month", "next-active-month"].map((key) =>
      items.filter((item) => item[key]).map(({ symbol }) => symbol).join()
    );
  for (const [code, items] of Map.groupBy(await list(""), (item) => item["product-code"])) {
    const [active, next] = rolesOf(items);
    assert.ok(/^\/\w+$/.test(active!) && /^\/\w+$/.test(next!), `${code}: ${active} ${next}`);
  }
  const on = async (day: string) => {
    const own = startClient({ at: newYorkInstant(day, 12 * 60) });
    return (await own.get("/instruments/futures?product-code[]=ES")).body.data.items;
  };
  assert.deepEqual(rolesOf(await on("2026-12-14")), ["/ESZ6", "/ESH7"]);
  const rolled = await on("2026-12-15");
  assert.deepEqual(rolesOf(rolled), ["/ESH7", "/ESM7"]);
  const targets = rolled.map((item: Json) => `${item.symbol} ${item["roll-target-symbol"] ?? "-"}`).sort();
  assert.deepEqual(targets, ["/ESH7 /ESM7", "/ESM7 -", "/ESU7 -", "/ESZ6 /ESH7", "/ESZ7 -"]);
});

Deno.test("futures: what is delivered can only be closed from the day before its first notice", async () => {
  const gold = async (day: string) => {
    const own = startClient({ at: newYorkInstant(day, 12 * 60) });
    const { data } = (await own.get("/instruments/futures/GCZ6")).body;
    return [data["first-notice-date"], data["closing-only-date"], data["is-closing-only"]];
  };
  assert.deepEqual(await gold("2026-11-26"), ["2026-11-30", "2026-11-27", false]);
  assert.deepEqual(await gold("2026-11-27"), ["2026-11-30", "2026-11-27", true]);
});

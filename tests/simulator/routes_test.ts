/** Walks the simulated broker's endpoints, subject by subject. */

import assert from "node:assert/strict";
import { SIMULATED_CREDENTIALS } from "../../src/simulator/simulator.ts";
import { FRIDAY, type Json, startClient } from "./client.ts";

const EVENING = Date.UTC(2026, 10, 20, 22, 30);
Deno.test("customers: the customer is me, in an envelope with its path", async () => {
  const { status, body } = await startClient().get("/customers/me?allow-missing=true");
  assert.equal(status, 200);
  assert.equal(body.context, "/customers/me");
  assert.equal(body.data.id, "me");
  assert.equal(body.data["has-delayed-quotes"], false);
  assert.equal(body.data["permitted-account-types"][0].is_tax_advantaged, false);
});

Deno.test("accounts: two, each with its authority; one by number; others are not found", async () => {
  const { get } = startClient();
  const { body } = await get("/customers/me/accounts");
  assert.equal(body.context, "/customers/me/accounts");
  assert.equal(body.data.items.length, 2);
  for (const item of body.data.items) {
    assert.equal(item["authority-level"], "owner");
    const one = await get(`/customers/me/accounts/${item.account["account-number"]}`);
    assert.deepEqual(one.body.data, item.account);
  }
  const missing = await get("/customers/me/accounts/5WX99999");
  assert.deepEqual([missing.status, missing.body.error.code], [404, "record_not_found"]);
  assert.match(missing.body.error.message, /^Couldn't find Account\. Unique customer support identifier: /);
});

Deno.test("accounts: each customer sees their own only, and who funded none has an empty list", async () => {
  const seen = await Promise.all(SIMULATED_CREDENTIALS.map(async (credentials) => {
    const { get } = startClient({ credentials });
    const customer = (await get("/customers/me")).body.data;
    const accounts = (await get("/customers/me/accounts")).body.data.items;
    const foreign = await get("/customers/me/accounts/5WT00117");
    return [
      customer["first-name"],
      accounts.map(({ account }: Json) => [account["account-number"], account["margin-or-cash"]]),
      foreign.status,
    ];
  }));
  assert.deepEqual(seen, [
    ["Ada", [["5WS00001", "Margin"], ["5WS00002", "Cash"]], 404],
    ["Ben", [["5WT00117", "Cash"]], 200],
    ["Cleo", [], 404],
  ]);
});

Deno.test("market data: is for funded customers", async () => {
  const { get } = startClient({ credentials: SIMULATED_CREDENTIALS[2] });
  const { status, body } = await get("/market-data/by-type?equity=AAPL");
  assert.deepEqual([status, body], [403, { error: { code: "not_permitted", message: "User not permitted access" } }]);
});

/** Which fields each kind of instrument has, besides those all have: in the regular session, and what the evening adds. */
const ALL = "symbol instrument-type updated-at mark bid-size ask-size prev-close prev-close-date summary-date " +
  "close-price-type prev-close-price-type is-trading-halted halt-start-time halt-end-time";
const QUOTED = "bid ask mid";
const DEALT = "last last-mkt open day-high-price day-low-price";
const YEAR = "year-low-price year-high-price";
const SHARE = `${QUOTED} ${DEALT} ${YEAR} beta low-limit-price high-limit-price volume volume-ext`;
const OPTION =
  `${QUOTED} ${DEALT} volume volatility delta gamma theta rho vega theo-price dx-mark tick-size open-interest`;
const FIELDS: [parameter: string, symbol: string, type: string, regular: string, evening: string][] = [
  ["equity", "AAPL", "Equity", `${SHARE} dividend-amount dividend-frequency`, "close last-ext"],
  ["equity", "TSLA", "Equity", SHARE, "close last-ext"],
  ["equity", "SPX", "Equity", `${QUOTED} ${DEALT} ${YEAR} beta`, "close"],
  ["index", "NDX", "Index", `${QUOTED} ${DEALT} ${YEAR} beta`, "close"],
  ["index", "VIX", "Index", `${DEALT} ${YEAR} beta`, "close"],
  ["equity-option", "AAPL  261218C00320000", "Equity Option", OPTION, "close"],
  ["future", "/ESZ6", "Future", `${QUOTED} ${DEALT} volume`, "close"],
  ["future-option", "./ESZ6 EW1Z6 261204P7800", "Future Option", OPTION, "close"],
  ["cryptocurrency", "BTC/USD", "Cryptocurrency", `${QUOTED} ${DEALT} ${YEAR}`, ""],
];

Deno.test("market data: every kind of instrument has its fields and no others, in the session and after it", async () => {
  for (const [at, isEvening] of [[FRIDAY, false], [EVENING, true]] as const) {
    const client = startClient({ at });
    for (const [parameter, symbol, type, regular, evening] of FIELDS) {
      const quote = (await client.quotes({ [parameter]: symbol }))[symbol];
      assert.ok(quote, symbol);
      assert.equal(quote["instrument-type"], type);
      const expected = [ALL, regular, isEvening ? evening : ""].join(" ").trim().split(/ +/).sort();
      assert.deepEqual(Object.keys(quote).sort(), expected, `${symbol} ${isEvening ? "evening" : "session"}`);
    }
  }
});

Deno.test("market data: decimals are strings, counts of contracts and halts integers, flags booleans", async () => {
  const client = startClient();
  for (const [parameter, symbol] of FIELDS) {
    const quote = (await client.quotes({ [parameter]: symbol }))[symbol];
    for (const [key, value] of Object.entries<Json>(quote)) {
      if (key === "open-interest" || key.startsWith("halt-")) assert.ok(Number.isInteger(value), key);
      else if (key === "is-trading-halted") assert.equal(value, false);
      else if (/^(symbol|instrument-type|.*-type|.*-date|updated-at)$/.test(key)) assert.equal(typeof value, "string");
      else assert.match(value, /^-?\d+\.\d+$/, `${symbol} ${key}`);
    }
  }
});

Deno.test("market data: close price types are Regular while a session is on, Final when it is over", async () => {
  const client = startClient();
  const types = async () => {
    const { AAPL } = await client.quotes({ equity: "AAPL" });
    return [AAPL["close-price-type"], AAPL["prev-close-price-type"]];
  };
  assert.deepEqual(await types(), ["Regular", "Final"]);
  client.clock.at = EVENING;
  assert.deepEqual(await types(), ["Final", "Final"]);
});

Deno.test("market data: every spelling of a list is understood", async () => {
  const { get } = startClient();
  const symbols = async (query: string) =>
    (await get(`/market-data/by-type?${query}`)).body.data.items.map((item: Json) => item.symbol).sort();
  for (
    const query of [
      "equity=AAPL,BRK%2FB&index=VIX",
      "equity=AAPL&equity=BRK/B&index[]=VIX",
      "equity%5B%5D=AAPL&equity%5B%5D=BRK%2FB&index=VIX",
      "equity=AAPL%2CBRK%2FB%2CAAPL&index=VIX",
    ]
  ) assert.deepEqual(await symbols(query), ["AAPL", "BRK/B", "VIX"], query);
});

Deno.test("market data: unknown symbols are left out in silence, those of another kind too", async () => {
  const { get } = startClient();
  const { status, body } = await get(
    "/market-data/by-type?equity=NOPE,aapl,/ESZ6,BTC&index=AAPL&future=ESZ6,/ESZ9&cryptocurrency=BTC" +
      "&equity-option=AAPL261218C00320000&future-option=./ESZ6",
  );
  assert.deepEqual([status, body.data.items], [200, []]);
});

Deno.test("market data: the answer has an order of its own", async () => {
  const { get } = startClient();
  const order = async (symbols: string) =>
    (await get(`/market-data/by-type?equity=${symbols}`)).body.data.items.map((item: Json) => item.symbol).join();
  assert.equal(await order("AAPL,MSFT,NVDA,TSLA"), await order("TSLA,NVDA,MSFT,AAPL"));
  assert.notEqual(await order("AAPL,MSFT,NVDA,TSLA"), "AAPL,MSFT,NVDA,TSLA");
});

Deno.test("market data: a hundred symbols over all kinds are the most, and none is too few", async () => {
  const { get } = startClient();
  const many = (count: number) => Array.from({ length: count }, (_, i) => `X${i}`).join();
  assert.equal((await get(`/market-data/by-type?equity=${many(99)}&index=VIX`)).status, 200);
  for (const query of [`equity=${many(100)}&index=VIX`, "", "equity="]) {
    const { status, body } = await get(`/market-data/by-type?${query}`);
    assert.equal(status, 400);
    assert.equal(body.error.code, "validation_error");
    assert.equal(body.error.message, "Request validation failed");
    assert.equal(typeof body.error.errors[0].domain + typeof body.error.errors[0].reason, "stringstring");
  }
});

Deno.test("market metrics: volatility in fractions and in percent, of one state", async () => {
  const { get } = startClient();
  const { status, body } = await get("/market-metrics?symbols=AAPL,SPY,BRK%2FB,NOPE");
  assert.equal(status, 200);
  assert.ok(!("context" in body));
  assert.deepEqual(body.data.items.map((item: Json) => item.symbol), ["AAPL", "SPY", "BRK/B"]);
  for (const item of body.data.items) {
    const percent = Number(item["implied-volatility-30-day"]);
    assert.ok(Math.abs(percent - 100 * Number(item["implied-volatility-index"])) < 0.0051);
    const difference = Number(item["iv-hv-30-day-difference"]);
    assert.ok(Math.abs(percent - Number(item["historical-volatility-30-day"]) - difference) < 1e-9);
    assert.ok(Number.isInteger(item["market-cap"]) && item["market-cap"] > 2 ** 31);
    assert.ok(Number.isInteger(item["liquidity-rating"]));
    assert.equal(item["implied-volatility-index-rank"], item["tos-implied-volatility-index-rank"]);
  }
});

Deno.test("market metrics: funds have no earnings, sector or price-earnings ratio, indices no dividends", async () => {
  const { get } = startClient();
  const { body } = await get("/market-metrics?symbols=AAPL,GLD,SPX");
  const [share, fund, index] = body.data.items;
  assert.deepEqual([share.sector, share.earnings.visible, share.earnings["late-flag"]], ["Technology", true, 0]);
  for (const key of ["sector", "industry", "earnings", "price-earnings-ratio", "dividend-ex-date"]) {
    assert.ok(key in share && !(key in fund) && !(key in index), key);
  }
});

Deno.test("market metrics: symbols are required", async () => {
  const { status, body } = await startClient().get("/market-metrics");
  assert.equal(status, 400);
  assert.deepEqual(body.error.errors, [{ domain: "symbols", reason: "is missing" }]);
});

import assert from "node:assert/strict";
import { type Json, startClient } from "../client.ts";

const ALL = "symbol updated-at beta beta-updated-at corr-spy-3month listed-market lendability borrow-rate market-cap " +
  "liquidity-value liquidity-rank liquidity-rating liquidity-running-state " +
  "implied-volatility-index implied-volatility-index-15-day implied-volatility-index-5-day-change " +
  "implied-volatility-index-rank tos-implied-volatility-index-rank tw-implied-volatility-index-rank " +
  "tos-implied-volatility-index-rank-updated-at implied-volatility-index-rank-source implied-volatility-percentile " +
  "implied-volatility-updated-at option-expiration-implied-volatilities implied-volatility-30-day " +
  "historical-volatility-30-day historical-volatility-60-day historical-volatility-90-day iv-hv-30-day-difference";
const DIVIDEND =
  "dividend-rate-per-share annual-dividend-per-share dividend-yield dividend-ex-date dividend-next-date " +
  "dividend-pay-date dividend-updated-at";
const COMPANY = "sector industry earnings earnings-per-share";

/** Which of the broker's fields each kind of underlying has. */
const FIELDS: [symbol: string, fields: string][] = [
  ["AAPL", `${ALL} ${DIVIDEND} ${COMPANY} price-earnings-ratio`],
  ["TSLA", `${ALL} ${COMPANY} price-earnings-ratio`],
  // A loss has no ratio.
  ["BA", `${ALL} ${COMPANY}`],
  ["SPY", `${ALL} ${DIVIDEND}`],
  ["GLD", ALL],
  ["SPX", ALL],
];

Deno.test("market metrics: every kind of underlying has its fields and no others", async () => {
  const { get } = startClient();
  for (const [symbol, fields] of FIELDS) {
    const [item] = (await get(`/market-metrics?symbols=${symbol}`)).body.data.items;
    assert.deepEqual(Object.keys(item).sort(), fields.split(" ").sort(), symbol);
  }
});

Deno.test("market metrics: decimals are strings, counts integers, days and instants what they say", async () => {
  const { get } = startClient();
  const { items } = (await get("/market-metrics?symbols=AAPL,BA,SPX")).body.data;
  const walk = (value: Json, key: string): void => {
    if (Array.isArray(value)) { for (const entry of value) walk(entry, key); }
    else if (typeof value === "object") { for (const [name, part] of Object.entries(value)) walk(part, name); }
    else if (["liquidity-rating", "late-flag", "count", "market-cap"].includes(key)) {
      assert.ok(Number.isInteger(value), key);
    } else if (["visible", "estimated"].includes(key)) assert.equal(typeof value, "boolean", key);
    else if (key.endsWith("-date")) assert.match(value, /^\d{4}-\d\d-\d\d$/, key);
    else if (key.endsWith("-at")) assert.match(value, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, key);
    else if (/^(symbol|.*-type|.*-source|time-of-day|listed-market|lendability|sector|industry)$/.test(key)) {
      assert.match(value, /^[\w ()&-]+$/, key);
    } else assert.match(value, /^-?\d+\.\d+$/, key);
  };
  walk(items, "items");
});

Deno.test("market metrics: the volatilities are of the expirations of the chain", async () => {
  const { get } = startClient();
  for (const symbol of ["AAPL", "SPX", "VIX"]) {
    const [item] = (await get(`/market-metrics?symbols=${symbol}`)).body.data.items;
    const chains: Json[] = (await get(`/option-chains/${symbol}/nested`)).body.data.items;
    const listed = chains.flatMap(({ expirations }) =>
      expirations.map((expiration: Json) => `${expiration["expiration-date"]} ${expiration["settlement-type"]}`)
    );
    const measured = item["option-expiration-implied-volatilities"].map((row: Json) =>
      `${row["expiration-date"]} ${row["settlement-type"]}`
    );
    assert.ok(measured.length > 5);
    assert.deepEqual(measured.sort(), listed.sort(), symbol);
  }
});

import assert from "node:assert/strict";
import { type Json, startClient } from "../client.ts";

const { get } = startClient();
const symbols = async (query: string): Promise<string> =>
  (await get(`/instruments/equities${query}`)).body.data.items.map(({ symbol }: Json) => symbol).join();

const KEYS = "active borrow-rate bypass-manual-review cusip description id instrument-type is-closing-only is-etf " +
  "is-fractional-quantity-eligible is-fraud-risk is-illiquid is-index is-options-closing-only lendability " +
  "listed-market market-time-instrument-collection option-tick-sizes overnight-trading-permitted short-description " +
  "streamer-symbol symbol tick-sizes";

Deno.test("equities: a share has all its fields, with integers and booleans of their own kind", async () => {
  const { status, body } = await get("/instruments/equities/AAPL");
  assert.equal(status, 200);
  assert.equal(body.context, "/instruments/equities/AAPL");
  assert.equal(Object.keys(body.data).sort().join(" "), KEYS);
  assert.ok(Number.isInteger(body.data.id));
  for (const [key, value] of Object.entries(body.data)) {
    if (/^(is-|active|bypass|overnight)/.test(key)) assert.equal(typeof value, "boolean", key);
  }
  assert.deepEqual(body.data["tick-sizes"], [{ threshold: "1.0", value: "0.0001" }, { value: "0.01" }]);
  assert.deepEqual(body.data["option-tick-sizes"], [{ threshold: "3.0", value: "0.01" }, { value: "0.05" }]);
});

Deno.test("equities: a slash in a symbol may come encoded or not", async () => {
  for (const path of ["BRK/B", "BRK%2FB"]) {
    const { status, body } = await get(`/instruments/equities/${path}`);
    assert.deepEqual([status, body.data.symbol, body.data["streamer-symbol"]], [200, "BRK/B", "BRK/B"]);
    assert.equal(body.context, `/instruments/equities/${path}`);
  }
});

Deno.test("equities: unknown symbols are left out of lists, and not found alone", async () => {
  assert.equal(await symbols("?symbol[]=NOPE&symbol[]=AAPL&symbol[]=aapl"), "AAPL");
  assert.equal(await symbols("?symbol[]=NOPE"), "");
  for (const symbol of ["NOPE", "aapl", "AAPL/B", "/ESZ6"]) {
    const { status, body } = await get(`/instruments/equities/${symbol}`);
    assert.deepEqual([status, body.error.code], [404, "record_not_found"], symbol);
    assert.match(body.error.message, /^Couldn't find Equity\. Unique customer support identifier: [0-9a-f]{32}$/);
  }
});

Deno.test("equities: every spelling of a list is understood, and each symbol answered once", async () => {
  for (
    const query of [
      "?symbol[]=AAPL&symbol[]=BRK/B",
      "?symbol%5B%5D=AAPL&symbol%5B%5D=BRK%2FB",
      "?symbol=AAPL&symbol=BRK%2FB&symbol=AAPL",
      "?symbol=AAPL,BRK%2FB",
    ]
  ) assert.equal(await symbols(query), "AAPL,BRK/B", query);
});

Deno.test("equities: funds, indices and lendability are asked for, and indices are not active", async () => {
  const all = (await get("/instruments/equities")).body.data.items;
  const kinds = { "is-index": "SPX", "is-etf": "SPY" };
  for (const [key, example] of Object.entries(kinds)) {
    const yes = await symbols(`?${key}=true`);
    const no = await symbols(`?${key}=false`);
    assert.ok(yes.split(",").includes(example) && !no.split(",").includes(example), key);
    assert.equal(yes.split(",").length + no.split(",").length, all.length);
  }
  assert.equal(await symbols("?symbol[]=SPX&symbol[]=SPY&is-etf=true"), "SPY");
  const rare = await symbols("?lendability=Locate%20Required");
  assert.ok(rare.split(",").includes("AI") && !rare.split(",").includes("AAPL"));
  const active = (await get("/instruments/equities/active")).body;
  assert.deepEqual(
    active.data.items.map(({ symbol }: Json) => symbol),
    all.filter((item: Json) => !item["is-index"]).map(({ symbol }: Json) => symbol),
  );
  assert.ok(active.data.items.every((item: Json) => item.active && item["tick-sizes"]));
  assert.equal(active.pagination["total-items"], active.data.items.length);
});

Deno.test("equities: lendability is the one that the metrics state", async () => {
  for (const symbol of ["AAPL", "AI"]) {
    const { lendability, "borrow-rate": rate } = (await get(`/instruments/equities/${symbol}`)).body.data;
    const metrics = (await get(`/market-metrics?symbols=${symbol}`)).body.data.items[0];
    assert.deepEqual([lendability, rate], [metrics.lendability, metrics["borrow-rate"]]);
  }
});

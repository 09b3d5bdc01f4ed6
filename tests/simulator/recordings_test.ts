/**
 * The simulator's answers have at least the keys of real ones, with values of the same JSON type.
 *
 * The hand-made miniatures are always compared; the recordings, which belong to others and are not in the repository,
 * where the environment variable names their folder.
 */

import assert from "node:assert/strict";
import { type Client, FRIDAY, type Json, startClient } from "./client.ts";

const MINIATURES = new URL("../fixtures/wire/", import.meta.url);
const recordings = Deno.env.get("TTAI_RECORDINGS");
const ignore = recordings === undefined;

const PARAMETERS: Record<string, string> = {
  "Equity": "equity",
  "Equity Option": "equity-option",
  "Index": "index",
  "Future": "future",
  "Future Option": "future-option",
  "Cryptocurrency": "cryptocurrency",
};

const miniature = async (name: string): Promise<Json> =>
  JSON.parse(await Deno.readTextFile(new URL(`${name}.json`, MINIATURES)));

const recording = async (path: string): Promise<Json> => JSON.parse(await Deno.readTextFile(`${recordings}/${path}`));

const kindOf = (value: Json): string =>
  value === null ? "null" : Array.isArray(value) ? "array" : Number.isInteger(value) ? "integer" : typeof value;

/** What the real value has that ours has not: missing keys, and values of another type. Of arrays the first entries. */
function differences(real: Json, ours: Json, path = ""): string[] {
  if (kindOf(real) !== kindOf(ours)) return [`${path}: ${kindOf(real)} there, ${kindOf(ours)} here`];
  if (Array.isArray(real)) return real.length === 0 ? [] : differences(real[0], ours[0], `${path}.0`);
  if (kindOf(real) !== "object") return [];
  return Object.keys(real).flatMap((key) =>
    Object.hasOwn(ours, key) ? differences(real[key], ours[key], `${path}.${key}`) : [`${path}.${key}: missing here`]
  );
}

/** Compares quotes one by one with ours of the same symbol, asked for as that kind and at that time. */
async function compareQuotes(items: Json[]): Promise<void> {
  const client = startClient();
  for (const real of items) {
    client.clock.at = Date.parse(real["updated-at"]);
    const ours = (await client.quotes({ [PARAMETERS[real["instrument-type"]]!]: real.symbol }))[real.symbol];
    assert.ok(ours, `${real.symbol} is not listed`);
    assert.deepEqual(differences(real, ours, real.symbol), []);
    assert.equal(ours["instrument-type"], real["instrument-type"]);
    for (const key of ["close-price-type", "prev-close-price-type", "summary-date", "prev-close-date"]) {
      assert.equal(ours[key], real[key], `${real.symbol} ${key}`);
    }
  }
}

async function compareMetrics(items: Json[]): Promise<void> {
  for (const real of items) {
    const { get } = startClient({ at: Date.parse(real["updated-at"]) });
    const { body } = await get(`/market-metrics?symbols=${encodeURIComponent(real.symbol)}`);
    assert.deepEqual(differences(real, body.data.items[0], real.symbol), []);
  }
}

async function compareBody(name: string, answer: (client: Client) => Promise<{ body: Json }>): Promise<void> {
  assert.deepEqual(differences(await miniature(name), (await answer(startClient())).body), []);
}

Deno.test("recordings: quotes have the keys and types of the miniature", async () => {
  const real = await miniature("market_data_by_type");
  assert.equal(real.data.items.length, 8);
  await compareQuotes(real.data.items);
  const { body } = await startClient({ at: FRIDAY }).get("/market-data/by-type?equity=AAPL");
  assert.deepEqual(Object.keys(body), Object.keys(real));
});

Deno.test("recordings: metrics have the keys and types of the miniature", async () => {
  await compareMetrics((await miniature("market_metrics")).data.items);
});

Deno.test("recordings: customer, accounts and token have the keys and types of the miniatures", async () => {
  await compareBody("customer", ({ get }) => get("/customers/me"));
  await compareBody("accounts", ({ get }) => get("/customers/me/accounts"));
  await compareBody("token", ({ login }) => login());
  await compareBody(
    "token_refused",
    ({ login }) => login({ grant_type: "refresh_token", refresh_token: "x", client_secret: "x" }),
  );
});

/** What is looked up by name or day: miniature, path. */
const LOOKUPS: [miniature: string, path: string][] = [
  ["symbol_search", "/symbols/search/AAP"],
  ["watchlists", "/watchlists"],
  ["watchlist", "/watchlists/Premium%20candidates"],
  ["public_watchlists", "/public-watchlists"],
  ["public_watchlist", "/public-watchlists/High%20Options%20Volume"],
  ["market_session", "/market-time/sessions/current?instrument-collections[]=Equity"],
  ["market_sessions", "/market-time/sessions?from-date=2026-11-20&to-date=2026-11-23"],
  ["market_holidays", "/market-time/equities/holidays"],
  ["dividends", "/market-metrics/historic-corporate-events/dividends/AAPL"],
  ["earnings", "/market-metrics/historic-corporate-events/earnings-reports/AAPL?start-date=2026-01-01"],
  ["quote_token", "/api-quote-tokens"],
  ["positions", "/accounts/5WS00001/positions?instrument-type=Equity%20Option&include-marks=true"],
  ["balances", "/accounts/5WS00001/balances"],
  ["transactions", "/accounts/5WS00001/transactions?instrument-type=Equity%20Option&type=Trade"],
  ["position_limit", "/accounts/5WS00001/position-limit"],
  ["margin_report", "/margin/accounts/5WS00001/requirements"],
  ["effective_margin", "/accounts/5WS00001/margin-requirements/AAPL/effective"],
  ["net_liq_history", "/accounts/5WS00001/net-liq/history?time-back=1d"],
];

for (const [name, path] of LOOKUPS) {
  Deno.test(`recordings: ${name.replaceAll("_", " ")} has the keys and types of the miniature`, async () => {
    await compareBody(name, ({ get }) => get(path));
  });
}

Deno.test("recordings: a bracket has, while all of it waits, the keys and types of the miniature", async () => {
  const { get } = startClient({ at: Date.UTC(2026, 10, 2, 14, 41, 0, 20) });
  const { items } = (await get("/accounts/5WS00001/complex-orders/live")).body.data;
  const [real] = (await miniature("complex_orders")).data.items;
  const bracket = items.find(({ type, orders }: Json) => type === real.type && orders[0].status === "Contingent");
  assert.deepEqual(differences(real, bracket), []);
});

Deno.test("recordings: the session of the miniature's day is the simulator's, to the minute", async () => {
  const { get } = startClient({ at: FRIDAY });
  const { body } = await get("/market-time/sessions/current?instrument-collections[]=Equity");
  assert.deepEqual(body.data, (await miniature("market_session")).data);
});

Deno.test({
  name: "recordings: the margin configuration and the public watchlist have the keys and types of the real ones",
  ignore,
  async fn() {
    const { get } = startClient();
    const configuration = (await get("/margin-requirements-public-configuration")).body.data;
    const real = await recording("mcp-official/tastytrade_get_margin_config.json");
    assert.deepEqual(differences(real, configuration), []);
    const frame = await recording("rust-frames/public-watchlists.derived.json");
    const watchlist = (await get(`/public-watchlists/${encodeURIComponent(frame.data.name)}`)).body.data;
    assert.deepEqual(differences(frame.data, watchlist), []);
  },
});

Deno.test({
  name: "recordings: quotes have the keys, types, days and close types of the real ones",
  ignore,
  async fn() {
    await compareQuotes((await recording("mcp-official/tastytrade_get_quote.json")).items);
    await compareQuotes((await recording("rust-doc/market_data_by_type.json")).data.items);
  },
});

Deno.test({
  name: "recordings: metrics have the keys and types of the real ones",
  ignore,
  async fn() {
    await compareMetrics((await recording("mcp-official/tastytrade_get_market_metrics.json")).items);
  },
});

/** Instruments and chains: miniature, path. */
const INSTRUMENTS: [miniature: string, path: string][] = [
  ["equities", "/instruments/equities?symbol[]=AAPL"],
  ["equity", "/instruments/equities/AAPL"],
  ["equity_option", "/instruments/equity-options/AAPL%20%20261218C00300000"],
  ["option_chain_full", "/option-chains/AAPL"],
  ["option_chain_nested", "/option-chains/AAPL/nested"],
  ["option_chain_compact", "/option-chains/AAPL/compact"],
  ["future", "/instruments/futures/ESZ6"],
  ["futures", "/instruments/futures?product-code[]=ES"],
  ["future_product", "/instruments/future-products/CME/ES"],
  ["future_products", "/instruments/future-products"],
  ["future_option", "/instruments/future-options/.%2FESZ6%20EW1Z6%20261204P7800"],
  ["future_option_products", "/instruments/future-option-products"],
  ["future_option_chain", "/futures-option-chains/ES/nested"],
  ["cryptocurrencies", "/instruments/cryptocurrencies"],
];

for (const [name, path] of INSTRUMENTS) {
  Deno.test(`recordings: ${name.replaceAll("_", " ")} has the keys and types of the miniature`, async () => {
    await compareBody(name, ({ get }) => get(path));
  });
}

/** The same of the real ones, which come without their envelope. */
const RECORDED: [recording: string, path: string][] = [
  ["option_chain_full", "/option-chains/AAPL"],
  ["option_chain_nested", "/option-chains/AAPL/nested"],
  ["option_chain_compact.EXCERPT", "/option-chains/AAPL/compact"],
  ["future_product", "/instruments/future-products/CME/ES"],
  ["future_products.EXCERPT", "/instruments/future-products"],
  ["future_option_products.EXCERPT", "/instruments/future-option-products"],
  ["futures_option_chains", "/futures-option-chains/ES/nested"],
];

Deno.test({
  name: "recordings: instruments and chains have the keys and types of the real ones",
  ignore,
  async fn() {
    const { get } = startClient();
    for (const [name, path] of RECORDED) {
      const real = await recording(`mcp-official/tastytrade_get_${name}.json`);
      assert.deepEqual(differences(real, (await get(path)).body.data, name), []);
    }
  },
});

Deno.test({
  name: "recordings: there is a contract of ours for each real one, rolled or not, with its keys and types",
  ignore,
  async fn() {
    const { get } = startClient();
    const ours = (await get("/instruments/futures?product-code=ES")).body.data.items;
    for (const real of (await recording("mcp-official/tastytrade_get_futures.json")).items) {
      const isRolled = "roll-target-symbol" in real;
      const like = ours.find((item: Json) => ("roll-target-symbol" in item) === isRolled);
      assert.deepEqual(differences(real, like, real.symbol), []);
    }
  },
});

Deno.test({
  name: "recordings: transactions of every kind, positions and balances have the keys of the real ones",
  ignore,
  async fn() {
    const { get } = startClient();
    const rows = async (query: string): Promise<Json> =>
      (await get(`/accounts/5WS00001/transactions?${query}`)).body.data.items[0];
    const kinds = ["type=Trade&instrument-type=Equity%20Option", "sub-type[]=Deposit"];
    const { items } = await recording("mcp-official/tastytrade_get_transactions.json");
    for (const [place, query] of kinds.entries()) assert.deepEqual(differences(items[place], await rows(query)), []);
    const listed = await recording("rust-doc/transactions_listing.json");
    assert.deepEqual(differences(listed.data.items[2], await rows("sub-type[]=Dividend")), []);
    const page = (await get("/accounts/5WS00001/transactions")).body.pagination;
    assert.deepEqual(differences(listed.pagination, page), []);
    for (
      const [frame, path] of [
        ["current-position", "/accounts/5WS00001/positions?symbol=AAPL"],
        ["account-balance", "/accounts/5WS00001/balances"],
      ]
    ) {
      const real = (await recording(`rust-frames/${frame}.derived.json`)).data;
      const ours = (await get(path!)).body.data.items[0];
      assert.deepEqual(Object.keys(real).filter((key) => !(key in ours)), []);
    }
  },
});

Deno.test({
  name: "recordings: there is an order of ours for each real one, with its state, kind, keys and types",
  ignore,
  async fn() {
    const { get } = startClient();
    const ours: Json[] = [];
    for (const number of ["5WS00001", "5WS00002"]) {
      for (let page = 0; page < 12; page++) {
        const path = `/accounts/${number}/orders?per-page=200&page-offset=${page}`;
        ours.push(...(await get(path)).body.data.items);
      }
    }
    for (const real of (await recording("mcp-official/tastytrade_search_orders.json")).items) {
      const alike = ours.filter((order) =>
        order.status === real.status && order["order-type"] === real["order-type"] &&
        order["time-in-force"] === real["time-in-force"]
      );
      const fits = alike.some((order) => differences(real, order).length === 0);
      // Ours are refused before the session when they are for the extended one.
      const isRejected = real.status === "Rejected" &&
        ours.some((order) => order.status === "Rejected" && differences(real, order).length === 0);
      assert.ok(fits || isRejected, `${real.id} ${real.status} ${differences(real, alike[0] ?? ours[0])}`);
    }
  },
});

Deno.test({
  name: "recordings: trading status and margin report have the keys and types of the real ones",
  ignore,
  async fn() {
    const { get } = startClient();
    const status = await recording("rust-doc/trading_status.json");
    assert.deepEqual(differences(status, (await get("/accounts/5WS00001/trading-status")).body), []);
    const real = await recording("rust-doc/margin_requirements.json");
    const ours = (await get("/margin/accounts/5WS00001/requirements")).body;
    assert.deepEqual(differences(real, ours), []);
    const inOneShare = (report: Json) => report.data.groups.find((group: Json) => group.code === "AAPL");
    assert.deepEqual(differences(inOneShare(real), inOneShare(ours)), []);
    const effective = (await get("/accounts/5WS00001/margin-requirements/AAPL/effective")).body.data;
    assert.deepEqual(
      differences(await recording("mcp-official/tastytrade_get_margin_requirements.json"), effective),
      [],
    );
  },
});

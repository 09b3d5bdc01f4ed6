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

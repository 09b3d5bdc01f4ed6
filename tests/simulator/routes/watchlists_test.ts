import assert from "node:assert/strict";
import { SIMULATED_CREDENTIALS } from "../../../src/simulator/simulator.ts";
import { type Json, refreshFields, startClient } from "../client.ts";

const ENTRIES = [{ "symbol": "AAPL", "instrument-type": "Equity" }, { "symbol": "/ESZ6" }];
const BODY = { "name": "a / b & ü", "watchlist-entries": ENTRIES };

Deno.test("watchlists: a list is made, read back, changed, renamed and deleted by its encoded name", async () => {
  const { get, send } = startClient();
  const created = await send("POST", "/watchlists", BODY);
  assert.equal(created.status, 201);
  const expected = { ...BODY, "group-name": "default", "order-index": 9999 };
  assert.deepEqual(created.body.data, expected);

  const path = `/watchlists/${encodeURIComponent(BODY.name)}`;
  assert.deepEqual((await get(path)).body, { data: expected, context: path });
  assert.deepEqual((await get("/watchlists")).body.data.items.at(-1), expected);

  const changes = { "name": "c", "watchlist-entries": [], "group-name": "mine", "order-index": 0 };
  const replaced = await send("PUT", path, changes);
  assert.deepEqual([replaced.status, replaced.body.data], [200, changes]);
  assert.deepEqual((await get("/watchlists")).body.data.items[0], changes);
  assert.equal((await get(path)).status, 404);

  const deleted = await send("DELETE", "/watchlists/c");
  assert.deepEqual([deleted.status, deleted.body.data], [200, changes]);
  for (const [method, body] of [["GET"], ["PUT", BODY], ["DELETE"]] as const) {
    const answer = await send(method, "/watchlists/c", body);
    assert.deepEqual([answer.status, answer.body.error.code], [404, "record_not_found"], method);
  }
});

Deno.test("watchlists: each customer has their own, and one simulator's are not another's", async () => {
  const names = async (client = startClient()) =>
    (await client.get("/watchlists")).body.data.items.map((item: Json) => item.name);
  const [ada, ben, cleo] = SIMULATED_CREDENTIALS.map((credentials) => startClient({ credentials }));
  assert.deepEqual(await names(ada), ["Premium candidates", "Metals/Crypto"]);
  assert.deepEqual(await names(ben), ["Wheel"]);
  assert.deepEqual(await names(cleo), []);
  await ada!.send("DELETE", "/watchlists/Metals%2FCrypto");
  assert.deepEqual(await names(ada), ["Premium candidates"]);
  assert.deepEqual(await names(), ["Premium candidates", "Metals/Crypto"]);

  const { login, getWith, send } = startClient();
  await send("POST", "/watchlists", BODY);
  const { access_token } = (await login(refreshFields(SIMULATED_CREDENTIALS[1]))).body;
  const seen = await getWith(access_token, "/watchlists");
  assert.deepEqual(seen.body.data.items.map((item: Json) => item.name), ["Wheel"]);
});

Deno.test("watchlists: a name stands for one list", async () => {
  const { get, send } = startClient();
  const taken = { "name": "Metals/Crypto", "watchlist-entries": [] };
  for (
    const answer of [
      await send("POST", "/watchlists", taken),
      await send("PUT", "/watchlists/Premium%20candidates", taken),
    ]
  ) {
    assert.equal(answer.status, 422);
    assert.deepEqual(answer.body.error.errors, [{ domain: "name", reason: "has already been taken" }]);
  }
  assert.equal((await get("/watchlists/Metals%2FCrypto")).body.data["watchlist-entries"].length, 5);
  assert.equal((await send("PUT", "/watchlists/Metals%2FCrypto", taken)).status, 200);
});

Deno.test("watchlists: a name may carry its slashes raw, as some clients send them", async () => {
  const { get, send } = startClient();
  assert.equal((await get("/watchlists/Metals/Crypto")).body.data.name, "Metals/Crypto");
  assert.equal((await send("DELETE", "/watchlists/Metals/Crypto")).status, 200);
  assert.equal((await get("/watchlists/Metals%2FCrypto")).status, 404);
});

Deno.test("watchlists: the broker's own lists are read only", async () => {
  const { get, send } = startClient();
  const path = "/public-watchlists/High%20Options%20Volume";
  const before = (await get(path)).body.data;
  for (const list of [path, "/pairs-watchlists/Stock%20Pairs"]) {
    for (const method of ["PUT", "DELETE"] as const) assert.equal((await send(method, list, BODY)).status, 405, list);
  }
  for (const lists of ["/public-watchlists", "/pairs-watchlists"]) {
    assert.equal((await send("POST", lists, BODY)).status, 405);
  }
  assert.deepEqual((await get(path)).body.data, before);
});

Deno.test("watchlists: a body that is no list is refused by the parameter that is wrong", async () => {
  const { get, send } = startClient();
  const wrong: [body: unknown, domain: string][] = [
    [undefined, "name"],
    [[], "name"],
    [{ ...BODY, name: " " }, "name"],
    [{ name: "x" }, "watchlist-entries"],
    [{ ...BODY, "watchlist-entries": [{ "instrument-type": "Equity" }] }, "watchlist-entries[symbol]"],
    [{ ...BODY, "order-index": "first" }, "order-index"],
  ];
  for (const [body, domain] of wrong) {
    const answer = await send("POST", "/watchlists", body);
    assert.deepEqual([answer.status, answer.body.error.code], [400, "validation_error"]);
    assert.equal(answer.body.error.errors[0].domain, domain);
  }
  assert.equal((await get("/watchlists")).body.data.items.length, 2);
});

Deno.test("public watchlists: the list of all writes one key with an underscore, a single list does not", async () => {
  const { get } = startClient();
  const [first] = (await get("/public-watchlists?counts-only=false")).body.data.items;
  assert.deepEqual(Object.keys(first["watchlist-entries"][0]), ["symbol", "instrument_type"]);
  const one = await get(`/public-watchlists/${encodeURIComponent(first.name)}`);
  assert.deepEqual(Object.keys(one.body.data["watchlist-entries"][0]), ["symbol", "instrument-type"]);
  assert.equal(one.body.data.name, "High Options Volume");
  assert.equal((await get("/public-watchlists/Nobody")).status, 404);
});

Deno.test("public watchlists: counts only", async () => {
  const { get } = startClient();
  const full = (await get("/public-watchlists")).body.data.items;
  assert.deepEqual(
    (await get("/public-watchlists?counts-only=true")).body.data.items,
    full.map((item: Json) => ({
      "name": item.name,
      "id": item["order-index"],
      "watchlist-entry-count": item["watchlist-entries"].length,
    })),
  );
});

Deno.test("pairs watchlists: all, and one by its name", async () => {
  const { get } = startClient();
  const { items } = (await get("/pairs-watchlists")).body.data;
  assert.deepEqual(items.map((item: Json) => [item.name, item["order-index"]]), [
    ["Index ETF Pairs", 1],
    ["Stock Pairs", 2],
    ["Metal Pairs", 3],
  ]);
  assert.deepEqual((await get("/pairs-watchlists/Stock%20Pairs")).body.data, items[1]);
  assert.deepEqual(items[1]["pairs-equations"][0], {
    "left-action": "Buy",
    "left-symbol": "KO",
    "left-quantity": 2,
    "right-action": "Sell",
    "right-symbol": "PEP",
    "right-quantity": 1,
  });
  assert.equal((await get("/pairs-watchlists/Nobody")).status, 404);
});

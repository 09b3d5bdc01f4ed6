import assert from "node:assert/strict";
import { SIMULATED_CREDENTIALS } from "../../../src/simulator/simulator.ts";
import { FRIDAY, type Json, startClient } from "../client.ts";

const PATH = "/accounts/5WS00001/orders";
const client = startClient();
const items = async (path: string): Promise<Json[]> => (await client.get(path)).body.data.items;

Deno.test("orders: a search is by when they were given, and the last changed come first", async () => {
  const { body } = await client.get(`${PATH}?start-date=2026-11-01&per-page=200`);
  assert.equal(body.context, PATH);
  assert.equal(body.pagination["per-page"], 200);
  const rows: Json[] = body.data.items;
  assert.ok(rows.length > 40);
  assert.ok(rows.every((row) => row["received-at"] >= "2026-11-01"));
  const changes = rows.map((row) => row["updated-at"]);
  assert.deepEqual(changes, changes.toSorted((a, b) => b - a));
  const oldest = await items(`${PATH}?start-date=2026-11-01&per-page=200&sort=Asc`);
  assert.deepEqual(oldest, rows.toReversed());
  const some = await items(`${PATH}?start-at=2026-11-10T00:00:00Z&end-at=2026-11-14T00:00:00Z&per-page=200`);
  const within = rows.filter((row) => row["received-at"] > "2026-11-10" && row["received-at"] < "2026-11-14");
  assert.deepEqual(some, within);
  assert.deepEqual(
    (await items(`${PATH}?start-date=2026-11-12&end-date=2026-11-12`)).every((row) =>
      row["received-at"].startsWith("2026-11-12")
    ),
    true,
  );
});

Deno.test("orders: every filter leaves what it names", async () => {
  const of = (query: string) => items(`${PATH}?start-date=2026-09-01&per-page=200&${query}`);
  const stopped = await of("status[]=Rejected&status[]=Expired");
  assert.deepEqual(new Set(stopped.map((row) => row.status)), new Set(["Rejected", "Expired"]));
  assert.deepEqual(
    new Set((await of("underlying-symbol=QQQ")).map((row) => row["underlying-symbol"])),
    new Set(["QQQ"]),
  );
  const futures = await of("underlying-instrument-type=Future");
  assert.ok(futures.length > 0 && futures.every((row) => row["underlying-symbol"].startsWith("/")));
  const [{ "underlying-symbol": symbol }] = futures as [Json];
  const one = await of(`futures-symbol=${encodeURIComponent(symbol)}`);
  assert.ok(one.length > 0 && one.every((row) => row["underlying-symbol"] === symbol));
  assert.deepEqual(await of("futures-symbol=/ESZ9"), []);
});

Deno.test("orders: pages follow on one another", async () => {
  const all = await items(`${PATH}?start-date=2026-10-01&per-page=200`);
  const pages = [0, 1, 2].map((page) => items(`${PATH}?start-date=2026-10-01&per-page=20&page-offset=${page}`));
  assert.deepEqual((await Promise.all(pages)).flat(), all.slice(0, 60));
  assert.equal((await items(`${PATH}?start-date=2026-01-01`)).length, 100);
});

Deno.test("orders: the broker's newest version wants to know where a search begins, older ones do not", async () => {
  const at = (version: string, path: string) =>
    client.simulator.fetch(`https://simulator.invalid${path}`, { headers: { ...headers, "Accept-Version": version } });
  const token = (await client.login()).body.access_token;
  const headers = { "User-Agent": "ttai-test/1.0", Authorization: `Bearer ${token}` };
  const refused = await at("20261122", PATH);
  assert.equal(refused.status, 400);
  assert.deepEqual((await refused.json()).error.errors, [{ domain: "start-date", reason: "is missing" }]);
  assert.equal((await at("20251101", `${PATH}?per-page=50&page-offset=0`)).status, 200);
  assert.equal((await at("20261122", `${PATH}?start-at=2026-11-01T00:00:00Z`)).status, 200);
  assert.equal((await at("20261122", `${PATH}/live`)).status, 200);
});

Deno.test("orders: wrong parameters are named", async () => {
  for (const query of ["sort=Up", "start-date=x", "end-date=2026-13-01", "start-at=x", "end-at=x", "per-page=201"]) {
    const { status, body } = await client.get(`${PATH}?${query}`);
    assert.equal(status, 400, query);
    assert.equal(body.error.errors[0].domain, query.split("=")[0]);
  }
});

Deno.test("orders: live are those that work, and those that changed today", async () => {
  const rows = await items(`${PATH}/live`);
  const over = rows.filter((row) => !row.cancellable && "terminal-at" in row);
  assert.ok(over.length > 0 && over.every((row) => new Date(row["updated-at"]).toISOString() > "2026-11-20T05"));
  const working = (await items(`${PATH}?start-date=2026-01-01&per-page=200&status=Live`)).map((row) => row.id);
  assert.deepEqual(rows.filter((row) => row.status === "Live").map((row) => row.id), working);
  const some = await items(`${PATH}/live?status[]=Live&underlying-symbol=QQQ`);
  assert.deepEqual(some, rows.filter((row) => row.status === "Live" && row["underlying-symbol"] === "QQQ"));
  const sunday = (await startClient({ at: FRIDAY + 2 * 86_400_000 }).get(`${PATH}/live`)).body.data.items;
  assert.ok(sunday.length > 5 && sunday.every((row: Json) => !("terminal-at" in row)));
});

Deno.test("orders: one by its number, that of a transaction's order among them", async () => {
  const [line] = await items("/accounts/5WS00001/transactions?types[]=Trade&per-page=1");
  const { body } = await client.get(`${PATH}/${line["order-id"]}`);
  assert.equal(body.data.id, line["order-id"]);
  const fills = body.data.legs.flatMap((leg: Json) => leg.fills);
  assert.ok(fills.some((fill: Json) => fill["ext-exec-id"] === line["exec-id"]));
  const { status, body: missing } = await client.get(`${PATH}/1`);
  assert.deepEqual([status, missing.error.code], [404, "record_not_found"]);
});

Deno.test("orders: of a customer, the accounts must be named, and be theirs", async () => {
  for (const path of ["/customers/me/orders", "/customers/me/orders/live"]) {
    for (const [query, reason] of [["", "is missing"], ["?account-numbers[]=", "is empty"]]) {
      const { status, body } = await client.get(path + query);
      assert.equal(status, 400);
      assert.equal(body.error.code, "validation_error");
      assert.deepEqual(body.error.errors, [{ domain: "account-numbers", reason }]);
    }
    assert.equal((await client.get(`${path}?account-numbers[]=5WT00117`)).status, 403);
    const both = await items(`${path}?account-numbers[]=5WS00001&account-numbers[]=5WS00002&per-page=200`);
    assert.deepEqual(new Set(both.map((row) => row["account-number"])), new Set(["5WS00001", "5WS00002"]));
    const changes = both.map((row) => row["updated-at"]);
    assert.deepEqual(changes, changes.toSorted((a, b) => b - a));
  }
  assert.equal((await client.get("/customers/C5100000002/orders?account-numbers=5WT00117")).status, 403);
  assert.equal((await client.get("/customers/C5100000001/orders/live?account-numbers=5WS00001")).status, 200);
});

Deno.test("accounts: orders, margin and worth of somebody else's are not permitted", async () => {
  const ben = startClient({ credentials: SIMULATED_CREDENTIALS[1] });
  const below = [
    "orders",
    "orders/live",
    "orders/1",
    "complex-orders",
    "complex-orders/live",
    "complex-orders/1",
    "trading-status",
    "position-limit",
    "net-liq",
    "net-liq/history?time-back=1d",
    "margin-requirements/AAPL/effective",
  ];
  for (const path of [...below.map((one) => `/accounts/5WS00001/${one}`), "/margin/accounts/5WS00001/requirements"]) {
    const { status, body } = await ben.get(path);
    assert.deepEqual([status, body.error.code], [403, "not_permitted"], path);
  }
});

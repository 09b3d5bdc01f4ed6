import assert from "node:assert/strict";
import { type Client, type Json, startClient } from "../client.ts";

const PATH = "/accounts/5WS00001/transactions";
const client = startClient();
const ask = async (query = ""): Promise<Json> => (await client.get(`${PATH}?${query}`)).body;
const rows = async (query: string): Promise<Json[]> => (await ask(`per-page=2000&${query}`)).data.items;
const all = async (): Promise<Json[]> => await rows("");

Deno.test("transactions: newest first in pages of 250, which together are all", async () => {
  const { data, pagination } = await ask();
  assert.equal(data.items.length, 250);
  const whole = await all();
  assert.equal(pagination["total-items"], whole.length);
  const pages: Json[] = [];
  for (let page = 0; page < pagination["total-pages"]; page++) {
    pages.push(...(await ask(`page-offset=${page}`)).data.items);
  }
  assert.deepEqual(pages, whole);
  for (let row = 1; row < whole.length; row++) assert.ok(whole[row]["executed-at"] <= whole[row - 1]["executed-at"]);
  assert.deepEqual(await rows("sort=Asc"), whole.toReversed());
});

Deno.test("transactions: every filter leaves what it names", async () => {
  const whole = await all();
  const FILTERS: [query: string, isMeant: (row: Json) => boolean][] = [
    ["type=Trade", (row) => row["transaction-type"] === "Trade"],
    [
      "types[]=Money%20Movement&types[]=Receive%20Deliver",
      (row) => ["Money Movement", "Receive Deliver"].includes(row["transaction-type"]),
    ],
    ["sub-type[]=Dividend&sub-type[]=Fee", (row) => ["Dividend", "Fee"].includes(row["transaction-sub-type"])],
    [
      "start-date=2026-03-01&end-date=2026-03-31",
      (row) => row["transaction-date"] >= "2026-03-01" && row["transaction-date"] <= "2026-03-31",
    ],
    [
      "start-at=2026-03-03T15:00:00Z&end-at=2026-03-20T00:00:00Z",
      (row) => row["executed-at"] >= "2026-03-03T15:00:00Z" && row["executed-at"] <= "2026-03-20T00:00:00Z",
    ],
    ["instrument-type=Cryptocurrency", (row) => row["instrument-type"] === "Cryptocurrency"],
    ["symbol=AAPL", (row) => row.symbol === "AAPL"],
    ["underlying-symbol=SPX", (row) => row["underlying-symbol"] === "SPX"],
    ["action=Sell%20to%20Open", (row) => row.action === "Sell to Open"],
    ["futures-symbol=/ESZ6", (row) => row["underlying-symbol"] === "/ESZ6"],
    ["currency=USD", () => true],
  ];
  for (const [query, isMeant] of FILTERS) {
    const found = await rows(query);
    assert.ok(found.length > 0, query);
    assert.deepEqual(found, whole.filter(isMeant), query);
  }
  assert.deepEqual(await rows("currency=EUR"), []);
});

Deno.test("transactions: what is no filter is refused", async () => {
  for (const query of ["sort=up", "start-date=yesterday", "end-at=never", "per-page=2001", "page-offset=-1"]) {
    assert.equal((await client.get(`${PATH}?${query}`)).status, 400, query);
  }
});

Deno.test("transactions: one by its id, another account's not", async () => {
  const [row] = await all();
  assert.deepEqual((await client.get(`${PATH}/${row.id}`)).body.data, row);
  const other = await client.get(`/accounts/5WS00002/transactions/${row.id}`);
  assert.deepEqual([other.status, other.body.error.code], [404, "record_not_found"]);
});

const FEES = ["commission", "clearing-fees", "regulatory-fees", "proprietary-index-option-fees"];

Deno.test("transactions: the fees of a day are those of its lines, of today when no day is named", async () => {
  const feesOf = async (query: string, { get }: Client = client) => (await get(`${PATH}/total-fees${query}`)).body.data;
  for (
    const [query, day] of [["?date=2026-11-18", "2026-11-18"], ["", "2026-11-20"], ["?date=2020-01-01", "2020-01-01"]]
  ) {
    const lines = (await all()).filter((row) => row["transaction-date"] === day);
    const fees = lines.reduce((sum, row) => sum + FEES.reduce((fees, key) => fees + Number(row[key] ?? 0), 0), 0);
    const data = await feesOf(query!);
    assert.equal(Number(data["total-fees"]).toFixed(2), fees.toFixed(2));
    assert.equal(data["total-fees-effect"], fees > 0 ? "Debit" : "None");
  }
  assert.equal((await client.get(`${PATH}/total-fees?date=x`)).status, 400);
});

Deno.test("transactions: descriptions are written as the broker writes them", async () => {
  const text = async (query: string) => (await rows(query)).map(({ description }) => description);
  for (const line of await text("type=Trade&instrument-type=Equity%20Option")) {
    assert.match(line, /^(Bought|Sold) \d+ [A-Z]+ \d\d\/\d\d\/\d\d (Call|Put) \d+\.\d\d @ \d+\.\d\d$/);
  }
  assert.match((await text("sub-type=Mark%20to%20Market"))[0]!, /^\/MES[HMUZ]\d mark to market at \d+\.\d\d$/);
});

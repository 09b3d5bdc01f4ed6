/** Accounts in trouble, and the large book: what they answer. */

import assert from "node:assert/strict";
import {
  LARGE_BOOK_ACCOUNT,
  SIMULATED_CREDENTIALS,
  SIMULATED_TRADE_ONLY_REFRESH_TOKEN,
} from "../../src/simulator/simulator.ts";
import { FRIDAY, type Json, refreshFields, startClient } from "./client.ts";
import { rebuild } from "./book/plain_books.ts";

const NUMBER = "5WS00001";
const DAY = 86_400_000;

Deno.test("staged accounts: a frozen one, and one that may only close, say so and hold what they held", async () => {
  for (const [state, flag] of [["frozen", "is-frozen"], ["closing_only", "is-closing-only"]] as const) {
    const usual = startClient();
    const { get } = startClient({ accounts: { [NUMBER]: state } });
    const status = (await get(`/accounts/${NUMBER}/trading-status`)).body.data;
    assert.equal(status[flag], true);
    assert.equal((await get("/accounts/5WS00002/trading-status")).body.data[flag], false);
    const positions = (await get(`/accounts/${NUMBER}/positions`)).body;
    assert.deepEqual(positions, (await usual.get(`/accounts/${NUMBER}/positions`)).body);
  }
});

Deno.test("staged accounts: an empty one has no positions, no money, no orders, and all its answers", async () => {
  const { get } = startClient({ accounts: { [NUMBER]: "empty" } });
  for (const path of ["positions", "transactions", "orders", "orders/live", "complex-orders", "complex-orders/live"]) {
    assert.deepEqual((await get(`/accounts/${NUMBER}/${path}`)).body.data.items, [], path);
  }
  const balance = (await get(`/accounts/${NUMBER}/balances/USD`)).body.data;
  for (const key of ["cash-balance", "net-liquidating-value", "derivative-buying-power", "maintenance-requirement"]) {
    assert.equal(balance[key], "0.0", key);
  }
  const report = (await get(`/margin/accounts/${NUMBER}/requirements`)).body.data;
  assert.deepEqual([report.groups, report["margin-requirement-effect"]], [[], "None"]);
  assert.equal((await get(`/accounts/${NUMBER}/net-liq/history?time-back=1d`)).body.data.items.at(-1).close, "0.0");
});

Deno.test("staged accounts: a closed one was emptied before, and is listed as closed", async () => {
  const { get } = startClient({ accounts: { [NUMBER]: "closed" } });
  const [{ account }] = (await get("/customers/me/accounts")).body.data.items;
  assert.deepEqual([account["account-number"], account["is-closed"], "closed-at" in account], [NUMBER, true, true]);
  assert.equal((await get(`/accounts/${NUMBER}/trading-status`)).body.data["is-closed"], true);
  const lines: Json[] = (await get(`/accounts/${NUMBER}/transactions`)).body.data.items;
  assert.equal(lines.length, 3);
  assert.equal(rebuild(lines, () => 1).cash, 0);
  assert.deepEqual((await get(`/accounts/${NUMBER}/positions`)).body.data.items, []);
  assert.deepEqual((await get(`/accounts/${NUMBER}/orders/live`)).body.data.items, []);
});

Deno.test("staged accounts: a margin call is what is missing after a withdrawal, to the cent", async () => {
  const usual = startClient();
  const { get, clock } = startClient({ accounts: { [NUMBER]: "margin_call" } });
  const of = async (client: { get: typeof get }) => (await client.get(`/accounts/${NUMBER}/balances/USD`)).body.data;
  const [before, after] = [await of(usual), await of({ get })];
  const [withdrawn] = (await get(`/accounts/${NUMBER}/transactions?per-page=1`)).body.data.items;
  assert.deepEqual([withdrawn["transaction-sub-type"], withdrawn["value-effect"]], ["Withdrawal", "Debit"]);
  const cents = (text: string) => Math.round(Number(text) * 100);
  assert.equal(cents(before["cash-balance"]) - cents(withdrawn.value), cents(after["cash-balance"]));
  const called = cents(after["maintenance-call-value"]);
  const needed = cents(after["maintenance-requirement"]) + cents(after["futures-margin-requirement"]);
  assert.equal(called, needed - cents(after["margin-equity"]));
  assert.ok(Math.abs(called - 0.2 * needed) < 2);
  assert.deepEqual(
    ["maintenance-excess", "derivative-buying-power", "cash-available-to-withdraw"].map((key) => after[key]),
    [
      "0.0",
      "0.0",
      "0.0",
    ],
  );
  assert.equal((await get(`/accounts/${NUMBER}/trading-status`)).body.data["is-in-margin-call"], true);
  const report = (await get(`/margin/accounts/${NUMBER}/requirements`)).body.data;
  assert.deepEqual([report["maintenance-excess-effect"], cents(report["maintenance-excess"])], ["Debit", called]);
  const lines: Json[] = (await get(`/accounts/${NUMBER}/transactions?per-page=2000`)).body.data.items;
  const { positions } =
    usual.simulator.books.of(usual.simulator.world.customers.get("C5100000001")!.accounts[0]!, FRIDAY).ledger;
  assert.equal(
    rebuild(lines, ({ symbol }) => positions.get(symbol)!.instrument.multiplier).cash,
    cents(after["cash-balance"]),
  );
  clock.at = FRIDAY + 9 * 60_000;
  assert.equal(
    (await get(`/accounts/${NUMBER}/transactions?sub-type[]=Withdrawal&start-date=2026-11-01`)).body.data.items.length,
    1,
  );
});

Deno.test("staged accounts: a login without the right to an account, or to read, is refused as the broker does", async () => {
  const { get, login, getWith } = startClient({ accounts: { [NUMBER]: "denied" } });
  assert.equal((await get("/customers/me/accounts")).body.data.items.length, 2);
  for (const path of [`/accounts/${NUMBER}/positions`, `/margin/accounts/${NUMBER}/requirements`]) {
    const { status, body } = await get(path);
    assert.deepEqual([status, body.error], [403, { code: "not_permitted", message: "User not permitted access" }]);
  }
  assert.equal((await get("/accounts/5WS00002/positions")).status, 200);
  const fields = refreshFields({ ...SIMULATED_CREDENTIALS[0], refreshToken: SIMULATED_TRADE_ONLY_REFRESH_TOKEN });
  const token = (await login(fields)).body.access_token;
  for (const path of ["/customers/me/accounts", "/accounts/5WS00002/positions"]) {
    assert.equal((await getWith(token, path)).status, 403);
  }
});

Deno.test("staged accounts: states are set and taken back over the control surface", async () => {
  const { get, send } = startClient({ control: true });
  const stage = (number: unknown, state: unknown) =>
    send("POST", "/__simulator/accounts", { "account-number": number, state });
  assert.equal((await stage(NUMBER, "frozen")).status, 201);
  assert.equal((await get(`/accounts/${NUMBER}/trading-status`)).body.data["is-frozen"], true);
  const states = (await get("/__simulator/accounts")).body.data.items;
  assert.deepEqual(states[0], { "account-number": NUMBER, "state": "frozen" });
  await stage(NUMBER, "empty");
  assert.deepEqual((await get(`/accounts/${NUMBER}/positions`)).body.data.items, []);
  await stage(NUMBER, null);
  assert.ok((await get(`/accounts/${NUMBER}/positions`)).body.data.items.length > 10);
  for (
    const [number, state] of [[NUMBER, "rich"], ["5WX99999", "frozen"], ["5WT00117", "margin_call"], [
      NUMBER,
      undefined,
    ]]
  ) {
    assert.equal((await stage(number, state)).status, 400);
  }
});

Deno.test("large book: three hundred positions on sixty names, as its transactions say, whose orders are there", async () => {
  const plain = startClient({ credentials: SIMULATED_CREDENTIALS[2] });
  assert.deepEqual((await plain.get("/customers/me/accounts")).body.data.items, []);
  for (const at of [FRIDAY, FRIDAY + 40 * DAY]) {
    const { get, simulator } = startClient({ at, largeBook: true, credentials: SIMULATED_CREDENTIALS[2] });
    const path = `/accounts/${LARGE_BOOK_ACCOUNT}`;
    const positions: Json[] = (await get(`${path}/positions`)).body.data.items;
    assert.ok(positions.length >= 280 && positions.length <= 310, `${positions.length}`);
    assert.equal(new Set(positions.map((position) => position["underlying-symbol"])).size, 60);
    const lines: Json[] = [];
    for (let page = 0; page < 5; page++) {
      lines.push(...(await get(`${path}/transactions?per-page=2000&page-offset=${page}`)).body.data.items);
    }
    const account = simulator.world.customers.get("C5100000003")!.accounts[0]!;
    const { ledger } = simulator.books.of(account, at);
    const books = rebuild(lines, ({ symbol }) => ledger.positions.get(symbol)!.instrument.multiplier);
    const balance = (await get(`${path}/balances/USD`)).body.data;
    assert.equal(books.cash, Math.round(Number(balance["cash-balance"]) * 100));
    assert.equal(books.held.size, positions.length);
    for (const { symbol, quantity, "quantity-direction": direction } of positions) {
      assert.equal(books.held.get(symbol), direction === "Long" ? quantity : -quantity, symbol);
    }
    assert.ok(Number(balance["derivative-buying-power"]) > 0);
    assert.ok((await get(`${path}/orders/live?per-page=200`)).body.data.items.length > 20);
  }
});

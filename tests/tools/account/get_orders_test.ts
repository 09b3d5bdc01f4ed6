import assert from "node:assert/strict";
import type { Fault } from "../../../src/simulator/simulator.ts";
import { OWNER, startApp, type TestApp } from "../../support/app.ts";
import { legacyRequest, resultOf, type ToolAnswer } from "../../support/clients.ts";

const ask = async (app: TestApp, input: Record<string, unknown> = {}): Promise<ToolAnswer> =>
  await resultOf(await app.fetch(legacyRequest("tools/call", { name: "get_orders", arguments: input })));

type Row = Record<string, unknown>;

const named = (value: ToolAnswer["value"], row: unknown[]): Row =>
  Object.fromEntries(value.columns.map((name: string, place: number) => [name, row[place]]));

const rowsOf = ({ value }: ToolAnswer): Row[] => value.rows.map((row: unknown[]) => named(value, row));

/** Shortly before an order of the margin account is cancelled. */
const BEFORE_CANCELLATION = Date.UTC(2026, 10, 20, 15, 41);

Deno.test("get_orders: what is working and what has ended lately, with everything about each", async () => {
  await using app = await startApp();
  const answer = await ask(app);
  assert.equal(answer.isError, false, answer.text);
  const { value, text } = answer;
  assert.ok(text.length < 12_000, `${text.length} characters`);
  assert.doesNotMatch(text, /5WS\d/);
  assert.deepEqual([value.source, value.simulated, value.time], ["simulator", true, "2026-11-20T11:00-05:00"]);
  assert.ok(value.working > 10 && value.orders > value.working);
  const rows = rowsOf(answer);
  assert.ok(rows.every(({ account }) => /^\*\*\*000[12]$/.test(account as string)));
  const condor = rows.find(({ underlying }) => underlying === "SPX")!;
  assert.deepEqual([condor.does, condor.type, condor.time_in_force], ["close iron condor", "limit", "gtc"]);
  assert.deepEqual([condor.state, condor.filled, condor.quantity], ["live", 0, 1]);
  assert.equal((condor.legs as unknown[]).length, 4);
  assert.ok(condor.price as number < 0);
  assert.match(condor.expires as string, /^20\d\d-\d\d-\d\d$/);
  const replaced = rows.find(({ state }) => state === "replace_requested")!;
  const replacing = rows.find(({ note }) => (note as string | null)?.includes(`in place of ${replaced.id}`))!;
  assert.equal(replaced.note, `replaced by ${replacing.id}`);
  const shown = new Set(
    [
      ...rows,
      ...value.complex_orders.flatMap(({ parts }: { parts: unknown[][] }) =>
        parts.map(([, ...row]) => named(value, row))
      ),
    ].map(({ state }) => state),
  );
  assert.deepEqual(Object.keys(value.states).sort(), [...shown].sort());
  assert.ok(value.states.live.length > 10);
});

Deno.test("get_orders: what is bound together is one entry, told in words", async () => {
  await using app = await startApp();
  const { value } = await ask(app, { status: "working" });
  const bound = value.complex_orders.find(({ type }: Row) => type === "otoco");
  assert.match(bound.means, /trigger is executed/);
  assert.deepEqual(bound.parts.map(([part]: string[]) => part), ["trigger", "order", "order"]);
  const [, first, second] = bound.parts.map(([, ...row]: unknown[]) => named(value, row));
  assert.deepEqual([first.state, first.note], ["contingent", "waits for another order"]);
  assert.ok(first.price > 0 && second.stop > 0 && second.price === null);
  const pairs = value.complex_orders.find(({ type }: Row) => type === "pairs");
  assert.match(pairs.ratio, /^at or (above|below) [\d.]+$/);
  assert.equal(value.orders, value.rows.length + value.complex_orders.length);
});

Deno.test("get_orders: rejections say why, executions at what price, conditions on what", async () => {
  await using app = await startApp();
  const rejected = rowsOf(await ask(app, { status: "rejected", from: "2026-10-01", limit: 100 }));
  assert.ok(rejected.length > 3);
  assert.ok(rejected.every(({ state, note }) => state === "rejected" && (note as string).startsWith("refused: ")));
  assert.ok(rejected.some(({ note }) => note === "refused: the exchange's session was closed"));
  const filled = rowsOf(await ask(app, { status: "filled", from: "2026-11-16" }));
  assert.ok(filled.length > 0);
  for (const { filled: done, quantity, fill_price: price, expires } of filled) {
    assert.deepEqual([done, expires], [quantity, null]);
    assert.ok(Number.isFinite(price));
  }
  const { value } = await ask(app, { status: "working" });
  assert.ok(
    value.rows.some((row: unknown[]) =>
      /sent when \w+ \(last price\) is at or (above|below) [\d.]+/.test(`${row.at(-1)}`)
    ),
  );
});

Deno.test("get_orders: narrowed by account, underlying, days and number", async () => {
  await using app = await startApp();
  const { value } = await ask(app, { account: "simulated retirement", limit: 100 });
  assert.deepEqual(value.accounts, ['***0002 "Simulated retirement"']);
  for (const account of ["0002", "***0002", "5WS00002", "Roth IRA"]) {
    assert.equal((await ask(app, { account, limit: 100 })).value.orders, value.orders, account);
  }
  const ko = await ask(app, { symbol: "KO", from: "2026-09-01" });
  assert.ok(ko.value.orders > 0 && rowsOf(ko).every(({ underlying }) => underlying === "KO"));
  const past = await ask(app, { from: "2026-10-05", to: "2026-10-09" });
  assert.equal(past.value.working, 0);
  assert.ok(rowsOf(past).every(({ changed }) => "2026-10-05" <= changed! && (changed as string) < "2026-10-10"));
  const [first] = rowsOf(await ask(app));
  const one = await ask(app, { order_id: first!.id });
  assert.deepEqual(rowsOf(one), [first]);
});

Deno.test("get_orders: what does not fit is asked for in its own words, and pages make up the whole", async () => {
  await using app = await startApp();
  const from = "2026-01-01";
  const whole = await ask(app, { from, status: "filled", limit: 100 });
  assert.ok(whole.text.length <= 20_000, `${whole.text.length} characters`);
  const seen: unknown[] = [];
  for (let input: Row | null = { from, status: "filled", limit: 30 }; input !== null;) {
    const { value, text } = await ask(app, input);
    assert.ok(text.length <= 20_000);
    seen.push(...value.rows.map(([id]: unknown[]) => id));
    const next: string | undefined = /ask get_orders with (\{.*\})$/.exec(value.more ?? "")?.[1];
    input = next === undefined ? null : JSON.parse(next);
  }
  assert.equal(seen.length, whole.value.orders);
  assert.equal(new Set(seen).size, seen.length);
});

Deno.test("get_orders: answers when an order changes, over the account stream of the app", async () => {
  await using app = await startApp({ at: BEFORE_CANCELLATION });
  const waiting = ask(app, { wait_seconds: 30, status: "working" });
  while (app.simulator.requests.filter(({ path }) => path.endsWith("/complex-orders")).length < 2) await moment();
  await moment();
  app.clock.at += 3000;
  const { value, isError, text } = await waiting;
  assert.equal(isError, false, text);
  assert.deepEqual(value.waited, { outcome: "changed", seconds: 3, by: "account stream" });
  const [{ id, ...change }] = value.changed;
  assert.deepEqual(change, {
    underlying: "DIS",
    does: "buy shares to open",
    was: "live",
    is: "cancelled",
    filled: 0,
    quantity: 25,
    fill_price: null,
  });
  assert.ok(value.rows.every(([other]: unknown[]) => other !== id));
  assert.ok(app.simulator.sockets.every(({ closedAt }) => closedAt !== null));
});

Deno.test("get_orders: says so when it had to ask again and again instead", async () => {
  await using app = await startApp();
  app.simulator.faults.add({ kind: "socket_refused", path: "/" });
  const { value } = await ask(app, { wait_seconds: 7 });
  assert.deepEqual(value.waited, {
    outcome: "nothing changed",
    seconds: 5,
    by: "asking every 5 s",
    because: "the account stream could not be had",
  });
  assert.deepEqual(app.waits.filter((milliseconds) => milliseconds >= 5000), [5000]);
});

Deno.test("get_orders: with nothing to wait for it answers at once", async () => {
  await using app = await startApp();
  const { value } = await ask(app, { wait_seconds: 30, from: "2026-10-05", to: "2026-10-09" });
  assert.deepEqual(value.waited, {
    outcome: "no order is working: nothing to wait for",
    seconds: 0,
    by: "account stream",
  });
});

Deno.test("get_orders: questions that make no sense are told what to send", async () => {
  await using app = await startApp();
  const cases: [input: Row, says: RegExp][] = [
    [{ from: "2026-11-10", to: "2026-11-01" }, /from: 2026-11-10 is later than to, 2026-11-01/],
    [{ account: "savings" }, /account: no account is called so.*\*\*\*0001/],
    [{ order_id: "17" }, /An order of that number was not found/],
    [{ order_id: "abc" }, /order_id.*is a number/],
    [{ wait_seconds: 31 }, /wait_seconds/],
    [{ state: "live" }, /state/],
  ];
  for (const [input, says] of cases) {
    const { isError, text } = await ask(app, input);
    assert.equal(isError, true, text);
    assert.match(text, says);
  }
});

Deno.test("get_orders: an account that may not be read is named beside what the others say", async () => {
  await using app = await startApp({ environment: OWNER });
  const deny = (account: string): Fault => ({ kind: "status", status: 403, path: `/accounts/${account}/orders` });
  app.simulator.faults.add(deny("5WS00002"));
  const { value } = await ask(app);
  assert.equal(value.not_read.length, 1);
  assert.match(value.not_read[0], /^\*\*\*0002: tastytrade does not permit/);
  assert.ok(value.orders > 0);
  app.simulator.faults.add(deny("5WS00001"));
  const { isError, text } = await ask(app);
  assert.equal(isError, true);
  assert.match(text, /does not permit this login to read orders/);
});

const moment = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

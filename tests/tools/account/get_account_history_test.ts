import assert from "node:assert/strict";
import { addDays, newYorkDay, newYorkInstant } from "../../../src/core/calendar.ts";
import { keepDay, seriesOf } from "../../../src/services/history/account_days.ts";
import { answerAccountHistory } from "../../../src/tools/answers/account_history.ts";
import { type Rewriting, startServices } from "../../support/services.ts";
import { FRIDAY, startApp, type TestApp } from "../../support/app.ts";
import { connect, legacyRequest } from "../../support/clients.ts";

// deno-lint-ignore no-explicit-any -- answers are looked into as a reader would
type Answer = any;

async function ask(app: TestApp, given: Record<string, unknown> = {}): Promise<{ answer: Answer; images: number }> {
  const call = { name: "get_account_history", arguments: given };
  const { result } = await (await app.fetch(legacyRequest("tools/call", call))).json();
  const [{ text }, ...images] = result.content;
  assert.ok(!result.isError, text);
  assert.ok(text.length <= 20_000);
  assert.ok(images.every(({ mimeType, data }: Answer) => mimeType === "image/png" && atob(data).startsWith("\x89PNG")));
  return { answer: JSON.parse(text), images: images.length };
}

const afterClose = (day: string): number => newYorkInstant(day, 16 * 60 + 31);

Deno.test("get_account_history: the last day is worth what the balances say, and the sums follow from the rows", async () => {
  // A Saturday: nothing moves while the broker's limits are waited for.
  await using app = await startApp({ at: newYorkInstant("2026-11-21", 12 * 60) });
  const { answer } = await ask(app, { account: "0002", since: "1m", limit: 260 });
  const { from, to, change, high, low } = answer.net_liquidation;
  const rows: [string, number][] = answer.days.rows;
  assert.deepEqual([from, to], [rows[0], rows.at(-1)]);
  assert.equal(change, Math.round((to[1] - from[1]) * 100) / 100);
  assert.equal(high[1], Math.max(...rows.map(([, value]) => value)));
  assert.equal(low[1], Math.min(...rows.map(([, value]) => value)));
  assert.ok(rows.every(([day], i) => i === 0 || day > rows[i - 1]![0]));
  await using client = await connect(app, "2026-07-28");
  const accounts = JSON.parse((await client.callTool("list_accounts", {})).text);
  const column = accounts.columns.indexOf("net_liquidation");
  const account = accounts.rows.find((row: unknown[]) => row.includes("***0002"));
  assert.equal(account[column], to[1]);
  assert.equal(answer.simulated, true);
});

Deno.test("get_account_history: one account is that account, and shows no number", async () => {
  await using app = await startApp();
  const { answer } = await ask(app, { account: "Simulated retirement", since: "3m" });
  assert.deepEqual(answer.accounts, ['***0002 "Simulated retirement"']);
  assert.doesNotMatch(JSON.stringify(answer), /5WS0000/);
});

Deno.test("get_account_history: what has changed since Friday is told once a day has been written down", async () => {
  await using app = await startApp({ at: FRIDAY });
  const { answer: before } = await ask(app, { since: "2026-11-20", changes: true });
  assert.equal(before.changes, null);
  assert.ok(before.unknown.some((text: string) => text.startsWith("what account ***0001 held")));

  app.clock.at = afterClose("2026-11-20");
  await app.tick();
  app.clock.at = newYorkInstant("2026-11-24", 11 * 60);
  const { answer } = await ask(app, { since: "2026-11-20", changes: true });
  assert.deepEqual(answer.changes.map(({ account, since }: Answer) => [account, since]), [
    ["***0001", "2026-11-20"],
    ["***0002", "2026-11-20"],
  ]);
  const [margin] = answer.changes;
  assert.deepEqual(margin.columns, ["symbol", "quantity_then", "quantity_now", "mark_then", "mark_now", "gain"]);
  assert.ok(margin.rows.length > 5);
  // The sums are those of the rows, as far as all rows are shown.
  const gains = Object.values(margin.gains_of_what_is_still_held as Record<string, number>);
  const rows: [string, number, number, number, number, number][] = margin.rows;
  if (margin.more === undefined) {
    const sum = (values: number[]) => Math.round(values.reduce((a, b) => a + b, 0) * 100) / 100;
    assert.equal(sum(gains), sum(rows.map((row) => row[5])));
  }
  for (const [symbol, then, now, , , gain] of rows) assert.ok(then !== now || gain !== 0, symbol);
  assert.equal(margin.theta.length, 2);
  // The day's own greeks stand in its row.
  const friday = answer.days.rows.find(([day]: [string]) => day === "2026-11-20");
  assert.ok(friday[3] !== null, JSON.stringify(friday));
});

Deno.test("get_account_history: where the broker has no history, the days written down here are shown, and that is said", async () => {
  await using app = await startApp({ at: afterClose("2026-11-20") });
  await app.tick();
  app.clock.at = afterClose("2026-11-23");
  await app.tick();
  for (const number of ["5WS00001", "5WS00002"]) {
    app.simulator.faults.add({ kind: "status", status: 404, path: `/accounts/${number}/net-liq` });
  }
  const { answer } = await ask(app, { since: "1w" });
  assert.deepEqual(answer.days.rows.map(([day]: [string]) => day), ["2026-11-20", "2026-11-23"]);
  assert.equal(answer.warnings.length, 2);
});

Deno.test("get_account_history: a picture is drawn when it is asked for", async () => {
  await using app = await startApp();
  assert.equal((await ask(app, { since: "6m", chart: true })).images, 1);
  assert.equal((await ask(app, { since: "6m" })).images, 0);
});

Deno.test("get_account_history: a day that is none, or not yet, is refused with what to write", async () => {
  await using app = await startApp();
  await using client = await connect(app, "2026-07-28");
  for (const since of ["friday", "2026-02-30", "2026-11-21", "2y"]) {
    const { isError, text } = await client.callTool("get_account_history", { since });
    assert.ok(isError, since);
    assert.match(text, /^since: .*one of 1w, 1m, 3m, 6m, 1y, all\.$/, text);
  }
});

Deno.test("get_account_history: with many days and many changes it shows fewer of them, and says so", async () => {
  const rewriting: Rewriting = {
    path: "/positions",
    items: ([row]) =>
      Array.from({ length: 400 }, (_, i) => ({
        ...row,
        "symbol": `A NAME THAT IS RATHER LONG AS WELL ${100 + i}`,
        "underlying-symbol": `A NAME THAT IS RATHER LONG AS WELL ${100 + i}`,
        "instrument-type": "Bond",
        "mark-price": String(100 + i),
      })),
  };
  using services = await startServices({ rewriting });
  const { context, clock, storage: { records } } = services;
  for (const number of ["5WS00001", "5WS00002"]) {
    const series = await seriesOf(null, "simulator", number);
    const holdings = Array.from({ length: 400 }, (_, i) => ({
      symbol: `AN EARLIER AND RATHER LONG NAME ${1000 + i}`,
      underlying: `AN EARLIER AND RATHER LONG NAME ${1000 + i}`,
      quantity: 100,
      multiplier: 1,
      mark: 100,
      delta: null,
      theta: null,
      vega: null,
    }));
    for (let back = 300; back > 0; back--) {
      const day = addDays(newYorkDay(clock.at), -back);
      const figures = {
        netLiquidation: 123456.78,
        cash: 1,
        buyingPower: 1,
        deltaDollars: 1234567.89,
        theta: -12345.67,
        vega: 12345.67,
      };
      const totals = { userId: "own", series, day, takenAt: clock.at, ...figures, unknown: 0 };
      assert.ok((await records.commit(keepDay(totals, back >= 290 ? holdings : [], Date.UTC(2100, 0, 1)))).ok);
    }
  }
  const since = addDays(newYorkDay(clock.at), -290);
  const answer = await answerAccountHistory({ since, changes: true, limit: 260 }, context);
  assert.ok(answer.ok);
  const text = JSON.stringify(answer.value);
  assert.ok(text.length > 10_000 && text.length <= 20_000, `${text.length} characters`);
  assert.match(text, /\d+ smaller changes/);
  await services.settled();
});

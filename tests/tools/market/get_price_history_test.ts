import assert from "node:assert/strict";
import type { Fault } from "../../../src/simulator/simulator.ts";
import { startApp, type TestApp } from "../../support/app.ts";
import { legacyRequest, resultOf, type ToolAnswer } from "../../support/clients.ts";

const ask = async (app: TestApp, input: Record<string, unknown>): Promise<ToolAnswer> =>
  await resultOf(await app.fetch(legacyRequest("tools/call", { name: "get_price_history", arguments: input })));

/** The arguments of the next call that an answer spells out. */
const next = (text: string): Record<string, unknown> => JSON.parse(text.slice(text.indexOf("{")));

Deno.test("get_price_history: half a year of days is a summary, with the call that shows the candles", async () => {
  await using app = await startApp();
  const { value, isError } = await ask(app, { symbol: "AAPL" });
  assert.equal(isError, false);
  assert.deepEqual(Object.keys(value), [
    "symbol",
    "type",
    "interval",
    "hours",
    "from",
    "to",
    "candles",
    "first_close",
    "last_close",
    "change",
    "change_percent",
    "high",
    "low",
    "average_volume",
    "realized_volatility_percent",
    "realized_volatility_is",
    "max_drawdown",
    "unfinished",
    "age_seconds",
    "source",
    "simulated",
    "more",
  ]);
  assert.deepEqual([value.from, value.to, value.hours], ["2026-05-20", "2026-11-20", "regular"]);
  assert.match(
    value.realized_volatility_is,
    /^sample deviation of \d+ log returns, close to close, times the root of 252/,
  );
  assert.ok(value.realized_volatility_percent > 5 && value.realized_volatility_percent < 100);
  assert.ok(value.high.price >= value.last_close.price && value.low.price <= value.last_close.price);
  const again = await ask(app, next(value.more));
  assert.equal(again.value.rows.length, value.candles);
});

Deno.test("get_price_history: rows are the latest, oldest first, and the unfinished one is marked", async () => {
  await using app = await startApp();
  const { value } = await ask(app, { symbol: "AAPL", rows: 3 });
  assert.deepEqual(value.columns, ["time", "open", "high", "low", "close", "volume"]);
  assert.deepEqual(value.rows.map(([time]: [string]) => time), ["2026-11-18", "2026-11-19", "2026-11-20"]);
  assert.equal(value.last_row, "unfinished");
  assert.equal(value.rows[2][4], value.last_close.price);
});

Deno.test("get_price_history: the next call goes on where the rows began, until there are no more", async () => {
  await using app = await startApp();
  const times: string[] = [];
  let input: Record<string, unknown> = { symbol: "AAPL", interval: "30m", span: "5d", rows: 20 };
  for (let page = 0; page < 9; page++) {
    const { value } = await ask(app, input);
    times.unshift(...value.rows.map(([time]: [string]) => time));
    if (value.more === undefined) break;
    input = next(value.more);
  }
  const { value } = await ask(app, { symbol: "AAPL", interval: "30m", span: "5d", rows: 400 });
  assert.deepEqual(times, value.rows.map(([time]: [string]) => time));
  assert.equal(new Set(times).size, value.candles);
});

Deno.test("get_price_history: a year of trading days with all its rows stays under 20,000 characters", async () => {
  await using app = await startApp();
  for (const symbol of ["AAPL", "SPX", "/ESZ6", "BTC/USD"]) {
    const { text, value } = await ask(app, { symbol, span: "1y", rows: 400 });
    assert.ok(text.length <= 20_000, `${symbol}: ${text.length}`);
    if (symbol !== "BTC/USD") assert.equal(value.rows.length, value.candles, symbol);
  }
});

Deno.test("get_price_history: what does not fit is left out from the oldest on, and counted", async () => {
  await using app = await startApp();
  const { text, value } = await ask(app, { symbol: "BTC/USD", interval: "15m", span: "5d", rows: 400 });
  assert.ok(text.length <= 20_000 && text.length > 18_000, `${text.length}`);
  assert.ok(value.rows.length < 400);
  assert.match(value.more, new RegExp(`^${value.candles - value.rows.length} more; ask get_price_history with `));
});

Deno.test("get_price_history: minutes are New York's, and extended hours begin at four", async () => {
  await using app = await startApp();
  const { value } = await ask(app, { symbol: "SPY", interval: "1m", extended_hours: true, rows: 1 });
  assert.deepEqual([value.hours, value.first_close.time, value.rows[0][0]], [
    "extended",
    "2026-11-20T04:00",
    "2026-11-20T10:59",
  ]);
});

Deno.test("get_price_history: a history that begins later than asked for says when", async () => {
  await using app = await startApp();
  const { value } = await ask(app, { symbol: "SPX", interval: "1mo", span: "30y" });
  assert.ok(value.history_begins > "2000-01-01");
  assert.deepEqual([value.average_volume, value.unknown], [null, ["average_volume"]], "an index has no volume");
});

Deno.test("get_price_history: an answer that is kept says how old it is", async () => {
  await using app = await startApp();
  await ask(app, { symbol: "AAPL" });
  app.clock.at += 45_000;
  const { value } = await ask(app, { symbol: "AAPL" });
  assert.equal(value.age_seconds, 45);
  assert.equal(app.simulator.sockets.length, 1);
});

const REFUSED: [name: string, input: Record<string, unknown>, text: RegExp][] = [
  ["no symbol", {}, /`symbol`: .*expected string/],
  ["an unknown interval", { symbol: "A", interval: "3m" }, /`interval`: .*"1m"/],
  ["too many rows", { symbol: "A", rows: 1000 }, /`rows`: .*400/],
  ["a span in words", { symbol: "A", span: "a year" }, /^span: is not a span of time\. Write 5d/],
  ["an end ahead", { symbol: "A", to: "2027-01-01" }, /^to: lies ahead/],
  ["minutes of a year", { symbol: "A", interval: "1m", span: "1y" }, /98670 candles; at most 6000 .* interval 30m/],
  ["no symbol at all", { symbol: "🚀" }, /is not a symbol\. Write it as AAPL/],
  ["a product", { symbol: "/ES" }, /such as \/ESZ6/],
];

for (const [name, input, text] of REFUSED) {
  Deno.test(`get_price_history: ${name} is refused in a sentence that says what to send`, async () => {
    await using app = await startApp();
    const answer = await ask(app, input);
    assert.equal(answer.isError, true);
    assert.match(answer.text, text);
    assert.equal(app.simulator.sockets.length, 0);
  });
}

const TROUBLE: [name: string, fault: Fault, text: RegExp][] = [
  ["refuses sockets", { kind: "socket_refused" }, /could not be reached for live data\. Try again/],
  ["issues no quote token", { kind: "status", status: 403, path: "/api-quote-tokens" }, /does not permit/],
  ["does not know the login", { kind: "status", status: 401 }, /did not accept the refresh token/],
];

for (const [name, fault, text] of TROUBLE) {
  Deno.test(`get_price_history: a broker that ${name} becomes a sentence with the next step`, async () => {
    await using app = await startApp({ timeout: 20 });
    app.simulator.faults.add(fault);
    const answer = await ask(app, { symbol: "AAPL" });
    assert.equal(answer.isError, true);
    assert.match(answer.text, text);
  });
}

Deno.test("get_price_history: a feed that breaks off leaves an answer that says what is missing", async () => {
  await using app = await startApp();
  app.simulator.faults.add({ kind: "socket_dropped_in_snapshot" });
  const { value } = await ask(app, { symbol: "AAPL", span: "1y" });
  assert.match(value.warnings[0], /older candles may be missing\. Ask again/);
  assert.ok(value.history_begins > value.from);
});

Deno.test("get_price_history: a symbol that does not exist is named", async () => {
  await using app = await startApp();
  const { text, isError } = await ask(app, { symbol: "ZZZZ" });
  assert.equal(isError, true);
  assert.equal(text, "ZZZZ was not found. Check the spelling, or search for it first.");
});

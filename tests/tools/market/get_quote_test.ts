import assert from "node:assert/strict";
import { QUOTE_FIELDS } from "../../../src/services/quotes.ts";
import type { RequestFault } from "../../../src/simulator/faults.ts";
import { FRIDAY, OWNER, startApp, type TestApp } from "../../support/app.ts";
import { legacyRequest, resultOf, type ToolAnswer } from "../../support/clients.ts";

const QUOTES = "/market-data/by-type";

const ask = async (app: TestApp, input: Record<string, unknown>): Promise<ToolAnswer> =>
  await resultOf(await app.fetch(legacyRequest("tools/call", { name: "get_quote", arguments: input })));

const calls = (app: TestApp, path: string): number =>
  app.simulator.requests.filter((seen) => seen.path === path).length;

Deno.test("get_quote: a share has every agreed field, its time, session and source", async () => {
  await using app = await startApp();
  const { value, isError } = await ask(app, { symbol: "AAPL" });
  assert.equal(isError, false);
  assert.deepEqual(Object.keys(value), [
    "symbol",
    "type",
    ...QUOTE_FIELDS,
    "unknown",
    "time",
    "age_seconds",
    "session",
    "source",
    "simulated",
  ]);
  assert.deepEqual(value.unknown, ["close"], "today's close is not known while the market is open");
  assert.ok(value.bid < value.ask && value.low <= value.last && value.last <= value.high);
  assert.equal(value.mid, (value.bid + value.ask) / 2);
  assert.ok(value.iv_rank >= 0 && value.iv_30_day > 5 && value.iv_30_day < 200, "rank and volatility are percent");
  assert.ok(value.market_cap > 1e11);
  assert.match(value.earnings_date, /^\d{4}-\d\d-\d\d$/);
  assert.deepEqual([value.session, value.source, value.simulated], ["open", "simulator", true]);
  assert.ok(value.age_seconds < 60);
});

Deno.test("get_quote: every kind of instrument is quoted, however it is typed", async () => {
  await using app = await startApp();
  const typed = ["brk.b", "spy", "$spx", "vix", "/ESZ6", "btc-usd"];
  const { value } = await ask(app, { symbols: typed });
  assert.deepEqual(value.rows.map((row: unknown[]) => row.slice(0, 2)), [
    ["BRK/B", "equity"],
    ["SPY", "equity"],
    ["SPX", "index"],
    ["VIX", "index"],
    ["/ESZ6", "future"],
    ["BTC/USD", "cryptocurrency"],
  ]);
  assert.equal(value.not_found, undefined);
});

Deno.test("get_quote: what an index does not have is unknown, not 0", async () => {
  await using app = await startApp();
  const { value } = await ask(app, { symbol: "SPX" });
  assert.equal(value.market_cap, null);
  assert.ok(value.unknown.includes("market_cap"));
});

Deno.test("get_quote: several symbols are a table whose unknown fields are named by symbol", async () => {
  await using app = await startApp();
  const { value } = await ask(app, { symbols: ["AAPL", "VIX"] });
  assert.deepEqual(value.columns, ["symbol", "type", ...QUOTE_FIELDS, "session", "time", "age_seconds"]);
  for (const row of value.rows) assert.equal(row.length, value.columns.length);
  assert.deepEqual(value.unknown.VIX.slice(0, 2), ["bid", "ask"], "nobody trades the VIX itself");
});

Deno.test("get_quote: fifty symbols cost one call for quotes and one for metrics, and stay under 20,000 characters", async () => {
  await using app = await startApp();
  const symbols = [...app.simulator.market.prices.listings.keys()].slice(0, 50);
  assert.equal(symbols.length, 50);
  const { value, text } = await ask(app, { symbols });
  assert.equal(value.rows.length, 50);
  assert.deepEqual([calls(app, QUOTES), calls(app, "/market-metrics")], [1, 1]);
  assert.ok(text.length <= 20_000, `${text.length} characters`);
});

Deno.test("get_quote: a hundred callers at once cause one call upstream", async () => {
  await using app = await startApp();
  const answers = await Promise.all(Array.from({ length: 100 }, () => ask(app, { symbol: "SPY" })));
  assert.equal(new Set(answers.map(({ text }) => text)).size, 1);
  assert.deepEqual([calls(app, "/oauth/token"), calls(app, QUOTES), calls(app, "/market-metrics")], [1, 1, 1]);
});

Deno.test("get_quote: an answer is kept for thirty seconds and says its age", async () => {
  await using app = await startApp();
  await ask(app, { symbol: "SPY" });
  app.clock.at += 29_000;
  const { value } = await ask(app, { symbol: "SPY" });
  assert.ok(value.age_seconds >= 29);
  assert.equal(calls(app, QUOTES), 1);
  app.clock.at += 2_000;
  await ask(app, { symbol: "SPY" });
  assert.equal(calls(app, QUOTES), 2);
});

Deno.test("get_quote: a symbol the broker does not know is named, alone or among others", async () => {
  await using app = await startApp();
  const alone = await ask(app, { symbol: "ZZZZ" });
  assert.equal(alone.isError, true);
  assert.equal(alone.text, "ZZZZ was not found. Check the spelling, or search for it first.");
  const among = await ask(app, { symbols: ["SPY", "ZZZZ", "🚀"] });
  assert.deepEqual(among.value.not_found, ["ZZZZ"]);
  assert.match(among.value.not_recognized[0], /is not a symbol\. Write it as AAPL/);
  assert.equal(among.value.rows.length, 1);
});

Deno.test("get_quote: the same symbol twice is one row", async () => {
  await using app = await startApp();
  const { value } = await ask(app, { symbols: ["spy", "SPY", " Spy "] });
  assert.equal(value.rows.length, 1);
});

Deno.test("get_quote: after the close the day's close is known and the session says so", async () => {
  await using app = await startApp({ at: FRIDAY + 6 * 3_600_000 });
  const { value } = await ask(app, { symbol: "AAPL" });
  assert.equal(value.session, "after_hours");
  assert.equal(typeof value.close, "number");
});

Deno.test("get_quote: an option comes with its greeks", async () => {
  await using app = await startApp();
  const { value: spy } = await ask(app, { symbol: "SPY" });
  const strike = String(Math.round(spy.last / 5) * 5 * 1000).padStart(8, "0");
  const { value } = await ask(app, { symbol: `SPY 261218C${strike}` });
  assert.equal(value.type, "equity_option");
  assert.ok(value.greeks.delta > 0.3 && value.greeks.delta < 0.7, `at the money: delta ${value.greeks.delta}`);
  assert.ok(value.greeks.theta < 0 && value.greeks.vega > 0 && value.greeks.iv > 5);
});

const REFUSED: [name: string, input: Record<string, unknown>, text: RegExp][] = [
  ["no argument", {}, /needs either `symbol` or `symbols`/],
  ["both arguments", { symbol: "A", symbols: ["B"] }, /needs either `symbol` or `symbols`/],
  [
    "an unknown argument",
    { symbol: "AAPL", ticker: "AAPL" },
    /^get_quote: unknown argument `ticker`\. It takes `symbol`, `symbols`\.$/,
  ],
  ["a number", { symbol: 7 }, /`symbol`: .*expected string/],
  ["a symbol of 500 characters", { symbol: "A".repeat(500) }, /`symbol`: is longer than any symbol/],
  ["51 symbols", { symbols: Array.from({ length: 51 }, (_, n) => `A${n}`) }, /`symbols`: has more than 50 symbols/],
  ["an empty list", { symbols: [] }, /`symbols`: is empty; name at least one symbol/],
  ["an emoji", { symbol: "🚀🚀" }, /is not a symbol\. Write it as AAPL/],
  ["a futures product", { symbol: "/ES" }, /such as \/ESZ6/],
];

for (const [name, input, text] of REFUSED) {
  Deno.test(`get_quote: ${name} is refused in a sentence that says what to send`, async () => {
    await using app = await startApp();
    const answer = await ask(app, input);
    assert.equal(answer.isError, true);
    assert.match(answer.text, text);
    assert.equal(calls(app, QUOTES), 0);
  });
}

const TROUBLE: [name: string, fault: RequestFault, text: RegExp][] = [
  ["401", { kind: "status", status: 401 }, /did not accept the refresh token/],
  ["403", { kind: "status", status: 403 }, /does not permit this login to read quotes/],
  ["404", { kind: "status", status: 404 }, /refused the request for quotes \(HTTP 404/],
  ["429", { kind: "status", status: 429 }, /asking for a pause\. Try again in \d+ s/],
  ["500", { kind: "status", status: 500 }, /problem of its own with quotes \(HTTP 500\)/],
  ["HTML", { kind: "html", status: 200 }, /something that is not JSON/],
  ["half a JSON", { kind: "half_json" }, /something that is not JSON/],
  ["nothing", { kind: "silent" }, /did not answer in time for quotes/],
  ["a broken connection", { kind: "dropped" }, /could not be reached for quotes/],
  ["another shape", { kind: "wrong_shape", key: "symbol" }, /unknown shape at "data\.items\.0\.symbol"/],
];

for (const [name, fault, text] of TROUBLE) {
  Deno.test(`get_quote: a broker that answers ${name} becomes a sentence with the next step`, async () => {
    await using app = await startApp({ timeout: 20 });
    app.simulator.faults.add({ ...fault, path: QUOTES });
    const answer = await ask(app, { symbol: "AAPL" });
    assert.equal(answer.isError, true);
    assert.match(answer.text, text);
  });
}

Deno.test("get_quote: without metrics the prices still come, with a warning", async () => {
  await using app = await startApp();
  app.simulator.faults.add({ kind: "status", status: 500, path: "/market-metrics" });
  const { value } = await ask(app, { symbol: "AAPL" });
  assert.equal(typeof value.bid, "number");
  assert.ok(value.unknown.includes("iv_rank"));
  assert.match(value.warning, /^Volatility figures are missing: tastytrade has a problem/);
});

Deno.test("get_quote: a wrong secret is one sentence and one attempt, however often it is asked", async () => {
  await using app = await startApp({ environment: { ...OWNER, TT_CLIENT_SECRET: "this-is-not-the-secret" } });
  for (let attempt = 0; attempt < 3; attempt++) {
    const answer = await ask(app, { symbol: "AAPL" });
    assert.equal(answer.isError, true);
    assert.match(answer.text, /^tastytrade did not accept the client secret\. Correct TT_CLIENT_SECRET and restart\./);
    assert.doesNotMatch(answer.text, /this-is-not-the-secret|\n/);
  }
  assert.equal(app.simulator.requests.length, 1);
  assert.ok(!app.rawLines.join().includes("this-is-not-the-secret"));
});

import assert from "node:assert/strict";
import { METRICS_COLUMNS } from "../../../src/services/metrics_table.ts";
import type { Fault } from "../../../src/simulator/simulator.ts";
import { startApp, type TestApp } from "../../support/app.ts";
import { legacyRequest, resultOf, type ToolAnswer } from "../../support/clients.ts";

const ask = async (app: TestApp, input: Record<string, unknown>): Promise<ToolAnswer> =>
  await resultOf(await app.fetch(legacyRequest("tools/call", { name: "get_market_metrics", arguments: input })));

const calls = (app: TestApp, path: string): number =>
  app.simulator.requests.filter((seen) => seen.path === path).length;

// deno-lint-ignore no-explicit-any
type Value = any;
const column = (value: Value, name: string): Value[] =>
  value.rows.map((row: Value[]) => row[value.columns.indexOf(name)]);

Deno.test("get_market_metrics: one share has all its figures and the shape of its term structure", async () => {
  await using app = await startApp();
  const { value, isError } = await ask(app, { symbols: ["aapl"] });
  assert.equal(isError, false);
  for (const name of METRICS_COLUMNS) assert.ok(name in value, name);
  assert.ok(value.iv_index > 5 && value.iv_index < 200 && value.iv_rank >= 0, "percent");
  assert.equal(value.iv_hv_difference.toFixed(1), (value.iv_30_day - value.hv_30_day).toFixed(1));
  assert.ok(value.term_structure.rows.length >= 5 && value.term_structure.rows.length <= 8);
  assert.ok(value.term_structure.of > value.term_structure.rows.length);
  assert.ok(["estimated", "announced"].includes(value.earnings_is));
  assert.deepEqual([value.source, value.simulated, value.age_seconds], ["simulator", true, 0]);
});

Deno.test("get_market_metrics: high IV rank and no earnings soon is one call, and everything shown fits", async () => {
  await using app = await startApp();
  const filters = { min_iv_rank: 30, no_earnings_within_days: 30, min_liquidity: 3 };
  const { value } = await ask(app, { watchlist: "high options volume", ...filters, limit: 100 });
  assert.equal(value.sorted_by, "iv_rank");
  const ranks = column(value, "iv_rank");
  assert.ok(ranks.length > 2 && value.fitting === ranks.length && ranks.length < value.of);
  assert.deepEqual(ranks, ranks.toSorted((a, b) => b - a));
  assert.ok(ranks.every((rank) => rank >= 30));
  assert.ok(column(value, "liquidity").every((rating) => rating >= 3));
  column(value, "earnings_date").forEach((day, position) => {
    const is = column(value, "earnings_is")[position];
    assert.ok(is === "never: no company" ? day === null : day > "2026-12-20", `${day} ${is}`);
  });
});

Deno.test("get_market_metrics: what a filter cannot judge is left out, counted and named, or shown on request", async () => {
  await using app = await startApp();
  const symbols = [...app.simulator.market.prices.listings.keys()].slice(0, 60);
  const question = { symbols, no_earnings_within_days: 30, limit: 100 };
  const { value } = await ask(app, question);
  const reported = value.could_not_be_judged.no_earnings_within_days;
  assert.ok(reported.length > 0 && value.could_not_be_judged.count === reported.length);
  assert.ok(reported.every((symbol: string) => !column(value, "symbol").includes(symbol)));
  const all = await ask(app, { ...question, include_unknown: true });
  assert.equal(all.value.rows.length, value.rows.length + reported.length);
  const last = all.value.rows.at(-1);
  assert.equal(last[all.value.columns.indexOf("earnings_is")], "reported; next date unknown");
});

Deno.test("get_market_metrics: a hundred symbols are one call upstream and stay under 20,000 characters", async () => {
  await using app = await startApp();
  const listed = [...app.simulator.market.prices.listings.keys()];
  const symbols = [...listed, ...Array.from({ length: 100 }, (_, index) => `ZZ${index}A`)].slice(0, 100);
  const { value, text } = await ask(app, { symbols, limit: 100 });
  assert.ok(text.length <= 20_000, `${text.length}`);
  assert.equal(calls(app, "/market-metrics"), 1);
  assert.deepEqual(column(value, "symbol"), listed.slice(0, value.rows.length), "in the order asked for");
  const again = await ask(app, { symbols, term_structure: "all", limit: 100 });
  assert.ok(again.text.length <= 20_000, `${again.text.length}`);
  assert.match(again.value.more, /^\d+ more; ask get_market_metrics with \{/);
  assert.equal(calls(app, "/market-metrics"), 1);
});

Deno.test("get_market_metrics: the next call goes on where the rows ended", async () => {
  await using app = await startApp();
  let input: Record<string, unknown> = { watchlist: "liquid etfs", sort: "symbol", limit: 7 };
  const symbols: string[] = [];
  for (let page = 0; page < 20; page++) {
    const { value } = await ask(app, input);
    symbols.push(...column(value, "symbol"));
    if (value.more === undefined) {
      assert.equal(symbols.length, value.of);
      break;
    }
    input = JSON.parse(value.more.slice(value.more.indexOf("{")));
  }
  assert.ok(symbols.length > 7);
  assert.deepEqual(symbols, [...new Set(symbols)].sort());
});

Deno.test("get_market_metrics: other kinds, strangers and nonsense are named beside what was found", async () => {
  await using app = await startApp();
  const { value } = await ask(app, { symbols: ["SPY", "/ESZ6", "ZZZZ", "🚀"], term_structure: "main" });
  assert.deepEqual(column(value, "symbol"), ["SPY"]);
  assert.deepEqual([value.not_found, value.not_underlyings], [["ZZZZ"], ["/ESZ6"]]);
  assert.match(value.not_recognized[0], /is not a symbol/);
  assert.ok(column(value, "term_structure")[0].length > 4);
});

Deno.test("get_market_metrics: a fund has no earnings and an index neither, which is known and not unknown", async () => {
  await using app = await startApp();
  const { value } = await ask(app, { symbols: ["SPY", "SPX", "AAPL"], earnings_after: "2026-11-20" });
  assert.deepEqual(column(value, "symbol"), ["AAPL"]);
  assert.equal(value.could_not_be_judged, undefined);
});

Deno.test("get_market_metrics: sorting can be turned round", async () => {
  await using app = await startApp();
  const { value } = await ask(app, { symbols: ["SPY", "TSLA", "AAPL"], sort: "iv_index", ascending: true });
  assert.deepEqual(column(value, "symbol"), ["SPY", "AAPL", "TSLA"]);
});

const REFUSED: [name: string, input: Record<string, unknown>, text: RegExp][] = [
  ["nothing", {}, /needs `symbols` or `watchlist`, not both/],
  ["both", { symbols: ["A"], watchlist: "x" }, /not both/],
  [
    "a watchlist that is none",
    { watchlist: "liquid etf" },
    /^watchlist: "liquid etf" does not exist\. Near it are "Liquid ETFs"/,
  ],
  ["101 symbols", { symbols: Array.from({ length: 101 }, (_, n) => `A${n}`) }, /more than 100 symbols/],
  ["a misspelt filter", { symbols: ["A"], min_ivr: 3 }, /unknown argument `min_ivr`/],
  ["no date", { symbols: ["A"], earnings_after: "soon" }, /`earnings_after`: /],
  ["strangers only", { symbols: ["ZZZZ", "YYYY"] }, /^ZZZZ, YYYY was not found/],
  ["nonsense only", { symbols: ["🚀"] }, /is not a symbol/],
];

for (const [name, input, text] of REFUSED) {
  Deno.test(`get_market_metrics: ${name} is refused in a sentence that says what to send`, async () => {
    await using app = await startApp();
    const answer = await ask(app, input);
    assert.equal(answer.isError, true);
    assert.match(answer.text, text);
  });
}

const TROUBLE: [path: string, text: RegExp][] = [
  ["/market-metrics", /problem of its own with market metrics \(HTTP 500\)/],
  ["/watchlists", /problem of its own with watchlists \(HTTP 500\)/],
];

for (const [path, text] of TROUBLE) {
  Deno.test(`get_market_metrics: a broker that fails at ${path} becomes a sentence with the next step`, async () => {
    await using app = await startApp();
    app.simulator.faults.add({ kind: "status", status: 500, path } satisfies Fault);
    const answer = await ask(app, { watchlist: "premium candidates" });
    assert.equal(answer.isError, true);
    assert.match(answer.text, text);
  });
}

Deno.test("get_market_metrics: when funds cannot be told from companies, that is said and nothing is assumed", async () => {
  await using app = await startApp();
  app.simulator.faults.add({ kind: "status", status: 403, path: "/instruments/equities" });
  const { value } = await ask(app, { symbols: ["SPY", "AAPL"], no_earnings_within_days: 5 });
  assert.match(value.warning, /^Funds cannot be told from companies: tastytrade does not permit/);
  assert.deepEqual(value.could_not_be_judged.no_earnings_within_days, ["SPY"]);
});

import assert from "node:assert/strict";
import { MEASURE_NAMES, MEASURES } from "../../../src/analytics/screens/measures.ts";
import { OWNER, startApp } from "../../support/app.ts";
import { ask, call, rowsOf } from "./ask_strategies.ts";

const CONDOR = {
  symbols: ["SPY"],
  families: ["iron_condor"],
  min_dte: 40,
  max_dte: 50,
  min_delta: 0.12,
  max_delta: 0.2,
};

Deno.test("find_strategies: iron condor on SPY about 45 days, 16 delta", async () => {
  await using app = await startApp();
  const answer = await ask(app, { ...CONDOR, width: 5 });
  assert.ok(answer.text.length < 6000, `${answer.text.length} characters`);
  const rows = rowsOf(answer);
  assert.equal(rows.length, 5);
  let last = Infinity;
  for (const [place, row] of rows.entries()) {
    assert.ok(row.days >= 40 && row.days <= 50);
    const [, shortPut, shortCall] = row.deltas;
    assert.ok(-shortPut >= 0.115 && -shortPut <= 0.205 && shortCall >= 0.115 && shortCall <= 0.205);
    assert.ok(row.pop_weighted_return <= last);
    last = row.pop_weighted_return;
    const legs: { symbol: string; quantity: number }[] = answer.value.legs[place];
    const strikes = legs.map(({ symbol }) => Number(symbol.slice(13)) / 1000);
    assert.deepEqual(legs.map(({ quantity }) => quantity), [1, -1, -1, 1]);
    assert.ok(strikes[1]! - strikes[0]! === 5 && strikes[3]! - strikes[2]! === 5);
    assert.ok(Math.abs(row.max_profit + row.max_loss - 500) < 0.02);
  }
  const counts: Record<string, number> = {};
  for (const legs of answer.value.legs) counts[legs[1].symbol] = (counts[legs[1].symbol] ?? 0) + 1;
  assert.ok(Object.values(counts).every((count) => count <= 2), "no more than two that sell the same put");
  assert.ok(answer.value.tried.candidates > 50);
  assert.match(answer.value.more, /"limit":20/);
});

Deno.test("find_strategies: analyze_position takes the legs and says the same of them", async () => {
  await using app = await startApp();
  const answer = await ask(app, { symbols: ["AAPL"] });
  const rows = [...rowsOf(answer), ...rowsOf(answer, "best_of_other_families")];
  const all = [...answer.value.legs, ...answer.value.their_legs];
  assert.ok(new Set(rows.map(({ family }) => family)).size >= 5);
  for (const [place, row] of rows.entries()) {
    const analyzed = await call(app, "analyze_position", { legs: all[place] });
    assert.equal(analyzed.isError, false, analyzed.text);
    const { value } = analyzed;
    if (row.family !== "cash_secured_put") assert.equal(value.strategy, row.family.replaceAll("_", " "));
    assert.equal(value.expiration, row.expires);
  }
});

Deno.test("find_strategies: 30-delta cash-secured puts on a watchlist, IV rank over 40, no earnings, return on capital", async () => {
  await using app = await startApp();
  const answer = await ask(app, {
    watchlist: "Premium candidates",
    families: ["cash_secured_put"],
    min_delta: 0.25,
    max_delta: 0.35,
    min_iv_rank: 40,
    rank_by: "return_on_capital",
  });
  assert.ok(answer.text.length < 6000, `${answer.text.length} characters`);
  const { value } = answer;
  const metrics = await call(app, "get_market_metrics", { watchlist: "Premium candidates", min_iv_rank: 40 });
  const column = (name: string): number => metrics.value.columns.indexOf(name);
  const fitting: string[] = metrics.value.rows.map((row: unknown[]) => row[column("symbol")]);
  assert.deepEqual(
    [...Object.keys(value.prices), ...fitting.filter((symbol) => symbol in value.refused)].sort(),
    fitting.toSorted(),
  );
  const rows = rowsOf(answer);
  assert.equal(rows.length, 5);
  for (const [place, row] of rows.entries()) {
    assert.ok(row.symbol in value.prices && !(row.symbol in value.refused));
    assert.ok(row.deltas[0] <= -0.245 && row.deltas[0] >= -0.355);
    assert.ok(place === 0 || row.return_on_capital <= rows[place - 1]!.return_on_capital);
    const strike = Number(value.legs[place][0].symbol.slice(13)) / 1000;
    assert.ok(Math.abs(row.capital - (strike - row.credit_mid) * 100) < 1.01, "the cash that secures it");
    assert.ok(!(value.earnings?.[row.symbol] <= row.expires), "no earnings before expiration");
  }
  assert.match(value.refused.NVDA, /^earnings on \d{4}-\d\d-\d\d/);
  const ranks = new Map(metrics.value.rows.map((row: unknown[]) => [row[column("symbol")], row[column("iv_rank")]]));
  assert.deepEqual(
    new Map(Object.entries(value.iv_rank)),
    new Map(Object.keys(value.prices).map((symbol) => [symbol, ranks.get(symbol)])),
  );
  const spy = await call(app, "get_market_metrics", { symbols: ["SPY", "QQQ"] });
  assert.equal(value.refused.SPY, `IV rank ${spy.value.rows[0][column("iv_rank")]} is below 40`);
});

Deno.test("find_strategies: NVDA at 260 by 18 December, 2,000 dollars", async () => {
  await using app = await startApp();
  const target = { price: 260, by: "2026-12-18", spend: 2000 };
  const answer = await ask(app, { symbols: ["NVDA"], target });
  assert.ok(answer.text.length < 6000, `${answer.text.length} characters`);
  const rows = rowsOf(answer);
  assert.equal(rows.length, 5);
  const others = rowsOf(answer, "best_of_other_families");
  const families = [...rows, ...others].map(({ family }) => family);
  assert.ok(families.length >= 9 && new Set(families).size === families.length, "the best of each family");
  for (const place of [0, 2, 4]) {
    const alone = await ask(app, { symbols: ["NVDA"], target, families: [rows[place]!.family], limit: 1 });
    const [own] = rowsOf(alone);
    assert.equal(own!.position, rows[place]!.position);
  }
  for (const [place, row] of rows.entries()) {
    assert.ok(row.capital <= 2000 && row.units === Math.floor(2000 / row.capital + 1e-9) && row.units >= 1);
    assert.ok(row.expires >= target.by && row.profit_at_target > 0);
    assert.ok(Math.abs(row.return_at_target - row.profit_at_target / row.capital * 100) < 0.6);
    assert.ok(place === 0 || row.return_at_target <= rows[place - 1]!.return_at_target);
    assert.ok(row.pop_by_then > 0 && row.pop_by_then < 100);
  }
  const up = await ask(app, { symbols: ["NVDA"], target: { ...target, price: "up" }, families: ["long_call"] });
  assert.ok(up.value.target.price.taken_as.NVDA > up.value.prices.NVDA);
  assert.ok(rowsOf(up).every(({ family }) => family === "long_call"));
  const limit = { symbols: ["NVDA"], target: { ...target, price: "stay" }, limit: 20 };
  assert.ok((await ask(app, limit)).text.length < 20_000);
});

Deno.test("find_strategies: usual widths follow the price, and returns are after the natural price", async () => {
  await using app = await startApp();
  const answer = await ask(app, CONDOR);
  const rows = rowsOf(answer);
  assert.deepEqual(answer.value.criteria.iron_condor.width, {
    min: 5,
    max: Number((answer.value.prices.SPY / 50).toPrecision(3)),
  });
  assert.ok(rows.length === 5 && rows.every(({ max_profit, max_loss }) => max_profit + max_loss > 499.9));
  for (const { max_profit, capital, credit_mid, credit_natural, days, pop, ...row } of rows) {
    const kept = (max_profit - 100 * (credit_mid - credit_natural)) / capital;
    assert.ok(Math.abs(row.return_on_capital - kept * 100) < 0.01);
    assert.ok(Math.abs(row.annualized_return - kept * 36_500 / days) < 0.1);
    assert.ok(Math.abs(row.pop_weighted_return - kept * 365 * pop / days) < 0.1);
  }
  assert.match(answer.value.time, /^2026-11-20T1\d:\d\d-05:00$/);
});

Deno.test("find_strategies: a width that there is not is answered with those that there are", async () => {
  await using app = await startApp();
  const one = await ask(app, { symbols: ["SPY"], families: ["iron_condor"], width: 0.37 });
  assert.equal(one.value.verdict, "No two strikes that can be traded are 0.37 apart; the nearest width is 1.");
  const several = await ask(app, {
    symbols: ["SPY", "NVDA"],
    families: ["put_credit_spread"],
    width: 3.3,
    avoid_earnings: false,
  });
  assert.match(several.value.verdict, /are 3\.3 apart; the nearest widths are SPY 3 and 4, NVDA 2\.5 and 5\.$/);
});

Deno.test("find_strategies: every measure can be ranked by", async () => {
  await using app = await startApp();
  for (const rank_by of MEASURE_NAMES) {
    const answer = await ask(app, { ...CONDOR, rank_by, width: 5, limit: 20 });
    assert.ok(answer.text.length < 20_000, `${answer.text.length} characters`);
    assert.match(answer.value.ranked_by, new RegExp(`^${rank_by}: `));
    const sign = MEASURES[rank_by].better === "higher" ? 1 : -1;
    if (!answer.value.columns.includes(rank_by)) continue;
    const values = rowsOf(answer).map((row) => row[rank_by] as number | null);
    assert.ok(values.every((one, i) => i === 0 || one === null || sign * one <= sign * values[i - 1]!), rank_by);
  }
});

Deno.test("find_strategies: limits are kept; what meets none says what to change", async () => {
  await using app = await startApp();
  const tight = { min_pop: 65, min_credit: 0.5, max_capital: 400 };
  const rows = rowsOf(await ask(app, { symbols: ["AAPL"], families: ["put_credit_spread"], ...tight, limit: 20 }));
  assert.ok(rows.length > 0);
  for (const row of rows) assert.ok(row.pop >= 65 && row.credit_mid >= 0.5 && row.capital <= 400);
  const none = await ask(app, { ...CONDOR, min_pop: 99.9 });
  assert.deepEqual(none.value.candidates, []);
  assert.match(none.value.verdict, /^None of \d+ candidates meets all criteria\./);
});

Deno.test("find_strategies: earnings are avoided unless it is told not to", async () => {
  await using app = await startApp();
  const input = { symbols: ["NVDA"], families: ["short_strangle"] };
  const avoided = await ask(app, input);
  assert.deepEqual(avoided.value.candidates, []);
  assert.match(avoided.value.refused.NVDA, /^earnings on/);
  const told = await ask(app, { ...input, avoid_earnings: false });
  assert.ok(rowsOf(told).length > 0 && told.value.earnings.NVDA < rowsOf(told)[0]!.expires);
});

Deno.test("find_strategies: when time is up, what was not reached is named", async () => {
  let delay = () => {};
  await using app = await startApp({
    environment: OWNER,
    hosts: {
      "api.tastyworks.com": ({ url }) => {
        if (url.includes("/option-chains/")) delay();
        return null;
      },
    },
  });
  delay = () => app.clock.at += 7000;
  const symbols = ["SPY", "QQQ", "IWM", "GLD"];
  const answer = await ask(app, { symbols, families: ["iron_condor"] });
  assert.deepEqual(Object.keys(answer.value.prices), ["SPY", "QQQ"]);
  assert.match(answer.value.warning, /Partial: time was up; not reached: IWM, GLD\./);
});

Deno.test("find_strategies: without the stream it works with snapshots, and says so once", async () => {
  await using app = await startApp();
  app.simulator.faults.add({ kind: "socket_refused" });
  const answer = await ask(app, { symbols: ["AAPL"], families: ["put_credit_spread"], min_dte: 30, max_dte: 40 });
  assert.equal(answer.value.warning.match(/REST snapshots/g).length, 1);
});

const TARGET = { price: 260, by: "2026-12-18", spend: 2000 };
const REFUSED: [name: string, input: Record<string, unknown>, text: RegExp][] = [
  ["nothing to search", {}, /needs `symbols` or `watchlist`, not both/],
  ["two universes", { symbols: ["SPY"], watchlist: "x" }, /not both/],
  ["an unknown family", { symbols: ["SPY"], families: ["iron_duck"] }, /families/],
  ["an unknown measure", { symbols: ["SPY"], rank_by: "luck" }, /rank_by/],
  ["days that exclude each other", { symbols: ["SPY"], min_dte: 50, max_dte: 40 }, /50 is more than max_dte, 40/],
  [
    "deltas that exclude each other",
    { symbols: ["SPY"], min_delta: 0.3, max_delta: 0.2 },
    /0\.3 is more than max_delta/,
  ],
  [
    "days in which nothing expires",
    { symbols: ["AAPL"], min_dte: 1901, max_dte: 1902, avoid_earnings: false },
    /no expiration has 1901 to 1902/,
  ],
  ["a symbol that there is not", { symbols: ["ZZZZQ"] }, /ZZZZQ was not found/],
  ["a watchlist that there is not", { watchlist: "nothing" }, /does not exist/],
  ["a coin", { symbols: ["BTC/USD"] }, /only options on shares, funds, indices and futures/],
  [
    "a return on the capital of a future",
    { symbols: ["/ES"], rank_by: "return_on_capital" },
    /margined by SPAN, which only the broker knows, so that return_on_capital cannot be told\. Rank by credit_mid/,
  ],
  ["the capital of a future", { symbols: ["/ES"], max_capital: 5000 }, /SPAN.*max_capital/],
  [
    "a cash-secured put on a future",
    { symbols: ["/CL"], families: ["cash_secured_put"] },
    /on a future there is no cash_secured_put/,
  ],
  ["a covered call on an index", { symbols: ["SPX"], families: ["covered_call"] }, /an index cannot be held/],
  [
    "a credit of what costs money",
    { symbols: ["SPY"], families: ["call_calendar"], min_credit: 1 },
    /call_calendar cost money/,
  ],
  ["a width of what has none", { symbols: ["SPY"], families: ["short_strangle"], width: 5 }, /have no width/],
  ["a target of several", { symbols: ["SPY", "QQQ"], target: TARGET }, /a price is that of one underlying/],
  ["a target that is over", { symbols: ["NVDA"], target: { ...TARGET, by: "2026-11-19" } }, /2026-11-19 is over/],
  ["a target with a measure", { symbols: ["NVDA"], target: TARGET, rank_by: "pop" }, /ranked by their return at it/],
  [
    "a target behind the days",
    { symbols: ["NVDA"], target: TARGET, max_dte: 20 },
    /20 days are over before 2026-12-18/,
  ],
  ["a day that is none", { symbols: ["NVDA"], target: { ...TARGET, by: "2026-02-31" } }, /by/],
];

for (const [name, input, text] of REFUSED) {
  Deno.test(`find_strategies: ${name} is refused in a sentence`, async () => {
    await using app = await startApp();
    const answer = await call(app, "find_strategies", input);
    assert.equal(answer.isError, true, answer.text.slice(0, 300));
    assert.match(answer.text, text);
  });
}

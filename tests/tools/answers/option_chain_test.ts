import assert from "node:assert/strict";
import { newYorkInstant } from "../../../src/core/calendar.ts";
import type { Chain, ChainRow } from "../../../src/services/chain/chain.ts";
import type { Figures } from "../../../src/services/chain/chain_figures.ts";
import { type ChainArguments, questionOf } from "../../../src/services/chain/question.ts";
import type { Series } from "../../../src/services/chain/series.ts";
import { chainAnswer } from "../../../src/tools/answers/option_chain.ts";

const NOW = Date.UTC(2026, 10, 20, 16);

const seriesOf = (day: string, parts: Partial<Series> = {}): Series => ({
  root: "XYZ",
  day,
  type: "weekly",
  settlement: "PM",
  multiplier: 100,
  underlying: { type: "equity", symbol: "XYZ" },
  underlyingStreamer: "XYZ",
  stopsAt: newYorkInstant(day, 16 * 60),
  expiresAt: newYorkInstant(day, 16 * 60),
  spelling: { head: `XYZ   ${day.slice(2).replaceAll("-", "")}`, strikes: "thousandths", streamer: null, odd: {} },
  strikes: [95, 100, 105],
  onlyCalls: [],
  onlyPuts: [],
  ...parts,
});

const FIGURES: Figures = {
  bid: 2.5,
  ask: 2.6,
  theoretical: 2.55,
  volatility: 0.25123,
  delta: 0.512345,
  gamma: 0.0312345,
  theta: -0.0412345,
  vega: 0.1112345,
  openInterest: 120,
  previousClose: 2.4,
  last: 2.55,
  volume: 30,
  readAt: NOW - 4000,
};

const NEAR = seriesOf("2026-12-04");
const FAR = seriesOf("2026-12-11");

const rowOf = (series: Series, right: "call" | "put", strike: number, figures: Partial<Figures> = {}): ChainRow => ({
  series,
  right,
  strike,
  figures: { ...FIGURES, ...figures },
});

const chainOf = (parts: Partial<Chain> = {}): Chain => {
  const rows = parts.rows ?? [rowOf(NEAR, "call", 100), rowOf(NEAR, "put", 100)];
  return {
    subject: { underlying: { type: "equity", symbol: "XYZ" }, product: null, symbol: "XYZ", root: null, future: null },
    listing: { symbol: "XYZ", series: [NEAR, FAR], adjustedRoots: [] },
    listed: [NEAR],
    shown: [NEAR],
    looked: 1,
    barren: [],
    stopped: [],
    terms: new Map([[NEAR, {
      years: 0.04,
      price: 100.25,
      forward: 100.3456,
      volatility: 0.2512,
      expectedMove: 5.0361,
    }]]),
    rows,
    matched: rows.length,
    missing: [],
    undecided: [],
    isCut: false,
    filter: {
      rights: ["call", "put"],
      count: null,
      delta: null,
      side: null,
      within: null,
      expectedMoves: null,
      minStrike: 0,
      maxStrike: Infinity,
    },
    streamFailure: null,
    snapshotFailure: null,
    skipped: 0,
    startedAt: NOW,
    ...parts,
  };
};

// deno-lint-ignore no-explicit-any
function answerTo(given: Omit<ChainArguments, "symbol">, chain: Chain): any {
  const question = questionOf({ symbol: "XYZ", ...given }, NOW);
  assert.ok(question.ok);
  return chainAnswer(question.value, chain, "tastytrade", NOW);
}

Deno.test("option chain answer: names once, rows as arrays, figures rounded to what they are worth", () => {
  const { units, ...answer } = answerTo({ expiration: "2026-12-04", strikes: 1 }, chainOf());
  assert.match(units, /^iv in percent; greeks per share: theta a day, vega a point of iv; spread_cost in dollars/);
  assert.deepEqual(answer, {
    symbol: "XYZ",
    price: 100.25,
    shares_per_contract: 100,
    expirations: {
      columns: ["expiration", "root", "dte", "type", "settlement", "strikes", "forward", "atm_iv", "expected_move"],
      rows: [["2026-12-04", "XYZ", 14, "weekly", "PM", 3, 100.35, 25.12, 5.0361]],
    },
    columns: [
      "strike",
      "bid",
      "ask",
      "mid",
      "iv",
      "delta",
      "gamma",
      "theta",
      "vega",
      "volume",
      "open_interest",
      "spread_cost",
    ],
    chains: [{
      expiration: "2026-12-04",
      root: "XYZ",
      symbols: "XYZ   261204{C|P}{strike*1000, 8 digits}",
      calls: [[100, 2.5, 2.6, 2.55, 25.12, 0.5123, 0.0312, -0.04123, 0.1112, 30, 120, 5]],
      puts: [[100, 2.5, 2.6, 2.55, 25.12, 0.5123, 0.0312, -0.04123, 0.1112, 30, 120, 5]],
    }],
    time: "2026-11-20T10:59-05:00",
    age_seconds: 4,
    session: "open",
    source: "tastytrade",
  });
});

Deno.test("option chain answer: what is unknown is null and counted by column", () => {
  const rows = [
    rowOf(NEAR, "call", 95, { volume: null }),
    rowOf(NEAR, "call", 100, { volume: null, bid: null, delta: null }),
    rowOf(NEAR, "call", 105, { bid: 3, ask: 2 }),
  ];
  const answer = answerTo({ strikes: 3 }, chainOf({ rows, listed: [NEAR, FAR] }));
  assert.deepEqual(answer.chains[0].calls[1], [
    100,
    null,
    2.6,
    null,
    25.12,
    null,
    0.0312,
    -0.04123,
    0.1112,
    null,
    120,
    null,
  ]);
  assert.deepEqual(answer.unknown, { volume: 2, bid: 1, mid: 2, delta: 1, spread_cost: 2, atm_iv: 1 });
  assert.deepEqual(answer.expirations.rows[1].slice(6), [null, null, null], "no term is known of the second");
});

Deno.test("option chain answer: missing options are named, and counted beyond a dozen", () => {
  const missing = Array.from({ length: 20 }, (_, place) => ({ series: NEAR, right: "put" as const, strike: place }));
  const { missing: said } = answerTo({ strikes: 3 }, chainOf({ missing, matched: 22 }));
  assert.equal(said.count, 20);
  assert.equal(said.options.length, 12);
  assert.equal(said.options[3], "2026-12-04 XYZ put 3");
});

Deno.test("option chain answer: all trouble is said in words", () => {
  const { warning, nothing_fits, stopped_trading, adjusted_roots_left_out } = answerTo(
    { expected_moves: 1 },
    chainOf({
      streamFailure: { kind: "broker_unavailable", endpoint: "live data", reason: "network" },
      snapshotFailure: { kind: "rate_limited", retryAfterSeconds: 7 },
      skipped: 5,
      undecided: [{ series: NEAR, right: "put", strike: 90 }],
      isCut: true,
      barren: [FAR],
      shown: [NEAR, FAR],
      looked: 2,
      stopped: [seriesOf("2026-11-20")],
      listing: { symbol: "XYZ", series: [], adjustedRoots: ["XYZ1"] },
      filter: { ...chainOf().filter, expectedMoves: 1 },
    }),
  );
  assert.match(warning, /^Figures are REST snapshots, because the live stream could not be had: tastytrade could not/);
  assert.match(warning, /Snapshots are incomplete: tastytrade is asking for a pause\. Try again in 7 s\./);
  assert.match(warning, /5 options were not asked for, to spare the broker/);
  assert.match(warning, /The delta of 1 options did not come/);
  assert.match(warning, /The expected move of 1 expirations is unknown/);
  assert.match(warning, /Only the strikes nearest the money were looked at/);
  assert.deepEqual([nothing_fits, stopped_trading, adjusted_roots_left_out], [["2026-12-11 XYZ"], ["2026-11-20 XYZ"], [
    "XYZ1",
  ]]);
});

Deno.test("option chain answer: old figures are called stale", () => {
  const rows = [rowOf(NEAR, "call", 100, { readAt: NOW - 31_000 }), rowOf(NEAR, "put", 100)];
  const answer = answerTo({ strikes: 1 }, chainOf({ rows }));
  assert.deepEqual([answer.stale, answer.age_seconds], [true, 31]);
  assert.equal(answerTo({ strikes: 1 }, chainOf()).stale, undefined);
});

Deno.test("option chain answer: it is cut at 20,000 characters, and the next call starts behind the last row", () => {
  const rows = Array.from({ length: 300 }, (_, place) => rowOf(place < 150 ? NEAR : FAR, "call", 100 + place / 8));
  const given = { min_dte: 10, max_dte: 30, min_delta: 0.1, right: "call" } as const;
  const chain = chainOf({ rows, matched: 320, shown: [NEAR, FAR, seriesOf("2026-12-18")], looked: 2 });
  const answer = answerTo(given, chain);
  const text = JSON.stringify(answer);
  assert.ok(text.length <= 20_000 && text.length > 18_000, `${text.length} characters`);
  const shown = answer.chains.flatMap(({ calls }: { calls: unknown[] }) => calls);
  const last = rows[shown.length - 1]!;
  assert.equal(
    answer.more,
    `${320 - shown.length} more options and 1 more expirations from 2026-12-18; ask get_option_chain with ${
      JSON.stringify({ symbol: "XYZ", ...given, after: `${last.series.day} XYZ call ${last.strike}` })
    }`,
  );
});

Deno.test("option chain answer: where the money was shown unasked, the call for more strikes is there", () => {
  const wide = seriesOf("2026-12-04", { strikes: Array.from({ length: 90 }, (_, place) => place + 50) });
  const terms = new Map([[wide, chainOf().terms.get(NEAR)!]]);
  const chain = chainOf({
    rows: [rowOf(wide, "call", 100)],
    listed: [wide],
    shown: [wide],
    terms,
    filter: { ...chainOf().filter, count: 20 },
  });
  assert.equal(
    answerTo({ expiration: "2026-12-04" }, chain).more_strikes,
    '70 more; ask get_option_chain with {"symbol":"XYZ","expiration":"2026-12-04","strikes":80}',
  );
  assert.equal(answerTo({ expiration: "2026-12-04", strikes: 20 }, chain).more_strikes, undefined);
});

Deno.test("option chain answer: options on futures carry their contract, its price and what a point is worth", () => {
  const series = seriesOf("2026-12-18", {
    root: "LOF7",
    multiplier: 1000,
    underlying: { type: "future", symbol: "/CLF7" },
    spelling: { head: "./CLF7 LOF7  261218", strikes: "plain", streamer: null, odd: {} },
  });
  const answer = answerTo(
    { strikes: 1 },
    chainOf({
      subject: { underlying: null, product: "CL", symbol: "/CL", root: null, future: "/CLF7" },
      rows: [rowOf(series, "put", 74.5)],
      listed: [series],
      shown: [series],
      terms: new Map([[series, {
        years: 0.08,
        price: 74.12,
        forward: 74.1234,
        volatility: 0.35,
        expectedMove: 7.3456,
      }]]),
    }),
  );
  assert.deepEqual([answer.symbol, answer.price, answer.dollars_per_point], ["/CLF7", undefined, 1000]);
  assert.deepEqual(answer.expirations.columns.slice(-2), ["underlying", "price"]);
  assert.deepEqual(answer.expirations.rows[0].slice(6), [74.12, 35, 7.3456, "/CLF7", 74.12]);
  assert.equal(answer.chains[0].symbols, "./CLF7 LOF7  261218{C|P}{strike}");
  assert.equal(answer.chains[0].puts[0].at(-1), 50, "half of ten cents of 1,000 barrels");
});

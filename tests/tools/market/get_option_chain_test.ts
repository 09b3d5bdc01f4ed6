import assert from "node:assert/strict";
import { bsmGreeks } from "../../../src/analytics/pricing/black.ts";
import { newYorkInstant } from "../../../src/core/calendar.ts";
import type { Fault } from "../../../src/simulator/simulator.ts";
import { FRIDAY, startApp, type TestApp } from "../../support/app.ts";
import { legacyRequest, resultOf, type ToolAnswer } from "../../support/clients.ts";

const ask = async (app: TestApp, input: Record<string, unknown>): Promise<ToolAnswer> =>
  await resultOf(await app.fetch(legacyRequest("tools/call", { name: "get_option_chain", arguments: input })));

type Row = Record<string, number | null>;

/** Rows by column name. */
const rowsOf = ({ value }: ToolAnswer, chain = 0, side = "puts"): Row[] =>
  value.chains[chain][side].map((row: unknown[]) =>
    Object.fromEntries(value.columns.map((name: string, place: number) => [name, row[place]]))
  );

const expirationsOf = ({ value: { expirations: { columns, rows } } }: ToolAnswer): Record<string, unknown>[] =>
  rows.map((row: unknown[]) => Object.fromEntries(columns.map((name: string, place: number) => [name, row[place]])));

/** The call that an answer names for more. */
const nextCall = (text: string): Record<string, unknown> => {
  const [, json] = /; ask get_option_chain with (\{.*\})$/.exec(text)!;
  return JSON.parse(json!);
};

const PUTS = { symbol: "SPY", min_dte: 30, max_dte: 60, right: "put", min_delta: 0.16, max_delta: 0.3 };

Deno.test("get_option_chain: puts between two deltas, of each expiration in a range of days", async () => {
  await using app = await startApp();
  const answer = await ask(app, PUTS);
  assert.equal(answer.isError, false);
  const { value } = answer;
  assert.deepEqual(Object.keys(value), [
    "symbol",
    "price",
    "shares_per_contract",
    "expirations",
    "columns",
    "units",
    "chains",
    "time",
    "age_seconds",
    "session",
    "source",
    "simulated",
  ]);
  for (const { dte } of expirationsOf(answer)) assert.ok((dte as number) >= 30 && (dte as number) <= 60);
  assert.deepEqual(
    value.chains.map(({ expiration }: { expiration: string }) => expiration),
    expirationsOf(answer).map(({ expiration }) => expiration),
  );
  for (const [place, chain] of value.chains.entries()) {
    assert.deepEqual(Object.keys(chain), ["expiration", "root", "symbols", "puts"]);
    const rows = rowsOf(answer, place);
    assert.ok(rows.length > 5);
    for (const { delta, bid, ask, mid, spread_cost } of rows) {
      assert.ok(delta! <= -0.16 && delta! >= -0.3);
      assert.ok(bid! < ask! && Math.abs(mid! - (bid! + ask!) / 2) < 1e-9);
      assert.ok(Math.abs(spread_cost! - (ask! - bid!) / 2 * 100) < 0.006);
    }
  }
});

Deno.test("get_option_chain: price, volatility and greeks of a row agree with Black and Scholes", async () => {
  await using app = await startApp();
  const answer = await ask(app, { symbol: "SPX", expiration: "2026-12-31", strikes: 30 });
  const [{ forward }] = expirationsOf(answer) as [{ forward: number }];
  const years = (newYorkInstant("2026-12-31", 16 * 60) - app.clock.at) / (365 * 86_400_000);
  const rate = 0.038;
  const spot = forward * Math.exp(-rate * years);
  for (const side of ["call", "put"] as const) {
    for (const row of rowsOf(answer, 0, `${side}s`)) {
      const fair = bsmGreeks(spot, row.strike!, years, rate, 0, row.iv! / 100, side);
      assert.ok(fair.price > row.bid! - 0.5 && fair.price < row.ask! + 0.5, `${side} ${row.strike}: ${fair.price}`);
      assert.ok(Math.abs(fair.delta - row.delta!) < 0.005);
      assert.ok(Math.abs(fair.gamma / row.gamma! - 1) < 0.02);
      assert.ok(Math.abs(fair.vega / row.vega! - 1) < 0.02);
      assert.ok(Math.abs(fair.theta / row.theta! - 1) < 0.1);
    }
  }
});

Deno.test("get_option_chain: a symbol alone lists all expirations, and shows the money of the one nearest 45 days", async () => {
  await using app = await startApp();
  const answer = await ask(app, { symbol: "AAPL" });
  const expirations = expirationsOf(answer);
  assert.deepEqual(Object.keys(expirations[0]!), [
    "expiration",
    "root",
    "dte",
    "type",
    "settlement",
    "strikes",
    "forward",
    "atm_iv",
    "expected_move",
  ]);
  assert.ok(expirations.length > 10);
  for (const { forward, atm_iv, expected_move, dte } of expirations as Record<string, number>[]) {
    assert.ok(Math.abs(forward! / answer.value.price - 1) < 0.15 && atm_iv! > 5 && expected_move! > 0, `${dte} days`);
  }
  const distances = expirations.map(({ dte }) => Math.abs(dte as number - 45));
  const shown = expirations.find(({ expiration }) => expiration === answer.value.chains[0].expiration)!;
  assert.equal(Math.abs(shown.dte as number - 45), Math.min(...distances));
  assert.equal(answer.value.chains.length, 1);
  const strikes = rowsOf(answer).map(({ strike }) => strike!);
  assert.equal(strikes.length, 20);
  assert.deepEqual(strikes, rowsOf(answer, 0, "calls").map(({ strike }) => strike));
  assert.ok(strikes[0]! < answer.value.price && strikes.at(-1)! > answer.value.price);
  const more = await ask(app, nextCall(answer.value.more_strikes));
  assert.equal(rowsOf(more).length, 80);
});

Deno.test("get_option_chain: 0DTE on a third Friday trades in the evening root only, and says so", async () => {
  await using app = await startApp();
  const answer = await ask(app, { symbol: "SPX", max_dte: 0 });
  assert.deepEqual(answer.value.chains.map(({ root }: { root: string }) => root), ["SPXW"]);
  assert.deepEqual(answer.value.stopped_trading, ["2026-11-20 SPX"]);
  assert.equal(answer.value.chains[0].symbols, "SPXW  261120{C|P}{strike*1000, 8 digits}");
  const [{ expected_move }] = expirationsOf(answer) as [{ expected_move: number }];
  assert.ok(expected_move > 5 && expected_move < 100, "five hours still move it");
  app.clock.at = newYorkInstant("2026-11-20", 16 * 60 + 1);
  const evening = await ask(app, { symbol: "SPX", expiration: "2026-11-20" });
  assert.equal(evening.isError, true);
  assert.match(evening.text, /have stopped trading\. The nearest is 2026-11-23/);
});

Deno.test("get_option_chain: options on futures name their contract and a point's worth", async () => {
  await using app = await startApp();
  const answer = await ask(app, { symbol: "/ES", expiration_type: "monthly" });
  assert.equal(answer.value.dollars_per_point, 50);
  assert.equal("price" in answer.value, false);
  for (const { underlying, price, type } of expirationsOf(answer)) {
    assert.match(underlying as string, /^\/ES[HMUZ]\d$/);
    assert.ok(price as number > 1000);
    assert.equal(type, "monthly");
  }
  assert.match(answer.value.chains[0].symbols, /^\.\/ES[HMUZ]\d ES[HMUZ]\d {2}\d{6}\{C\|P\}\{strike\}$/);
  const { bid, ask: offer, spread_cost } = rowsOf(answer)[0]!;
  assert.ok(Math.abs(spread_cost! - (offer! - bid!) / 2 * 50) < 0.006);
});

/** Every option shown. */
const optionsOf = ({ value }: ToolAnswer): string[] =>
  value.chains.flatMap(({ expiration, root, calls = [], puts = [] }: Record<string, unknown>) => [
    ...(calls as number[][]).map(([strike]) => `${expiration} ${root} call ${strike}`),
    ...(puts as number[][]).map(([strike]) => `${expiration} ${root} put ${strike}`),
  ]);

const WIDE: [what: string, input: Record<string, unknown>][] = [
  ["every strike of a day of SPX", { symbol: "SPX", expiration: "2026-12-18", strikes: 400 }],
  ["all puts of SPX by delta", { symbol: "SPX", min_dte: 0, right: "put", max_delta: 0.5 }],
  ["all of SPY within two expected moves", { symbol: "SPY", min_dte: 0, expected_moves: 2 }],
  ["SPX without a filter", { symbol: "SPX" }],
];

for (const [what, input] of WIDE) {
  Deno.test(`get_option_chain: ${what} stay under 20,000 characters, and the next call goes on behind them`, async () => {
    await using app = await startApp();
    const answer = await ask(app, input);
    assert.equal(answer.isError, false, answer.text);
    assert.ok(answer.text.length <= 20_000, `${answer.text.length} characters`);
    if (answer.value.more === undefined) return;
    assert.match(answer.value.more, /^\d+ more (options|expirations)/);
    const next = await ask(app, nextCall(answer.value.more));
    assert.equal(next.isError, false, next.text);
    assert.ok(optionsOf(next).length > 0);
    assert.deepEqual(optionsOf(next).filter((key) => optionsOf(answer).includes(key)), []);
  });
}

const FAULTS: [name: string, fault: Fault, text: RegExp][] = [
  [
    "is refused",
    { kind: "socket_refused" },
    /REST snapshots, because the live stream could not be had: tastytrade could/,
  ],
  [
    "breaks in the middle",
    { kind: "socket_dropped_in_snapshot" },
    /REST snapshots, because the live stream could not be had/,
  ],
  ["expires its token", { kind: "socket_token_expired" }, /REST snapshots, because the live stream could not be had/],
];

for (const [name, fault, text] of FAULTS) {
  Deno.test(`get_option_chain: when the stream ${name}, the same options come by REST, and it is said`, async () => {
    await using app = await startApp();
    await using troubled = await startApp();
    troubled.simulator.faults.add(fault);
    const input = { ...PUTS, max_dte: 36 };
    const [live, plain] = [await ask(app, input), await ask(troubled, input)];
    assert.match(plain.value.warning, text);
    assert.equal(live.value.warning, undefined);
    const [streamed, read] = [rowsOf(live), rowsOf(plain)];
    assert.deepEqual(
      read.map(({ strike, open_interest }) => [strike, open_interest]),
      streamed.map(({ strike, open_interest }) => [strike, open_interest]),
    );
    for (const [place, { delta, iv }] of read.entries()) {
      // A second has passed while the snapshots waited for their turn.
      assert.ok(Math.abs(delta! - streamed[place]!.delta!) < 0.005 && Math.abs(iv! - streamed[place]!.iv!) < 0.05);
    }
  });
}

Deno.test("get_option_chain: half of the symbols never answer, and the answer names what is missing", async () => {
  await using app = await startApp();
  app.simulator.faults.add({ kind: "socket_half_silent" });
  const answer = await ask(app, { symbol: "AAPL", expiration: "2026-12-18", strikes: 6 });
  assert.equal(answer.isError, false);
  const { missing } = answer.value;
  assert.ok(missing.count > 0 && missing.options.length === Math.min(12, missing.count));
  assert.match(missing.options[0], /^2026-12-18 AAPL (call|put) \d+/);
  const shown = (answer.value.chains[0].calls ?? []).length + (answer.value.chains[0].puts ?? []).length;
  assert.equal(shown + missing.count, 12);
});

Deno.test("get_option_chain: figures that could not be renewed are shown with their age and called stale", async () => {
  await using app = await startApp();
  await ask(app, { symbol: "AAPL", expiration: "2026-12-18", strikes: 4 });
  app.clock.at += 61_000;
  app.close();
  app.simulator.faults.add({ kind: "socket_refused" });
  app.simulator.faults.add({ kind: "status", status: 500, path: "/market-data/by-type" });
  const { value } = await ask(app, { symbol: "AAPL", expiration: "2026-12-18", strikes: 4 });
  assert.equal(value.stale, true);
  assert.ok(value.age_seconds >= 61);
  assert.match(value.warning, /Snapshots are incomplete: tastytrade has a problem/);
});

const SPY_CHAIN = "/option-chains/SPY/compact";

const TROUBLE: [name: string, fault: Fault, text: RegExp][] = [
  ["429", { kind: "status", status: 429, path: SPY_CHAIN }, /asking for a pause\. Try again in \d+ s/],
  ["500", { kind: "status", status: 500, path: SPY_CHAIN }, /problem of its own with option chain/],
  ["half a JSON", { kind: "half_json", path: SPY_CHAIN }, /something that is not JSON/],
  [
    "another shape",
    { kind: "wrong_shape", key: "symbols", path: SPY_CHAIN },
    /unknown shape at "data\.items\.0\.symbols"/,
  ],
];

for (const [name, fault, text] of TROUBLE) {
  Deno.test(`get_option_chain: a chain that comes as ${name} becomes a sentence with the next step`, async () => {
    await using app = await startApp({ timeout: 20 });
    app.simulator.faults.add(fault);
    const answer = await ask(app, PUTS);
    assert.equal(answer.isError, true);
    assert.match(answer.text, text);
  });
}

const REFUSED: [name: string, input: Record<string, unknown>, text: RegExp][] = [
  ["no symbol", {}, /`symbol`: /],
  [
    "an unknown argument",
    { symbol: "SPY", dte: 45 },
    /unknown argument `dte`\. It takes `symbol`, `expiration`, `min_dte`/,
  ],
  [
    "a delta in percent",
    { symbol: "SPY", min_delta: 16 },
    /`min_delta`: runs from 0 to 1; write a 16-delta option as 0\.16/,
  ],
  ["a day in words", { symbol: "SPY", expiration: "next friday" }, /`expiration`: is not a day such as 2026-12-18/],
  ["a day and a range", { symbol: "SPY", expiration: "2026-12-18", max_dte: 9 }, /exclude each other/],
  ["a symbol that does not exist", { symbol: "ZZZZ" }, /^ZZZZ was not found/],
  ["an expired option", { symbol: "SPY   251219P00500000" }, /is one option, not an underlying/],
  [
    "an expiration of last year",
    { symbol: "SPY", expiration: "2025-12-19" },
    /have expired\. The nearest is 2026-11-20/,
  ],
  ["a coin", { symbol: "BTC/USD" }, /has no options here/],
];

for (const [name, input, text] of REFUSED) {
  Deno.test(`get_option_chain: ${name} is refused in a sentence that says what to send`, async () => {
    await using app = await startApp();
    const answer = await ask(app, input);
    assert.equal(answer.isError, true);
    assert.match(answer.text, text);
  });
}

Deno.test("get_option_chain: an expiration that there is not names the nearest, and that call works", async () => {
  await using app = await startApp();
  const refused = await ask(app, { symbol: "SPY", expiration: "2026-12-20", right: "put", strikes: 4 });
  assert.match(refused.text, /The nearest is 2026-12-18 \(28 days\)/);
  const next = await ask(app, JSON.parse(/ask with (\{.*\})\.$/.exec(refused.text)![1]!));
  assert.equal(rowsOf(next).length, 4);
});

Deno.test("get_option_chain: on a weekend the last figures are shown, and the session is closed", async () => {
  await using app = await startApp({ at: FRIDAY + 26 * 3_600_000 });
  const { value } = await ask(app, { symbol: "SPY", min_dte: 5, max_dte: 12, strikes: 2 });
  assert.equal(value.session, "closed");
  assert.ok(value.chains.length > 0);
});

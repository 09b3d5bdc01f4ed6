import assert from "node:assert/strict";
import { newYorkInstant } from "../../../src/core/calendar.ts";
import { streamerSymbolOf } from "../../../src/core/streamer_symbol.ts";
import { RATE } from "../../../src/simulator/market/surface.ts";
import { type Client, FRIDAY, type Json, startClient } from "../client.ts";

const YEAR = 365 * 86_400_000;

const client = startClient();
const chain = async (symbol: string, form = "", from: Client = client): Promise<Json[]> => {
  const { status, body } = await from.get(`/option-chains/${symbol}${form}`);
  assert.equal(status, 200, symbol);
  return body.data.items;
};

/** The strikes of a nested chain in a row, each with its expiration. */
const strikesOf = (roots: Json[]): Json[] =>
  roots.flatMap(({ expirations }) =>
    expirations.flatMap((expiration: Json) => expiration.strikes.map((strike: Json) => ({ ...strike, expiration })))
  );

async function quotesOf(symbols: readonly string[]): Promise<Map<string, Json>> {
  const quotes = new Map<string, Json>();
  for (let start = 0; start < symbols.length; start += 100) {
    const asked = symbols.slice(start, start + 100).map(encodeURIComponent).join(",");
    const { body } = await client.get(`/market-data/by-type?equity-option=${asked}`);
    for (const item of body.data.items) quotes.set(item.symbol, item);
  }
  return quotes;
}

Deno.test("option chains: the three forms list the same options, in the order of days, strikes, call and put", async () => {
  for (const symbol of ["AAPL", "SPX", "BRK/B", "VIX"]) {
    const full = await chain(symbol);
    const symbols = full.map((option) => option.symbol);
    assert.equal(new Set(symbols).size, symbols.length);
    const strikes = strikesOf(await chain(symbol, "/nested"));
    assert.deepEqual(strikes.flatMap(({ call, put }) => [call, put]).sort(), symbols.toSorted());
    const compact = await chain(symbol, "/compact");
    assert.deepEqual(compact.flatMap((part) => part.symbols).sort(), symbols.toSorted());
    const streamers = new Map(full.map((option) => [option.symbol, option["streamer-symbol"]]));
    for (const part of compact) {
      assert.deepEqual(part["streamer-symbols"], part.symbols.map((symbol: string) => streamers.get(symbol)));
    }
    for (const strike of strikes) {
      assert.equal(strike["call-streamer-symbol"], streamers.get(strike.call));
      assert.equal(strike["put-streamer-symbol"], streamers.get(strike.put));
    }
    const keys = full.map((
      option,
    ) => [option["expires-at"], option["strike-price"].padStart(9), option["option-type"]]);
    assert.deepEqual(keys.map(String), keys.map(String).toSorted(), symbol);
  }
});

Deno.test("option chains: streamer symbols are spelled as the rules have it", async () => {
  for (const symbol of ["AAPL", "SPX", "BRK/B", "KO"]) {
    for (const option of await chain(symbol)) {
      const instrument = { type: "equity_option", symbol: option.symbol } as const;
      assert.equal(option["streamer-symbol"], streamerSymbolOf(instrument, "2026-11-20"));
    }
  }
});

Deno.test("option chains: an option of the full chain is the instrument of that name", async () => {
  const full = await chain("SPX");
  for (const option of full.filter((_, i) => i % 3001 === 0)) {
    const { body } = await client.get(`/instruments/equity-options/${encodeURIComponent(option.symbol)}`);
    assert.deepEqual(body.data, option);
  }
});

Deno.test("option chains: SPY has more than five thousand contracts: weeklies, monthlies, quarters, years", async () => {
  assert.ok((await chain("SPY")).length >= 5000);
  const [spy] = await chain("SPY", "/nested");
  const types = Map.groupBy(spy.expirations as Json[], (expiration) => expiration["expiration-type"]);
  assert.ok(types.get("Weekly")!.length >= 10 && types.get("Regular")!.length >= 10);
  assert.ok(types.has("Quarterly") && types.has("End-Of-Month"));
  const leaps = types.get("Regular")!.filter((expiration) => expiration["days-to-expiration"] > 365);
  assert.ok(leaps.length >= 3 && leaps.some((expiration) => expiration["days-to-expiration"] > 730));
});

Deno.test("option chains: an index has a root for the mornings and one for the evenings", async () => {
  for (const [index, morning, evening] of [["SPX", "SPX", "SPXW"], ["NDX", "NDX", "NDXP"], ["RUT", "RUT", "RUTW"]]) {
    const roots = await chain(index!, "/nested");
    const settlements = roots.map(({ "root-symbol": root, expirations }) => [
      root,
      [...new Set(expirations.map((expiration: Json) => expiration["settlement-type"]))].join(),
    ]);
    assert.deepEqual(settlements, [[morning, "AM"], [evening, "PM"]]);
    const kinds = (await chain(index!, "/compact")).map((part) =>
      `${part["root-symbol"]} ${part["expiration-type"]} ${part["settlement-type"]}`
    );
    assert.equal(new Set(kinds).size, kinds.length);
    assert.ok(kinds.includes(`${morning} Regular AM`) && kinds.includes(`${evening} Weekly PM`));
  }
});

Deno.test("option chains: what is listed on says what is delivered and how prices move", async () => {
  const [apple] = await chain("AAPL", "/nested");
  const { expirations: _, deliverables, ...heading } = apple;
  assert.deepEqual(heading, {
    "underlying-symbol": "AAPL",
    "root-symbol": "AAPL",
    "option-chain-type": "Standard",
    "shares-per-contract": 100,
    "tick-sizes": [{ threshold: "3.0", value: "0.01" }, { value: "0.05" }],
  });
  const [{ id, ...deliverable }] = deliverables;
  assert.ok(Number.isInteger(id));
  assert.deepEqual(deliverable, {
    "root-symbol": "AAPL",
    "deliverable-type": "Shares",
    "description": "100 shares of AAPL",
    "amount": "100.0",
    "symbol": "AAPL",
    "instrument-type": "Equity",
    "percent": "100",
  });
});

Deno.test("option chains: every option of a chain is quoted, at the ends of every chain too", async () => {
  const whole = (await chain("AAPL")).map((option) => option.symbol);
  assert.equal((await quotesOf(whole)).size, whole.length);
  const listed = (await client.get("/instruments/equities")).body.data.items;
  for (const { symbol } of listed) {
    const ends = (await chain(encodeURIComponent(symbol), "/nested")).flatMap(({ expirations }) =>
      expirations.flatMap(({ strikes }: Json) => [strikes[0].put, strikes.at(-1).call])
    );
    assert.equal((await quotesOf(ends)).size, ends.length, symbol);
  }
});

Deno.test("option chains: European calls and puts keep parity within their markets, at one forward an expiration", async () => {
  let pairs = 0;
  for (const root of await chain("SPX", "/nested")) {
    for (const expiration of root.expirations.filter((_: Json, i: number) => i % 4 === 1)) {
      const strikes = expiration.strikes.filter((_: Json, i: number) => i % 7 === 0);
      const quotes = await quotesOf(strikes.flatMap(({ call, put }: Json) => [call, put]));
      const full = (await client.get(`/instruments/equity-options/${encodeURIComponent(strikes[0].call)}`)).body.data;
      const discount = Math.exp(-RATE * (Date.parse(full["expires-at"]) - FRIDAY) / YEAR);
      const bounds = strikes.map(({ call, put, "strike-price": strike }: Json) => {
        const [calls, puts] = [quotes.get(call), quotes.get(put)];
        pairs++;
        return {
          low: Number(strike) + (Number(calls.bid) - Number(puts.ask)) / discount,
          high: Number(strike) + (Number(calls.ask) - Number(puts.bid)) / discount,
        };
      });
      const [low, high] = [
        Math.max(...bounds.map(({ low }: Json) => low)),
        Math.min(...bounds.map(({ high }: Json) => high)),
      ];
      assert.ok(low <= high + 1e-6, `${expiration["expiration-date"]}: no forward between ${low} and ${high}`);
    }
  }
  assert.ok(pairs > 300);
});

Deno.test("option chains: the days to expiration are counted by New York's calendar, summer and winter", async () => {
  const own = startClient();
  const nearest = async (at: number) => {
    own.clock.at = at;
    const [{ expirations }] = await chain("SPY", "/nested", own);
    return [expirations[0]["expiration-date"], expirations[0]["days-to-expiration"]];
  };
  // Midnight in New York is at five in the morning, UTC, in winter and at four in summer.
  assert.deepEqual(await nearest(Date.UTC(2026, 10, 21, 4, 59)), ["2026-11-20", 0]);
  assert.deepEqual(await nearest(Date.UTC(2026, 10, 21, 5, 0)), ["2026-11-23", 2]);
  assert.deepEqual(await nearest(Date.UTC(2026, 6, 11, 3, 59)), ["2026-07-10", 0]);
  assert.deepEqual(await nearest(Date.UTC(2026, 6, 11, 4, 0)), ["2026-07-13", 2]);
  // Across the end of summer time the days are still whole ones.
  own.clock.at = newYorkInstant("2026-10-30", 9 * 60);
  const [{ expirations }] = await chain("SPY", "/nested", own);
  const december = expirations.find((expiration: Json) => expiration["expiration-date"] === "2026-12-18");
  assert.equal(december["days-to-expiration"], 49);
});

Deno.test("option chains: the metrics have the volatility of each expiration of the chain, and of no other", async () => {
  for (const symbol of ["AAPL", "SPX", "VIX", "GLD", "BRK/B"]) {
    const roots = await chain(symbol, "/nested");
    const listed = roots.flatMap(({ expirations }) =>
      expirations.map((expiration: Json) => `${expiration["expiration-date"]} ${expiration["settlement-type"]}`)
    );
    const { body } = await client.get(`/market-metrics?symbols=${encodeURIComponent(symbol)}`);
    const stated = body.data.items[0]["option-expiration-implied-volatilities"]
      .map((row: Json) => `${row["expiration-date"]} ${row["settlement-type"]}`);
    assert.deepEqual(stated.toSorted(), listed.toSorted(), symbol);
  }
});

Deno.test("option chains: a slash may come encoded or not, and who is not listed has no chain", async () => {
  for (const form of ["", "/nested", "/compact"]) {
    const [raw, encoded] = await Promise.all([chain("BRK/B", form), chain("BRK%2FB", form)]);
    assert.deepEqual(raw, encoded);
    const { body } = await client.get(`/option-chains/BRK/B${form}`);
    assert.equal(body.context, `/option-chains/BRK/B${form}`);
    for (const symbol of ["NOPE", "aapl", "SPXW", "BRK/C"]) {
      const missing = await client.get(`/option-chains/${symbol}${form}`);
      assert.deepEqual([missing.status, missing.body.error.code], [404, "record_not_found"], symbol);
    }
  }
});

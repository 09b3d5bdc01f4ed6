import assert from "node:assert/strict";
import { RATE } from "../../../src/simulator/market/surface.ts";
import { type Client, FRIDAY, type Json, startClient } from "../client.ts";

const YEAR = 365 * 86_400_000;

const client = startClient();
const PRODUCTS = [...client.simulator.market.futureOptions.products.keys()];
const nested = async (code: string, from: Client = client): Promise<Json> =>
  (await from.get(`/futures-option-chains/${code}/nested`)).body.data;
const full = async (code: string, from: Client = client): Promise<Json[]> =>
  (await from.get(`/futures-option-chains/${code}`)).body.data.items;
const expirationsOf = async (code: string, from: Client = client): Promise<Json[]> =>
  (await nested(code, from))["option-chains"].flatMap(({ expirations }: Json) => expirations);

async function quotesOf(symbols: readonly string[]): Promise<Map<string, Json>> {
  const quotes = new Map<string, Json>();
  for (let start = 0; start < symbols.length; start += 100) {
    const asked = symbols.slice(start, start + 100).map(encodeURIComponent).join(",");
    const { body } = await client.get(`/market-data/by-type?future-option=${asked}`);
    for (const item of body.data.items) quotes.set(item.symbol, item);
  }
  return quotes;
}

Deno.test("future option chains: both forms list the same options under the same names", async () => {
  for (const code of PRODUCTS) {
    const names = new Map((await full(code)).map((option) => [option.symbol, option["streamer-symbol"]]));
    const strikes = (await expirationsOf(code)).flatMap((expiration) => expiration.strikes);
    assert.equal(2 * strikes.length, names.size, code);
    for (const strike of strikes) {
      assert.equal(names.get(strike.call), strike["call-streamer-symbol"]);
      assert.equal(names.get(strike.put), strike["put-streamer-symbol"]);
    }
    assert.equal(new Set(names.values()).size, names.size, code);
  }
});

Deno.test("future option chains: the nested form has the contracts, then one chain of expirations in no order", async () => {
  const { futures, "option-chains": chains } = await nested("ES");
  assert.deepEqual(futures[0], {
    "symbol": "/ESZ6",
    "root-symbol": "/ES",
    "streamer-symbol": "/ESZ26:XCME",
    "expiration-date": "2026-12-18",
    "days-to-expiration": 28,
    "active-month": true,
    "next-active-month": false,
    "stops-trading-at": "2026-12-18T14:30:00.000+00:00",
    "expires-at": "2026-12-18T14:30:00.000+00:00",
  });
  assert.equal(chains.length, 1);
  const [{ expirations, ...heading }] = chains;
  assert.deepEqual(heading, { "underlying-symbol": "/ES", "root-symbol": "/ES", "exercise-style": "American" });
  const days = expirations.map((expiration: Json) => expiration["expiration-date"]);
  assert.notDeepEqual(days, days.toSorted());
  const prices = expirations[0].strikes.map((strike: Json) => Number(strike["strike-price"]));
  assert.notDeepEqual(prices, prices.toSorted((a: number, b: number) => a - b));
  assert.equal(new Set(prices).size, prices.length);
});

Deno.test("future option chains: quarters settle in the morning with their contract, the rest at the close", async () => {
  const expirations = await expirationsOf("ES");
  const named = (contract: string) => {
    const { strikes: _, ...terms } = expirations.find((expiration) =>
      expiration["option-contract-symbol"] === contract
    );
    return terms;
  };
  assert.deepEqual(named("ESZ6"), {
    "underlying-symbol": "/ESZ6",
    "root-symbol": "/ES",
    "option-root-symbol": "ES",
    "option-contract-symbol": "ESZ6",
    "asset": "ES",
    "expiration-date": "2026-12-18",
    "days-to-expiration": 28,
    "expiration-type": "Regular",
    "settlement-type": "AM",
    "notional-value": "0.5",
    "display-factor": "0.01",
    "strike-factor": "1.0",
    "stops-trading-at": "2026-12-18T14:30:00.000+00:00",
    "expires-at": "2026-12-18T14:30:00.000+00:00",
    "tick-sizes": [{ threshold: "5.0", value: "0.05" }, { value: "0.25" }],
  });
  const { "expiration-type": type, "settlement-type": settlement, ...monthEnd } = named("EWZ6");
  assert.deepEqual([type, settlement], ["End-Of-Month", "PM"]);
  assert.deepEqual([monthEnd["underlying-symbol"], monthEnd["expires-at"]], ["/ESH7", "2026-12-31T21:00:00.000+00:00"]);
  assert.equal(named("E4AX6")["expiration-type"], "Weekly");
});

Deno.test("future option chains: streamer symbols have the month of the option's contract, and two digits of its year", async () => {
  const names = new Map((await full("CL")).map((option) => [option.symbol, option["streamer-symbol"]]));
  const strikes = [...names.keys()].filter((symbol) => symbol.startsWith("./CLF7 LOF7  261216"));
  assert.ok(strikes.length > 50);
  for (const symbol of strikes) {
    const [, side] = /261216([CP][\d.]+)$/.exec(symbol)!;
    assert.equal(names.get(symbol), `./LOF27${side}:XNYM`);
  }
  const weekly = (await full("ES")).find((option) =>
    option["option-root-symbol"] === "E4A" && option["option-type"] === "P"
  );
  assert.equal(weekly["streamer-symbol"], `./E4AX26P${Number(weekly["strike-price"])}:XCME`);
});

Deno.test("future option chains: when asked for, some standard options have no streamer symbol, in pairs and in both forms", async () => {
  const sparse = startClient({ sparseStreamerSymbols: true });
  let [without, withOne] = [0, 0];
  for (const { "expiration-type": type, strikes } of await expirationsOf("ES", sparse)) {
    for (const strike of strikes) {
      assert.equal("call-streamer-symbol" in strike, "put-streamer-symbol" in strike);
      if (type !== "Regular") assert.ok("call-streamer-symbol" in strike);
      "call-streamer-symbol" in strike ? withOne++ : without++;
    }
  }
  assert.ok(without > 50 && withOne > without);
  const nameless = (await full("ES", sparse)).filter((option) => !("streamer-symbol" in option));
  assert.equal(nameless.length, 2 * without);
  const { body } = await sparse.get(`/instruments/future-options/${encodeURIComponent(nameless[0].symbol)}`);
  assert.deepEqual(body.data, nameless[0]);
  assert.ok((await full("ES")).every((option) => "streamer-symbol" in option));
});

Deno.test("future option chains: every option of a chain is quoted, and parity holds within the markets", async () => {
  for (const code of PRODUCTS) {
    const { futures } = await nested(code);
    const { body } = await client.get(
      `/market-data/by-type?future=${futures.map(({ symbol }: Json) => symbol).join()}`,
    );
    const marks = new Map<string, Json>(body.data.items.map((item: Json) => [item.symbol, item]));
    for (const expiration of await expirationsOf(code)) {
      const strikes = expiration.strikes.slice(0, 50);
      const quotes = await quotesOf(strikes.flatMap(({ call, put }: Json) => [call, put]));
      assert.equal(quotes.size, 2 * strikes.length, `${code} ${expiration["expiration-date"]}`);
      const future = marks.get(expiration["underlying-symbol"]);
      const years = (Date.parse(expiration["expires-at"]) - FRIDAY) / YEAR;
      for (const { call, put, "strike-price": strike } of strikes) {
        const [calls, puts] = [quotes.get(call), quotes.get(put)];
        const fair = (price: number) => Math.exp(-RATE * years) * (price - Number(strike));
        const tick = Number(future.ask) - Number(future.bid);
        assert.ok(calls.bid - puts.ask <= fair(Number(future.ask) + tick) + 1e-9, call);
        assert.ok(calls.ask - puts.bid >= fair(Number(future.bid) - tick) - 1e-9, call);
      }
    }
  }
});

Deno.test("future option chains: a product without options, or none at all, is not found", async () => {
  for (const code of ["MES", "XX", "%2FES", "AAPL"]) {
    for (const form of ["", "/nested"]) {
      const { status, body } = await client.get(`/futures-option-chains/${code}${form}`);
      assert.deepEqual([status, body.error.code], [404, "record_not_found"], code);
    }
  }
});

import assert from "node:assert/strict";
import { type Json, startClient } from "../client.ts";

const { get } = startClient();
const [CALL, PUT] = ["AAPL  261218C00300000", "AAPL  261218P00300000"];
const at = (symbol: string) => `/instruments/equity-options/${encodeURIComponent(symbol)}`;
const list = async (query: string) => await get(`/instruments/equity-options${query}`);
const symbolsOf = ({ body }: Json): string[] => body.data.items.map(({ symbol }: Json) => symbol);

Deno.test("equity options: an option says all of its terms", async () => {
  const { status, body } = await get(at("AAPL  261218C00257500"));
  assert.equal(status, 200);
  assert.equal(body.context, "/instruments/equity-options/AAPL%20%20261218C00257500");
  assert.deepEqual(body.data, {
    "instrument-type": "Equity Option",
    "active": true,
    "root-symbol": "AAPL",
    "underlying-symbol": "AAPL",
    "expiration-date": "2026-12-18",
    "days-to-expiration": 28,
    "exercise-style": "American",
    "shares-per-contract": 100,
    "option-chain-type": "Standard",
    "expiration-type": "Regular",
    "settlement-type": "PM",
    "stops-trading-at": "2026-12-18T21:00:00.000+00:00",
    "expires-at": "2026-12-18T21:00:00.000+00:00",
    "market-time-instrument-collection": "Equity Option",
    "is-closing-only": false,
    "symbol": "AAPL  261218C00257500",
    "streamer-symbol": ".AAPL261218C257.5",
    "strike-price": "257.5",
    "option-type": "C",
  });
});

Deno.test("equity options: those of an index are European, and in the morning stop the evening before", async () => {
  const { data } = (await get(at("SPX   261218P07500000"))).body;
  const expected = {
    "root-symbol": "SPX",
    "underlying-symbol": "SPX",
    "exercise-style": "European",
    "settlement-type": "AM",
    "market-time-instrument-collection": "Cash Settled Equity Option",
    "stops-trading-at": "2026-12-17T21:00:00.000+00:00",
    "expires-at": "2026-12-18T14:30:00.000+00:00",
    "streamer-symbol": ".SPX261218P7500",
  };
  assert.deepEqual({ ...data, ...expected }, data);
  const weekly = (await get(at("SPXW  261218P07500000"))).body.data;
  assert.deepEqual([weekly["root-symbol"], weekly["underlying-symbol"], weekly["settlement-type"]], [
    "SPXW",
    "SPX",
    "PM",
  ]);
});

Deno.test("equity options: lists leave out what is not listed, and need a symbol", async () => {
  const asked = [PUT, "AAPL  261217C00300000", CALL, "NOPE"].map((symbol) => `symbol[]=${encodeURIComponent(symbol)}`);
  assert.deepEqual(symbolsOf(await list(`?${asked.join("&")}&active=true&with-expired=false`)), [PUT, CALL]);
  assert.deepEqual(symbolsOf(await list(`?symbol=${encodeURIComponent(`${CALL},${PUT}`)}`)), [CALL, PUT]);
  assert.deepEqual(symbolsOf(await list(`?symbol=${encodeURIComponent(CALL)}&active=false`)), []);
  const { status, body } = await list("?active=true");
  assert.deepEqual([status, body.error.errors], [400, [{ domain: "symbol", reason: "is missing" }]]);
});

Deno.test("equity options: one that has expired, or was never listed, is not found", async () => {
  for (const symbol of ["AAPL  261118C00300000", "AAPL  261218C00300010", "AAPL261218C00300000", "AAPL"]) {
    const { status, body } = await get(at(symbol));
    assert.deepEqual([status, body.error.code], [404, "record_not_found"], symbol);
  }
});

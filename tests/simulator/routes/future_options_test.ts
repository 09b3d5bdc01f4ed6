import assert from "node:assert/strict";
import { type Json, startClient } from "../client.ts";

const { get } = startClient();
const PUT = "./ESZ6 EW1Z6 261204P7800";
const CALL = "./ESZ6 ESZ6  261218C7800";
const list = async (query: string) => await get(`/instruments/future-options${query}`);
const symbolsOf = ({ body }: Json): string[] => body.data.items.map(({ symbol }: Json) => symbol);

Deno.test("future options: an option says all of its terms", async () => {
  const path = `/instruments/future-options/${encodeURIComponent(PUT)}`;
  const { status, body } = await get(path);
  assert.deepEqual([status, body.context], [200, path]);
  const { "future-option-product": product, ...terms } = body.data;
  assert.deepEqual(terms, {
    "symbol": PUT,
    "underlying-symbol": "/ESZ6",
    "product-code": "ES",
    "root-symbol": "/ES",
    "option-root-symbol": "EW1",
    "exchange": "CME",
    "exchange-symbol": "EW1Z6 P7800",
    "option-type": "P",
    "strike-price": "7800.0",
    "strike-factor": "1.0",
    "multiplier": "1.0",
    "notional-value": "0.5",
    "display-factor": "0.01",
    "future-price-ratio": "1.0",
    "underlying-count": "1.0",
    "exercise-style": "American",
    "expiration-date": "2026-12-04",
    "maturity-date": "2026-12-04",
    "expires-at": "2026-12-04T21:00:00.000+00:00",
    "stops-trading-at": "2026-12-04T21:00:00.000+00:00",
    "days-to-expiration": 14,
    "settlement-type": "Future",
    "last-trade-time": "0",
    "security-exchange": "6",
    "sx-id": "0",
    "is-vanilla": true,
    "is-primary-deliverable": true,
    "is-confirmed": true,
    "is-exercisable-weekly": true,
    "is-closing-only": false,
    "active": true,
    "streamer-symbol": "./EW1Z26P7800:XCME",
  });
  const { "future-product": _, ...alone } = (await get("/instruments/future-option-products/EW1")).body.data;
  assert.deepEqual(product, alone);
});

Deno.test("future options: a dot and a slash may come encoded, not, or lost on the way", async () => {
  for (
    const path of [".%2FESZ6%20ESZ6%20%20261218C7800", "./ESZ6%20ESZ6%20%20261218C7800", "ESZ6%20ESZ6%20%20261218C7800"]
  ) {
    const { status, body } = await get(`/instruments/future-options/${path}`);
    assert.deepEqual([status, body.data.symbol], [200, CALL], path);
  }
});

Deno.test("future options: lists are of symbols, without those that are not listed", async () => {
  const [put, call] = [PUT, CALL].map(encodeURIComponent);
  for (
    const query of [`symbol[]=${put}&symbol[]=${call}`, `symbol=${put}&symbol=${call}`, `symbol=${put},${call},NOPE`]
  ) {
    assert.deepEqual(symbolsOf(await list(`?${query}`)), [PUT, CALL], query);
  }
});

Deno.test("future options: or of what four terms name together, none of them alone", async () => {
  const terms = "option-root-symbol=EW1&expiration-date=2026-12-04&option-type=P&strike-price=7800.0";
  assert.deepEqual(symbolsOf(await list(`?${terms}`)), [PUT]);
  assert.deepEqual(symbolsOf(await list(`?${terms.replace("7800", "7801")}`)), []);
  assert.deepEqual(symbolsOf(await list(`?${terms.replace("EW1", "EW2")}`)), []);
  const refusals: [query: string, domain: string, reason: string][] = [
    ["", "symbol", "is missing"],
    ["?expiration-date=2026-12-04", "option-root-symbol", "is missing"],
    ["?option-root-symbol=EW1&expiration-date=2026-12-04", "option-type", "is missing"],
    [`?${terms}&symbol=X`, "symbol", "is mutually exclusive with option-root-symbol"],
    [`?${terms.replace("type=P", "type=X")}`, "option-type", "does not have a valid value"],
  ];
  for (const [query, domain, reason] of refusals) {
    const { status, body } = await list(query);
    assert.deepEqual(
      [status, body.error.code, body.error.errors],
      [400, "validation_error", [{ domain, reason }]],
      query,
    );
  }
});

Deno.test("future options: what is not listed is not found", async () => {
  for (const symbol of ["./ESZ6 EW1Z6 261204P7801", "./ESZ6 EW1Z6  261204P7800", "./ESZ6 EW3X6 261113P7800", "X"]) {
    const { status, body } = await get(`/instruments/future-options/${encodeURIComponent(symbol)}`);
    assert.deepEqual([status, body.error.code], [404, "record_not_found"], symbol);
    assert.match(body.error.message, /^Couldn't find Future Option\. /);
  }
});

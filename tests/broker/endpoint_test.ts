import assert from "node:assert/strict";
import { query } from "../../src/broker/endpoint.ts";

Deno.test("endpoint: a query is percent-encoded, lists are comma-joined or repeated, empty values left out", () => {
  assert.equal(
    query({ symbols: ["BRK/B", "AAPL  260618C00200000"], limit: 5, from: undefined, types: [], live: false }),
    "?symbols=BRK%2FB,AAPL%20%20260618C00200000&limit=5&live=false",
  );
  assert.equal(query({ "symbol[]": ["/ESZ6", "BRK/B"], "code[]": [] }), "?symbol[]=%2FESZ6&symbol[]=BRK%2FB");
  assert.equal(query({ nothing: undefined }), "");
});

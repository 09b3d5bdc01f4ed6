import assert from "node:assert/strict";
import { decimal, listParameter, respond, timestamp } from "../../src/simulator/wire.ts";

Deno.test("wire: decimals have at least one place, no exponent and no dust", () => {
  assert.equal(decimal(1), "1.0");
  assert.equal(decimal(0), "0.0");
  assert.equal(decimal(-0), "0.0");
  assert.equal(decimal(-1e-12), "0.0");
  assert.equal(decimal(312.0151), "312.0151");
  assert.equal(decimal(100), "100.0");
  assert.equal(decimal(-7.136188659, 9), "-7.136188659");
  assert.equal(decimal(0.1 + 0.2), "0.3");
  assert.equal(decimal(26.529, 2), "26.53");
  assert.equal(decimal(1e15), "1000000000000000.0");
  assert.equal(decimal(-0.5, 1), "-0.5");
});

Deno.test("wire: arrays in queries are read in every spelling", () => {
  const read = (query: string) => listParameter(new URLSearchParams(query), "symbol");
  for (const query of ["symbol=A&symbol=B%2FC", "symbol[]=A&symbol[]=B%2FC", "symbol=A,B%2FC", "symbol%5B%5D=A,B/C"]) {
    assert.deepEqual(read(query), ["A", "B/C"], query);
  }
  assert.deepEqual(read("symbol=A&symbol[]=B"), ["A", "B"]);
  assert.deepEqual(read("symbol=&symbols=A"), []);
});

Deno.test("wire: instants are written with milliseconds and Z", () => {
  assert.equal(timestamp(Date.UTC(2026, 7, 24, 17, 58, 51, 32)), "2026-08-24T17:58:51.032Z");
});

Deno.test("wire: a reply is JSON with a mark", async () => {
  const response = respond({ status: 201, body: { data: 1 } });
  assert.deepEqual([response.status, response.headers.get("X-Simulated")], [201, "true"]);
  assert.deepEqual(await response.json(), { data: 1 });
});

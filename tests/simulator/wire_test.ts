import assert from "node:assert/strict";
import {
  decimal,
  isDay,
  listParameter,
  offsetTimestamp,
  respond,
  tickSizes,
  timestamp,
  writtenItems,
} from "../../src/simulator/wire.ts";

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

Deno.test("wire: a day is a day of the calendar, written in full", () => {
  for (const day of ["2026-11-20", "2028-02-29", "0001-01-01"]) assert.ok(isDay(day), day);
  for (const text of ["", "2026-11-31", "2027-02-29", "2026-13-01", "2026-1-1", "2026-11-20T00:00", "20261120"]) {
    assert.equal(isDay(text), false, text);
  }
});

Deno.test("wire: instants of instruments have an offset, and steps of prices a threshold when there are two", () => {
  assert.equal(offsetTimestamp(Date.UTC(2026, 5, 12, 20)), "2026-06-12T20:00:00.000+00:00");
  assert.deepEqual(tickSizes({ below: 3, small: 0.01, large: 0.05 }), [
    { threshold: "3.0", value: "0.01" },
    { value: "0.05" },
  ]);
  assert.deepEqual(tickSizes({ below: 0, small: 0.0000005, large: 0.0000005 }), [{ value: "0.0000005" }]);
});

Deno.test("wire: what is written already goes out as any other body, and says that it is simulated", async () => {
  const written = respond(writtenItems('{"a":1},{"a":2}', '/x/"y"'));
  assert.equal(written.status, 200);
  assert.deepEqual(await written.json(), { data: { items: [{ a: 1 }, { a: 2 }] }, context: '/x/"y"' });
  const built = respond({ status: 404, body: { error: {} } });
  assert.deepEqual([...written.headers], [...built.headers]);
  assert.deepEqual([...built.headers], [["content-type", "application/json"], ["x-simulated", "true"]]);
  assert.deepEqual([built.status, await built.json()], [404, { error: {} }]);
});

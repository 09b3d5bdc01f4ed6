import assert from "node:assert/strict";
import * as z from "zod";
import { decimal, flag, instant, items, optionalInstant, text } from "../../src/broker/wire.ts";

Deno.test("wire: decimals come as strings or numbers, and what is no number is null", () => {
  const read = (value: unknown) => decimal.parse(value);
  assert.deepEqual(["312.0151", 4514709583000, "-0.5", "1e3"].map(read), [312.0151, 4514709583000, -0.5, 1000]);
  assert.deepEqual(["NaN", "", null, undefined, "Infinity"].map(read), [null, null, null, null, null]);
  assert.equal(decimal.safeParse({}).success, false);
});

Deno.test("wire: timestamps of every service are epoch milliseconds", () => {
  assert.equal(instant.parse("2026-08-24T17:58:51.032Z"), Date.UTC(2026, 7, 24, 17, 58, 51, 32));
  assert.equal(instant.parse("2026-06-12T19:33:22.519+00:00"), Date.UTC(2026, 5, 12, 19, 33, 22, 519));
  assert.equal(instant.safeParse("yesterday").success, false);
  assert.equal(optionalInstant.parse("yesterday"), null);
  assert.equal(optionalInstant.parse(undefined), null);
});

Deno.test("wire: absent texts and flags are null, and extra keys are let be", () => {
  const row = z.object({ name: text, active: flag });
  assert.deepEqual(items(row).parse({ items: [{ name: "x", active: true, added: 1 }, {}] }), [
    { name: "x", active: true },
    { name: null, active: null },
  ]);
});

import assert from "node:assert/strict";
import * as z from "zod";
import { inputSchemaOf } from "../../src/mcp/json_schema.ts";
import { number, positive, symbol, symbols, text, whole } from "../../src/tools/bounded_schema.ts";

const problemOf = (schema: z.ZodType, given: unknown): string | null => {
  const parsed = schema.safeParse(given);
  return parsed.success ? null : parsed.error.issues[0]!.message;
};

Deno.test("bounded schema: what is inside its bounds passes, the bounds included", () => {
  for (const given of [0, 0.5, 5]) assert.equal(problemOf(number(0, 5), given), null);
  for (const given of [1e-300, 5]) assert.equal(problemOf(positive(5), given), null);
  for (const given of [1, 20]) assert.equal(problemOf(whole(1, 20), given), null);
  for (const given of ["a", "a".repeat(4)]) assert.equal(problemOf(text(4), given), null);
  assert.equal(problemOf(symbols(2), ["AAPL", "/ES"]), null);
  assert.equal(text(4).parse(" abcd "), "abcd");
});

Deno.test("bounded schema: what is outside is refused, with the bounds", () => {
  assert.equal(problemOf(number(0, 5), 5.01), "must be from 0 to 5");
  assert.equal(problemOf(number(0, 5), -0.01), "must be from 0 to 5");
  assert.equal(problemOf(positive(5), 0), "must be above 0 and at most 5");
  assert.equal(problemOf(positive(5), 6), "must be above 0 and at most 5");
  assert.equal(problemOf(whole(1, 20), 21), "must be from 1 to 20");
  assert.match(problemOf(whole(1, 20), 1.5)!, /int/);
  assert.equal(problemOf(text(4), ""), "is empty");
  assert.equal(problemOf(text(4), "   "), "is empty");
  assert.equal(problemOf(symbol, "A".repeat(41)), "is longer than 40 characters");
  assert.match(problemOf(symbols(2), [])!, /^is empty/);
  assert.match(problemOf(symbols(2), ["A", "B", "C"])!, /^has more than 2 symbols/);
});

Deno.test("bounded schema: a model is shown types only", () => {
  const schema = z.object({ a: number(0, 5), b: positive(5), c: whole(1, 2), d: text(9), e: symbols(3) });
  assert.deepEqual(inputSchemaOf(schema).properties, {
    a: { type: "number" },
    b: { type: "number" },
    c: { type: "integer" },
    d: { type: "string" },
    e: { type: "array", items: { type: "string" } },
  });
});

import assert from "node:assert/strict";
import * as z from "zod";
import { ok } from "../../src/core/failure.ts";
import { defineTool } from "../../src/tools/tool.ts";

const TOOL = {
  name: "get_thing",
  title: "Thing",
  description: "Gives a thing.",
  access: "read",
  input: z.object({ name: z.string() }),
  run: () => Promise.resolve(ok(1)),
} as const;

Deno.test("tool: a name that is not verb_noun is refused when the program starts", () => {
  assert.throws(() => defineTool({ ...TOOL, name: "Thing" }), /must be verb_noun/);
});

Deno.test("tool: a description of more than sixty words is refused", () => {
  assert.throws(() => defineTool({ ...TOOL, description: "word ".repeat(61).trim() }), /61 words, at most 60/);
});

Deno.test("tool: arguments it does not know are refused", () => {
  const { input } = defineTool(TOOL);
  assert.equal(input.safeParse({ name: "x" }).success, true);
  assert.equal(input.safeParse({ name: "x", nmae: "y" }).success, false);
});

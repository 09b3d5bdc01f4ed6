/** What clients see of our tools changes only on purpose. `deno task snapshots` accepts a change. */

import assert from "node:assert/strict";
import { tools } from "../../src/tools/mod.ts";
import { connect } from "../support/clients.ts";
import { startApp } from "../support/app.ts";

const isUpdate = Deno.args.includes("--update");

/** Limits that keep a conversation's budget for the conversation; a client drops a tool above 16,384 bytes. */
const MOST_TOOLS = 26;
const MOST_LIST_BYTES = 25_000;
const MOST_SCHEMA_BYTES = 4_000;
const MOST_WORDS = 60;

const bytes = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length;

async function listTools() {
  await using app = await startApp();
  await using client = await connect(app, "2026-07-28");
  return await client.listTools();
}

Deno.test("snapshots: each tool's definition is the accepted one", async () => {
  const listed = await listTools();
  assert.deepEqual(listed.map(({ name }) => name), [...tools.keys()]);
  for (const definition of listed) {
    const file = new URL(`../fixtures/tools/${definition.name}.json`, import.meta.url);
    const wanted = `${JSON.stringify(definition, null, 2)}\n`;
    if (isUpdate) await Deno.writeTextFile(file, wanted);
    assert.equal(
      wanted,
      await Deno.readTextFile(file),
      `${definition.name} changed: look, then run \`deno task snapshots\``,
    );
  }
});

Deno.test("snapshots: the list keeps its budget", async () => {
  const listed = await listTools();
  assert.ok(listed.length <= MOST_TOOLS);
  assert.ok(bytes({ tools: listed }) <= MOST_LIST_BYTES, `tools/list has ${bytes({ tools: listed })} bytes`);
  for (const { name, inputSchema, description } of listed) {
    assert.ok(bytes(inputSchema) <= MOST_SCHEMA_BYTES, `${name}: schema of ${bytes(inputSchema)} bytes`);
    assert.ok(description!.split(/\s+/).length <= MOST_WORDS, `${name}: description too long`);
  }
});

Deno.test("snapshots: every tool has a title, all hints, an object at the root and no choice there", async () => {
  for (const { title, annotations, inputSchema } of await listTools()) {
    assert.ok(title);
    for (const hint of ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"] as const) {
      assert.equal(typeof annotations?.[hint], "boolean");
    }
    assert.equal(inputSchema.type, "object");
    assert.equal(inputSchema.additionalProperties, false);
    for (const choice of ["oneOf", "anyOf", "allOf"]) assert.equal(choice in inputSchema, false);
  }
});

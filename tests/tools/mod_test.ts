import assert from "node:assert/strict";
import { tools } from "../../src/tools/mod.ts";

Deno.test("catalogue: every tool has a file of its name, and every such file is in the catalogue", async () => {
  const files: string[] = [];
  const folder = new URL("../../src/tools/", import.meta.url);
  for await (const set of Deno.readDir(folder)) {
    if (!set.isDirectory || set.name === "answers") continue;
    for await (const { name } of Deno.readDir(new URL(`${set.name}/`, folder))) files.push(name.replace(/\.ts$/, ""));
  }
  assert.deepEqual(tools.map(({ name }) => name).sort(), files.sort());
});

Deno.test("catalogue: names and titles are unique", () => {
  assert.equal(new Set(tools.map(({ name }) => name)).size, tools.length);
  assert.equal(new Set(tools.map(({ title }) => title)).size, tools.length);
});

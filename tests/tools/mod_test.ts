import assert from "node:assert/strict";
import { loadTools, tools } from "../../src/tools/mod.ts";

Deno.test("catalogue: every tool has a file of its name, and every such file is in the catalogue", async () => {
  const files: string[] = [];
  const folder = new URL("../../src/tools/", import.meta.url);
  for await (const set of Deno.readDir(folder)) {
    if (!set.isDirectory || set.name === "answers") continue;
    for await (const { name } of Deno.readDir(new URL(`${set.name}/`, folder))) files.push(name.replace(/\.ts$/, ""));
  }
  assert.deepEqual([...tools.keys()].sort(), files.sort());
});

Deno.test("catalogue: each entry loads the tool of its name, and titles are unique", async () => {
  const loaded = await loadTools();
  assert.deepEqual(loaded.map(({ name }) => name), [...tools.keys()]);
  assert.equal(new Set(loaded.map(({ title }) => title)).size, tools.size);
});

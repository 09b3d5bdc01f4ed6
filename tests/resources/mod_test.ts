import assert from "node:assert/strict";
import { resources } from "../../src/resources/mod.ts";

Deno.test("resources: each has a file of its name, and each file but the frame is one", async () => {
  const files: string[] = [];
  for await (const { name } of Deno.readDir(new URL("../../src/resources/", import.meta.url))) {
    if (name !== "mod.ts" && name !== "resource.ts" && name !== "answers") files.push(name.replace(/\.ts$/, ""));
  }
  assert.deepEqual(resources.map(({ name }) => name).sort(), files.sort());
});

Deno.test("resources: addresses and titles are unique, descriptions are short", () => {
  assert.equal(new Set(resources.map(({ uri }) => uri)).size, resources.length);
  assert.equal(new Set(resources.map(({ title }) => title)).size, resources.length);
  for (const { description, name } of resources) assert.ok(description.split(/\s+/).length <= 60, name);
});

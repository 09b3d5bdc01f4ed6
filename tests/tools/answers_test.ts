import assert from "node:assert/strict";

const ROOT = new URL("../../src/tools/", import.meta.url);

async function read(folder: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for await (const { name, isFile } of Deno.readDir(new URL(folder, ROOT))) {
    if (isFile) files.set(name, await Deno.readTextFile(new URL(`${folder}${name}`, ROOT)));
  }
  return files;
}

Deno.test("answers: each is loaded by one tool, when it is called for the first time", async () => {
  const loaded: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(ROOT)) {
    if (!isDirectory || name === "answers") continue;
    for (const [file, text] of await read(`${name}/`)) {
      assert.doesNotMatch(text, /from "\.\.\/answers\//, `${file} loads its answer with the program`);
      loaded.push(...[...text.matchAll(/import\("\.\.\/answers\/([\w.]+)"\)/g)].map((match) => match[1]!));
    }
  }
  assert.deepEqual(loaded.sort(), [...(await read("answers/")).keys()].sort());
});

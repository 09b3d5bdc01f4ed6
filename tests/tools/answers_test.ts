import assert from "node:assert/strict";

const ROOT = new URL("../../src/tools/", import.meta.url);

async function read(folder: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for await (const { name, isFile } of Deno.readDir(new URL(folder, ROOT))) {
    if (isFile) files.set(name, await Deno.readTextFile(new URL(`${folder}${name}`, ROOT)));
  }
  return files;
}

Deno.test("answers: each is loaded by a tool when it is called, or by another answer", async () => {
  const answers = await read("answers/");
  const used = new Set<string>();
  for (const text of answers.values()) {
    for (const [, file] of text.matchAll(/"\.\/([\w.]+)"/g)) used.add(file!);
  }
  for await (const { name, isDirectory } of Deno.readDir(ROOT)) {
    if (!isDirectory || name === "answers") continue;
    for (const [file, text] of await read(`${name}/`)) {
      assert.doesNotMatch(text, /from "\.\.\/answers\//, `${file} loads its answer with the program`);
      for (const [, answer] of text.matchAll(/import\("\.\.\/answers\/([\w.]+)"\)/g)) used.add(answer!);
    }
  }
  assert.deepEqual([...used].sort(), [...answers.keys()].sort());
});

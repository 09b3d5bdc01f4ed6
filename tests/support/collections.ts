/** Every collection of the product, for the tests that compare lists with the declarations. */

import assert from "node:assert/strict";
import type { Collection } from "../../src/storage/collection.ts";

const SOURCE = new URL("../../src/", import.meta.url);

async function* sourceFiles(folder: URL): AsyncGenerator<URL> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) yield* sourceFiles(new URL(`${name}/`, folder));
    else if (/\.tsx?$/.test(name)) yield new URL(name, folder);
  }
}

const isCollection = (value: unknown): value is Collection =>
  typeof value === "object" && value !== null && "lifetimeSeconds" in value && "index" in value && "schema" in value;

/** All of them, found by the word that declares them, each with the text of the file it is declared in. */
export async function findCollections(): Promise<{ collection: Collection; source: string }[]> {
  const collections: { collection: Collection; source: string }[] = [];
  for await (const file of sourceFiles(SOURCE)) {
    if (file.pathname.includes("/src/storage/")) continue;
    const source = await Deno.readTextFile(file);
    const declarations = source.match(/\bdefineCollection\(/g)?.length ?? 0;
    if (declarations === 0) continue;
    const found = Object.values(await import(file.href)).filter(isCollection);
    assert.equal(found.length, declarations, `${file.pathname}: a collection must be exported to be checked`);
    collections.push(...found.map((collection) => ({ collection, source })));
  }
  return collections;
}

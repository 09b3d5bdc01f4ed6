/** What the built Worker weighs: what it loads to start, and what it loads on demand. */

import { tools } from "../../src/tools/mod.ts";

const FOLDER = new URL("../../dist/", import.meta.url);

export interface Weight {
  /** Bytes as built. */
  size: number;
  /** Bytes of each module compressed by gzip, summed. */
  zipped: number;
}

async function weigh(modules: Iterable<string>): Promise<Weight> {
  const weight = { size: 0, zipped: 0 };
  for (const name of modules) {
    const bytes = await Deno.readFile(new URL(name, FOLDER));
    const zipped = await new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"))).bytes();
    weight.size += bytes.length;
    weight.zipped += zipped.length;
  }
  return weight;
}

/** A module and all that it imports statically: what is read when it is loaded. */
async function withImports(start: string): Promise<Set<string>> {
  const found = new Set<string>();
  const open = [start];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    const text = await Deno.readTextFile(new URL(name, FOLDER));
    for (const [, imported] of text.matchAll(/(?:\bfrom|\bimport)"\.\/([^"]+)"/g)) open.push(imported!);
  }
  return found;
}

/**
 * `start` is read by every isolate before its first answer; `logins` and `simulator` where they are configured; `catalogue`
 * for the first list of all tools, and of it each call needs one tool's part.
 */
export async function weighBundle(): Promise<Record<"start" | "catalogue" | "logins" | "simulator" | "all", Weight>> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(FOLDER)) names.push(name);
  const start = await withImports("worker.js");
  const added = async (prefixes: Iterable<string>): Promise<Weight> => {
    const modules = new Set<string>();
    for (const prefix of prefixes) {
      const name = names.find((name) => name.startsWith(`${prefix}-`));
      if (name === undefined) throw new Error(`dist has no module ${prefix}: build first`);
      for (const module of await withImports(name)) modules.add(module);
    }
    return await weigh(modules.difference(start));
  };
  return {
    start: await weigh(start),
    catalogue: await added(tools.keys()),
    logins: await added(["logins"]),
    simulator: await added(["simulator"]),
    all: await weigh(names),
  };
}

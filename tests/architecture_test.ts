/** The rules of the house that a machine can check. */

import assert from "node:assert/strict";

const ROOT = new URL("../", import.meta.url);

/** Which rooms a room may import, itself always. `*` stands for all. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  core: [],
  analytics: ["core"],
  storage: ["core"],
  broker: ["core"],
  charts: ["core", "analytics"],
  simulator: ["core", "analytics"],
  services: ["core", "analytics", "storage", "broker"],
  auth: ["core", "storage", "broker"],
  tools: ["core", "analytics", "broker", "services", "charts"],
  resources: ["core", "analytics", "broker", "services", "charts"],
  mcp: ["core", "tools", "resources"],
  web: ["core", "services", "auth"],
  config: ["core"],
  access: ["core", "storage", "broker", "services", "auth", "web", "config", "logins"],
  logins: ["core", "storage", "broker", "services", "auth", "web", "config", "access", "user_collections"],
  swept_collections: ["core", "storage", "services", "auth"],
  user_collections: ["core", "storage", "services", "auth"],
  app: [
    "core",
    "analytics",
    "storage",
    "broker",
    "services",
    "auth",
    "tools",
    "resources",
    "mcp",
    "web",
    "config",
    "access",
    "chores",
  ],
  chores: ["core", "storage", "services", "access", "swept_collections"],
  deno: ["*"],
  worker: ["*"],
};

const STORAGE_DRIVERS = ["storage/deno_kv.ts", "storage/cloudflare.ts"];
const ROOTS = ["deno.ts", "worker.ts"];
const BANNED_NAMES = /^(utils?|helpers?|common|misc|types?|index|managers?|base|shared|lib)$/;

interface Source {
  /** Below `src`, such as `core/symbol.ts`. */
  path: string;
  text: string;
  imports: string[];
}

async function* filesBelow(folder: string): AsyncGenerator<string> {
  for await (const entry of Deno.readDir(new URL(folder, ROOT))) {
    if (entry.isDirectory) yield* filesBelow(`${folder}${entry.name}/`);
    else yield `${folder}${entry.name}`;
  }
}

const importsOf = (text: string): string[] =>
  [...text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map((match) => match[1]!);

async function readSources(): Promise<Source[]> {
  const sources: Source[] = [];
  for await (const file of filesBelow("src/")) {
    if (!/\.tsx?$/.test(file)) continue;
    const text = await Deno.readTextFile(new URL(file, ROOT));
    sources.push({ path: file.slice("src/".length), text, imports: importsOf(text) });
  }
  return sources.sort((a, b) => a.path < b.path ? -1 : 1);
}

const sources = await readSources();

/** The room of a file: its first folder, or its own name at the top. */
const roomOf = (path: string): string => path.includes("/") ? path.split("/")[0]! : path.replace(/\.tsx?$/, "");

/** Where a relative import leads, below `src`. */
const target = (from: string, specifier: string): string => new URL(specifier, `file:///${from}`).pathname.slice(1);

const ours = ({ path, imports }: Source): string[] =>
  imports.filter((specifier) => specifier.startsWith(".")).map((specifier) => target(path, specifier));

/** What git ignores at the top level, and git's own folder: made on this machine, not part of the house. */
const MADE_HERE =
  /^(\.git|dist|\.wrangler|\.ttai|node_modules|\.dev\.vars|\.dev\.vars\.(?!example$).*|\.DS_Store|.*\.log)$/;

Deno.test("architecture: the top level holds exactly what it should", async () => {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(ROOT)) if (!MADE_HERE.test(name)) names.push(name);
  assert.deepEqual(names.sort(), [
    ".ci",
    ".dev.vars.example",
    ".gitignore",
    "LICENSE",
    "README.md",
    "deno.json",
    "deno.lock",
    "docs",
    "migrations",
    "src",
    "tests",
    "wrangler.toml",
  ]);
});

Deno.test("architecture: rooms import only the rooms they may", () => {
  const wrong: string[] = [];
  for (const source of sources) {
    const room = roomOf(source.path);
    const allowed = MAY_IMPORT[room];
    assert.ok(allowed, `${source.path}: the room ${room} is not in the table`);
    for (const imported of ours(source)) {
      const other = roomOf(imported);
      if (other !== room && !allowed.includes("*") && !allowed.includes(other)) {
        wrong.push(`${source.path} -> ${imported}`);
      }
    }
  }
  assert.deepEqual(wrong, []);
});

Deno.test("architecture: only the roots import the simulator's front and the storage drivers", () => {
  const wrong = sources.filter(({ path }) => !ROOTS.includes(path)).flatMap((source) =>
    ours(source).filter((imported) => STORAGE_DRIVERS.includes(imported)).map((imported) =>
      `${source.path} -> ${imported}`
    )
  );
  assert.deepEqual(wrong, []);
});

/** Code without comments and strings' contents: what is said in words is not a use. */
const code = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\/\/.*$/gm, "");

Deno.test("architecture: only two files mention Deno, and none imports from node", () => {
  const mention = sources.filter(({ text }) => /\bDeno\./.test(code(text))).map(({ path }) => path);
  assert.deepEqual(mention, ["deno.ts", "storage/deno_kv.ts"]);
  assert.deepEqual(sources.filter(({ imports }) => imports.some((name) => name.startsWith("node:"))), []);
});

Deno.test("architecture: only two files know Workers' types", () => {
  const knowing = sources.filter(({ text }) =>
    /\b(CloudflareBindings|ExecutionContext|D1Database|KVNamespace|R2Bucket)\b/.test(code(text))
  );
  assert.deepEqual(knowing.map(({ path }) => path), ["storage/cloudflare.ts", "worker.ts"]);
});

Deno.test("architecture: rooms are handed their clock, chance and network", () => {
  const reaching = sources.filter(({ path }) => path.includes("/")).filter(({ text }) =>
    /\bDate\.now\b|\bMath\.random\b|\bnew Date\(\)|[^.\w]fetch\(["'`]|globalThis\.fetch\(/.test(code(text))
  );
  assert.deepEqual(reaching.map(({ path }) => path), []);
});

Deno.test("architecture: only mcp imports the MCP SDK", () => {
  const importing = sources.filter(({ imports }) => imports.some((name) => name.startsWith("@modelcontextprotocol/")));
  assert.deepEqual([...new Set(importing.map(({ path }) => roomOf(path)))], ["mcp"]);
});

Deno.test("architecture: zod is imported as a namespace only, and nothing by jsr: or https:", async () => {
  const all: { path: string; imports: string[]; text: string }[] = [...sources];
  for await (const file of filesBelow("tests/")) {
    if (!/\.tsx?$/.test(file) || file === "tests/architecture_test.ts") continue;
    const text = await Deno.readTextFile(new URL(file, ROOT));
    all.push({ path: file, text, imports: importsOf(text) });
  }
  const wrong = all.filter(({ text, imports }) => {
    const isNamespace = !imports.includes("zod") || /import (type )?\* as z from "zod"/.test(text);
    return !isNamespace || imports.some((specifier) => /^(jsr:|https?:)/.test(specifier));
  });
  assert.deepEqual(wrong.map(({ path }) => path), []);
});

Deno.test("architecture: names say a subject", () => {
  const names = sources.flatMap(({ path }) =>
    path.replace(/\.tsx?$/, "").split("/").map((name) => [name, path] as const)
  );
  assert.deepEqual(names.filter(([name]) => BANNED_NAMES.test(name) || !/^[a-z][a-z0-9_]*$/.test(name)), []);
});

Deno.test("architecture: half of all files have at most 90 lines, 95 % at most 300, none more than 400", () => {
  const lengths = sources.map(({ path, text }) => ({ path, lines: text.split("\n").length - 1 })).sort((a, b) =>
    a.lines - b.lines
  );
  const at = (part: number) => lengths[Math.min(lengths.length - 1, Math.floor(lengths.length * part))]!;
  assert.ok(at(0.5).lines <= 90, `the median file, ${at(0.5).path}, has ${at(0.5).lines} lines`);
  assert.ok(at(0.95).lines <= 300, `${at(0.95).path} has ${at(0.95).lines} lines`);
  assert.deepEqual(lengths.filter(({ lines }) => lines > 400), []);
});

Deno.test("architecture: every file has a test of its own name, or its folder has one that walks it", async () => {
  const tests = new Set<string>();
  for await (const file of filesBelow("tests/")) if (file.endsWith("_test.ts")) tests.add(file.slice("tests/".length));
  const isTested = (path: string): boolean => {
    const stem = path.replace(/\.tsx?$/, "");
    const folders = path.split("/").slice(0, -1);
    return tests.has(`${stem}_test.ts`) ||
      folders.some((_, depth) => depth > 0 && tests.has(`${folders.slice(0, depth + 1).join("/")}_test.ts`));
  };
  const untested = sources.filter(({ path, text }) =>
    !isTested(path) && /^export (async )?(function|const|class)/m.test(text)
  );
  assert.deepEqual(untested.map(({ path }) => path), []);
});

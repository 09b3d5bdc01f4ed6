import { fileURLToPath } from "node:url";
import { getPlatformProxy } from "wrangler";
import { users } from "../../src/auth/users.ts";
import { type CloudflareBindings, createCloudflareStorage } from "../../src/storage/cloudflare.ts";
import { createDenoKvStorage } from "../../src/storage/deno_kv.ts";
import { sweptCollections } from "../../src/swept_collections.ts";
import { readMigrations } from "../storage/migrations.ts";
import { concurrencyContract } from "./concurrency_contract.ts";
import { userCollections } from "../../src/user_collections.ts";

concurrencyContract({
  test: (name, run) => Deno.test(`concurrency on Deno KV: ${name}`, run),
  async freshStorages(now) {
    const folder = await Deno.makeTempDir({ prefix: "ttai-concurrency-" });
    const handles = await Promise.all([1, 2].map(() => Deno.openKv(`${folder}/kv.sqlite3`)));
    const [one, two] = handles.map((kv) => createDenoKvStorage(kv, { now }));
    return {
      storages: [one!, two!],
      async dispose() {
        for (const kv of handles) kv.close();
        await Deno.remove(folder, { recursive: true });
      },
    };
  },
});

/** One workerd for the whole file; the last test stops it. */
let platform: ReturnType<typeof getPlatformProxy<CloudflareBindings & Record<string, unknown>>> | undefined;

function startPlatform(): NonNullable<typeof platform> {
  platform ??= (async () => {
    const configPath = fileURLToPath(new URL("../../wrangler.toml", import.meta.url));
    const started = await getPlatformProxy<CloudflareBindings & Record<string, unknown>>({
      configPath,
      persist: false,
    });
    for (const statement of await readMigrations()) await started.env.DB.prepare(statement).bind().all();
    return started;
  })();
  return platform;
}

const TABLES = [...new Set([users.name, ...[...userCollections, ...sweptCollections].map(({ name }) => name)])];

/** workerd outlives the single test, which Deno would call a leak. */
function test(name: string, run: () => Promise<void>): void {
  Deno.test({ name, sanitizeOps: false, sanitizeResources: false, fn: run });
}

concurrencyContract({
  test: (name, run) => test(`concurrency on D1: ${name}`, run),
  async freshStorages(now) {
    const { env } = await startPlatform();
    await env.DB.batch(TABLES.map((table) => env.DB.prepare(`DELETE FROM ${table}`).bind()));
    return {
      storages: [createCloudflareStorage(env, { now }), createCloudflareStorage(env, { now })],
      dispose: () => Promise.resolve(),
    };
  },
});

test("concurrency on D1: workerd stops", async () => {
  await (await startPlatform()).dispose();
});

/**
 * A process that commits until it is killed: each commit files an order and counts it in its account, then says so on a
 * line of its own. `deno run kv_commits.ts <file>`
 */

import * as z from "zod";
import { defineCollection } from "../../src/storage/collection.ts";
import { createDenoKvStorage } from "../../src/storage/deno_kv.ts";
import { put } from "../../src/storage/storage.ts";

/** More than any test waits for. */
export const COMMITS = 3000;
export const ACCOUNT = "5WT00000";

export const orders = defineCollection({
  name: "orders",
  schema: z.object({ accountNumber: z.string(), position: z.number(), note: z.string() }),
  index: ["accountNumber", "position"],
});
export const accounts = defineCollection({
  name: "accounts",
  schema: z.object({ orderCount: z.number(), lastOrder: z.string() }),
  index: ["orderCount", "lastOrder"],
});

export const orderId = (position: number): string => `order-${String(position).padStart(4, "0")}`;

if (import.meta.main) {
  const kv = await Deno.openKv(Deno.args[0]);
  const { records } = createDenoKvStorage(kv, { now: Date.now });
  const line = new TextEncoder().encode("committed\n");
  let version: string | null = null;
  for (let position = 0; position < COMMITS; position++) {
    const id = orderId(position);
    const result = await records.commit([
      put(accounts, ACCOUNT, { orderCount: position + 1, lastOrder: id }, { replaces: version }),
      put(orders, id, { accountNumber: ACCOUNT, position, note: "x".repeat(position) }, { replaces: null }),
    ]);
    if (!result.ok) throw new Error(`Commit ${position} lost against nobody.`);
    version = result.value[0]!;
    Deno.stdout.writeSync(line);
  }
  kv.close();
}

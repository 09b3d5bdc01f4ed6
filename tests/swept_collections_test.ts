import assert from "node:assert/strict";
import { sweptCollections } from "../src/swept_collections.ts";
import { findCollections } from "./support/collections.ts";

/** Collections whose records stay until somebody removes them. */
const LASTING = ["broker_links", "day_ends", "snapshot_runs", "users"];

Deno.test("swept collections: every collection whose records can expire is swept, and only those", async () => {
  const names: string[] = [];
  for (const { collection: { name, lifetimeSeconds }, source } of await findCollections()) {
    // A deadline comes with the declaration or with a put in the file that owns the collection.
    const expires = lifetimeSeconds !== null || /\bexpiresAt\b/.test(source);
    assert.equal(expires, !LASTING.includes(name), `${name}: does it expire?`);
    if (expires) names.push(name);
  }
  assert.deepEqual(sweptCollections.map(({ name }) => name).sort(), names.sort());
});

import assert from "node:assert/strict";
import * as z from "zod";
import { defineCollection } from "../../src/storage/collection.ts";
import { check, MAX_RECORD_BYTES, MAX_WRITES, put, remove } from "../../src/storage/storage.ts";

const pets = defineCollection({ name: "pets", schema: z.object({ age: z.number() }), index: ["age"] });

Deno.test("storage: every write says what it expects to find", () => {
  assert.deepEqual(
    [
      put(pets, "rex", { age: 1 }, { replaces: null }),
      put(pets, "rex", { age: 2 }, { replaces: "v1", expiresAt: null }),
      remove(pets, "tom", "v2"),
      check(pets, "kim", null),
    ],
    [
      { kind: "put", collection: pets, id: "rex", expected: null, value: { age: 1 } },
      { kind: "put", collection: pets, id: "rex", expected: "v1", value: { age: 2 }, expiresAt: null },
      { kind: "remove", collection: pets, id: "tom", expected: "v2" },
      { kind: "check", collection: pets, id: "kim", expected: null },
    ],
  );
  // @ts-expect-error: a put without a word of what it replaces would be blind
  assert.ok(put(pets, "rex", { age: 1 }, {}));
  // @ts-expect-error: nothing can be removed that is not there
  assert.ok(remove(pets, "rex", null));
  // @ts-expect-error: the value is not a pet
  assert.ok(put(pets, "rex", { age: "one" }, { replaces: null }));
});

Deno.test("storage: a full commit leaves a quarter of a Deno KV operation for keys and versions", () => {
  assert.ok(MAX_WRITES * MAX_RECORD_BYTES <= 800 * 1024 * 0.75);
  assert.ok(MAX_WRITES <= 10, "Deno KV reads ten keys at once");
});

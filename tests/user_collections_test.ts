import assert from "node:assert/strict";
import { userCollections } from "../src/user_collections.ts";
import { findCollections } from "./support/collections.ts";

Deno.test("user collections: every collection with a user's id is exported and deleted with the user", async () => {
  const withUser = (await findCollections()).map(({ collection }) => collection).filter(({ schema }) =>
    "shape" in schema && "userId" in (schema.shape as object)
  );
  assert.deepEqual(userCollections.map(({ name }) => name).sort(), withUser.map(({ name }) => name).sort());
  for (const { name, index } of withUser) assert.ok(index.includes("userId"), `${name} cannot be listed by user`);
});

import assert from "node:assert/strict";
import { startClient } from "../client.ts";

const { get } = startClient();

Deno.test("warrants: there are none", async () => {
  const { status, body } = await get("/instruments/warrants?symbol[]=NKLAW");
  assert.deepEqual([status, body], [200, { data: { items: [] }, context: "/instruments/warrants" }]);
  const missing = await get("/instruments/warrants/NKLAW");
  assert.deepEqual([missing.status, missing.body.error.code], [404, "record_not_found"]);
});

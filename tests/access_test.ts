import assert from "node:assert/strict";
import { OWNER, startApp } from "./support/app.ts";
import { legacyRequest, resultOf } from "./support/clients.ts";

const CALL = { name: "get_quote", arguments: { symbol: "AAPL" } };

Deno.test("access: without logins everybody is let in, over the one connection there is", async () => {
  for (const environment of [{}, { ...OWNER, TT_API_URL: "http://broker.test" }]) {
    await using app = await startApp({ environment });
    assert.deepEqual([app.access.server, app.access.routes], [null, []]);
    const admitted = await app.access.admit(new Request("http://x/"), "/mcp");
    assert.ok("connection" in admitted && admitted.connection === app.access.own);
    assert.deepEqual([admitted.userId, admitted.scopes], [null, null]);
    assert.equal((await resultOf(await app.fetch(legacyRequest("tools/call", CALL)))).isError, false);
  }
});

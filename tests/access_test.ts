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

Deno.test("access: the quote token goes to an encrypted address only, unless the broker's own is not", async () => {
  const history = { name: "get_price_history", arguments: { symbol: "AAPL", span: "1mo" } };
  const inTheClear = (request: Request) =>
    new URL(request.url).pathname === "/api-quote-tokens"
      ? Response.json({ data: { token: "token", "dxlink-url": "ws://elsewhere.test/realtime", level: "api" } })
      : null;
  for (
    const [broker, answer, sockets] of [
      ["https://broker.test", inTheClear, 0],
      ["https://broker.test", () => null, 1],
      ["http://broker.test", () => null, 1],
    ] as const
  ) {
    const environment = { ...OWNER, TT_API_URL: broker };
    await using app = await startApp({ environment, hosts: { "broker.test": answer } });
    const { isError, text } = await resultOf(await app.fetch(legacyRequest("tools/call", history)));
    assert.deepEqual([app.simulator.sockets.length, isError], [sockets, sockets === 0], text);
  }
});

import assert from "node:assert/strict";
import { SIMULATED_CREDENTIALS } from "../../../src/simulator/simulator.ts";
import { FRIDAY, startClient, USER_AGENT } from "../client.ts";

const DAY = 24 * 3_600_000;

Deno.test("quote tokens: the stream is beside the broker, and its token is good for a day", async () => {
  const { get, login, simulator } = startClient();
  const { status, body } = await get("/api-quote-tokens");
  assert.equal(status, 200);
  assert.deepEqual(Object.keys(body.data), ["token", "dxlink-url", "level", "issued-at", "expires-at"]);
  assert.equal(body.data["dxlink-url"], "wss://simulator.invalid/realtime");
  assert.equal(body.data["expires-at"], "2026-11-21T16:00:00.000Z");
  const Authorization = `Bearer ${(await login()).body.access_token}`;
  const local = await simulator.fetch("http://127.0.0.1:8790/api-quote-tokens", {
    headers: { ...USER_AGENT, Authorization },
  });
  assert.equal((await local.json()).data["dxlink-url"], "ws://127.0.0.1:8790/realtime");
});

Deno.test("quote tokens: open the stream only, until they expire or the grant is withdrawn", async () => {
  const { get, getWith, simulator: { world, revokeGrant } } = startClient();
  const { token } = (await get("/api-quote-tokens")).body.data;
  const owner = (at: number) => world.grantOf(token, at, "quote+jwt")?.customer.firstName;
  assert.equal(owner(FRIDAY + DAY - 1), "Ada");
  assert.equal(owner(FRIDAY + DAY), undefined);
  assert.equal((await getWith(token, "/customers/me")).status, 401);
  revokeGrant();
  assert.equal(owner(FRIDAY), undefined);
});

Deno.test("quote tokens: an access token opens no stream", async () => {
  const { login, simulator: { world } } = startClient();
  const { access_token } = (await login()).body;
  assert.equal(world.grantOf(access_token, FRIDAY)?.customer.firstName, "Ada");
  assert.equal(world.grantOf(access_token, FRIDAY, "quote+jwt"), null);
});

Deno.test("quote tokens: are for funded customers", async () => {
  const { get } = startClient({ credentials: SIMULATED_CREDENTIALS[2] });
  const { status, body } = await get("/api-quote-tokens");
  assert.deepEqual([status, body.error.code], [404, "quote_streamer.customer_not_found_error"]);
});

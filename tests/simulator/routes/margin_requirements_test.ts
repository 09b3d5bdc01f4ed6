import assert from "node:assert/strict";
import { RATE } from "../../../src/simulator/market/surface.ts";
import { startClient, USER_AGENT } from "../client.ts";

Deno.test("margin requirements: the rate is public, and the one by which options are priced", async () => {
  const { get } = startClient();
  const { status, body } = await get("/margin-requirements-public-configuration", { headers: USER_AGENT });
  assert.equal(status, 200);
  assert.equal(Number(body.data["risk-free-rate"]), RATE);
});

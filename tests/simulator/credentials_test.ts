import assert from "node:assert/strict";
import {
  SIMULATED_CLIENT_ID,
  SIMULATED_CLIENT_SECRET,
  SIMULATED_CREDENTIALS,
  SIMULATED_REFRESH_TOKEN,
} from "../../src/simulator/credentials.ts";

Deno.test("credentials: the first customer's are the named ones, the others' say whose they are", () => {
  assert.deepEqual(SIMULATED_CREDENTIALS[0], {
    clientId: SIMULATED_CLIENT_ID,
    clientSecret: SIMULATED_CLIENT_SECRET,
    refreshToken: SIMULATED_REFRESH_TOKEN,
  });
  assert.deepEqual(SIMULATED_CREDENTIALS[1], {
    clientId: "simulated-client-id-2",
    clientSecret: "simulated-client-secret-2",
    refreshToken: "simulated-refresh-token-2",
  });
  assert.equal(SIMULATED_CREDENTIALS[2].refreshToken, "simulated-refresh-token-3");
});

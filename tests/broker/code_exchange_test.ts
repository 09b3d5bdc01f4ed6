import assert from "node:assert/strict";
import { brokerLoginUrl, exchangeCode } from "../../src/broker/code_exchange.ts";
import {
  createSimulator,
  type Fault,
  SIMULATED_PARTNER_CLIENT_ID,
  SIMULATED_PARTNER_CLIENT_SECRET,
} from "../../src/simulator/simulator.ts";
import { FRIDAY } from "../support/app.ts";

const PARTNER = {
  clientId: SIMULATED_PARTNER_CLIENT_ID,
  clientSecret: SIMULATED_PARTNER_CLIENT_SECRET,
  redirectUri: "http://localhost:8787/oauth/callback",
};

function start(fault?: Fault) {
  const simulator = createSimulator({ now: () => FRIDAY });
  if (fault !== undefined) simulator.faults.add(fault);
  const bodies: string[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    bodies.push(await request.clone().text());
    return await simulator.fetch(request);
  };
  const options = { baseUrl: "http://broker.test", fetch, userAgent: "ttai/test", timeout: 50 };
  /** Somebody logs in on the broker's page. */
  const getCode = async (): Promise<string> => {
    const url = brokerLoginUrl("http://broker.test/auth.html", PARTNER, "a state");
    const body = new URLSearchParams({ customer: "C5100000001", decision: "allow" });
    const { headers } = await simulator.fetch(url, { method: "POST", body });
    return new URL(headers.get("location")!).searchParams.get("code")!;
  };
  const exchange = (code: string, partner = PARTNER, signal = new AbortController().signal) =>
    exchangeCode(options, partner, code, signal);
  return { simulator, bodies, getCode, exchange };
}

Deno.test("code exchange: the login page gets what it needs, and no proof key, which it refuses", () => {
  const url = new URL(brokerLoginUrl("https://broker.example/auth.html", PARTNER, "state=&x"));
  assert.equal(url.origin + url.pathname, "https://broker.example/auth.html");
  assert.deepEqual(Object.fromEntries(url.searchParams), {
    client_id: PARTNER.clientId,
    redirect_uri: PARTNER.redirectUri,
    response_type: "code",
    scope: "read trade",
    state: "state=&x",
  });
});

Deno.test("code exchange: a code becomes a refresh token that logs in", async () => {
  const { simulator, bodies, getCode, exchange } = start();
  const exchanged = await exchange(await getCode());
  assert.ok(exchanged.ok);
  const { client_id, redirect_uri, grant_type } = JSON.parse(bodies[0]!);
  assert.deepEqual([client_id, redirect_uri, grant_type], [
    PARTNER.clientId,
    PARTNER.redirectUri,
    "authorization_code",
  ]);
  const login = await simulator.fetch("http://broker.test/oauth/token", {
    method: "POST",
    headers: { "content-type": "application/json", "user-agent": "ttai/test" },
    body: JSON.stringify({
      grant_type: "refresh_token",
      refresh_token: exchanged.value.refreshToken,
      client_secret: PARTNER.clientSecret,
    }),
  });
  assert.equal(login.status, 200);
  await login.body?.cancel();
});

Deno.test("code exchange: what the broker refuses is told apart", async () => {
  const { getCode, exchange } = start();
  const code = await getCode();
  const refused = (reason: string) => ({ ok: false, failure: { kind: "unauthenticated", reason } });
  assert.deepEqual(await exchange("nonsense"), refused("grant_refused"));
  assert.deepEqual(await exchange(code, { ...PARTNER, clientSecret: "wrong" }), refused("secret_refused"));
  assert.deepEqual(
    await exchange(code, { ...PARTNER, redirectUri: "http://localhost:1/oauth/callback" }),
    refused("grant_refused"),
  );
  assert.ok((await exchange(code)).ok);
  assert.deepEqual(await exchange(code), refused("grant_refused"), "a code is good for one use");
});

Deno.test("code exchange: trouble on the way is none of the person's fault", async () => {
  for (
    const [fault, kind] of [
      [{ kind: "status", status: 500 }, "broker_unavailable"],
      [{ kind: "status", status: 429 }, "broker_unavailable"],
      [{ kind: "html" }, "broker_unavailable"],
      [{ kind: "dropped" }, "broker_unavailable"],
      [{ kind: "silent" }, "broker_unavailable"],
      [{ kind: "wrong_shape", key: "refresh_token" }, "broker_changed"],
    ] as [Fault, string][]
  ) {
    const { simulator, getCode, exchange } = start();
    const code = await getCode();
    simulator.faults.add(fault);
    const exchanged = await exchange(code);
    assert.ok(!exchanged.ok);
    assert.equal(exchanged.failure.kind, kind, fault.kind);
  }
});

Deno.test("code exchange: whoever goes away ends it", async () => {
  const { getCode, exchange } = start();
  const exchanged = await exchange(await getCode(), PARTNER, AbortSignal.abort());
  assert.deepEqual(exchanged, { ok: false, failure: { kind: "cancelled" } });
});

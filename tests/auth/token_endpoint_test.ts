import assert from "node:assert/strict";
import { createAccessTokens } from "../../src/auth/access_tokens.ts";
import { createAttempts } from "../../src/auth/attempts.ts";
import { createClientDocuments } from "../../src/auth/client_documents.ts";
import { createClients } from "../../src/auth/clients.ts";
import { createGuard } from "../../src/auth/guard.ts";
import { createRegisteredClients } from "../../src/auth/registered_clients.ts";
import { createTokenEndpoint } from "../../src/auth/token_endpoint.ts";
import { CALLBACK, ORIGIN } from "../support/login.ts";
import { openParts } from "./parts.ts";

async function openEndpoint() {
  const parts = await openParts();
  const { records, now, grants } = parts;
  const registered = createRegisteredClients({ records, attempts: createAttempts({ records, now }), now });
  const fetch = () => Promise.reject(new TypeError("there is no network"));
  const documents = createClientDocuments({ records, fetch, now, log: () => {}, open: false });
  const tokens = await createAccessTokens({
    issuer: ORIGIN,
    audience: `${ORIGIN}/mcp`,
    secrets: ["s".repeat(32)],
    now,
  });
  const guard = createGuard({ tokens, grants, now });
  const events: string[] = [];
  const endpoint = createTokenEndpoint({
    ...parts,
    origin: ORIGIN,
    authenticate: createClients({ documents, registered }).authenticate,
    tokens,
    guard,
    onEvent: (event, clientId) => void events.push(`${event} ${clientId}`),
  });
  const metadata = { redirect_uris: [CALLBACK], client_name: "A client", token_endpoint_auth_method: "none" };
  const { body } = await registered.register(metadata, "203.0.113.1");
  const clientId = (body as { client_id: string }).client_id;
  const signal = new AbortController().signal;
  const token = (fields: Record<string, string>) =>
    endpoint.token(new URLSearchParams({ client_id: clientId, ...fields }), null, signal);
  const revoke = (fields: Record<string, string>) =>
    endpoint.revoke(new URLSearchParams({ client_id: clientId, ...fields }), null, signal);
  const redeem = async () => {
    const { code, redirectUri: redirect_uri, verifier: code_verifier } = await parts.code({ clientId });
    const fields = { grant_type: "authorization_code", code, redirect_uri, code_verifier };
    return { fields, body: (await token(fields)).body as Record<string, string> };
  };
  const admit = (accessToken: string) =>
    guard.admit(new Request(ORIGIN, { headers: { authorization: `Bearer ${accessToken}` } }));
  return { ...parts, clientId, events, token, revoke, redeem, admit };
}

const refreshWith = (refresh_token: string) => ({ grant_type: "refresh_token", refresh_token });

Deno.test("token endpoint: each outcome is told to the log, by client and without a token", async () => {
  using house = await openEndpoint();
  const { fields, body } = await house.redeem();
  const refreshed = await house.token(refreshWith(body.refresh_token!));
  assert.equal(refreshed.status, 200);
  await house.token(refreshWith(body.refresh_token!));
  await house.token(refreshWith("unknown"));
  house.clock.at += 120_001;
  await house.token(refreshWith(body.refresh_token!));
  await house.token(fields);
  await house.token({ ...fields, code: "unknown" });
  const outcomes = ["issued", "rotated", "replayed", "refused", "stolen", "code_replayed", "refused"];
  assert.deepEqual(house.events, outcomes.map((outcome) => `${outcome} ${house.clientId}`));
});

Deno.test("token endpoint: a theft is noted for the person, and ends what was admitted a moment ago", async () => {
  using house = await openEndpoint();
  const { body } = await house.redeem();
  const { body: next } = await house.token(refreshWith(body.refresh_token!));
  assert.ok("caller" in await house.admit(`${next!.access_token}`));
  house.clock.at += 120_001;
  assert.ok("caller" in await house.admit(`${next!.access_token}`));
  await house.token(refreshWith(body.refresh_token!));
  assert.deepEqual(await house.admit(`${next!.access_token}`), { refusal: "invalid" });
  assert.deepEqual((await house.audit.listOf("u_ada"))[0], {
    at: house.clock.at,
    kind: "refresh_reuse",
    about: "A client",
  });
});

Deno.test("token endpoint: a code that comes back is noted too", async () => {
  using house = await openEndpoint();
  const { fields, body } = await house.redeem();
  await house.admit(body.access_token!);
  house.clock.at += 10_001;
  const { status, body: refusal } = await house.token(fields);
  assert.deepEqual([status, refusal!.error], [400, "invalid_grant"]);
  assert.deepEqual(await house.admit(body.access_token!), { refusal: "invalid" });
  assert.equal((await house.audit.listOf("u_ada"))[0]!.kind, "code_reuse");
});

Deno.test("token endpoint: nothing is used up by a request that fails for another reason", async () => {
  using house = await openEndpoint();
  const { code, redirectUri: redirect_uri, verifier: code_verifier } = await house.code({ clientId: house.clientId });
  const fields = { grant_type: "authorization_code", code, redirect_uri, code_verifier };
  for (
    const [changes, status, error] of [
      [{ resource: "https://other.example" }, 400, "invalid_target"],
      [{ client_id: "nobody" }, 401, "invalid_client"],
      [{ client_secret: "unasked" }, 401, "invalid_client"],
      [{ grant_type: "password" }, 400, "unsupported_grant_type"],
      [{ code: "" }, 400, "invalid_request"],
    ] as [Record<string, string>, number, string][]
  ) {
    const answer = await house.token({ ...fields, ...changes });
    assert.deepEqual([answer.status, answer.body!.error], [status, error]);
  }
  assert.equal((await house.token(fields)).status, 200);
});

Deno.test("token endpoint: revoking ends the grant, once, and is noted", async () => {
  using house = await openEndpoint();
  const { body } = await house.redeem();
  assert.ok("caller" in await house.admit(body.access_token!));
  for (let turn = 0; turn < 2; turn++) {
    assert.deepEqual(await house.revoke({ token: body.refresh_token! }), { status: 200, body: null });
  }
  assert.deepEqual(await house.admit(body.access_token!), { refusal: "invalid" });
  assert.deepEqual((await house.audit.listOf("u_ada")).map(({ kind }) => kind), ["revoke"]);
});

Deno.test("token endpoint: the token of a client that does not exist ends nothing", async () => {
  using house = await openEndpoint();
  const { body } = await house.redeem();
  const answer = await house.revoke({ token: body.refresh_token!, client_id: "nobody" });
  assert.deepEqual([answer.status, answer.body!.error, answer.challenge], [401, "invalid_client", undefined]);
  assert.ok("caller" in await house.admit(body.access_token!));
});

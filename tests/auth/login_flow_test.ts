import assert from "node:assert/strict";
import { createLoginFlow } from "../../src/auth/login_flow.ts";
import { newSecret } from "../../src/auth/secret.ts";
import { CALLBACK, ORIGIN, VERIFIER } from "../support/login.ts";
import { ADA, ASKED, openParts, SECRETS } from "./parts.ts";

async function openFlow() {
  const parts = await openParts();
  const flow = createLoginFlow({ origin: ORIGIN, ...parts, onLinked() {} });
  const browser = newSecret();
  const ask = async () => (await parts.requests.read(await parts.requests.open(ASKED, browser), browser))!;
  return { ...parts, flow, ask };
}

const parametersOf = (location: string | null | undefined) => {
  assert.ok(location);
  const { origin, pathname, searchParams } = new URL(location);
  assert.equal(origin + pathname, CALLBACK);
  return Object.fromEntries(searchParams);
};

Deno.test("login flow: a no goes to the client, once", async () => {
  using house = await openFlow();
  const request = await house.ask();
  const { error, state, iss } = parametersOf(await house.flow.deny(request));
  assert.deepEqual([error, state, iss], ["access_denied", "state", ORIGIN]);
  assert.equal(await house.flow.deny(request), null);
  assert.equal(await house.flow.permit(request, ["read"]), null);
});

Deno.test("login flow: a yes of somebody who is logged in is a code for what was permitted", async () => {
  using house = await openFlow();
  const permitted = (await house.flow.permit(await house.ask(), ["read", "trade"]))!;
  const { code, state, iss } = parametersOf(await house.flow.finish(permitted, "u_ada"));
  assert.deepEqual([state, iss], ["state", ORIGIN]);
  const outcome = await house.codes.redeem({
    code: code!,
    clientId: "client",
    redirectUri: CALLBACK,
    verifier: VERIFIER,
  });
  assert.ok(outcome.kind === "redeemed");
  assert.deepEqual([outcome.permission.userId, outcome.permission.scopes], ["u_ada", ["read", "trade"]]);
  assert.deepEqual(await house.audit.listOf("u_ada"), [{ at: house.clock.at, kind: "permit", about: "A client" }]);
});

Deno.test("login flow: without a yes there is no code", async () => {
  using house = await openFlow();
  const request = await house.ask();
  assert.equal(await house.flow.finish(request, "u_ada"), null);
  assert.equal(await house.flow.link(request, ADA, "personal", SECRETS), null);
  assert.deepEqual(await Array.fromAsync(house.users.list()), []);
});

Deno.test("login flow: a link makes the user, the link, the session and the code, or none of them", async () => {
  using house = await openFlow();
  const permitted = (await house.flow.permit(await house.ask(), ["read"]))!;
  const done = (await house.flow.link(permitted, ADA, "personal", SECRETS))!;
  assert.ok(parametersOf(done.location).code);
  const { userId } = (await house.sessions.read(done.cookie))!;
  assert.equal((await house.users.read(userId))!.value.customerId, ADA.customerId);
  assert.deepEqual(await house.users.credentials(userId), SECRETS);
  const kinds = (await house.audit.listOf(userId)).map(({ kind }) => kind);
  assert.deepEqual(kinds.sort(), ["link", "login", "permit"]);

  const linkVersion = (await house.users.link(userId))!.version;
  assert.equal(await house.flow.link(permitted, ADA, "personal", { ...SECRETS, refreshToken: "another" }), null);
  assert.equal((await house.users.link(userId))!.version, linkVersion);
  assert.equal((await house.audit.listOf(userId)).length, 3);
});

Deno.test("login flow: of twenty clicks at once one decides", async () => {
  using house = await openFlow();
  const permitted = (await house.flow.permit(await house.ask(), ["read"]))!;
  const clicks = Array.from({ length: 20 }, () => house.flow.finish(permitted, "u_ada"));
  assert.equal((await Promise.all(clicks)).filter((location) => location !== null).length, 1);
});

/** Codes and refresh tokens in the wrong hands, or in the right ones at the wrong time. */

import assert from "node:assert/strict";
import { legacyRequest } from "../../support/clients.ts";
import {
  allow,
  askToken,
  authorizePath,
  CALLBACK,
  CHALLENGE,
  type JsonAnswer,
  logIn,
  openBrowser,
  register,
  VERIFIER,
} from "../../support/login.ts";
import { type House, openHouse, storesNothing } from "./house.ts";

interface Issued {
  clientId: string;
  code: string;
  /** Redeems the code; `changes` replace the right parameters, `null` leaves one out. */
  redeem(changes?: Record<string, string | null>): Promise<JsonAnswer>;
}

/** A code that nobody has redeemed yet. */
async function issueCode(house: House, parameters: Record<string, string> = {}): Promise<Issued> {
  const { client_id: clientId } = await register(house);
  const { location } = await allow(openBrowser(house), authorizePath(clientId, parameters));
  const code = new URL(location!).searchParams.get("code")!;
  return {
    clientId,
    code,
    redeem: (changes = {}) =>
      askToken(house, {
        grant_type: "authorization_code",
        code,
        redirect_uri: CALLBACK,
        client_id: clientId,
        code_verifier: VERIFIER,
        ...changes,
      }),
  };
}

const refresh = (house: House, refreshToken: string, clientId: string) =>
  askToken(house, { grant_type: "refresh_token", refresh_token: refreshToken, client_id: clientId });

async function mcpStatus(house: House, accessToken: string): Promise<number> {
  const response = await house.fetch(legacyRequest("tools/list", {}, { authorization: `Bearer ${accessToken}` }));
  await response.body?.cancel();
  return response.status;
}

function assertInvalidGrant({ status, body, headers }: JsonAnswer): void {
  assert.deepEqual([status, body.error, body.access_token, body.refresh_token], [
    400,
    "invalid_grant",
    undefined,
    undefined,
  ]);
  assert.equal(headers.get("cache-control"), "no-store");
}

Deno.test("attacks on codes: another client, redirect or verifier gets nothing and uses nothing up", async (t) => {
  await using house = await openHouse();
  const { redeem, code } = await issueCode(house);
  const other: string = (await register(house)).client_id;
  const attempts: Record<string, Record<string, string | null>> = {
    "another client": { client_id: other },
    "another port of the same machine": { redirect_uri: "http://127.0.0.1:4444/callback" },
    "another path": { redirect_uri: `${CALLBACK}/` },
    "another spelling of the host": { redirect_uri: "http://localhost:3333/callback" },
    "no redirect": { redirect_uri: null },
    "another verifier": { code_verifier: "w".repeat(43) },
    "no verifier": { code_verifier: null },
    "an empty verifier": { code_verifier: "" },
    "the challenge as its own verifier": { code_verifier: CHALLENGE },
    "the verifier with a space": { code_verifier: `${VERIFIER} ` },
    "a code cut short": { code: code.slice(0, -1) },
    "a code with more at its end": { code: `${code}A` },
    "a code's hash, as the database has it": { code: await hashOf(code) },
    "no such code": { code: "A".repeat(43) },
  };
  for (const [name, changes] of Object.entries(attempts)) {
    await t.step(name, async () => assertInvalidGrant(await storesNothing(house, () => redeem(changes))));
  }
  const { status, body } = await storesNothing(house, () => redeem({ resource: "https://elsewhere.example/mcp" }));
  assert.deepEqual([status, body.error], [400, "invalid_target"]);
  assert.equal((await redeem()).status, 200);
});

Deno.test("attacks on codes: a verifier that can be guessed is none, even when it fits its challenge", async (t) => {
  await using house = await openHouse();
  for (const verifier of ["", "short", "v".repeat(42), "v".repeat(129), `${"v".repeat(43)}!`, `${"v".repeat(43)}\n`]) {
    await t.step(JSON.stringify(verifier), async () => {
      const { redeem } = await issueCode(house, { code_challenge: await hashOf(verifier) });
      assertInvalidGrant(await storesNothing(house, () => redeem({ code_verifier: verifier })));
    });
  }
});

async function hashOf(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return digest.toBase64({ alphabet: "base64url", omitPadding: true });
}

Deno.test("attacks on codes: an expired code is refused to the millisecond", async () => {
  await using house = await openHouse();
  const late = await issueCode(house);
  house.clock.at += 60_000;
  assertInvalidGrant(await storesNothing(house, () => late.redeem()));
  const inTime = await issueCode(house);
  house.clock.at += 59_999;
  assert.equal((await inTime.redeem()).status, 200);
});

Deno.test("attacks on codes: a replay ends what the code gave, whoever replays it", async (t) => {
  await using house = await openHouse();
  const thief: string = (await register(house)).client_id;
  const thieves: Record<string, [later: number, changes: Record<string, string | null>]> = {
    "the client itself, later": [10_001, {}],
    "another client at once": [0, { client_id: thief }],
    "somebody without the verifier at once": [0, { code_verifier: "w".repeat(43) }],
    "somebody after the code has expired": [9 * 60_000, { client_id: thief }],
  };
  for (const [name, [later, changes]] of Object.entries(thieves)) {
    await t.step(name, async () => {
      const { redeem, clientId } = await issueCode(house);
      const { body } = await redeem();
      assert.equal(await mcpStatus(house, body.access_token), 200);
      house.clock.at += later;
      assertInvalidGrant(await redeem(changes));
      assert.equal(await mcpStatus(house, body.access_token), 401);
      assertInvalidGrant(await refresh(house, body.refresh_token, clientId));
    });
  }
  assert.deepEqual([...(await house.records()).keys()].filter((key) => key.startsWith("grants ")), []);
});

Deno.test("attacks on codes: asking again at once is a lost answer, gets nothing, and ends nothing", async () => {
  await using house = await openHouse();
  const { redeem } = await issueCode(house);
  const { body } = await redeem();
  house.clock.at += 10_000;
  assertInvalidGrant(await storesNothing(house, () => redeem()));
  assert.equal(await mcpStatus(house, body.access_token), 200);
});

Deno.test("attacks on codes: without an S256 challenge there is no request to consent to", async (t) => {
  await using house = await openHouse();
  const { client_id } = await register(house);
  const attempts: Record<string, Record<string, string | null>> = {
    "plain": { code_challenge_method: "plain", code_challenge: VERIFIER },
    "plain, with an S256 challenge": { code_challenge_method: "plain" },
    "no method": { code_challenge_method: null },
    "s256 in small letters": { code_challenge_method: "s256" },
    "no challenge": { code_challenge: null, code_challenge_method: null },
    "a method without a challenge": { code_challenge: null },
    "an empty challenge": { code_challenge: "" },
    "a challenge that is too short": { code_challenge: CHALLENGE.slice(1) },
    "a challenge with padding": { code_challenge: `${CHALLENGE}=` },
  };
  for (const [name, parameters] of Object.entries(attempts)) {
    await t.step(name, async () => {
      const visited = await storesNothing(
        house,
        () => openBrowser(house).get(authorizePath(client_id, parameters)),
      );
      const query = new URL(visited.location!).searchParams;
      assert.equal(query.get("error"), "invalid_request");
      assert.equal(query.get("code"), null);
    });
  }
});

Deno.test("attacks on refresh tokens: a spent one within its two minutes gets the successor, after them it ends the family", async () => {
  await using house = await openHouse();
  const { refreshToken, clientId, accessToken } = await logIn(house);
  const { body: first } = await refresh(house, refreshToken, clientId);
  house.clock.at += 120_000;
  const { body: again } = await refresh(house, refreshToken, clientId);
  assert.equal(again.refresh_token, first.refresh_token);
  house.clock.at += 1;
  assertInvalidGrant(await refresh(house, refreshToken, clientId));
  assertInvalidGrant(await refresh(house, first.refresh_token, clientId));
  for (const token of [accessToken, first.access_token, again.access_token]) {
    assert.equal(await mcpStatus(house, token), 401);
  }
  assert.deepEqual([...(await house.records()).keys()].filter((key) => key.startsWith("grants ")), []);
});

Deno.test("attacks on refresh tokens: one that was spent long ago ends the family as well", async () => {
  await using house = await openHouse();
  const { refreshToken, clientId } = await logIn(house);
  let newest = refreshToken;
  for (let turn = 0; turn < 5; turn++) newest = (await refresh(house, newest, clientId)).body.refresh_token;
  assertInvalidGrant(await refresh(house, refreshToken, clientId));
  assertInvalidGrant(await refresh(house, newest, clientId));
});

Deno.test("attacks on refresh tokens: another client, a changed one and a made-up one get nothing and end nothing", async (t) => {
  await using house = await openHouse();
  const { refreshToken, clientId, grantId, accessToken } = await logIn(house);
  const stranger: string = (await register(house)).client_id;
  const attempts: Record<string, [token: string, clientId: string]> = {
    "another client": [refreshToken, stranger],
    "a made-up secret for a real grant": [`${grantId}.${"A".repeat(43)}`, clientId],
    "the grant without a secret": [`${grantId}.`, clientId],
    "the grant alone": [grantId, clientId],
    "an access token": [accessToken, clientId],
    "more at its end": [`${refreshToken}A`, clientId],
    "a wild card": ["%", clientId],
  };
  for (const [name, [token, id]] of Object.entries(attempts)) {
    await t.step(name, async () => assertInvalidGrant(await storesNothing(house, () => refresh(house, token, id))));
  }
  const { body } = await refresh(house, refreshToken, clientId);
  await t.step("another client, with one that is spent", async () => {
    house.clock.at += 121_000;
    assertInvalidGrant(await storesNothing(house, () => refresh(house, refreshToken, stranger)));
    assert.equal(await mcpStatus(house, body.access_token), 200);
  });
  await t.step("another client may not revoke it", async () => {
    const { status } = await storesNothing(
      house,
      () => askToken(house, { token: body.refresh_token, client_id: stranger }, {}, "/oauth/revoke"),
    );
    assert.equal(status, 200);
    assert.equal(await mcpStatus(house, body.access_token), 200);
  });
});

Deno.test("attacks on refresh tokens: a refresh does not widen what was permitted", async () => {
  await using house = await openHouse();
  const { refreshToken, clientId, scope } = await logIn(house);
  assert.equal(scope, "read");
  const { body } = await askToken(house, {
    grant_type: "refresh_token",
    refresh_token: refreshToken,
    client_id: clientId,
    scope: "read trade",
  });
  assert.equal(body.scope, "read");
});

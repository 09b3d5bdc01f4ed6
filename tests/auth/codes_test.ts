import assert from "node:assert/strict";
import { authorizationCodes, challengeOf } from "../../src/auth/codes.ts";
import { CHALLENGE, VERIFIER } from "../support/login.ts";
import { openParts, PERMISSION } from "./parts.ts";

Deno.test("codes: the challenge of a verifier is that of RFC 7636, appendix B", async () => {
  assert.equal(await challengeOf(VERIFIER), CHALLENGE);
});

Deno.test("codes: a code makes the grant it was issued for; only its hash is kept", async () => {
  using parts = await openParts();
  const presented = await parts.code();
  assert.equal(JSON.stringify(await parts.records.list(authorizationCodes)).includes(presented.code), false);
  const outcome = await parts.codes.redeem(presented);
  assert.equal(outcome.kind, "redeemed");
  if (outcome.kind !== "redeemed") return;
  assert.deepEqual(outcome.permission, PERMISSION);
  const { clientId, scopes, userId } = (await parts.grants.read(outcome.grantId))!.value;
  assert.deepEqual({ clientId, scopes, userId }, { clientId: "client", scopes: ["read"], userId: "u_ada" });
  assert.equal((await parts.grants.refresh(outcome.refreshToken, "client")).kind, "rotated");
});

Deno.test("codes: whatever does not fit is refused and uses nothing up", async () => {
  using parts = await openParts();
  const presented = await parts.code();
  for (
    const changes of [
      { code: "x" },
      { code: "" },
      { clientId: "other" },
      { redirectUri: "https://evil.example" },
      { redirectUri: "" },
      { verifier: "" },
      { verifier: CHALLENGE },
      { verifier: "x".repeat(129) },
    ]
  ) {
    assert.deepEqual(
      await parts.codes.redeem({ ...presented, ...changes }),
      { kind: "refused" },
      JSON.stringify(changes),
    );
  }
  assert.equal((await parts.codes.redeem(presented)).kind, "redeemed");
});

Deno.test("codes: a redirect that was not named need not be named again, nor be another", async () => {
  using parts = await openParts();
  const request = { redirectUri: "https://app.example/", isRedirectNamed: false, challenge: CHALLENGE };
  for (
    const [redirectUri, kind] of [["", "redeemed"], ["https://app.example/", "redeemed"], ["https://x/", "refused"]]
  ) {
    const { write, code } = await parts.codes.prepare(PERMISSION, request);
    await parts.commit(write);
    const outcome = await parts.codes.redeem({
      code,
      clientId: "client",
      redirectUri: redirectUri!,
      verifier: VERIFIER,
    });
    assert.equal(outcome.kind, kind, redirectUri);
  }
});

Deno.test("codes: good for a minute", async () => {
  using parts = await openParts();
  const [early, late] = [await parts.code(), await parts.code()];
  parts.clock.at += 59_999;
  assert.equal((await parts.codes.redeem(early)).kind, "redeemed");
  parts.clock.at += 1;
  assert.equal((await parts.codes.redeem(late)).kind, "refused");
});

Deno.test("codes: its own client asking again within ten seconds has lost an answer; later it is a replay", async () => {
  using parts = await openParts();
  const presented = await parts.code();
  const outcome = await parts.codes.redeem(presented);
  assert.ok(outcome.kind === "redeemed");
  parts.clock.at += 10_000;
  assert.deepEqual(await parts.codes.redeem(presented), { kind: "refused" });
  assert.ok(await parts.grants.read(outcome.grantId));
  parts.clock.at += 1;
  const { grantId } = outcome;
  assert.deepEqual(await parts.codes.redeem(presented), { kind: "replayed", grantId, userId: "u_ada" });
  assert.equal(await parts.grants.read(grantId), null);
});

Deno.test("codes: a used code from anybody else ends the grant at once, and for ten minutes", async () => {
  using parts = await openParts();
  for (
    const changes of [{ clientId: "other" }, { verifier: "x".repeat(43) }, { redirectUri: "https://evil.example" }]
  ) {
    const presented = await parts.code();
    const outcome = await parts.codes.redeem(presented);
    assert.ok(outcome.kind === "redeemed");
    assert.equal((await parts.codes.redeem({ ...presented, ...changes })).kind, "replayed");
    assert.equal(await parts.grants.read(outcome.grantId), null);
  }
  const presented = await parts.code();
  assert.equal((await parts.codes.redeem(presented)).kind, "redeemed");
  parts.clock.at += 10 * 60_000;
  assert.equal((await parts.codes.redeem(presented)).kind, "refused", "forgotten");
});

import assert from "node:assert/strict";
import { createGrants, type RefreshOutcome } from "../../src/auth/grants.ts";
import { importSealKeys } from "../../src/core/seal.ts";
import { openParts, PERMISSION, sealKey } from "./parts.ts";

const DAY = 86_400_000;

const tokenOf = (outcome: RefreshOutcome): string => {
  assert.ok("refreshToken" in outcome, outcome.kind);
  return outcome.refreshToken;
};

Deno.test("grants: a grant holds what was permitted, and no token in clear", async () => {
  using parts = await openParts();
  const { id, refreshToken } = await parts.grant();
  const { value } = (await parts.grants.read(id))!;
  const { refreshHash, ...rest } = value;
  const at = parts.clock.at;
  assert.deepEqual(rest, { ...PERMISSION, createdAt: at, lastUsedAt: at, previous: null, spent: [] });
  assert.equal(refreshToken.startsWith(`${id}.`), true);
  const successor = tokenOf(await parts.grants.refresh(refreshToken, "client"));
  const kept = JSON.stringify(await parts.grants.read(id));
  for (const token of [refreshToken, successor]) assert.equal(kept.includes(token.split(".")[1]!), false);
  assert.match(refreshHash, /^[\w-]{43}$/);
});

Deno.test("grants: each refresh gives the next token, and notes the use", async () => {
  using parts = await openParts();
  const { id, refreshToken } = await parts.grant();
  const seen = new Set([refreshToken]);
  let token = refreshToken;
  for (let turn = 0; turn < 180; turn++) {
    parts.clock.at += 3_600_000;
    const outcome = await parts.grants.refresh(token, "client");
    assert.equal(outcome.kind, "rotated");
    token = tokenOf(outcome);
    seen.add(token);
    assert.equal((await parts.grants.read(id))!.value.lastUsedAt, parts.clock.at);
  }
  assert.equal(seen.size, 181);
  assert.equal((await parts.grants.read(id))!.value.spent.length, 170);
});

Deno.test("grants: for two minutes the token before gets the same successor, and nothing changes by it", async () => {
  using parts = await openParts();
  const { id, refreshToken } = await parts.grant();
  const successor = tokenOf(await parts.grants.refresh(refreshToken, "client"));
  const { version } = (await parts.grants.read(id))!;
  for (const wait of [0, 60_000, 60_000]) {
    parts.clock.at += wait;
    const outcome = await parts.grants.refresh(refreshToken, "client");
    assert.deepEqual([outcome.kind, tokenOf(outcome)], ["replayed", successor]);
  }
  assert.equal((await parts.grants.read(id))!.version, version);
});

Deno.test("grants: a token that is older comes from a thief: the grant ends", async () => {
  for (const turns of [1, 2, 11]) {
    using parts = await openParts();
    const { id, refreshToken } = await parts.grant();
    let token = refreshToken;
    for (let turn = 0; turn < turns; turn++) token = tokenOf(await parts.grants.refresh(token, "client"));
    if (turns === 1) parts.clock.at += 120_001;
    const outcome = await parts.grants.refresh(refreshToken, "client");
    assert.deepEqual([outcome.kind, "grantId" in outcome && outcome.grantId], ["stolen", id], `${turns} turns`);
    assert.equal(await parts.grants.read(id), null);
    assert.equal((await parts.grants.refresh(token, "client")).kind, "refused");
  }
});

Deno.test("grants: guesses, foreign clients and nonsense are refused and end nothing", async () => {
  using parts = await openParts();
  const { id, refreshToken } = await parts.grant();
  const [, secret] = refreshToken.split(".");
  const wrong = [`${id}.${"A".repeat(43)}`, `${parts.newId()}.${secret}`, secret!, "", ".", `${refreshToken}x`, id];
  for (const token of wrong) assert.deepEqual(await parts.grants.refresh(token, "client"), { kind: "refused" });
  assert.deepEqual(await parts.grants.refresh(refreshToken, "other"), { kind: "refused" });
  assert.equal((await parts.grants.refresh(refreshToken, "client")).kind, "rotated");
});

Deno.test("grants: thirty days without use end one; one that is used goes on for years", async () => {
  using parts = await openParts();
  const [used, unused] = [await parts.grant(), await parts.grant()];
  let token = used.refreshToken;
  for (let turn = 0; turn < 26; turn++) {
    parts.clock.at += 29 * DAY;
    token = tokenOf(await parts.grants.refresh(token, "client"));
  }
  assert.equal((await parts.grants.refresh(unused.refreshToken, "client")).kind, "refused");
  parts.clock.at += 30 * DAY - 1;
  assert.ok(await parts.grants.read(used.id));
  parts.clock.at += 1;
  assert.equal((await parts.grants.refresh(token, "client")).kind, "refused");
});

Deno.test("grants: a successor sealed under a key that has gone is refused, and nobody is taken for a thief", async () => {
  using parts = await openParts();
  const { id, refreshToken } = await parts.grant();
  const successor = tokenOf(await parts.grants.refresh(refreshToken, "client"));
  const keys = await importSealKeys([sealKey("n")]);
  const rotated = createGrants({ records: parts.records, keys, now: parts.now });
  assert.equal((await rotated.refresh(refreshToken, "client")).kind, "refused");
  assert.ok(await parts.grants.read(id));
  assert.equal((await rotated.refresh(successor, "client")).kind, "rotated");
});

Deno.test("grants: a token finds its grant when it is in force or just replaced", async () => {
  using parts = await openParts();
  const { id, refreshToken } = await parts.grant();
  const second = tokenOf(await parts.grants.refresh(refreshToken, "client"));
  assert.equal((await parts.grants.find(refreshToken))?.id, id);
  const third = tokenOf(await parts.grants.refresh(second, "client"));
  for (const token of [second, third]) assert.equal((await parts.grants.find(token))?.id, id);
  for (const token of [refreshToken, "", `${id}.${"A".repeat(43)}`]) assert.equal(await parts.grants.find(token), null);
});

Deno.test("grants: a user's, newest first, and nobody else's", async () => {
  using parts = await openParts();
  const ids: string[] = [];
  for (let count = 0; count < 3; count++) {
    ids.unshift((await parts.grant()).id);
    await parts.grant({ userId: "u_ben" });
    parts.clock.at += 1000;
  }
  assert.deepEqual((await parts.grants.listOf("u_ada")).map(({ id }) => id), ids);
});

Deno.test("grants: revoking ends one, once", async () => {
  using parts = await openParts();
  const { id, refreshToken } = await parts.grant();
  const other = await parts.grant();
  assert.equal(await parts.grants.revoke(id), true);
  assert.equal(await parts.grants.revoke(id), false);
  assert.equal((await parts.grants.refresh(refreshToken, "client")).kind, "refused");
  assert.ok(await parts.grants.read(other.id));
});

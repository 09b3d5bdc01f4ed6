import assert from "node:assert/strict";
import { createAccessTokens } from "../../src/auth/access_tokens.ts";
import { grants as grantRecords } from "../../src/auth/grants.ts";
import { createGuard } from "../../src/auth/guard.ts";
import { put } from "../../src/storage/storage.ts";
import { openParts, PERMISSION } from "./parts.ts";

/** A guard that counts how often it looks at the records. */
async function openGuard() {
  const parts = await openParts();
  const { now, grants } = parts;
  const tokens = await createAccessTokens({
    issuer: "https://a",
    audience: "https://a/mcp",
    secrets: ["s".repeat(32)],
    now,
  });
  const looks = { count: 0 };
  const read = (id: string) => {
    looks.count++;
    return grants.read(id);
  };
  const guard = createGuard({ tokens, grants: { read }, now });
  const issue = async (grantId: string, claims: Partial<typeof PERMISSION> = {}) =>
    (await tokens.issue({ ...PERMISSION, ...claims, grantId })).token;
  const admit = (authorization: string | null) =>
    guard.admit(new Request("https://a/mcp", { headers: authorization === null ? {} : { authorization } }));
  return { ...parts, guard, looks, issue, admit };
}

Deno.test("guard: a token with a grant says who is calling", async () => {
  using house = await openGuard();
  const { id } = await house.grant();
  const caller = { userId: "u_ada", clientId: "client", grantId: id, scopes: ["read"] };
  assert.deepEqual(await house.admit(`Bearer ${await house.issue(id)}`), { caller });
});

Deno.test("guard: no header, another scheme, no token of ours, no grant", async () => {
  using house = await openGuard();
  const { id } = await house.grant();
  const token = await house.issue(id);
  assert.deepEqual(await house.admit(null), { refusal: "missing" });
  for (const header of ["", "Bearer", "Bearer x", `Basic ${token}`, `Bearer ${token} x`, `Bearer,${token}`, token]) {
    assert.deepEqual(await house.admit(header), { refusal: "invalid" }, header);
  }
  const orphan = await house.issue(house.newId());
  assert.deepEqual(await house.admit(`Bearer ${orphan}`), { refusal: "invalid" });
});

Deno.test("guard: a grant of somebody else's admits nobody, and spoils nothing for its owner", async () => {
  using house = await openGuard();
  const { id } = await house.grant();
  const [foreign, own] = [await house.issue(id, { userId: "u_ben" }), await house.issue(id)];
  assert.deepEqual(await house.admit(`Bearer ${foreign}`), { refusal: "invalid" });
  assert.ok("caller" in await house.admit(`Bearer ${own}`));
  assert.deepEqual(await house.admit(`Bearer ${foreign}`), { refusal: "invalid" });
});

Deno.test("guard: a grant is looked at again after five seconds, and not before", async () => {
  using house = await openGuard();
  const { id } = await house.grant();
  const header = `Bearer ${await house.issue(id)}`;
  assert.ok("caller" in await house.admit(header));
  // Ended by another process: this one hears nothing of it.
  await house.grants.revoke(id);
  house.clock.at += 4_999;
  assert.ok("caller" in await house.admit(header));
  assert.equal(house.looks.count, 1);
  house.clock.at += 1;
  assert.deepEqual(await house.admit(header), { refusal: "invalid" });
  assert.equal(house.looks.count, 2);
});

Deno.test("guard: what ends here counts at once", async () => {
  using house = await openGuard();
  const { id } = await house.grant();
  const header = `Bearer ${await house.issue(id)}`;
  await house.admit(header);
  await house.grants.revoke(id);
  house.guard.forget(id);
  assert.deepEqual(await house.admit(header), { refusal: "invalid" });
});

Deno.test("guard: a grant that ends while it is being looked at is not remembered as good", async () => {
  using house = await openGuard();
  const { id } = await house.grant();
  const header = `Bearer ${await house.issue(id)}`;
  const admitted = house.admit(header);
  // The look has begun before the end and comes back after it.
  while (house.looks.count === 0) await new Promise((resolve) => setTimeout(resolve));
  house.guard.forget(id);
  await admitted;
  await house.grants.revoke(id);
  assert.deepEqual(await house.admit(header), { refusal: "invalid" });
});

Deno.test("guard: a token permits what it says and its grant still permits", async () => {
  using house = await openGuard();
  const { id } = await house.grant({ scopes: ["read", "trade"] });
  const wide = `Bearer ${await house.issue(id, { scopes: ["read", "trade"] })}`;
  const narrow = `Bearer ${await house.issue(id, { scopes: ["read"] })}`;
  const scopesWith = async (header: string) => {
    const admitted = await house.admit(header);
    return "caller" in admitted ? admitted.caller.scopes : null;
  };
  assert.deepEqual([await scopesWith(wide), await scopesWith(narrow)], [["read", "trade"], ["read"]]);
  const { value, version } = (await house.grants.read(id))!;
  await house.commit(put(grantRecords, id, { ...value, scopes: ["read"] }, { replaces: version }));
  house.clock.at += 5_000;
  assert.deepEqual(await scopesWith(wide), ["read"]);
});

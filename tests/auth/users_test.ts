import assert from "node:assert/strict";
import { brokerLinks, createUsers } from "../../src/auth/users.ts";
import { importSealKeys, unseal } from "../../src/core/seal.ts";
import { put } from "../../src/storage/storage.ts";
import { ADA, openParts, PARTNER, type Parts, sealKey, SECRETS } from "./parts.ts";

async function link(parts: Parts, customer = ADA, way: "personal" | "partner" = "personal"): Promise<string> {
  const { userId, writes } = await parts.users.prepare(customer, way, SECRETS);
  await parts.commit(...writes);
  return userId;
}

Deno.test("users: one customer is one user, in each of the broker's environments", async () => {
  using parts = await openParts();
  const id = await link(parts);
  assert.match(id, /^u_[\w-]{24}$/);
  assert.equal(id.includes(ADA.customerId), false);
  assert.equal(await link(parts, { ...ADA, email: null }), id);
  assert.notEqual(await link(parts, { ...ADA, environment: "sandbox" }), id);
  assert.notEqual(await link(parts, { ...ADA, customerId: "C0002" }), id);
  assert.equal((await Array.fromAsync(parts.users.list())).length, 3);
});

Deno.test("users: a login renews what is known of a person, and keeps since when", async () => {
  using parts = await openParts();
  const id = await link(parts);
  const createdAt = parts.clock.at;
  parts.clock.at += 1000;
  await link(parts, { ...ADA, accounts: ["Roth IRA ...0002"] });
  const { value } = (await parts.users.read(id))!;
  assert.deepEqual(value, { ...ADA, accounts: ["Roth IRA ...0002"], createdAt, lastLoginAt: parts.clock.at });
  assert.equal(await parts.users.read("u_nobody"), null);
});

Deno.test("users: credentials are kept sealed, and open for their own user only", async () => {
  using parts = await openParts();
  const id = await link(parts);
  const stored = (await parts.users.link(id))!;
  assert.equal(JSON.stringify(stored).includes("secret-of-ada"), false);
  assert.equal(JSON.stringify(stored).includes("token-of-ada"), false);
  assert.deepEqual(await parts.users.credentials(id), SECRETS);
  // Whoever can write the database moves the sealed text to themselves, and gains nothing.
  await parts.commit(put(brokerLinks, "u_eve", { ...stored.value, userId: "u_eve" }, { replaces: null }));
  assert.equal(await parts.users.credentials("u_eve"), null);
  assert.equal(await parts.users.credentials("u_nobody"), null);
});

Deno.test("users: the operator's own secret is not kept with those who came by the operator's application", async () => {
  using parts = await openParts();
  const { userId, writes } = await parts.users.prepare(ADA, "partner", { ...SECRETS, ...PARTNER });
  await parts.commit(...writes);
  assert.deepEqual(await parts.users.credentials(userId), { refreshToken: SECRETS.refreshToken, ...PARTNER });
  const kept = await unseal(parts.keys, (await parts.users.link(userId))!.value.sealed, userId);
  assert.deepEqual(JSON.parse(kept!), { refreshToken: SECRETS.refreshToken });
  const { records, keys, now } = parts;
  const changed = { clientId: "partner-id", clientSecret: "another-secret" };
  const later = createUsers({ records, keys, now, partner: changed });
  assert.deepEqual(await later.credentials(userId), { refreshToken: SECRETS.refreshToken, ...changed });
  assert.equal(await createUsers({ records, keys, now, partner: null }).credentials(userId), null);
});

Deno.test("users: a broken link gives no credentials until it is linked anew", async () => {
  using parts = await openParts();
  const id = await link(parts);
  await parts.users.breakLink(id);
  const { brokenAt } = (await parts.users.link(id))!.value;
  assert.equal(brokenAt, parts.clock.at);
  assert.equal(await parts.users.credentials(id), null);
  parts.clock.at += 1000;
  await parts.users.breakLink(id);
  assert.equal((await parts.users.link(id))!.value.brokenAt, brokenAt, "the first time counts");
  await link(parts);
  assert.deepEqual(await parts.users.credentials(id), SECRETS);
  await parts.users.breakLink("u_nobody");
});

Deno.test("users: new keys seal anew, so that the old ones can go", async () => {
  using parts = await openParts();
  const { records, now } = parts;
  const ids: string[] = [];
  // More than a page of them.
  for (let count = 0; count < 120; count++) ids.push(await link(parts, { ...ADA, customerId: `C${count}` }));
  const open = async (...letters: string[]) =>
    createUsers({ records, keys: await importSealKeys(letters.map(sealKey)), partner: PARTNER, now });
  const both = await open("n", "k");
  assert.deepEqual(await both.credentials(ids[0]!), SECRETS);
  assert.equal(await (await open("n")).credentials(ids[0]!), null);
  assert.equal(await both.resealAll(), 120);
  assert.equal(await both.resealAll(), 0);
  for (const id of [ids[0]!, ids[119]!]) {
    assert.deepEqual(await (await open("n")).credentials(id), SECRETS);
    assert.equal(await parts.users.credentials(id), null, "the old key no longer opens them");
  }
});

Deno.test("users: what no key opens is left as it is", async () => {
  using parts = await openParts();
  const id = await link(parts);
  const { records, now } = parts;
  const keys = await importSealKeys([sealKey("x")]);
  const { version } = (await parts.users.link(id))!;
  assert.equal(await createUsers({ records, keys, partner: null, now }).resealAll(), 0);
  assert.equal((await parts.users.link(id))!.version, version);
});

import assert from "node:assert/strict";
import { createAccount } from "../../src/auth/account.ts";
import { users } from "../../src/auth/users.ts";
import type { Collection } from "../../src/storage/collection.ts";
import { findCollections } from "../support/collections.ts";
import { accountDay } from "../support/account_day.ts";
import { ADA, openParts, SECRETS } from "./parts.ts";
import { userCollections } from "../../src/user_collections.ts";

async function openAccount() {
  const parts = await openParts();
  const revoked: [grantId: string, userId: string][] = [];
  const account = createAccount({
    ...parts,
    collections: userCollections,
    onRevoked: (...ended) => void revoked.push(ended),
  });
  const { records, cache, blobs } = parts.storage;

  /** A person with something in every place where a person can have something. */
  async function settle(customerId: string) {
    const { userId, writes } = await parts.users.prepare({ ...ADA, customerId }, "personal", SECRETS);
    await parts.commit(...writes);
    const grants = [await parts.grant({ userId }), await parts.grant({ userId, clientName: "Another" })];
    await parts.grants.refresh(grants[0]!.refreshToken, "client");
    const code = await parts.code({ userId });
    const session = await parts.sessions.prepare(userId);
    await parts.commit(session.write, parts.audit.event(userId, "login"));
    await parts.commit(...accountDay(userId));
    for (const key of ["analysis:AAPL", "session", "quote:SPY"]) await cache.write(`user:${userId}:${key}`, 1, 3600);
    for (const path of ["exports/report.pdf", "notes/a.md"]) {
      await blobs.write(`users/${userId}/${path}`, new Uint8Array(3), { contentType: "text/plain" });
    }
    return { userId, grants, code, cookie: session.cookie };
  }

  /** How much there is of a person in each place, by name; places without anything are left out. */
  async function kept(userId: string): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { collection } of await findCollections()) {
      const { items } = await records.list(collection as Collection);
      const own = items.filter((item) => JSON.stringify(item).includes(userId));
      if (own.length > 0) counts[collection.name] = own.length;
    }
    const entries = await Array.fromAsync(parts.kv.list({ prefix: [] }));
    const keys = entries.map(({ key }) => key.join(" ")).filter((key) => key.includes(userId));
    for (const family of ["cache", "blobs", "index"]) {
      const own = keys.filter((key) => key.startsWith(`${family} `));
      if (own.length > 0) counts[family] = own.length;
    }
    return counts;
  }

  return { ...parts, account, revoked, settle, kept };
}

Deno.test("account: deleting leaves nothing of a person anywhere, and everything of the others", async () => {
  using house = await openAccount();
  const [ada, ben] = [await house.settle("C1"), await house.settle("C2")];
  const before = await house.kept(ben.userId);
  for (const { name } of [...userCollections, users]) assert.ok(before[name]! >= 1, `nothing in ${name} to delete`);
  assert.deepEqual([before.cache, before.blobs], [3, 2]);

  await house.account.erase(ada.userId);
  assert.deepEqual(await house.kept(ada.userId), {});
  assert.deepEqual(await house.kept(ben.userId), before);

  assert.equal(await house.account.view(ada.userId), null);
  assert.equal(await house.sessions.read(ada.cookie), null);
  assert.equal((await house.codes.redeem(ada.code)).kind, "refused");
  for (const { refreshToken } of ada.grants) {
    assert.equal((await house.grants.refresh(refreshToken, "client")).kind, "refused");
  }
  assert.deepEqual(house.revoked.map(([id]) => id).sort(), ada.grants.map(({ id }) => id).sort());
  await house.account.erase(ada.userId);
});

Deno.test("account: more than a page of records is deleted to the last", async () => {
  using house = await openAccount();
  const { userId } = await house.settle("C1");
  for (let count = 0; count < 230; count++) await house.audit.note(userId, "login");
  for (let count = 0; count < 120; count++) await house.grant({ userId });
  await house.account.erase(userId);
  assert.deepEqual(await house.kept(userId), {});
});

Deno.test("account: the export has all that is kept, and nothing that opens anything", async () => {
  using house = await openAccount();
  const { userId, grants, code, cookie } = await house.settle("C1");
  await house.settle("C2");
  for (let count = 0; count < 120; count++) await house.audit.note(userId, "login");
  const data = await house.account.export(userId);
  assert.equal(data.exportedAt, new Date(house.clock.at).toISOString());
  assert.equal((data.user as { customerId: string }).customerId, "C1");
  const rows = (name: string) => data[name] as Record<string, unknown>[];
  for (const { name } of userCollections) {
    const { items } = await house.records.list({ ...userCollections.find((one) => one.name === name)! }, {
      where: { userId },
    });
    assert.ok(rows(name).length >= items.length && items.length > 0, name);
    assert.ok(rows(name).every((row) => row.userId === userId), name);
  }
  assert.equal(rows("audit_events").length, 122, "all pages, the export itself included");

  const text = JSON.stringify(data);
  const link = (await house.users.link(userId))!.value;
  const grant = (await house.grants.read(grants[0]!.id))!.value;
  const secrets = [
    code.code,
    cookie,
    link.sealed,
    grant.refreshHash,
    grant.previous!.hash,
    grant.previous!.successor,
    (await house.sessions.read(cookie))!.csrf,
    SECRETS.clientSecret,
    SECRETS.refreshToken,
    ...grants.map(({ refreshToken }) => refreshToken.split(".")[1]!),
  ];
  for (const secret of secrets) assert.equal(text.includes(secret), false, secret);
  assert.equal((await house.audit.listOf(userId))[0]!.kind, "export");
});

Deno.test("account: the view shows what a person may know", async () => {
  using house = await openAccount();
  const { userId, grants } = await house.settle("C1");
  const { user, link, grants: shown, events } = (await house.account.view(userId))!;
  assert.equal(user.customerId, "C1");
  assert.deepEqual(link, { way: "personal", linkedAt: house.clock.at, brokenAt: null });
  assert.deepEqual(shown.map(({ id, clientName }) => [id, clientName]), [
    [grants[1]!.id, "Another"],
    [grants[0]!.id, "A client"],
  ]);
  assert.deepEqual(Object.keys(shown[0]!).sort(), [
    "clientName",
    "createdAt",
    "id",
    "lastUsedAt",
    "scopes",
    "verifiedHost",
  ]);
  assert.deepEqual(events.map(({ kind }) => kind), ["login"]);
});

Deno.test("account: one's own grant can be ended; somebody else's is not there", async () => {
  using house = await openAccount();
  const [ada, ben] = [await house.settle("C1"), await house.settle("C2")];
  assert.equal(await house.account.revoke(ben.userId, ada.grants[0]!.id), false);
  assert.equal(await house.account.revoke(ada.userId, "01UNKNOWN"), false);
  assert.deepEqual(house.revoked, []);
  assert.equal(await house.account.revoke(ada.userId, ada.grants[0]!.id), true);
  assert.deepEqual(house.revoked, [[ada.grants[0]!.id, ada.userId]]);
  assert.ok(await house.grants.read(ada.grants[1]!.id));
  assert.deepEqual((await house.audit.listOf(ada.userId))[0], {
    at: house.clock.at,
    kind: "revoke",
    about: "A client",
  });
});

Deno.test("account: ending all ends codes that nobody has redeemed as well", async () => {
  using house = await openAccount();
  const [ada, ben] = [await house.settle("C1"), await house.settle("C2")];
  assert.equal(await house.account.revokeAll(ada.userId), 2);
  assert.equal(await house.account.revokeAll(ada.userId), 0);
  assert.equal((await house.codes.redeem(ada.code)).kind, "refused");
  assert.equal((await house.codes.redeem(ben.code)).kind, "redeemed");
  assert.deepEqual((await house.audit.listOf(ada.userId)).map(({ about }) => about), ["all 2", null]);
});

Deno.test("account: unlinking forgets the credentials and ends all grants; the person stays", async () => {
  using house = await openAccount();
  const { userId } = await house.settle("C1");
  await house.account.unlink(userId);
  assert.equal(await house.users.credentials(userId), null);
  const view = (await house.account.view(userId))!;
  assert.deepEqual([view.link, view.grants], [null, []]);
  assert.equal(view.events[0]!.kind, "unlink");
  await house.account.unlink(userId);
});

import assert from "node:assert/strict";
import { browserSessions } from "../../src/auth/browser_sessions.ts";
import { newSecret } from "../../src/auth/secret.ts";
import { openParts, type Parts } from "./parts.ts";

const DAY = 86_400_000;

async function open(parts: Parts, userId = "u_ada"): Promise<string> {
  const { write, cookie } = await parts.sessions.prepare(userId);
  await parts.commit(write);
  return cookie;
}

Deno.test("browser sessions: the cookie finds its user; only its hash is kept", async () => {
  using parts = await openParts();
  const cookie = await open(parts);
  const session = (await parts.sessions.read(cookie))!;
  assert.equal(session.userId, "u_ada");
  assert.match(session.csrf, /^[\w-]{43}$/);
  assert.notEqual(session.csrf, cookie);
  const { items } = await parts.records.list(browserSessions, { where: { userId: "u_ada" } });
  assert.equal(items.length, 1);
  assert.equal(JSON.stringify(items).includes(cookie), false);
  for (const other of [null, "", newSecret(), session.id]) assert.equal(await parts.sessions.read(other), null);
});

Deno.test("browser sessions: each login has a cookie and a token of its own", async () => {
  using parts = await openParts();
  const cookies = [await open(parts), await open(parts), await open(parts, "u_ben")];
  const sessions = await Promise.all(cookies.map((cookie) => parts.sessions.read(cookie)));
  assert.equal(new Set(cookies).size, 3);
  assert.equal(new Set(sessions.map((session) => session!.csrf)).size, 3);
  assert.deepEqual(sessions.map((session) => session!.userId), ["u_ada", "u_ada", "u_ben"]);
});

Deno.test("browser sessions: thirty days from the last visit", async () => {
  using parts = await openParts();
  const [visited, left] = [await open(parts), await open(parts)];
  for (let month = 0; month < 4; month++) {
    parts.clock.at += 29 * DAY;
    assert.ok(await parts.sessions.read(visited));
  }
  assert.equal(await parts.sessions.read(left), null);
  parts.clock.at += 30 * DAY;
  assert.equal(await parts.sessions.read(visited), null);
});

Deno.test("browser sessions: a visit is noted once a day, not with every page", async () => {
  using parts = await openParts();
  const cookie = await open(parts);
  const version = async () =>
    (await parts.records.read(browserSessions, (await parts.sessions.read(cookie))!.id))!.version;
  const first = await version();
  parts.clock.at += DAY;
  assert.equal(await version(), first);
  parts.clock.at += 1;
  const second = await version();
  assert.notEqual(second, first);
  assert.equal(await version(), second);
});

Deno.test("browser sessions: closing ends one of them", async () => {
  using parts = await openParts();
  const [one, other] = [await open(parts), await open(parts)];
  await parts.sessions.close(one);
  await parts.sessions.close(one);
  await parts.sessions.close(null);
  assert.equal(await parts.sessions.read(one), null);
  assert.ok(await parts.sessions.read(other));
});

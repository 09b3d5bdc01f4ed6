import assert from "node:assert/strict";
import type { User } from "../../src/auth/users.ts";
import { startApp } from "../support/app.ts";
import { logIn, LOGINS } from "../support/login.ts";

const start = (changes: Record<string, string> = {}) => startApp({ environment: { ...LOGINS, ...changes } });

const kindsOf = (events: readonly { kind: string }[]) => events.map(({ kind }) => kind);

Deno.test("authorization server: a broken link ends every grant, is noted once, and is mended by linking anew", async () => {
  await using app = await start();
  const server = app.access.server!;
  const first = await logIn(app);
  const second = await logIn(app, { browser: first.browser });
  const other = await logIn(app, { customer: 1 });
  await server.breakLink(first.userId);
  await server.breakLink(first.userId);
  const view = (await server.account.view(first.userId))!;
  assert.equal(view.link!.brokenAt, app.clock.at);
  assert.deepEqual(view.grants, []);
  assert.equal(kindsOf(view.events).filter((kind) => kind === "link_broken").length, 1);
  for (const { accessToken } of [first, second]) {
    const request = new Request("http://x/", { headers: { authorization: `Bearer ${accessToken}` } });
    assert.deepEqual(await server.guard.admit(request), { refusal: "invalid" });
  }
  assert.equal((await server.account.view(other.userId))!.grants.length, 1);

  const again = await logIn(app, { browser: first.browser });
  assert.equal(again.userId, first.userId);
  assert.equal((await server.account.view(first.userId))!.link!.brokenAt, null);
});

Deno.test("authorization server: the operator's list is asked anew whenever somebody comes back", async () => {
  const ada: User = {
    environment: "production",
    customerId: "C5100000001",
    email: "ada@simulator.example",
    accounts: [],
    createdAt: 0,
    lastLoginAt: 0,
  };
  for (
    const [list, expected] of [["", true], ["C5100000001", true], ["x, ADA@simulator.example", true], [
      "C9",
      false,
    ]] as const
  ) {
    await using app = await start({ TTAI_ALLOWED_USERS: list });
    assert.equal(app.access.server!.isInvited(ada), expected, list);
  }
});

Deno.test("authorization server: a login is noted for its person, with the client's name", async () => {
  await using app = await start();
  const { userId } = await logIn(app, { clientName: "Claude" });
  const events = await app.access.server!.audit.listOf(userId);
  assert.deepEqual(kindsOf(events).sort(), ["link", "login", "permit"]);
  assert.equal(events.find(({ kind }) => kind === "permit")!.about, "Claude");
});

Deno.test("authorization server: token outcomes are in the log, without any token", async () => {
  await using app = await start();
  const { accessToken, refreshToken, clientId } = await logIn(app);
  const { event: _, ...line } = app.lines.find(({ event }) => event === "token")!;
  assert.deepEqual([line.outcome, line.client], ["issued", clientId]);
  for (const secret of [accessToken, refreshToken.split(".")[1]!]) {
    assert.equal(app.rawLines.some((raw) => raw.includes(secret)), false);
  }
});

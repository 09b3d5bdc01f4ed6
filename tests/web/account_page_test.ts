import assert from "node:assert/strict";
import { AccountPage, type AccountPageProps } from "../../src/web/account_page.tsx";
import { renderPage } from "../../src/web/page.tsx";
import { assertPageRules, HOSTILE_NAMES, NONCE, textOf } from "./page_rules.ts";

const NOW = Date.UTC(2026, 10, 20, 16);
const HOUR = 3_600_000;

const GRANT = {
  id: "grant-1",
  clientName: "Claude",
  verifiedHost: "claude.ai",
  scopes: ["read"],
  createdAt: NOW - 48 * HOUR,
  lastUsedAt: NOW - 2 * HOUR,
};

const PROPS: AccountPageProps = {
  nonce: NONCE,
  csrf: "csrf-1",
  user: {
    accounts: ["Individual ...1234", "Roth IRA ...7788"],
    environment: "production",
    linkedAt: NOW - 72 * HOUR,
    linkStatus: "working",
  },
  grants: [GRANT, { ...GRANT, id: "grant-2", clientName: "Cursor", verifiedHost: null, scopes: ["read", "trade"] }],
  events: [{ at: NOW - HOUR, text: "Disconnected", about: "Old app" }, { at: NOW - 72 * HOUR, text: "Account linked" }],
  now: NOW,
};

const render = (props: Partial<AccountPageProps> = {}): string => {
  const page = renderPage(AccountPage({ ...PROPS, ...props }));
  assertPageRules(page);
  return page;
};

const used = (ago: number): string => textOf(render({ grants: [{ ...GRANT, lastUsedAt: NOW - ago }] }));

Deno.test("account page: it shows the link, the applications with their rights and last use, and what has happened", () => {
  const text = textOf(render());
  assert.match(text, /Individual \.\.\.1234 · Roth IRA \.\.\.7788 working linked 17 Nov 2026, 11:00/);
  assert.match(
    text,
    /Claude verified: claude\.ai Looks and keeps lists · used 2 hours ago · connected 18 Nov 2026, 11:00/,
  );
  assert.match(text, /Cursor unverified name Looks, keeps lists and prepares orders/);
  assert.match(text, /20 Nov 2026, 10:00 Disconnected: Old app .*Account linked/);
});

Deno.test("account page: every action posts to its own address with the token", () => {
  const page = render();
  const actions = [...page.matchAll(/action="([^"]+)"/g)].map(([, action]) => action);
  assert.deepEqual(actions, [
    "/account/logout",
    "/account/unlink",
    "/account/revoke",
    "/account/revoke",
    "/account/revoke-all",
  ]);
  for (const id of ["grant-1", "grant-2"]) {
    assert.ok(page.includes(`<input type="hidden" name="grant" value="${id}">`));
  }
  assert.match(page, /href="\/account\/data"/);
  assert.match(page, /href="\/account\/delete"/);
});

Deno.test("account page: the buttons that disconnect say whom to a screen reader", () => {
  assert.match(render(), /Disconnect <span class="seen"><bdi>Claude<\/bdi><\/span><\/button>/);
});

Deno.test("account page: disconnecting all is offered for more than one", () => {
  assert.match(render(), /Disconnect all 2/);
  assert.doesNotMatch(render({ grants: [GRANT] }), /revoke-all/);
  assert.match(textOf(render({ grants: [], events: [] })), /None\. .*Nothing yet\./);
});

Deno.test("account page: a broken link is said, with the way to mend it", () => {
  const text = textOf(render({ user: { ...PROPS.user, linkStatus: "broken", environment: "sandbox" } }));
  assert.match(text, /not working tastytrade’s sandbox/);
  assert.match(text, /no longer accepts this link .*Connect again/);
  assert.doesNotMatch(textOf(render()), /no longer accepts|sandbox/);
});

Deno.test("account page: after unlinking there is nothing to unlink, and the way back is said", () => {
  const page = render({ user: { ...PROPS.user, linkStatus: "none" } });
  assert.match(textOf(page), /Linked at tastytrade Nothing\. Connect again/);
  assert.doesNotMatch(page, /\/account\/unlink|\.\.\.1234|no longer accepts/);
});

Deno.test("account page: the time since the last use is in the largest unit that fits", () => {
  assert.match(used(59_999), /used just now/);
  assert.match(used(60_000), /used 1 minute ago/);
  assert.match(used(HOUR - 1), /used 59 minutes ago/);
  assert.match(used(24 * HOUR), /used 1 day ago/);
  assert.match(used(-5_000), /used just now/);
});

Deno.test("account page: no foreign text gets out of its place", () => {
  for (const name of HOSTILE_NAMES) {
    render({
      grants: [{ ...GRANT, clientName: name, verifiedHost: name }],
      events: [{ at: NOW, text: "Connected", about: name }],
    });
  }
});

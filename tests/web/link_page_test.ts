import assert from "node:assert/strict";
import { LinkPage, type LinkPageProps } from "../../src/web/link_page.tsx";
import { renderPage } from "../../src/web/page.tsx";
import { assertPageRules, controlOf, HOSTILE_NAMES, NONCE, textOf } from "./page_rules.ts";

const PROPS: LinkPageProps = {
  nonce: NONCE,
  requestId: "request-1",
  csrf: "csrf-1",
  partner: false,
  environment: "production",
  isSimulated: false,
  clientName: "Claude",
};

const render = (props: Partial<LinkPageProps> = {}): string => {
  const page = renderPage(LinkPage({ ...PROPS, ...props }));
  assertPageRules(page);
  return page;
};

const FIELDS = ["client_secret", "refresh_token"] as const;

Deno.test("link page: the steps lead to tastytrade's page for applications, in a tab of its own", () => {
  const page = render();
  assert.equal(page.match(/<li>/g)!.length, 4);
  assert.match(textOf(page), /my\.tastytrade\.com .*Manage , My Profile , API , OAuth Applications/);
  assert.match(page, /href="https:\/\/my\.tastytrade\.com" target="_blank" rel="noopener noreferrer"/);
  assert.match(textOf(page), /Create Grant .*refresh token/);
});

Deno.test("link page: secrets are typed unseen, into fields that remember and offer nothing", () => {
  const page = render();
  for (const field of FIELDS) {
    const control = controlOf(page, field);
    assert.equal(control.type, "password");
    assert.equal(control.name, field);
    assert.equal(control.autocomplete, "off");
    assert.equal(control.spellcheck, "false");
    assert.ok("required" in control && !("value" in control));
  }
  assert.match(page, /<form class="main" method="post" action="\/oauth\/link\/personal" autocomplete="off">/);
});

Deno.test("link page: what happens to the secrets, and why attempts are limited, is said", () => {
  const text = textOf(render());
  assert.match(text, /sealed, encrypted with a key that is not in the database/);
  assert.match(text, /remove them on your account page/);
  assert.match(text, /Attempts are limited, because tastytrade locks a server out/);
});

Deno.test("link page: tastytrade's own login is offered only where it works", () => {
  assert.doesNotMatch(render(), /link\/tastytrade/);
  const page = render({ partner: true });
  assert.match(page, /<form[^>]*action="\/oauth\/link\/tastytrade"/);
  assert.equal(page.match(/name="request" value="request-1"/g)!.length, 3);
  assert.match(textOf(page), /on tastytrade’s own page and come back here.*Log in at tastytrade/);
  assert.match(textOf(render({ partner: true, isSimulated: true })), /on the simulated broker’s page/);
});

Deno.test("link page: an error is announced, leads to its field, and is tied to it", () => {
  for (const field of FIELDS) {
    const page = render({ error: { field, text: "tastytrade did not <accept> it." } });
    assert.match(page, /<title>Error: /);
    assert.ok(page.includes(`<a href="#${field}">tastytrade did not &lt;accept&gt; it.</a>`));
    const wrong = controlOf(page, field);
    assert.equal(wrong["aria-invalid"], "true");
    assert.ok(wrong["aria-describedby"]!.split(" ").includes(`${field}-error`));
    const other = controlOf(page, FIELDS.find((name) => name !== field)!);
    assert.ok(!("aria-invalid" in other) && !other["aria-describedby"]!.includes("error"));
  }
  const general = render({ error: { text: "tastytrade is away." } });
  assert.match(general, /role="alert".*tastytrade is away/);
  assert.doesNotMatch(general, /aria-invalid="/);
  assert.doesNotMatch(render(), /role="alert"|<title>Error/);
});

Deno.test("link page: while no attempt is taken the form is closed and says until when", () => {
  const page = render({ retryAt: Date.UTC(2026, 10, 20, 16, 30) });
  assert.match(textOf(page), /Try again after 20 Nov 2026, 11:30 New York time/);
  assert.match(page, /<fieldset disabled><legend>/);
  for (const retryAt of [undefined, null]) {
    assert.doesNotMatch(render(retryAt === undefined ? {} : { retryAt }), /<fieldset disabled|Try again/);
  }
});

Deno.test("link page: a sandbox is named and has its own way to credentials", () => {
  const page = render({ environment: "sandbox" });
  assert.match(textOf(page), /This server works with tastytrade’s sandbox/);
  assert.match(page, /href="https:\/\/developer\.tastytrade\.com"/);
  assert.doesNotMatch(page, /my\.tastytrade\.com/);
});

Deno.test("link page: a simulated broker is marked, and its demo credentials are at hand", () => {
  const demoGrants = [{ customer: "Ada", clientSecret: "demo-secret", refreshToken: "demo-token" }];
  const text = textOf(render({ isSimulated: true, demoGrants }));
  assert.match(text, /Simulated broker: nothing here is real/);
  assert.match(text, /Ada Client secret demo-secret Refresh token demo-token/);
  assert.doesNotMatch(text, /my\.tastytrade\.com/);
  assert.match(textOf(render({ isSimulated: true })), /Never enter real ones here/);
  assert.doesNotMatch(textOf(render({ demoGrants })), /demo-secret/);
});

Deno.test("link page: no foreign text gets out of its place", () => {
  for (const clientName of HOSTILE_NAMES) render({ clientName });
});

import assert from "node:assert/strict";
import { ConsentPage, type ConsentPageProps } from "../../src/web/consent_page.tsx";
import { renderPage } from "../../src/web/page.tsx";
import { assertPageRules, controlOf, HOSTILE_NAMES, NONCE, textOf } from "./page_rules.ts";

const PROPS: ConsentPageProps = {
  nonce: NONCE,
  action: "/oauth/consent",
  requestId: "request-1",
  csrf: "csrf-1",
  client: {
    name: "Claude",
    verifiedHost: "claude.ai",
    redirectHost: "claude.ai",
    isLoopback: false,
    isPrivateScheme: false,
  },
  scopes: { trade: true },
  account: null,
};

const render = ({ client, ...props }: Partial<Omit<ConsentPageProps, "client">> & { client?: object } = {}): string => {
  const page = renderPage(ConsentPage({ ...PROPS, ...props, client: { ...PROPS.client, ...client } }));
  assertPageRules(page);
  return page;
};

Deno.test("consent page: it says who asks and where the answer goes", () => {
  const text = textOf(render());
  assert.match(text, /Let Claude use your tastytrade account\?/);
  assert.match(text, /Who asks Claude verified: claude\.ai/);
  assert.match(text, /The answer goes to claude\.ai/);
});

Deno.test("consent page: a long host is shown to its end, and so are several accounts", () => {
  const redirectHost = `claude.ai.${"a.".repeat(100)}evil.example`;
  assert.ok(render({ client: { redirectHost } }).includes(`<bdi>${redirectHost}</bdi>`));
  const label = Array.from({ length: 6 }, (_, position) => `Individual ...000${position}`).join(", ");
  assert.ok(render({ account: { label } }).includes(`<bdi>${label}</bdi>`));
});

Deno.test("consent page: a name that nobody vouches for is called so and does not make the heading", () => {
  const page = render({ client: { name: "TTAI support", verifiedHost: null } });
  assert.match(page, /<h1>Let an application use your tastytrade account\?<\/h1>/);
  assert.match(textOf(page), /TTAI support unverified name It chose this name itself/);
});

Deno.test("consent page: an answer that goes to this computer or to an app is warned about, verified or not", () => {
  assert.doesNotMatch(render(), /class="notice"/);
  for (const verifiedHost of ["claude.ai", null]) {
    const loopback = textOf(render({ client: { verifiedHost, redirectHost: "localhost:33418", isLoopback: true } }));
    assert.match(loopback, /localhost:33418 this computer/);
    assert.match(loopback, /The answer goes to an app on this computer Not to a site/);
  }
  const app = textOf(render({ client: { redirectHost: "cursor://anysphere.cursor-mcp", isPrivateScheme: true } }));
  assert.match(app, /The answer goes to an app on this device/);
});

Deno.test("consent page: reading is a fact, trading is unticked, and both are said in plain words", () => {
  const page = render();
  assert.ok(page.includes('<input type="hidden" name="scope" value="read">'));
  const read = controlOf(page, "read");
  assert.ok("checked" in read && "disabled" in read && !("name" in read));
  const trade = controlOf(page, "trade");
  assert.equal(trade.name, "scope");
  assert.equal(trade.value, "trade");
  assert.ok(!("checked" in trade) && !("disabled" in trade));
  assert.match(textOf(page), /quotes and option chains, your positions, balances, orders and history/);
  assert.match(textOf(page), /Trading is off unless you tick this/);
  assert.match(textOf(page), /and keep your watchlists when you ask for it\. That touches no money and no order/);
  assert.match(textOf(page), /No order is sent to the broker without your own approval/);
});

Deno.test("consent page: where trading is not offered it cannot be ticked", () => {
  const page = render({ scopes: { trade: false } });
  assert.doesNotMatch(page, /value="trade"/);
  assert.match(textOf(page), /Trading is off for this connection/);
});

Deno.test("consent page: one form holds the decisions, and the Enter key alone does not allow", () => {
  const page = render({ account: { label: "...1234" } });
  assert.equal(page.split("<form").length, 2);
  const decisions = [...page.matchAll(/<button[^>]*name="decision" value="([^"]+)"/g)].map(([, value]) => value);
  assert.deepEqual(decisions, ["deny", "allow", "other_account"]);
  for (const value of ["allow", "other_account"]) {
    assert.match(page, new RegExp(`value="${value}" class="[^"]*arriving`), "no click meant for what was here before");
  }
  assert.ok(page.includes('name="request" value="request-1"') && page.includes('name="csrf" value="csrf-1"'));
});

Deno.test("consent page: a person who has been here sees the account, anybody else the next step", () => {
  assert.match(textOf(render({ account: { label: "...1234" } })), /Your account \.\.\.1234 linked already/);
  const first = render();
  assert.match(textOf(first), /You link it in the next step/);
  assert.doesNotMatch(first, /other_account/);
});

Deno.test("consent page: an error is announced and stands in the title", () => {
  const page = render({ error: "Look <again>." });
  assert.match(page, /<title>Error: /);
  assert.match(page, /role="alert"><h2>That did not work<\/h2><p>Look &lt;again&gt;\.<\/p>/);
  assert.doesNotMatch(render(), /role="alert"|<title>Error/);
});

Deno.test("consent page: no foreign text gets out of its place", () => {
  for (const name of HOSTILE_NAMES) {
    for (const verifiedHost of ["claude.ai", null]) render({ client: { name, verifiedHost } });
    render({
      client: { redirectHost: name, verifiedHost: name },
      account: { label: name },
      requestId: `"${"<"}b>`,
      csrf: "'>x",
    });
  }
});

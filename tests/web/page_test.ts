import assert from "node:assert/strict";
import {
  cleanText,
  ClientName,
  Foreign,
  ForeignHost,
  Instant,
  Page,
  pageHeaders,
  renderPage,
} from "../../src/web/page.tsx";
import { assertPageRules, HOSTILE_NAMES, NONCE } from "./page_rules.ts";

const policyFor = (...targets: string[]): Record<string, string> =>
  Object.fromEntries(
    pageHeaders("abc", targets)["content-security-policy"]!.split("; ").map((rule) => {
      const [name, ...sources] = rule.split(" ");
      return [name!, sources.join(" ")];
    }),
  );

Deno.test("page: the frame keeps the rules of all pages", () => {
  const page = renderPage(Page({ title: "A & B", nonce: NONCE, children: "<h1>" }));
  assert.match(page, /<title>A &amp; B<\/title>/);
  assert.match(page, /<main>&lt;h1&gt;<\/main>/);
  assert.throws(() => assertPageRules(page), /h1: 0/);
});

Deno.test("page headers: nothing is allowed but the page's own style and its forms", () => {
  assert.deepEqual(policyFor(), {
    "default-src": "'none'",
    "style-src": "'nonce-abc'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
  });
  const headers = pageHeaders("abc", []);
  assert.equal(headers["x-frame-options"], "DENY");
  assert.equal(headers["x-content-type-options"], "nosniff");
  assert.equal(headers["cache-control"], "no-store");
});

Deno.test("page headers: forms may lead to the client, to where its callback leads on, and to the broker", () => {
  assert.equal(policyFor("https://claude.ai/api/mcp/auth_callback")["form-action"], "'self' https:");
  assert.equal(policyFor("http://localhost:33418/callback")["form-action"], "'self' http://localhost:33418 https:");
  assert.equal(
    policyFor("http://127.0.0.1:1/a", "https://my.tastytrade.com/auth.html")["form-action"],
    "'self' http://127.0.0.1:1 https:",
  );
  assert.equal(policyFor("cursor://anysphere.cursor-mcp/oauth/callback")["form-action"], "'self' cursor: https:");
});

Deno.test("page headers: an address that the policy's grammar cannot hold is listed by its scheme", () => {
  assert.equal(policyFor("http://[::1]:8000/callback")["form-action"], "'self' http: https:");
  assert.equal(policyFor("http://a;script-src/x")["form-action"], "'self' http: https:");
  assert.throws(() => pageHeaders("abc", ["no address"]), TypeError);
});

Deno.test("page headers: our own forms keep their origin, and a client's popup keeps its opener", () => {
  assert.equal(pageHeaders("abc", [])["referrer-policy"], "same-origin");
  assert.equal(pageHeaders("abc", [])["cross-origin-opener-policy"], "same-origin");
  assert.equal(pageHeaders("abc", ["https://claude.ai/"])["cross-origin-opener-policy"], undefined);
});

Deno.test("foreign text: it stays on one line, of bounded length, and turns nothing around", () => {
  for (const name of HOSTILE_NAMES) {
    const clean = cleanText(name);
    assert.ok([...clean].length <= 60, clean);
    assert.doesNotMatch(clean, /[\p{C}\p{Default_Ignorable_Code_Point}\u2028\u2029]|\p{M}{4}/u);
  }
  assert.equal(cleanText("\u202eedualC\u202c \u2066hidden\u2069 \u200bzero\ufeff"), "edualC hidden zero");
  assert.equal(cleanText("line one\r\nline\u2028two\u0000"), "line one line two");
  assert.equal(cleanText("x".repeat(61)), `${"x".repeat(59)}…`);
  assert.equal(cleanText("😀".repeat(60)), "😀".repeat(60));
});

Deno.test("foreign text: ordinary names in any script are left alone", () => {
  for (const name of ["Claude", "ChatGPT (Zoë's)", "קלוד", "克劳德", "क्लॉड", "Ünïcödé & Co."]) {
    assert.equal(cleanText(name), name);
  }
});

Deno.test("foreign text: it is escaped, set apart from the text around it, and never nothing", () => {
  assert.equal(String(Foreign({ text: `<b>"&'` })), "<bdi>&lt;b&gt;&quot;&amp;&#39;</bdi>");
  assert.equal(String(Foreign({ text: "\u200b\u3164 " })), "<bdi>unnamed</bdi>");
});

Deno.test("foreign text: a host is shown to its end, which says whose it is", () => {
  const host = `claude.ai.${"a.".repeat(100)}evil.example`;
  assert.equal(String(ForeignHost({ host })), `<bdi>${host}</bdi>`);
  assert.match(String(ClientName({ name: "x", verifiedHost: host })), /evil\.example<\/bdi>/);
});

Deno.test("client name: it says who vouches for it, or that nobody does", () => {
  assert.match(String(ClientName({ name: "Claude", verifiedHost: "claude.ai" })), /verified: <bdi>claude\.ai<\/bdi>/);
  const unknown = String(ClientName({ name: "Claude", verifiedHost: null }));
  assert.match(unknown, /unverified name/);
  assert.doesNotMatch(unknown, /verified:/);
});

Deno.test("instant: New York's clocks for people, UTC for machines", () => {
  const shown = (at: number) => String(Instant({ at }));
  assert.equal(
    shown(Date.UTC(2026, 10, 20, 16)),
    '<time datetime="2026-11-20T16:00:00.000Z">20 Nov 2026, 11:00</time>',
  );
  assert.match(shown(Date.UTC(2026, 6, 1, 3, 5)), />30 Jun 2026, 23:05</);
});

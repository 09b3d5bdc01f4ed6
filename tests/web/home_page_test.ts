import assert from "node:assert/strict";
import { HomePage, type HomePageProps } from "../../src/web/home_page.tsx";
import { renderPage } from "../../src/web/page.tsx";
import { OWNER, startApp } from "../support/app.ts";
import { assertPageRules, NONCE } from "./page_rules.ts";

const PROPS: HomePageProps = {
  origin: "https://ttai.example",
  version: "1.2.3",
  mode: "simulated",
  nonce: NONCE,
  tools: [{ name: "get_quote", title: "Quote", description: "A quote for <you> & `me`." }],
  showsBrokerCheck: true,
};

const render = (props: Partial<HomePageProps> = {}): string => renderPage(HomePage({ ...PROPS, ...props }));

Deno.test("home page: it keeps the rules of all pages", () => {
  assertPageRules(render());
  assertPageRules(render({ origin: "http://localhost:8787", mode: "per_user", showsBrokerCheck: false }));
});

Deno.test("home page: every client is told the one address", () => {
  const page = render();
  for (const client of ["Claude", "Claude Desktop", "Claude Code", "ChatGPT", "VS Code", "Cursor", "MCP Inspector"]) {
    assert.ok(page.includes(`<summary>${client}</summary>`), client);
  }
  assert.ok(page.split("https://ttai.example/mcp").length > 6);
  assert.match(page, /claude mcp add --transport http ttai https:\/\/ttai\.example\/mcp/);
});

Deno.test("home page: what the tools say is escaped", () => {
  assert.match(render(), /A quote for &lt;you&gt; &amp; <code>me<\/code>\./);
});

Deno.test("home page: the mode is said, and that nothing is real when it is simulated", () => {
  assert.match(render(), /Simulated market[\s\S]*Nothing is real/);
  assert.match(render({ mode: "single_owner" }), /Your account[\s\S]*this machine only/);
});

Deno.test("home page: on a local address it says who cannot reach it", () => {
  assert.match(render({ origin: "http://localhost:8787" }), /cannot reach this machine/);
  assert.doesNotMatch(render(), /cannot reach this machine/);
});

Deno.test("home page: it is served to browsers without script, under a policy that allows only its own style", async () => {
  await using app = await startApp({ environment: OWNER });
  const request = new Request("http://localhost:8787/", { headers: { accept: "text/html,*/*" } });
  const response = await app.fetch(request);
  const page = await response.text();
  assert.match(response.headers.get("content-type")!, /^text\/html/);
  assert.doesNotMatch(page, /<script|onclick|javascript:/);
  const nonce = /style-src 'nonce-([^']+)'/.exec(response.headers.get("content-security-policy")!)![1];
  assert.ok(page.includes(`<style nonce="${nonce}"`));
  for (const secret of Object.values(OWNER)) assert.ok(!page.includes(secret));
});

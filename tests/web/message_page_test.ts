import assert from "node:assert/strict";
import { MessagePage, type MessagePageProps } from "../../src/web/message_page.tsx";
import { renderPage } from "../../src/web/page.tsx";
import { startApp } from "../support/app.ts";
import { logIn, LOGINS, openBrowser, ORIGIN } from "../support/login.ts";
import { assertPageRules, NONCE, textOf } from "./page_rules.ts";

const render = (props: Partial<MessagePageProps> = {}): string => {
  const page = renderPage(MessagePage({ nonce: NONCE, title: "You are logged out", text: "See you.", ...props }));
  assertPageRules(page);
  return page;
};

Deno.test("message page: it says its one thing, in the heading and in the title", () => {
  const page = render();
  assert.match(page, /<h1>You are logged out<\/h1><p class="lead">See you\.<\/p><\/main>/);
  assert.match(page, /<title>You are logged out · TTAI<\/title>/);
});

Deno.test("message page: a way on and a reference are shown where there are any", () => {
  const page = render({ action: { href: "/account", label: "Your account" }, reference: "0123-abc" });
  assert.match(page, /<a class="button" href="\/account">Your account<\/a>/);
  assert.match(textOf(page), /name the reference 0123-abc/);
});

Deno.test("message page: everything it is given is escaped", () => {
  const evil = `"><script>x</script>`;
  render({ title: evil, text: evil, reference: evil, action: { href: "/", label: evil } });
});

Deno.test("message page: an address that is none gets a page in a browser, and a sentence in a program", async () => {
  await using app = await startApp({ environment: LOGINS });
  const page = await openBrowser(app).get("/nowhere");
  assert.equal(page.status, 404);
  assert.match(page.text, /<h1>There is nothing here<\/h1>/);
  const answer = await app.fetch(new Request(`${ORIGIN}/nowhere`, { headers: { accept: "application/json" } }));
  assert.deepEqual([answer.status, (await answer.json()).error], [
    404,
    "There is nothing at /nowhere. The MCP endpoint is /mcp.",
  ]);
});

Deno.test("message page: what breaks is told to a browser with a reference, and to the log with the reason", async () => {
  const app = await startApp({ environment: LOGINS });
  const browser = openBrowser(app);
  await logIn(app, { browser });
  // Without its store nothing works any more.
  await app[Symbol.asyncDispose]();
  const page = await browser.get("/account");
  assert.equal(page.status, 500);
  assert.match(page.text, /<h1>Something in TTAI broke<\/h1>/);
  const line = app.lines.find(({ event }) => event === "request broke")!;
  assert.ok(page.text.includes(String(line.requestId)));
  assert.doesNotMatch(page.text, /BadResource|closed/);
});

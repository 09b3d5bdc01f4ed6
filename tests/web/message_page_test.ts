import assert from "node:assert/strict";
import { MessagePage, type MessagePageProps } from "../../src/web/message_page.tsx";
import { renderPage } from "../../src/web/page.tsx";
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

import assert from "node:assert/strict";
import { AccountDeletePage, DELETE_WORD } from "../../src/web/account_delete_page.tsx";
import { renderPage } from "../../src/web/page.tsx";
import { assertPageRules, controlOf, NONCE, textOf } from "./page_rules.ts";

const render = (error?: string): string => {
  const page = renderPage(
    AccountDeletePage({ nonce: NONCE, csrf: "csrf-1", ...(error === undefined ? {} : { error }) }),
  );
  assertPageRules(page);
  return page;
};

Deno.test("account delete page: it says what goes, and asks for the word", () => {
  const page = render();
  assert.match(textOf(page), /sealed credentials .*Every connected application: .*download your data/);
  assert.match(page, new RegExp(`<label for="confirm">Type ${DELETE_WORD} to confirm</label>`));
  assert.match(page, /<form[^>]*method="post" action="\/account\/delete"/);
  const field = controlOf(page, "confirm");
  assert.ok("required" in field && !("value" in field) && !("aria-describedby" in field));
});

Deno.test("account delete page: an error is announced and tied to the field", () => {
  const page = render("Type <it>.");
  assert.match(page, /role="alert"><h2>Nothing was deleted<\/h2><p><a href="#confirm">Type &lt;it&gt;\.<\/a>/);
  assert.equal(controlOf(page, "confirm")["aria-describedby"], "confirm-error");
  assert.equal(controlOf(page, "confirm")["aria-invalid"], "true");
});

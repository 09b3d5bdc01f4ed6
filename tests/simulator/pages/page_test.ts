import assert from "node:assert/strict";
import { pageResponse, safe } from "../../../src/simulator/pages/page.ts";

Deno.test("page: it runs no script, is framed by nobody and kept by nobody, and its style is let through", async () => {
  const { status, headers, ...response } = await read(pageResponse(400, "Title", "<p>content</p>"));
  const style = new TextEncoder().encode(/<style>([^<]*)<\/style>/.exec(response.text)![1]!);
  const hash = btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.digest("SHA-256", style))));
  assert.equal(
    headers.get("Content-Security-Policy"),
    `default-src 'none'; style-src 'sha256-${hash}'; frame-ancestors 'none'`,
  );
  assert.equal(headers.get("Content-Type"), "text/html; charset=utf-8");
  assert.equal(headers.get("Cache-Control"), "no-store");
  assert.equal(status, 400);
});

Deno.test("page: it says that it is simulated, to people and to programs", async () => {
  const { headers, text } = await read(pageResponse(200, "Title", "<p>content</p>"));
  assert.equal(headers.get("X-Simulated"), "true");
  assert.match(text, /<title>Simulated: Title<\/title>[\s\S]*SIMULATED[\s\S]*<h1>Title<\/h1><p>content<\/p>/);
});

Deno.test("page: safe text is read back as it was and can end neither an element nor an attribute", () => {
  const text = safe(`a <b> & "c" 'd' é`);
  assert.doesNotMatch(text, /[<>"']|&(?!#\d+;)/);
  assert.equal(text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code))), `a <b> & "c" 'd' é`);
});

async function read(response: Response) {
  return { status: response.status, headers: response.headers, text: await response.text() };
}

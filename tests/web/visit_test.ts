import assert from "node:assert/strict";
import { Hono } from "@hono/hono";
import { cookieOf, giveCookie, go, type Platform, readForm, readText, show, type Visit } from "../../src/web/visit.ts";

/** The answer of a route that does `run`. */
async function visit(run: (visit: Visit) => Response | Promise<Response>, init: RequestInit = {}): Promise<Response> {
  const routes = new Hono<{ Bindings: Platform; Variables: { trace: { id: string } } }>();
  routes.all("*", run);
  return await routes.request("http://localhost/page", init);
}

const VALUE = "v".repeat(43);

Deno.test("visit: our cookies are found by kind, and nothing that does not have their form", async () => {
  const read = async (cookie: string) =>
    await (await visit((page) => page.json([cookieOf(page, "browser"), cookieOf(page, "session")]), {
      headers: { cookie },
    })).json();
  assert.deepEqual(await read(`a=b; __Host-ttai-session=${VALUE}; __Host-ttai-browser=${"b".repeat(43)}`), [
    "b".repeat(43),
    VALUE,
  ]);
  assert.deepEqual(await read(""), [null, null]);
  for (const wrong of ["", "short", `${VALUE}x`, `${"v".repeat(42)}!`]) {
    assert.deepEqual(await read(`__Host-ttai-browser=${wrong}; ttai-session=${VALUE}`), [null, null], wrong);
  }
});

Deno.test("visit: a cookie is given for the whole host, to no script and no other site, for thirty days, or taken back", async () => {
  const give = async (value: string) =>
    (await visit((page) => {
      giveCookie(page, "session", value);
      return page.text("");
    })).headers.get("set-cookie")!.split("; ").sort();
  const common = ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"];
  assert.deepEqual(await give(VALUE), [...common, "Max-Age=2592000", `__Host-ttai-session=${VALUE}`].sort());
  assert.deepEqual(await give(""), [...common, "Max-Age=0", "__Host-ttai-session="].sort());
});

Deno.test("visit: a page is HTML with the policy that fits its one style", async () => {
  const nonces = new Set<string>();
  for (let count = 0; count < 2; count++) {
    const response = await visit((page) => show(page, (nonce) => `<p>${nonce}</p>`, { status: 403 }));
    const nonce = /<p>(.+)<\/p>/.exec(await response.text())![1]!;
    assert.equal(response.status, 403);
    assert.match(response.headers.get("content-type")!, /^text\/html/);
    assert.ok(response.headers.get("content-security-policy")!.includes(`style-src 'nonce-${nonce}'`));
    nonces.add(nonce);
  }
  assert.equal(nonces.size, 2);
});

Deno.test("visit: a page's forms may lead where they have to", async () => {
  const policy = async (formTargets: string[]) =>
    (await visit((page) => show(page, () => "", { formTargets }))).headers.get("content-security-policy")!;
  assert.match(await policy([]), /form-action 'self';/);
  assert.match(await policy(["http://localhost:3333/callback"]), /form-action 'self' http:\/\/localhost:3333 https:;/);
});

Deno.test("visit: the way on is a GET, leaks nothing and is not kept", async () => {
  const { status, headers } = await visit((page) => go(page, "https://app.example/callback?code=1"), {
    method: "POST",
  });
  assert.equal(status, 303);
  assert.deepEqual(
    ["location", "cache-control", "referrer-policy"].map((name) => headers.get(name)),
    ["https://app.example/callback?code=1", "no-store", "no-referrer"],
  );
});

const post = (body: BodyInit | null, contentType: string) => ({
  method: "POST",
  headers: { "content-type": contentType },
  body,
});

async function formOf(body: string, contentType = "application/x-www-form-urlencoded"): Promise<string | null> {
  const response = await visit(async (page) => page.json(`${await readForm(page) ?? "none"}`), post(body, contentType));
  const text = await response.json();
  return text === "none" ? null : text;
}

Deno.test("visit: a form is read as it is; anything else is none", async () => {
  assert.equal(await formOf("a=1&a=2&b=%C3%A9+x"), "a=1&a=2&b=%C3%A9+x");
  assert.equal(await formOf("", "application/x-www-form-urlencoded; charset=utf-8"), "");
  for (const type of ["application/json", "multipart/form-data", "text/plain", "application/x-www-form-urlencodedx"]) {
    assert.equal(await formOf("a=1", type), null, type);
  }
});

Deno.test("visit: a form that is far too long is none, announced or not", async () => {
  assert.equal(await formOf(`a=${"x".repeat(32_766)}`), `a=${"x".repeat(32_766)}`);
  assert.equal(await formOf(`a=${"x".repeat(32_767)}`), null);
  const announced = await visit(async (page) => page.json(await readText(page, 10)), {
    method: "POST",
    headers: { "content-length": "11" },
    body: "short",
  });
  assert.equal(await announced.json(), null);
});

Deno.test("visit: of a body without an end no more is read than is needed to refuse it", async () => {
  let given = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      given++;
      controller.enqueue(new Uint8Array(1000).fill(120));
    },
  });
  const response = await visit(async (page) => page.json(await readText(page, 5000)), { method: "POST", body });
  assert.equal(await response.json(), null);
  assert.ok(given < 10, `${given} thousand bytes read`);
});

Deno.test("visit: letters that are cut between two chunks come out whole", async () => {
  const bytes = new TextEncoder().encode("é€\u{1f510}");
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
      controller.close();
    },
  });
  const response = await visit(async (page) => page.json(await readText(page, 100)), { method: "POST", body });
  assert.equal(await response.json(), "é€\u{1f510}");
});

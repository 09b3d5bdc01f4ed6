import assert from "node:assert/strict";
import { type DocumentSource, fetchClientDocument, isDocumentUrl } from "../../src/auth/fetch_client_document.ts";

const URL_OF_CLIENT = "https://client.example/oauth/client.json";
const JSON_TYPE = { "content-type": "application/json" };

const look = (source: Partial<DocumentSource>, signal = new AbortController().signal) =>
  fetchClientDocument(URL_OF_CLIENT, { fetch: () => Promise.reject(new Error("nobody asked")), ...source }, signal);

const answerWith = (body: BodyInit | null, init: ResponseInit = { headers: JSON_TYPE }) =>
  look({ fetch: () => Promise.resolve(new Response(body, init)) });

async function problemOf(looked: ReturnType<typeof look>): Promise<string> {
  const result = await looked;
  assert.ok(!result.ok && result.failure.kind === "invalid", JSON.stringify(result));
  return result.failure.problem;
}

Deno.test("client document: only plain public https addresses with a path are anybody's", () => {
  const good = [
    URL_OF_CLIENT,
    "https://client.example/a",
    "https://client.example:8443/a",
    "https://a.b.client.example/client?v=2",
    "https://xn--bcher-kva.example/a",
    "https://127.0.0.1.example.com/a",
    "https://localhost.example.com/a",
  ];
  const bad = [
    "",
    "client",
    "http://client.example/a",
    "ftp://client.example/a",
    "javascript:alert(1)//client.example/a",
    "https://client.example",
    "https://client.example/",
    "https://client.example?x=1",
    "https://client.example/?x=1",
    "https://client.example/a#",
    "https://client.example/a#b",
    "https://user@client.example/a",
    "https://user:secret@client.example/a",
    "https://@client.example/a",
    "https://client.example/a/../b",
    "https://client.example/a/./b",
    "https://client.example/%2e%2e/b",
    "https://client.example\\a",
    "https:\\\\client.example\\a",
    "https:client.example/a",
    "https://Client.example/a",
    "HTTPS://client.example/a",
    "https://client.example:443/a",
    "https://client.example./a",
    "https://client.example/a b",
    "https://client.example/a\n",
    "https://client.example/\u00e4",
    "https://b\u00fccher.example/a",
    "https://localhost/a",
    "https://LOCALHOST/a",
    "https://a.localhost/a",
    "https://printer/a",
    "https://printer.local/a",
    "https://db.internal/a",
    "https://metadata.google.internal/a",
    "https://router.lan/a",
    "https://nas.home.arpa/a",
    "https://127.0.0.1/a",
    "https://1.1.1.1/a",
    "https://127.1/a",
    "https://2130706433/a",
    "https://0x7f.0.0.1/a",
    "https://[::1]/a",
    "https://[2606:4700::1111]/a",
    "https://a..example/a",
    `https://client.example/${"a".repeat(250)}`,
  ];
  for (const url of good) assert.equal(isDocumentUrl(url), true, url);
  for (const url of bad) assert.equal(isDocumentUrl(url), false, url);
});

Deno.test("client document: it is asked for once, without following redirects or sending anything along", async () => {
  const asked: [string, RequestInit | undefined][] = [];
  const looked = await look({
    fetch: (input, init) => {
      asked.push([String(input), init]);
      return Promise.resolve(Response.json({ a: 1 }));
    },
  });
  assert.deepEqual(looked, { ok: true, value: { body: { a: 1 }, freshSeconds: 3600 } });
  assert.equal(asked.length, 1);
  const [[url, init] = []] = asked;
  assert.equal(url, URL_OF_CLIENT);
  assert.equal(init?.redirect, "manual");
  assert.equal(init?.method, undefined);
  assert.deepEqual(init?.headers, { accept: "application/json" });
});

Deno.test("client document: redirects, errors, pages and what is not JSON are refused", async () => {
  for (const status of [301, 302, 303, 307, 308]) {
    const headers = { ...JSON_TYPE, location: "http://169.254.169.254/latest/meta-data" };
    assert.match(await problemOf(answerWith("{}", { status, headers })), /redirect/);
  }
  for (const status of [201, 206, 400, 403, 404, 500, 503]) {
    assert.match(await problemOf(answerWith("{}", { status, headers: JSON_TYPE })), /error/);
  }
  for (const type of ["text/html", "text/plain", "application/jsonp", "text/json", "application/javascript", ""]) {
    assert.match(await problemOf(answerWith("{}", { headers: { "content-type": type } })), /not JSON/, type);
  }
  assert.match(await problemOf(answerWith("<html>", { headers: JSON_TYPE })), /not JSON/);
  assert.match(await problemOf(answerWith("")), /not JSON/);
  assert.match(await problemOf(answerWith(null)), /not JSON/);
  assert.match(await problemOf(answerWith(new Uint8Array([0x22, 0xff, 0x22]))), /not JSON/);
  for (const type of ["application/json; charset=utf-8", "Application/JSON", "application/oauth-client+json"]) {
    assert.equal((await answerWith("{}", { headers: { "content-type": type } })).ok, true, type);
  }
});

Deno.test("client document: more than 5 KB is not read, however much there is and whatever its length says", async () => {
  let sent = 0;
  let isCancelled = false;
  const endless = new ReadableStream({
    pull(controller) {
      if (sent >= 10_000_000) return controller.close();
      sent += 1_000;
      controller.enqueue(new Uint8Array(1_000).fill(0x20));
    },
    cancel() {
      isCancelled = true;
    },
  });
  assert.match(await problemOf(answerWith(endless)), /longer than 5 KB/);
  assert.ok(sent <= 8_000, `${sent} bytes were taken`);
  assert.ok(isCancelled);
  const exact = JSON.stringify("a".repeat(5 * 1024 - 2));
  assert.equal((await answerWith(exact)).ok, true);
  assert.match(await problemOf(answerWith(exact + " ")), /longer/);
  const understated = new Response(exact + " ", { headers: { ...JSON_TYPE, "content-length": "10" } });
  assert.match(await problemOf(look({ fetch: () => Promise.resolve(understated) })), /longer/);
});

Deno.test("client document: a source that is slow, at any stage and deaf to signals, is left in time", async () => {
  const never = new Promise<never>(() => {});
  const hanging = () => new Response(new ReadableStream({ pull: () => never }), { headers: JSON_TYPE });
  const listening: typeof fetch = (_, init) =>
    new Promise((_, reject) => init!.signal!.addEventListener("abort", () => reject(init!.signal!.reason)));
  assert.match(await problemOf(look({ timeout: 5, fetch: listening })), /in time/);
  assert.match(await problemOf(look({ timeout: 5, fetch: () => never })), /in time/);
  assert.match(await problemOf(look({ timeout: 5, fetch: () => Promise.resolve(hanging()) })), /in time/);
  assert.match(await problemOf(look({ timeout: 5, resolveAddresses: () => never })), /in time/);
  assert.match(await problemOf(look({ fetch: () => Promise.reject(new TypeError("no route")) })), /could not be/);
});

Deno.test("client document: a caller who goes away is no fault of the document", async () => {
  const caller = new AbortController();
  const looked = look({ fetch: () => new Promise(() => {}) }, caller.signal);
  caller.abort();
  assert.deepEqual(await looked, { ok: false, failure: { kind: "cancelled" } });
  assert.deepEqual(await look({}, caller.signal), { ok: false, failure: { kind: "cancelled" } });
});

Deno.test("client document: a host with any private address is not asked", async () => {
  for (const addresses of [[], ["10.0.0.1"], ["1.1.1.1", "::1"], ["fd00::1"], ["::ffff:169.254.169.254"], ["host"]]) {
    const asked: string[] = [];
    const resolveAddresses = (host: string) => {
      asked.push(host);
      return Promise.resolve(addresses);
    };
    assert.match(await problemOf(look({ resolveAddresses })), /public internet/, String(addresses));
    assert.deepEqual(asked, ["client.example"]);
  }
  const found = await look({
    resolveAddresses: () => Promise.resolve(["1.1.1.1", "2606:4700::1111"]),
    fetch: () => Promise.resolve(Response.json({})),
  });
  assert.equal(found.ok, true);
  assert.match(
    await problemOf(look({ resolveAddresses: () => Promise.reject(new Error("NXDOMAIN")) })),
    /could not be/,
  );
});

Deno.test("client document: Cache-Control says how long it is good, within a minute and a day", async () => {
  const cases: [Record<string, string>, number][] = [
    [{}, 3600],
    [{ "cache-control": "public" }, 3600],
    [{ "cache-control": "public, max-age=600" }, 600],
    [{ "cache-control": "Public, Max-Age=600" }, 600],
    [{ "cache-control": 'max-age="600"' }, 600],
    [{ "cache-control": "max-age=600, s-maxage=7200" }, 7200],
    [{ "cache-control": "max-age=600", age: "400" }, 200],
    [{ "cache-control": "max-age=600", age: "9999" }, 60],
    [{ "cache-control": "max-age=600", age: "soon" }, 600],
    [{ "cache-control": "max-age=0" }, 60],
    [{ "cache-control": "no-store" }, 60],
    [{ "cache-control": "no-cache, max-age=600" }, 60],
    [{ "cache-control": "private, max-age=600" }, 60],
    [{ "cache-control": "max-age=31536000, immutable" }, 86_400],
    [{ "cache-control": `max-age=${"9".repeat(400)}` }, 86_400],
    [{ "cache-control": "max-age=-1" }, 3600],
  ];
  for (const [headers, expected] of cases) {
    const looked = await answerWith("{}", { headers: { ...JSON_TYPE, ...headers } });
    assert.ok(looked.ok);
    assert.equal(looked.value.freshSeconds, expected, JSON.stringify(headers));
  }
});

Deno.test("client document: an address that was not checked is a bug", async () => {
  const source = { fetch: () => Promise.resolve(Response.json({})) };
  const { signal } = new AbortController();
  await assert.rejects(fetchClientDocument("https://127.0.0.1/a", source, signal), RangeError);
});

/** Clients that name an address for us to fetch: nothing inside is reached, and nothing that comes back is believed too much. */

import assert from "node:assert/strict";
import { authorizePath, CALLBACK, openBrowser } from "../../support/login.ts";
import { assertTurnedAway, collectionsIn, type House, type HouseOptions, openHouse, storesNothing } from "./house.ts";

const CLIENT = "https://client.example/oauth/client.json";
const OPEN = { TTAI_OPEN_CLIENTS: "true" };

const documentOf = (clientId: string, changes: object = {}) => ({
  client_id: clientId,
  client_name: "A client",
  redirect_uris: [CALLBACK],
  token_endpoint_auth_method: "none",
  ...changes,
});

const json = (body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(typeof body === "string" ? body : JSON.stringify(body), {
    headers: { "content-type": "application/json", ...headers },
  });

const visit = (house: House, clientId: string, redirectUri = CALLBACK) =>
  openBrowser(house).get(authorizePath(clientId, { redirect_uri: redirectUri }));

/** Asks for consent in the name of `clientId`, in vain: nothing is kept but what was wrong with the document. */
async function assertRefused(clientId: string, options: Omit<HouseOptions, "environment">, calls: number) {
  await using house = await openHouse({ ...options, environment: OPEN });
  assertTurnedAway(await visit(house, clientId));
  assert.equal(house.called.length, calls);
  assert.deepEqual(await collectionsIn(house), calls === 0 ? [] : ["client_documents"]);
  for (const text of (await house.records()).values()) assert.match(text, /\\"document\\":null/);
}

Deno.test("attacks by document: unless the operator opens the door, only the named addresses are ever fetched", async (t) => {
  await using house = await openHouse({ outside: ({ url }) => json(documentOf(url)) });
  const strangers = [
    CLIENT,
    "https://claude.ai/",
    "https://claude.ai/oauth/other-client",
    "https://claude.ai.evil.example/oauth/mcp-oauth-client-metadata",
    "https://evil.example/https://claude.ai/oauth/mcp-oauth-client-metadata",
    "https://claude.ai/oauth/mcp-oauth-client-metadata?x=1",
    "https://claude.ai/oauth/mcp-oauth-client-metadata/",
    "https://claude.ai@evil.example/oauth/mcp-oauth-client-metadata",
    "https://chatgpt.com/oauth/../../client.json",
    "https://chatgpt.com/oauth/a/b/client.json",
    "HTTPS://claude.ai/oauth/mcp-oauth-client-metadata",
  ];
  for (const clientId of strangers) {
    await t.step(clientId, async () => assertTurnedAway(await storesNothing(house, () => visit(house, clientId))));
  }
  assert.deepEqual(house.called, []);
});

Deno.test("attacks by document: no address inside is called, in whatever spelling", async (t) => {
  const addresses = [
    "http://client.example/c.json",
    "https://localhost/c.json",
    "https://localhost:8787/c.json",
    "https://sub.localhost/c.json",
    "https://127.0.0.1/c.json",
    "https://127.1/c.json",
    "https://2130706433/c.json",
    "https://0x7f000001/c.json",
    "https://0177.0.0.1/c.json",
    "https://0/c.json",
    "https://10.0.0.1/c.json",
    "https://192.168.1.1/c.json",
    "https://169.254.169.254/latest/meta-data",
    "https://[::1]/c.json",
    "https://[::ffff:127.0.0.1]/c.json",
    "https://[fd00::1]/c.json",
    "https://metadata.internal/c.json",
    "https://printer.local/c.json",
    "https://router.lan/c.json",
    "https://intranet/c.json",
    "https://client.example./c.json",
    "https://user@client.example/c.json",
    "https://user:x@client.example/c.json",
    "https://client.example/c.json#x",
    "https://client.example/a/../c.json",
    "https://client.example/",
    "https://client.example",
    "https://client.example\\@127.0.0.1/c.json",
    "file:///etc/passwd",
    "data:application/json,{}",
    "gopher://127.0.0.1:25/x",
    `https://client.example/${"x".repeat(300)}`,
  ];
  for (const clientId of addresses) {
    await t.step(
      clientId.slice(0, 60),
      () => assertRefused(clientId, { outside: () => json(documentOf(clientId)) }, 0),
    );
  }
});

Deno.test("attacks by document: a public name that leads inside is not called", async (t) => {
  const answers: Record<string, string[]> = {
    "this machine": ["127.0.0.1"],
    "one private address among public ones": ["93.184.216.34", "10.0.0.1"],
    "the cloud's own data": ["169.254.169.254"],
    "private IPv6": ["fd12::1"],
    "IPv4 inside IPv6": ["::ffff:10.0.0.1"],
    "NAT64": ["64:ff9b::7f00:1"],
    "no address": [],
  };
  for (const [name, addresses] of Object.entries(answers)) {
    await t.step(name, async () => {
      await using house = await openHouse({
        environment: OPEN,
        outside: () => json(documentOf(CLIENT)),
        resolveAddresses: () => Promise.resolve(addresses),
      });
      assertTurnedAway(await visit(house, CLIENT));
      assert.deepEqual(house.called, []);
    });
  }
});

Deno.test("attacks by document: what comes back is refused unless it is a small JSON document of that very client", async (t) => {
  const answers: Record<string, (request: Request) => Response> = {
    "a redirect inside": () => new Response(null, { status: 302, headers: { location: "http://169.254.169.254/" } }),
    "a permanent redirect": () => new Response(null, { status: 308, headers: { location: `${CLIENT}2` } }),
    "not found": () => new Response(JSON.stringify(documentOf(CLIENT)), { status: 404 }),
    "nothing": () => json(""),
    "HTML": () => new Response("<html></html>", { headers: { "content-type": "text/html" } }),
    "HTML that says it is JSON": () => json("<html></html>"),
    "JSON that says it is HTML": () =>
      new Response(JSON.stringify(documentOf(CLIENT)), { headers: { "content-type": "text/html" } }),
    "10 MB": () => json(JSON.stringify(documentOf(CLIENT, { client_name: "x".repeat(10_000_000) }))),
    "a little too much, at its end": () => json(JSON.stringify(documentOf(CLIENT)) + " ".repeat(5 * 1024)),
    "another client's": () => json(documentOf("https://claude.ai/oauth/mcp-oauth-client-metadata")),
    "its own in another spelling": () => json(documentOf(CLIENT.replace("client.example", "CLIENT.example"))),
    "no client": () => json({ client_name: "x", redirect_uris: [CALLBACK] }),
    "a list": () => json([documentOf(CLIENT)]),
    "a hostile redirect": () => json(documentOf(CLIENT, { redirect_uris: ["javascript:alert(1)"] })),
    "a client with a secret": () => json(documentOf(CLIENT, { token_endpoint_auth_method: "client_secret_basic" })),
    "a client with a key": () => json(documentOf(CLIENT, { token_endpoint_auth_method: "private_key_jwt" })),
    "bytes that are no text": () =>
      new Response(new Uint8Array([0xff, 0xfe, 0x7b]), { headers: { "content-type": "application/json" } }),
  };
  for (const [name, answer] of Object.entries(answers)) {
    await t.step(name, () => assertRefused(CLIENT, { outside: answer }, 1));
  }
});

Deno.test("attacks by document: the platform is told not to follow redirects", async () => {
  const modes: string[] = [];
  await assertRefused(CLIENT, {
    outside: ({ redirect }) => {
      modes.push(redirect);
      return new Response(null, { status: 302, headers: { location: "http://169.254.169.254/" } });
    },
  }, 1);
  assert.deepEqual(modes, ["manual"]);
});

Deno.test("attacks by document: of an endless one no more is read than is allowed", async () => {
  let sent = 0;
  const endless = () =>
    new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1024;
        controller.enqueue(new Uint8Array(1024).fill(0x20));
      },
    });
  await assertRefused(CLIENT, {
    outside: () => new Response(endless(), { headers: { "content-type": "application/json" } }),
  }, 1);
  assert.ok(sent <= 16 * 1024, `${sent} bytes were read`);
});

Deno.test("attacks by document: a visitor who gives up on a slow one ends the waiting, and nothing is kept of it", async () => {
  let asked: AbortSignal | undefined;
  const { promise: isAsked, resolve } = Promise.withResolvers<void>();
  await using house = await openHouse({
    environment: OPEN,
    outside: ({ signal }) => {
      asked = signal;
      resolve();
      return new Promise<Response>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    },
  });
  const visitor = new AbortController();
  const url = new URL(authorizePath(CLIENT), "http://localhost:8787");
  const answered = house.fetch(new Request(url, { signal: visitor.signal }));
  await isAsked;
  visitor.abort();
  const response = await answered;
  assert.equal(response.status, 400);
  await response.body?.cancel();
  assert.equal(asked?.aborted, true);
  assert.deepEqual(await collectionsIn(house), []);
});

Deno.test("attacks by document: a broken host is left alone for a minute, whoever asks", async () => {
  await using house = await openHouse({ environment: OPEN, outside: () => new Response(null, { status: 500 }) });
  for (let number = 0; number < 30; number++) {
    assertTurnedAway(await visit(house, `https://client.example/${number}/client.json`));
  }
  assert.equal(house.called.length, 1);
  house.clock.at += 60_000;
  assertTurnedAway(await visit(house, CLIENT));
  assert.equal(house.called.length, 2);
});

Deno.test("attacks by document: with the door open, strangers cannot make us fetch and keep without end", async () => {
  await using house = await openHouse({ environment: OPEN, outside: ({ url }) => json(documentOf(url)) });
  const pages = [];
  for (let number = 0; number < 25; number++) {
    pages.push(await visit(house, `https://client.example/${number}/client.json`));
  }
  assert.deepEqual(pages.map(({ status }) => status), [...Array(20).fill(200), ...Array(5).fill(400)]);
  assert.equal(house.called.length, 20);
  // What is known stays known, and other hosts have their own share of what there is for all.
  assert.equal((await visit(house, "https://client.example/0/client.json")).status, 200);
  for (let number = 0; number < 490; number++) {
    // One address would be stopped long before.
    house.address = `198.51.100.${number % 250}`;
    await visit(house, `https://c${number}.example/client.json`);
  }
  assert.equal(house.called.length, 500);
  assert.equal((await visit(house, "https://claude.ai/oauth/mcp-oauth-client-metadata")).status, 200, "a named one");
});

Deno.test("attacks by document: a client cannot borrow a named client's good name", async () => {
  const named = "https://claude.ai/oauth/mcp-oauth-client-metadata";
  await using house = await openHouse({
    environment: OPEN,
    outside: ({ url }) => json(documentOf(url, { client_name: "Claude (claude.ai)" })),
  });
  const consent = await visit(house, CLIENT);
  assert.match(consent.text, /verified: <bdi>client\.example<\/bdi>/);
  // Claude's own document now says that it answers elsewhere than it is known to; what it does not say is refused.
  assertTurnedAway(await visit(house, named, "https://evil.example/callback"));
});

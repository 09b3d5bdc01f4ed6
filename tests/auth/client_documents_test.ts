import assert from "node:assert/strict";
import { clientDocuments, createClientDocuments } from "../../src/auth/client_documents.ts";
import { matchesRedirect } from "../../src/auth/redirects.ts";
import { createDenoKvStorage } from "../../src/storage/deno_kv.ts";

const FRIDAY = Date.UTC(2026, 10, 20, 16);
const CLAUDE = "https://claude.ai/oauth/mcp-oauth-client-metadata";
const CLAUDE_CODE = "https://claude.ai/oauth/claude-code-client-metadata";
const CHATGPT = "https://chatgpt.com/oauth/client.json";
const STRANGER = "https://client.example/oauth/client.json";
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const documentOf = (url: string, more: Record<string, unknown> = {}) => ({
  client_id: url,
  client_name: `Client of ${new URL(url).host}`,
  redirect_uris: ["https://client.example/cb"],
  ...more,
});

/** What the internet says, by address; a function is asked each time. */
type Internet = Record<string, () => Response | Promise<Response>>;

async function start({ open = false, internet = {} as Internet } = {}) {
  const clock = { at: FRIDAY };
  const asked: string[] = [];
  const lines: unknown[] = [];
  const kv = await Deno.openKv(":memory:");
  const { records } = createDenoKvStorage(kv, { now: () => clock.at });
  const documents = createClientDocuments({
    records,
    now: () => clock.at,
    open,
    log: (level, event, fields) => lines.push({ level, event, ...fields }),
    fetch: async (input) => {
      asked.push(String(input));
      const answer = internet[String(input)];
      if (answer === undefined) throw new TypeError("no route to host");
      return await answer();
    },
  });
  return {
    clock,
    asked,
    lines,
    kv,
    records,
    internet,
    find: (url: string, signal = new AbortController().signal) => documents.find(url, signal),
    async client(url: string) {
      const found = await documents.find(url, new AbortController().signal);
      assert.ok(found.ok, JSON.stringify(found));
      return found.value;
    },
    async problem(url: string): Promise<string> {
      const found = await documents.find(url, new AbortController().signal);
      assert.ok(!found.ok && found.failure.kind === "invalid", JSON.stringify(found));
      assert.equal(found.failure.subject, "client_id");
      assert.ok(found.failure.remedy);
      return found.failure.problem;
    },
  };
}

Deno.test("client documents: a client is what its document says, vouched for by its host", async () => {
  const redirects = ["https://claude.ai/api/mcp/auth_callback", "javascript:alert(1)", "http://localhost/callback"];
  const jwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";
  const document = documentOf(CLAUDE, {
    client_name: "Claude",
    redirect_uris: redirects,
    grant_types: ["authorization_code", "refresh_token", jwtBearer],
    token_endpoint_auth_method: "none",
    logo_uri: "https://claude.ai/logo.png",
  });
  const world = await start({ internet: { [CLAUDE]: () => Response.json(document) } });
  assert.deepEqual(await world.client(CLAUDE), {
    id: CLAUDE,
    name: "Claude",
    verifiedHost: "claude.ai",
    redirectUris: ["https://claude.ai/api/mcp/auth_callback", "http://localhost/callback"],
    authMethod: "none",
    secretHash: null,
  });
  assert.deepEqual(world.lines, []);
  world.kv.close();
});

Deno.test("client documents: strangers are let in only where the operator has opened the door", async () => {
  const internet = { [STRANGER]: () => Response.json(documentOf(STRANGER)) };
  const closed = await start({ internet });
  assert.match(await closed.problem(STRANGER), /does not accept/);
  assert.match(await closed.problem(CLAUDE + "?x"), /does not accept/);
  assert.deepEqual(closed.asked, []);
  closed.kv.close();
  const open = await start({ internet, open: true });
  assert.equal((await open.client(STRANGER)).verifiedHost, "client.example");
  for (
    const url of ["https://127.0.0.1/a", "https://localhost/a", "http://client.example/a", "https://db.internal/a"]
  ) {
    assert.match(await open.problem(url), /does not accept/);
  }
  assert.deepEqual(open.asked, [STRANGER]);
  open.kv.close();
});

Deno.test("client documents: a document is fetched again when its time is up, and not before", async () => {
  let name = "One";
  const answer = () =>
    Response.json(documentOf(STRANGER, { client_name: name }), { headers: { "cache-control": "max-age=600" } });
  const world = await start({ open: true, internet: { [STRANGER]: answer } });
  assert.equal((await world.client(STRANGER)).name, "One");
  name = "Two";
  world.clock.at += 599_999;
  assert.equal((await world.client(STRANGER)).name, "One");
  assert.equal(world.asked.length, 1);
  world.clock.at += 1;
  assert.equal((await world.client(STRANGER)).name, "Two");
  assert.equal((await world.client(STRANGER)).name, "Two");
  assert.equal(world.asked.length, 2);
  world.kv.close();
});

Deno.test("client documents: when a document can no longer be had, the last one serves for thirty days", async () => {
  const broken: [string, () => Response | Promise<Response>][] = [
    ["an error", () => new Response("gone", { status: 404 })],
    ["a page", () => new Response("<!doctype html>", { headers: { "content-type": "text/html" } })],
    ["a redirect", () => Response.redirect("https://elsewhere.example/", 302)],
    ["no network", () => Promise.reject(new TypeError("no route to host"))],
    ["too much", () => Response.json("a".repeat(10_000_000))],
  ];
  for (const [what, answer] of broken) {
    const world = await start({ open: true, internet: { [STRANGER]: () => Response.json(documentOf(STRANGER)) } });
    const before = await world.client(STRANGER);
    world.internet[STRANGER] = answer;
    world.clock.at += 2 * HOUR;
    assert.deepEqual(await world.client(STRANGER), before, what);
    assert.equal(world.asked.length, 2, what);
    world.clock.at = FRIDAY + 30 * DAY - 1;
    assert.deepEqual(await world.client(STRANGER), before, what);
    world.clock.at += 60_001;
    await world.problem(STRANGER);
    assert.equal((world.lines[0] as { used: string }).used, "cached copy");
    world.kv.close();
  }
});

Deno.test("client documents: a host in trouble is asked once a minute, for whichever document", async () => {
  const other = "https://client.example/other.json";
  const third = "https://third.example/client.json";
  const world = await start({ open: true, internet: { [third]: () => Response.json(documentOf(third)) } });
  assert.match(await world.problem(STRANGER), /could not be fetched/);
  assert.match(await world.problem(STRANGER), /could not be fetched/);
  assert.match(await world.problem(other), /could not be fetched/);
  assert.deepEqual(world.asked, [STRANGER]);
  await world.client(third);
  world.internet[other] = () => Response.json(documentOf(other));
  world.clock.at += 59_999;
  await world.problem(other);
  assert.deepEqual(world.asked, [STRANGER, third]);
  world.clock.at += 1;
  await world.client(other);
  world.kv.close();
});

Deno.test("client documents: named clients have a shipped copy, used only when there is nothing else, and logged", async () => {
  const world = await start({ internet: {} });
  const client = await world.client(CLAUDE);
  assert.deepEqual(client.redirectUris, ["https://claude.ai/api/mcp/auth_callback"]);
  assert.equal(client.verifiedHost, "claude.ai");
  assert.ok(matchesRedirect((await world.client(CLAUDE_CODE)).redirectUris, "http://localhost:5000/callback"));
  const connector = await world.client("https://chatgpt.com/oauth/abc/client.json");
  assert.deepEqual(connector.redirectUris, ["https://chatgpt.com/connector/oauth/abc"]);
  assert.deepEqual(world.lines[0], {
    level: "warn",
    event: "client document missing",
    host: "claude.ai",
    problem: "could not be fetched",
    used: "shipped copy",
  });
  const { items } = await world.records.list(clientDocuments);
  assert.deepEqual(items.map(({ id }) => id), ["host:chatgpt.com", "host:claude.ai"], "copies are not stored");
  world.internet[CLAUDE] = () => Response.json(documentOf(CLAUDE, { client_name: "Claude, newer" }));
  world.clock.at += 60_000;
  assert.equal((await world.client(CLAUDE)).name, "Claude, newer");
  world.internet[CLAUDE] = () => new Response(null, { status: 403 });
  world.clock.at += 2 * HOUR;
  assert.equal((await world.client(CLAUDE)).name, "Claude, newer", "a cached document comes before the shipped one");
  world.kv.close();
});

Deno.test("client documents: a document that is no client of ours is refused, even where there is a copy of another", async () => {
  const cases: [string, unknown, RegExp][] = [
    ["another's", documentOf(CLAUDE_CODE), /another client's/],
    ["nobody's", { ...documentOf(CLAUDE), client_id: undefined }, /another client's/],
    ["almost its own", { ...documentOf(CLAUDE), client_id: CLAUDE + "/" }, /another client's/],
    ["an array", [documentOf(CLAUDE)], /another client's/],
    ["null", null, /another client's/],
    ["no redirects", documentOf(CLAUDE, { redirect_uris: [] }), /redirect_uris/],
    [
      "bad redirects",
      documentOf(CLAUDE, { redirect_uris: ["http://example.com/cb", "javascript:x"] }),
      /redirect_uris/,
    ],
    ["a machine", documentOf(CLAUDE, { grant_types: ["client_credentials"] }), /grant_types/],
    ["a secret", documentOf(CLAUDE, { token_endpoint_auth_method: "client_secret_basic" }), /token endpoint/],
    ["a key", documentOf(CLAUDE, { token_endpoint_auth_method: "private_key_jwt" }), /token endpoint/],
  ];
  for (const [what, document, expected] of cases) {
    const world = await start({ internet: { [CLAUDE]: () => Response.json(document) } });
    assert.match(await world.problem(CLAUDE), expected, what);
    assert.match(await world.problem(CLAUDE), expected, `${what}, again`);
    assert.equal(world.asked.length, 1, what);
    world.internet[CLAUDE] = () => Response.json(documentOf(CLAUDE));
    world.clock.at += 60_000;
    await world.client(CLAUDE);
    world.kv.close();
  }
});

Deno.test("client documents: a document that turns bad ends the good one before it", async () => {
  const world = await start({ open: true, internet: { [STRANGER]: () => Response.json(documentOf(STRANGER)) } });
  await world.client(STRANGER);
  world.internet[STRANGER] = () => Response.json(documentOf(STRANGER, { redirect_uris: ["ftp://x/"] }));
  world.clock.at += 2 * HOUR;
  await world.problem(STRANGER);
  delete world.internet[STRANGER];
  world.clock.at += 60_000;
  assert.match(await world.problem(STRANGER), /could not be fetched/);
  world.kv.close();
});

Deno.test("client documents: a host is left alone for a minute after a bad document, too", async () => {
  const other = "https://client.example/other.json";
  const internet = {
    [STRANGER]: () => Response.json(documentOf(other)),
    [other]: () => Response.json(documentOf(other)),
  };
  const world = await start({ open: true, internet });
  await world.problem(STRANGER);
  await world.problem(other);
  assert.deepEqual(world.asked, [STRANGER]);
  world.clock.at += 60_000;
  await world.client(other);
  world.kv.close();
});

Deno.test("client documents: a client that prefers a key may go without, if its document says so", async () => {
  const document = documentOf(CHATGPT, {
    redirect_uris: ["https://chatgpt.com/connector_platform_oauth_redirect"],
    token_endpoint_auth_method: "private_key_jwt",
    token_endpoint_auth_methods_supported: ["none", "private_key_jwt"],
    jwks_uri: "https://chatgpt.com/oauth/jwks.json",
  });
  const world = await start({ internet: { [CHATGPT]: () => Response.json(document) } });
  assert.equal((await world.client(CHATGPT)).authMethod, "none");
  assert.deepEqual(world.asked, [CHATGPT]);
  world.kv.close();
});

Deno.test("client documents: a script in a name stays a name, and one without a name is called by its host", async () => {
  const name = "</title><script>steal()</script>\u202e\u0007";
  const world = await start({
    open: true,
    internet: { [STRANGER]: () => Response.json(documentOf(STRANGER, { client_name: name })) },
  });
  assert.equal((await world.client(STRANGER)).name, "</title><script>steal()</script>");
  world.internet[STRANGER] = () => Response.json(documentOf(STRANGER, { client_name: undefined }));
  world.clock.at += 2 * HOUR;
  assert.equal((await world.client(STRANGER)).name, "client.example");
  world.kv.close();
});

Deno.test("client documents: nothing a stranger wrote is in a failure or in the log", async () => {
  const document = documentOf(STRANGER, { client_name: "STEAL", redirect_uris: ["ftp://STEAL/"], STEAL: 1 });
  const world = await start({ open: true, internet: { [STRANGER]: () => Response.json(document) } });
  assert.doesNotMatch(await world.problem(STRANGER), /STEAL/);
  world.internet[STRANGER] = () => Promise.reject(new Error("STEAL"));
  world.clock.at += 60_000;
  assert.doesNotMatch(await world.problem(STRANGER), /STEAL/);
  assert.doesNotMatch(JSON.stringify(world.lines), /STEAL/);
  assert.equal(world.lines.length, 1);
  world.kv.close();
});

Deno.test("client documents: a caller who goes away leaves no mark on the host", async () => {
  const caller = new AbortController();
  const world = await start({ open: true, internet: { [STRANGER]: () => new Promise<never>(() => {}) } });
  const looking = world.find(STRANGER, caller.signal);
  caller.abort();
  assert.deepEqual(await looking, { ok: false, failure: { kind: "cancelled" } });
  assert.deepEqual((await world.records.list(clientDocuments)).items, []);
  world.kv.close();
});

Deno.test("client documents: twenty at once all get their client", async () => {
  const world = await start({ open: true, internet: { [STRANGER]: () => Response.json(documentOf(STRANGER)) } });
  const found = await Promise.all(Array.from({ length: 20 }, () => world.client(STRANGER)));
  assert.equal(new Set(found.map((client) => JSON.stringify(client))).size, 1);
  world.kv.close();
});

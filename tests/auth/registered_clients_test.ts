import assert from "node:assert/strict";
import { attempts, createAttempts } from "../../src/auth/attempts.ts";
import { createRegisteredClients, isRegisteredId, oauthClients } from "../../src/auth/registered_clients.ts";
import { hashSecret } from "../../src/auth/secret.ts";
import { createDenoKvStorage } from "../../src/storage/deno_kv.ts";

const FRIDAY = Date.UTC(2026, 10, 20, 16);
const DAY = 86_400_000;
const HOME = "203.0.113.7";
const GOOD = { redirect_uris: ["https://example.com/cb"], token_endpoint_auth_method: "none" };

async function start() {
  const clock = { at: FRIDAY };
  const now = () => clock.at;
  const kv = await Deno.openKv(":memory:");
  const { records } = createDenoKvStorage(kv, { now });
  const clients = createRegisteredClients({ records, attempts: createAttempts({ records, now }), now });
  return {
    ...clients,
    clock,
    kv,
    records,
    async ask(metadata: unknown, address = HOME) {
      const { status, headers, body } = await clients.register(metadata, address);
      return { status, headers, body: JSON.parse(JSON.stringify(body)) as Record<string, unknown> };
    },
  };
}

/** No nulls, no floats, at any depth. */
function assertPlain(value: unknown): void {
  assert.notEqual(value, null);
  if (typeof value === "number") assert.ok(Number.isInteger(value));
  if (typeof value === "object") Object.values(value!).forEach(assertPlain);
}

Deno.test("registered clients: a public client gets an id and hears what was accepted", async () => {
  const world = await start();
  world.clock.at += 789;
  const { status, headers, body } = await world.ask({
    client_name: "Claude",
    redirect_uris: ["https://claude.ai/api/mcp/auth_callback"],
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    token_endpoint_auth_method: "none",
    scope: "read everything",
    client_uri: null,
    software_id: "ignored",
  });
  assert.equal(status, 201);
  assert.equal(headers["cache-control"], "no-store");
  const { client_id: id, ...rest } = body;
  assert.ok(isRegisteredId(String(id)));
  assert.deepEqual(rest, {
    client_id_issued_at: FRIDAY / 1000,
    client_name: "Claude",
    redirect_uris: ["https://claude.ai/api/mcp/auth_callback"],
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    token_endpoint_auth_method: "none",
  });
  assertPlain(body);
  assert.deepEqual(await world.find(String(id)), {
    ok: true,
    value: {
      id,
      name: "Claude",
      verifiedHost: null,
      redirectUris: ["https://claude.ai/api/mcp/auth_callback"],
      authMethod: "none",
      secretHash: null,
    },
  });
  world.kv.close();
});

Deno.test("registered clients: those with a secret get one that is shown once and kept as a hash", async () => {
  const world = await start();
  for (const method of ["client_secret_post", "client_secret_basic", undefined]) {
    const { status, body } = await world.ask({ ...GOOD, token_endpoint_auth_method: method });
    assert.equal(status, 201);
    assert.equal(body.token_endpoint_auth_method, method ?? "client_secret_basic");
    assert.match(String(body.client_secret), /^[\w-]{43}$/);
    assert.equal(body.client_secret_expires_at, 0);
    assertPlain(body);
    const found = await world.find(String(body.client_id));
    assert.ok(found.ok);
    assert.equal(found.value.secretHash, await hashSecret(String(body.client_secret)));
    const { items } = await world.records.list(oauthClients);
    assert.ok(!JSON.stringify(items).includes(String(body.client_secret)));
  }
  world.kv.close();
});

Deno.test("registered clients: Cursor's three redirects are taken, of a mixed set the good ones", async () => {
  const world = await start();
  const cursor = [
    "cursor://anysphere.cursor-mcp/oauth/callback",
    "https://www.cursor.com/agents/mcp/oauth/callback",
    "http://localhost:8787/callback",
  ];
  assert.deepEqual((await world.ask({ redirect_uris: cursor })).body.redirect_uris, cursor);
  const mixed = await world.ask({ redirect_uris: ["javascript:alert(1)", "claude://x/cb", cursor[2]!] });
  assert.equal(mixed.status, 201);
  assert.deepEqual(mixed.body.redirect_uris, [cursor[2]]);
  world.kv.close();
});

Deno.test("registered clients: what cannot be accepted is 400 with RFC 7591's error, and nothing is stored or counted", async () => {
  const world = await start();
  const cases: [unknown, string][] = [
    [null, "invalid_client_metadata"],
    ["text", "invalid_client_metadata"],
    [[], "invalid_client_metadata"],
    [{ ...GOOD, client_name: 7 }, "invalid_client_metadata"],
    [{ ...GOOD, grant_types: ["implicit"] }, "invalid_client_metadata"],
    [{ ...GOOD, response_types: ["token"] }, "invalid_client_metadata"],
    [{ ...GOOD, token_endpoint_auth_method: "private_key_jwt" }, "invalid_client_metadata"],
    [{ ...GOOD, token_endpoint_auth_method: 7 }, "invalid_client_metadata"],
    [{}, "invalid_redirect_uri"],
    [{ redirect_uris: [] }, "invalid_redirect_uri"],
    [{ redirect_uris: ["javascript:STEAL()"], client_name: "STEAL" }, "invalid_redirect_uri"],
    [{ redirect_uris: ["http://example.com/cb"] }, "invalid_redirect_uri"],
    [{ redirect_uris: ["https://user@example.com/cb", "https://example.com/#x"] }, "invalid_redirect_uri"],
  ];
  for (const [metadata, error] of cases) {
    const { status, body } = await world.ask(metadata);
    assert.deepEqual([status, body.error], [400, error], JSON.stringify(metadata));
    // RFC 6749, 5.2 names the characters a description may have.
    assert.match(String(body.error_description), /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/);
    assert.doesNotMatch(String(body.error_description), /STEAL/);
  }
  assert.deepEqual((await world.records.list(oauthClients)).items, []);
  assert.deepEqual((await world.records.list(attempts)).items, []);
  world.kv.close();
});

Deno.test("registered clients: a name is cleaned and stays data; without one the redirect's host stands in", async () => {
  const world = await start();
  const named = await world.ask({ ...GOOD, client_name: `<img src=x onerror="steal()">\u0000\u202e` });
  assert.equal(named.body.client_name, `<img src=x onerror="steal()">`);
  const long = await world.ask({ ...GOOD, client_name: "n".repeat(10_000) });
  assert.equal(long.body.client_name, "n".repeat(80));
  assert.equal((await world.ask(GOOD)).body.client_name, "example.com");
  assert.equal((await world.ask({ ...GOOD, redirect_uris: ["http://[::1]:9/cb"] })).body.client_name, "[::1]");
  world.kv.close();
});

Deno.test("registered clients: ids are never the same, and an unknown one is not found", async () => {
  const world = await start();
  const ids = await Promise.all(Array.from({ length: 10 }, async () => (await world.ask(GOOD)).body.client_id));
  assert.equal(new Set(ids).size, 10);
  for (const id of ["", "ttai_", `ttai_${"a".repeat(22)}`, `${ids[0]}a`, "\u0000"]) {
    const found = await world.find(id);
    assert.ok(!found.ok && found.failure.kind === "invalid" && found.failure.subject === "client_id", id);
  }
  world.kv.close();
});

Deno.test("registered clients: a registration goes after 90 days without use and stays as long as it is used", async () => {
  const world = await start();
  const used = String((await world.ask(GOOD)).body.client_id);
  const unused = String((await world.ask(GOOD)).body.client_id);
  world.clock.at += 89 * DAY;
  await world.touch(used);
  world.clock.at += DAY;
  assert.equal((await world.find(unused)).ok, false);
  assert.equal((await world.find(used)).ok, true);
  world.clock.at += 89 * DAY - 1;
  assert.equal((await world.find(used)).ok, true);
  world.clock.at += 1;
  assert.equal((await world.find(used)).ok, false);
  await world.touch(used);
  assert.equal((await world.find(used)).ok, false, "what is gone does not come back");
  world.kv.close();
});

Deno.test("registered clients: use is written at most once a day, also by many at once", async () => {
  const world = await start();
  const id = String((await world.ask(GOOD)).body.client_id);
  const version = async () => (await world.records.read(oauthClients, id))!.version;
  const first = await version();
  world.clock.at += DAY - 1;
  await world.touch(id);
  assert.equal(await version(), first);
  world.clock.at += 1;
  await Promise.all(Array.from({ length: 20 }, () => world.touch(id)));
  const second = await version();
  assert.notEqual(second, first);
  await world.touch(id);
  assert.equal(await version(), second);
  assert.equal((await world.records.read(oauthClients, id))!.value.usedAt, world.clock.at);
  world.kv.close();
});

Deno.test("registered clients: a flood from one address ends at 20 an hour, and others get through", async () => {
  const world = await start();
  world.clock.at += 500;
  const flood = await Promise.all(Array.from({ length: 30 }, () => world.ask(GOOD)));
  assert.equal(flood.filter(({ status }) => status === 201).length, 20);
  assert.equal((await world.records.list(oauthClients)).items.length, 20);
  const refused = await world.ask(GOOD, `::ffff:${HOME}`);
  assert.equal(refused.status, 429);
  assert.equal(refused.body.error, "temporarily_unavailable");
  assert.equal(refused.headers["retry-after"], "3600");
  assertPlain(refused.body);
  assert.equal((await world.ask(GOOD, "198.51.100.1")).status, 201);
  world.clock.at += 3_599_001;
  assert.equal((await world.ask(GOOD)).headers["retry-after"], "1");
  world.clock.at += 999;
  assert.equal((await world.ask(GOOD)).status, 201);
  world.kv.close();
});

Deno.test("registered clients: a flood from one network's many IPv6 addresses is one flood", async () => {
  const world = await start();
  for (let count = 0; count < 20; count++) {
    assert.equal((await world.ask(GOOD, `2001:db8:1:2::${count.toString(16)}`)).status, 201);
  }
  assert.equal((await world.ask(GOOD, "2001:db8:1:2:ffff::1")).status, 429);
  assert.equal((await world.ask(GOOD, "2001:db8:1:3::1")).status, 201);
  world.kv.close();
});

Deno.test("registered clients: a flood from everywhere ends at 500 a day", async () => {
  const world = await start();
  for (let count = 0; count < 500; count++) {
    assert.equal((await world.ask(GOOD, `10.0.${count >> 4}.1`)).status, 201);
  }
  const refused = await world.ask(GOOD, "10.9.9.9");
  assert.deepEqual([refused.status, refused.headers["retry-after"]], [429, "86400"]);
  world.clock.at += DAY;
  assert.equal((await world.ask(GOOD, "10.9.9.9")).status, 201);
  world.kv.close();
});

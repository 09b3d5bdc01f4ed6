import assert from "node:assert/strict";
import { createAttempts } from "../../src/auth/attempts.ts";
import { createClientDocuments } from "../../src/auth/client_documents.ts";
import { createClients } from "../../src/auth/clients.ts";
import { createRegisteredClients, oauthClients } from "../../src/auth/registered_clients.ts";
import { createDenoKvStorage } from "../../src/storage/deno_kv.ts";

const FRIDAY = Date.UTC(2026, 10, 20, 16);
const CLAUDE = "https://claude.ai/oauth/mcp-oauth-client-metadata";
const DAY = 86_400_000;
const { signal } = new AbortController();

async function start() {
  const clock = { at: FRIDAY };
  const now = () => clock.at;
  const kv = await Deno.openKv(":memory:");
  const { records } = createDenoKvStorage(kv, { now });
  const registered = createRegisteredClients({ records, attempts: createAttempts({ records, now }), now });
  const fetch = () => Promise.reject(new TypeError("no network here"));
  const documents = createClientDocuments({ records, now, fetch, open: false, log: () => {} });
  const clients = createClients({ documents, registered });
  return {
    clock,
    kv,
    records,
    find: (id: string) => clients.find(id, signal),
    async register(token_endpoint_auth_method: string) {
      const metadata = { redirect_uris: ["https://example.com/cb"], token_endpoint_auth_method };
      const { body } = await registered.register(metadata, "203.0.113.7");
      const { client_id: id, client_secret: secret = "" } = body as { client_id: string; client_secret?: string };
      return { id, secret };
    },
    async authenticate(form: Record<string, string> | string[][], authorization: string | null = null) {
      const found = await clients.authenticate(new URLSearchParams(form), authorization, signal);
      if (found.ok) return found.value.id;
      assert.ok(found.failure.kind === "invalid" && found.failure.remedy);
      return found.failure;
    },
  };
}

const basic = (id: string, secret: string): string => `Basic ${btoa(`${id}:${secret}`)}`;

type World = Awaited<ReturnType<typeof start>>;

async function refused(world: World, form: Record<string, string> | string[][], authorization: string | null = null) {
  const answer = await world.authenticate(form, authorization);
  assert.ok(typeof answer === "object", `let in: ${JSON.stringify([form, authorization])}`);
  return `${answer.subject}: ${answer.problem}`;
}

Deno.test("clients: the form of an id says which kind of client it is", async () => {
  const world = await start();
  const { id } = await world.register("none");
  const found = await world.find(id);
  assert.ok(found.ok && found.value.verifiedHost === null);
  const claude = await world.find(CLAUDE);
  assert.ok(claude.ok && claude.value.verifiedHost === "claude.ai");
  const unknown = [
    "",
    "client",
    "ttai_short",
    `ttai_${"a".repeat(22)}`,
    "https://client.example/a",
    "http://claude.ai/",
  ];
  for (const name of unknown) {
    const answer = await world.find(name);
    assert.ok(!answer.ok && answer.failure.kind === "invalid" && answer.failure.subject === "client_id", name);
  }
  world.kv.close();
});

Deno.test("clients: each of the three methods lets its client in", async () => {
  const world = await start();
  const open = await world.register("none");
  assert.equal(await world.authenticate({ client_id: open.id }), open.id);
  assert.equal(await world.authenticate({ client_id: open.id, client_secret: "" }), open.id);
  assert.equal(await world.authenticate({ client_id: CLAUDE }), CLAUDE);
  const post = await world.register("client_secret_post");
  assert.equal(await world.authenticate({ client_id: post.id, client_secret: post.secret }), post.id);
  const header = await world.register("client_secret_basic");
  assert.equal(await world.authenticate({}, basic(header.id, header.secret)), header.id);
  assert.equal(await world.authenticate({ client_id: header.id }, basic(header.id, header.secret)), header.id);
  assert.equal(await world.authenticate({}, basic(header.id, header.secret).replace("Basic", "basic")), header.id);
  world.kv.close();
});

Deno.test("clients: both halves of Basic are form-decoded", async () => {
  const world = await start();
  const { id, secret } = await world.register("client_secret_basic");
  const encode = (text: string) => Array.from(text, (c) => `%${c.charCodeAt(0).toString(16)}`).join("");
  assert.equal(await world.authenticate({}, basic(encode(id), encode(secret))), id);
  assert.match(await refused(world, {}, basic(id, `${secret}%`)), /not HTTP Basic/);
  assert.match(await refused(world, {}, basic(id, `${secret}+`)), /secret is wrong/);
  assert.match(await refused(world, {}, basic(encode(CLAUDE), "")), /another method/);
  world.kv.close();
});

Deno.test("clients: a wrong, missing, shortened or other client's secret is refused", async () => {
  const world = await start();
  const one = await world.register("client_secret_post");
  const other = await world.register("client_secret_post");
  const wrong = ["x", one.secret.slice(1), `${one.secret}x`, ` ${one.secret}`, one.secret.toUpperCase(), other.secret];
  for (const client_secret of wrong) {
    assert.match(await refused(world, { client_id: one.id, client_secret }), /secret is wrong/);
  }
  const stored = await world.records.read(oauthClients, one.id);
  const hash = stored!.value.secretHash!;
  assert.match(await refused(world, { client_id: one.id, client_secret: hash }), /secret is wrong/);
  assert.match(await refused(world, { client_id: one.id }), /another method/);
  assert.match(await refused(world, { client_id: one.id, client_secret: "" }), /another method/);
  const header = await world.register("client_secret_basic");
  assert.match(await refused(world, {}, basic(header.id, "")), /secret is wrong/);
  world.kv.close();
});

Deno.test("clients: another method than the registered one is refused, also with the right secret", async () => {
  const world = await start();
  const [open, post, header] = [
    await world.register("none"),
    await world.register("client_secret_post"),
    await world.register("client_secret_basic"),
  ];
  assert.match(await refused(world, { client_id: header.id, client_secret: header.secret }), /another method/);
  assert.match(await refused(world, {}, basic(post.id, post.secret)), /another method/);
  assert.match(await refused(world, { client_id: open.id, client_secret: "x" }), /another method/);
  assert.match(await refused(world, {}, basic(open.id, "")), /another method/);
  assert.match(await refused(world, { client_id: CLAUDE, client_secret: "x" }), /another method/);
  world.kv.close();
});

Deno.test("clients: two methods at once, doubled parameters and unreadable headers are refused", async () => {
  const world = await start();
  const { id, secret } = await world.register("client_secret_basic");
  const header = basic(id, secret);
  assert.match(await refused(world, { client_id: id, client_secret: secret }, header), /two methods/);
  assert.match(await refused(world, { client_secret: secret }, header), /two methods/);
  assert.match(await refused(world, { client_id: CLAUDE }, header), /differ/);
  assert.match(await refused(world, [["client_id", id], ["client_id", id]], header), /twice/);
  assert.match(await refused(world, [["client_secret", ""], ["client_secret", ""]], header), /twice/);
  assert.match(await refused(world, { client_id: CLAUDE, client_assertion: "a.b.c" }), /assertions/);
  assert.match(await refused(world, { client_id: id, client_assertion_type: "x" }, header), /assertions/);
  const unreadable = [
    "",
    "Basic",
    "Basic ",
    "Basic !!!",
    "Basic a",
    `Bearer ${secret}`,
    `Basic ${btoa(id)}`,
    `Basic ${btoa(`:${secret}`)}`,
    `Basic ${btoa("\xff:\xff")}`,
    `${header}, ${header}`,
  ];
  for (const authorization of unreadable) {
    assert.match(await refused(world, { client_id: id }, authorization), /not HTTP Basic/, authorization);
  }
  assert.match(await refused(world, {}), /client_id: it is missing/);
  assert.match(await refused(world, { client_id: "" }), /missing/);
  assert.match(await refused(world, { client_id: `ttai_${"a".repeat(22)}` }), /no such client/);
  assert.match(await refused(world, {}, basic(`ttai_${"a".repeat(22)}`, secret)), /no such client/);
  world.kv.close();
});

Deno.test("clients: letting a registered client in keeps it, refusing it does not", async () => {
  const world = await start();
  const kept = await world.register("client_secret_post");
  const tried = await world.register("client_secret_post");
  world.clock.at += 80 * DAY;
  assert.equal(await world.authenticate({ client_id: kept.id, client_secret: kept.secret }), kept.id);
  await refused(world, { client_id: tried.id, client_secret: "wrong" });
  world.clock.at += 20 * DAY;
  assert.equal(await world.authenticate({ client_id: kept.id, client_secret: kept.secret }), kept.id);
  assert.match(await refused(world, { client_id: tried.id, client_secret: tried.secret }), /no such client/);
  world.kv.close();
});

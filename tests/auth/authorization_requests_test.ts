import assert from "node:assert/strict";
import { authorizationRequests } from "../../src/auth/authorization_requests.ts";
import { newSecret } from "../../src/auth/secret.ts";
import { ASKED, openParts } from "./parts.ts";

const MINUTE = 60_000;

Deno.test("authorization requests: a request is there for the browser it came in, and for no other", async () => {
  using parts = await openParts();
  const browser = newSecret();
  const id = await parts.requests.open(ASKED, browser);
  const { value } = (await parts.requests.read(id, browser))!;
  const { csrf, browserHash, ...rest } = value;
  assert.deepEqual(rest, { ...ASKED, granted: null, brokerStateHash: null });
  assert.match(csrf, /^[\w-]{43}$/);
  assert.equal(JSON.stringify(value).includes(browser), false, "the cookie itself is not kept");
  assert.notEqual(browserHash, browser);
  for (const other of [newSecret(), browserHash, "", null]) assert.equal(await parts.requests.read(id, other), null);
  for (const wrong of ["", "x", newSecret(), `${id}x`]) assert.equal(await parts.requests.read(wrong, browser), null);
});

Deno.test("authorization requests: a form must repeat the request's token", async () => {
  using parts = await openParts();
  const browser = newSecret();
  const [id, other] = [await parts.requests.open(ASKED, browser), await parts.requests.open(ASKED, browser)];
  const { csrf } = (await parts.requests.read(id, browser))!.value;
  const { csrf: others } = (await parts.requests.read(other, browser))!.value;
  assert.ok(await parts.requests.readForm(id, browser, csrf));
  for (const wrong of ["", others, `${csrf}x`]) assert.equal(await parts.requests.readForm(id, browser, wrong), null);
  assert.equal(await parts.requests.readForm(id, newSecret(), csrf), null);
});

Deno.test("authorization requests: ten minutes to decide, thirty more to link", async () => {
  using parts = await openParts();
  const browser = newSecret();
  const [undecided, decided] = [await parts.requests.open(ASKED, browser), await parts.requests.open(ASKED, browser)];
  parts.clock.at += 10 * MINUTE - 1;
  assert.ok(await parts.requests.read(undecided, browser));
  await parts.requests.change((await parts.requests.read(decided, browser))!, { granted: ["read"] });
  parts.clock.at += 1;
  assert.equal(await parts.requests.read(undecided, browser), null);
  parts.clock.at += 30 * MINUTE - 2;
  assert.deepEqual((await parts.requests.read(decided, browser))?.value.granted, ["read"]);
  parts.clock.at += 1;
  assert.equal(await parts.requests.read(decided, browser), null);
});

Deno.test("authorization requests: a change of what has not been decided gives no more time", async () => {
  using parts = await openParts();
  const browser = newSecret();
  const id = await parts.requests.open(ASKED, browser);
  parts.clock.at += 9 * MINUTE;
  const before = (await parts.requests.read(id, browser))!;
  const after = (await parts.requests.change(before, { brokerStateHash: "h" }))!;
  assert.equal(after.expiresAt, before.expiresAt);
  assert.notEqual(after.version, before.version);
});

Deno.test("authorization requests: who comes second changes nothing, and what is closed is gone", async () => {
  using parts = await openParts();
  const browser = newSecret();
  const id = await parts.requests.open(ASKED, browser);
  const stored = (await parts.requests.read(id, browser))!;
  const changed = (await parts.requests.change(stored, { granted: ["read"] }))!;
  assert.equal(await parts.requests.change(stored, { granted: ["read", "trade"] }), null);
  assert.deepEqual((await parts.requests.read(id, browser))!.value.granted, ["read"]);
  assert.equal((await parts.records.commit([parts.requests.close(stored)])).ok, false);
  await parts.commit(parts.requests.close(changed));
  assert.equal(await parts.requests.read(id, browser), null);
  assert.equal(await parts.requests.change(changed, { granted: [] }), null);
  assert.equal(await parts.records.read(authorizationRequests, id), null);
});

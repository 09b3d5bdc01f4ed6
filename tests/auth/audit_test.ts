import assert from "node:assert/strict";
import { AUDIT_KINDS, auditEvents } from "../../src/auth/audit.ts";
import { FRIDAY } from "../support/app.ts";
import { openParts } from "./parts.ts";

Deno.test("audit: a person's events, newest first, and nobody else's", async () => {
  using parts = await openParts();
  for (const kind of AUDIT_KINDS) {
    await parts.audit.note("u_ada", kind, kind === "login" ? undefined : `about ${kind}`);
    await parts.audit.note("u_ben", kind);
    parts.clock.at += 1000;
  }
  const events = await parts.audit.listOf("u_ada");
  assert.deepEqual(events.map(({ kind }) => kind), [...AUDIT_KINDS].reverse());
  assert.deepEqual(events.at(-1), { at: FRIDAY, kind: "login", about: null });
  assert.equal(events[0]!.about, `about ${AUDIT_KINDS.at(-1)}`);
});

Deno.test("audit: an event is part of the commit that does it, or is not at all", async () => {
  using parts = await openParts();
  const { id } = await parts.grant();
  const { version, value } = (await parts.grants.read(id))!;
  const { write } = await parts.grants.prepare(id, value);
  assert.equal((await parts.records.commit([write, parts.audit.event("u_ada", "permit")])).ok, false);
  assert.deepEqual(await parts.audit.listOf("u_ada"), []);
  const removal = { kind: "remove", collection: write.collection, id, expected: version } as const;
  assert.equal((await parts.records.commit([removal, parts.audit.event("u_ada", "revoke")])).ok, true);
  assert.deepEqual((await parts.audit.listOf("u_ada")).map(({ kind }) => kind), ["revoke"]);
});

Deno.test("audit: the latest fifty are listed; all go after a year", async () => {
  using parts = await openParts();
  for (let count = 0; count < 55; count++) await parts.audit.note("u_ada", "login", `${count}`);
  const events = await parts.audit.listOf("u_ada");
  assert.deepEqual([events.length, events[0]!.about], [50, "54"]);
  parts.clock.at += auditEvents.lifetimeSeconds! * 1000;
  assert.equal(auditEvents.lifetimeSeconds, 365 * 86_400);
  assert.deepEqual(await parts.audit.listOf("u_ada"), []);
});

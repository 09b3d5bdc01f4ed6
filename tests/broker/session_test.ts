import assert from "node:assert/strict";
import { createSession, type Refusal, type RefusalMemory } from "../../src/broker/session.ts";
import { fail, type Failure, ok } from "../../src/core/failure.ts";
import { createSimulator, SIMULATED_CLIENT_SECRET, SIMULATED_REFRESH_TOKEN } from "../../src/simulator/simulator.ts";
import { FRIDAY } from "../support/app.ts";

const signal = new AbortController().signal;

function remember(): RefusalMemory & { kept: Map<string, Refusal> } {
  const kept = new Map<string, Refusal>();
  return {
    kept,
    read: (fingerprint) => Promise.resolve(kept.get(fingerprint) ?? null),
    remember: (fingerprint, refusal) => Promise.resolve(void kept.set(fingerprint, refusal)),
  };
}

function start(
  { clientSecret = SIMULATED_CLIENT_SECRET, refreshToken = SIMULATED_REFRESH_TOKEN, timeout = 1000 } = {},
) {
  const clock = { at: FRIDAY };
  const simulator = createSimulator({ now: () => clock.at });
  const refusals = remember();
  const gate: { failure: Failure | null; asked: number } = { failure: null, asked: 0 };
  const open = () =>
    createSession({
      baseUrl: "http://broker.invalid",
      credentials: () => Promise.resolve({ clientSecret, refreshToken }),
      fetch: simulator.fetch,
      now: () => clock.at,
      userAgent: "ttai/test",
      refusals,
      timeout,
      admit: () => {
        gate.asked++;
        return Promise.resolve(gate.failure === null ? ok(undefined) : fail(gate.failure));
      },
    });
  const logins = () => simulator.requests.filter(({ path }) => path === "/oauth/token").length;
  return { clock, simulator, refusals, gate, open, session: open(), logins };
}

Deno.test("session: twenty callers at once cause one login and share its token", async () => {
  const { session, logins } = start();
  const tokens = await Promise.all(Array.from({ length: 20 }, () => session.token(signal)));
  assert.equal(logins(), 1);
  assert.equal(new Set(tokens.map((token) => token.ok && token.value)).size, 1);
});

Deno.test("session: a login waits for its turn, is not sent without one, and is no refusal then", async () => {
  const { session, gate, logins, refusals } = start();
  gate.failure = { kind: "rate_limited", retryAfterSeconds: 3 };
  assert.deepEqual(await session.token(signal), fail(gate.failure));
  assert.deepEqual([logins(), refusals.kept.size], [0, 0]);
  gate.failure = null;
  assert.ok((await session.token(signal)).ok);
  await session.token(signal);
  assert.deepEqual([logins(), gate.asked], [1, 2]);
});

Deno.test("session: a token is kept until a minute before it expires", async () => {
  const { session, clock, logins } = start();
  await session.token(signal);
  clock.at += 839_000;
  await session.token(signal);
  assert.equal(logins(), 1);
  clock.at += 2_000;
  await session.token(signal);
  assert.equal(logins(), 2);
});

Deno.test("session: a dropped token is replaced, an older one dropped late is not", async () => {
  const { session, logins } = start();
  const first = await session.token(signal);
  assert.ok(first.ok);
  session.drop(first.value);
  const second = await session.token(signal);
  session.drop(first.value);
  assert.deepEqual(await session.token(signal), second);
  assert.equal(logins(), 2);
});

Deno.test("session: a wrong secret is said so, and tried once, not again by a new process", async () => {
  const { session, open, logins, clock } = start({ clientSecret: "not-the-right-secret" });
  const refused = await session.token(signal);
  assert.ok(!refused.ok && refused.failure.kind === "unauthenticated");
  assert.equal(refused.failure.reason, "secret_refused");
  assert.deepEqual(await session.token(signal), refused);
  assert.deepEqual(await open().token(signal), refused);
  assert.equal(logins(), 1);
  clock.at = refused.failure.retryAt! + 1;
  await session.token(signal);
  assert.equal(logins(), 2);
});

Deno.test("session: a revoked grant is told apart from a wrong secret", async () => {
  const { session, simulator } = start();
  simulator.revokeGrant();
  const refused = await session.token(signal);
  assert.ok(!refused.ok && refused.failure.kind === "unauthenticated");
  assert.equal(refused.failure.reason, "grant_refused");
});

Deno.test("session: refused logins are remembered by a fingerprint that shows no secret", async () => {
  const { session, refusals } = start({ clientSecret: "not-the-right-secret" });
  await session.token(signal);
  const [fingerprint] = refusals.kept.keys();
  assert.match(fingerprint!, /^[0-9a-f]{64}$/);
});

Deno.test("session: trouble at the broker is no refusal, and the next question tries again", async () => {
  const { session, simulator, refusals, logins } = start({ timeout: 5 });
  for (
    const [fault, reason] of [
      [{ kind: "status", status: 500 }, "server_error"],
      [{ kind: "html", status: 200 }, "not_json"],
      [{ kind: "half_json" }, "not_json"],
      [{ kind: "dropped" }, "network"],
      [{ kind: "silent" }, "timeout"],
    ] as const
  ) {
    simulator.faults.add({ ...fault, path: "/oauth/token", times: 1 });
    const failed = await session.token(signal);
    assert.ok(!failed.ok && failed.failure.kind === "broker_unavailable", fault.kind);
    assert.equal(failed.failure.reason, reason);
  }
  assert.equal(refusals.kept.size, 0);
  assert.equal((await session.token(signal)).ok, true);
  assert.equal(logins(), 6);
});

Deno.test("session: too many requests asks for patience and is no refusal", async () => {
  const { session, simulator, refusals } = start();
  simulator.faults.add({ kind: "status", status: 429, path: "/oauth/token", times: 1 });
  assert.deepEqual(await session.token(signal), {
    ok: false,
    failure: { kind: "rate_limited", retryAfterSeconds: 60 },
  });
  assert.equal(refusals.kept.size, 0);
});

Deno.test("session: a caller who leaves does not end the login that others wait for", async () => {
  const { session, logins } = start();
  const leaving = new AbortController();
  const left = session.token(leaving.signal);
  const stayed = session.token(signal);
  leaving.abort();
  assert.deepEqual(await left, { ok: false, failure: { kind: "cancelled" } });
  assert.equal((await stayed).ok, true);
  assert.equal(logins(), 1);
});

Deno.test("session: a login outlives the request it was made for, because others wait for it", async () => {
  const { session, logins } = start();
  const gone = new AbortController();
  const kept: Promise<unknown>[] = [];
  const first = session.token(gone.signal, undefined, (work) => void kept.push(work));
  const second = session.token(signal, undefined, (work) => void kept.push(work));
  gone.abort();
  assert.deepEqual(await first, fail({ kind: "cancelled" }));
  assert.ok((await second).ok);
  assert.deepEqual([kept.length, logins()], [1, 1]);
  await Promise.all(kept);
  await session.token(signal, undefined, (work) => void kept.push(work));
  assert.equal(kept.length, 1, "nothing to keep alive while there is a token");
});

import assert from "node:assert/strict";
import { createAccountStream } from "../../../src/broker/account_stream/create_account_stream.ts";
import { fail, ok } from "../../../src/core/failure.ts";
import { obliging, refusing, type Script, scriptAccounts } from "./scripted_accounts.ts";

/** A stream whose broker hands out `token-1`, and the next one once that is dropped. */
function start(script: Script, { open = true } = {}) {
  const dropped: string[] = [];
  const accounts = scriptAccounts(script, { open });
  const stream = createAccountStream({
    broker: {
      token: () => Promise.resolve(ok(`token-${dropped.length + 1}`)),
      dropToken: (token) => void dropped.push(token),
    },
    url: "wss://accounts.invalid",
    openSocket: accounts.openSocket,
    now: () => 0,
    log: () => {},
    handshakeTimeout: 20,
  });
  return { stream, dropped, peers: accounts.peers };
}

const tokensOf = (peers: { received: Record<string, unknown>[] }[]) =>
  peers.map(({ received }) => received[0]?.["auth-token"]);

Deno.test("account stream: a token that is refused is replaced once", async () => {
  const { stream, dropped, peers } = start((message, peer, number) =>
    (number === 0 ? refusing : obliging)(message, peer, number)
  );
  const opened = await stream.open(["5WA00001"]);
  assert.ok(opened.ok);
  opened.value.close();
  assert.deepEqual(dropped, ["token-1"]);
  assert.deepEqual(tokensOf(peers), ["Bearer token-1", "Bearer token-2"]);
  assert.ok(peers.every(({ isOver }) => isOver));
});

Deno.test("account stream: a second refusal is final", async () => {
  for (const script of [refusing, ((_, peer) => peer.drop()) satisfies Script]) {
    const { stream, dropped, peers } = start(script);
    assert.equal((await stream.open(["5WA00001"])).ok, false);
    assert.deepEqual([dropped, peers.length], [["token-1"], 2]);
  }
});

Deno.test("account stream: a server that does not answer is no reason for another token", async () => {
  const { stream, dropped, peers } = start(() => {}, { open: false });
  assert.deepEqual(await stream.open(["5WA00001"]), {
    ok: false,
    failure: { kind: "broker_unavailable", endpoint: "account stream", reason: "timeout" },
  });
  assert.deepEqual([dropped, peers.length], [[], 1]);
});

Deno.test("account stream: without a token there is no socket", async () => {
  const { peers, openSocket } = scriptAccounts();
  const failure = { kind: "unauthenticated", reason: "grant_refused" } as const;
  const stream = createAccountStream({
    broker: { token: () => Promise.resolve(fail(failure)), dropToken() {} },
    url: "wss://accounts.invalid",
    openSocket,
    now: () => 0,
    log: () => {},
  });
  assert.deepEqual(await stream.open(["5WA00001"]), { ok: false, failure });
  assert.equal(peers.length, 0);
});

import assert from "node:assert/strict";
import { connect, type ConnectionOptions } from "../../../src/broker/account_stream/connection.ts";
import type { AccountEvent } from "../../../src/broker/account_stream/frames.ts";
import { obliging, refusing, type Script, scriptAccounts } from "./scripted_accounts.ts";

const ALERT = { type: "QuoteAlert", data: { "alert-external-id": "a", symbol: "ABC" }, timestamp: 5 };
const alert = (id: string) => ({ ...ALERT, data: { ...ALERT.data, "alert-external-id": id } });
const idOf = (event: AccountEvent) => event.type === "quote_alert" ? event.record.id : event.type;
const unwanted = () => false;

function open(script?: Script, options: Partial<ConnectionOptions> & { open?: boolean } = {}) {
  const { peers, openSocket } = scriptAccounts(script, { open: options.open ?? true });
  const lines: unknown[] = [];
  const connected = connect({
    url: "wss://accounts.invalid",
    token: "token-1",
    accountNumbers: ["5WA00001", "5WA00002"],
    openSocket,
    now: () => 0,
    log: (...line) => void lines.push(line),
    signal: new AbortController().signal,
    timeout: 1000,
    heartbeat: 1000,
    ...options,
  });
  return { connected, peers, lines };
}

async function listening(script?: Script, options?: Partial<ConnectionOptions>) {
  const { connected, ...rest } = open(script, options);
  const result = await connected;
  assert.ok(result.ok, JSON.stringify(result));
  return { watch: result.value, peer: rest.peers[0]!, ...rest };
}

Deno.test("account connection: asks for all accounts at once, with the token in the message", async () => {
  const { watch, peer } = await listening();
  assert.deepEqual(peer.received, [{
    action: "connect",
    value: ["5WA00001", "5WA00002"],
    "auth-token": "Bearer token-1",
    "request-id": 1,
    source: "ttai",
  }]);
  watch.close();
  watch.close();
  assert.equal(peer.isOver, true);
});

Deno.test("account connection: events are shown once and in order, also those that came while nobody waited", async () => {
  const { watch, peer } = await listening();
  peer.send({ results: [alert("a"), alert("b")] });
  peer.send({ type: "OrderChain", data: {}, timestamp: 1 });
  const seen: string[] = [];
  const wants = (id: string) => (event: AccountEvent) => {
    seen.push(idOf(event));
    return idOf(event) === id;
  };
  assert.equal(await watch.until(wants("a"), 1000), "wanted");
  const waiting = watch.until(wants("c"), 1000);
  peer.send(alert("c"));
  peer.send(alert("d"));
  assert.equal(await waiting, "wanted");
  assert.deepEqual(seen, ["a", "b", "c"]);
  assert.equal(await watch.until(wants("d"), 1000), "wanted");
  assert.equal(await watch.until(unwanted, 5), "deadline");
  watch.close();
});

Deno.test("account connection: a broken one ends the waiting, after what it had brought was shown", async () => {
  const { watch, peer } = await listening();
  const waiting = watch.until((event) => idOf(event) === "b", 1000);
  peer.send(alert("a"));
  peer.drop();
  assert.equal(await waiting, "closed");
  assert.equal(await watch.until(unwanted, 1000), "closed");
});

Deno.test("account connection: gives signs of life, and gives up a server that answers none", async () => {
  let isMute = false;
  const { watch, peer, lines } = await listening((message, peer, number) => {
    if (!isMute) obliging(message, peer, number);
  }, { heartbeat: 4 });
  assert.equal(await watch.until(unwanted, 80), "deadline");
  const beats = peer.received.filter(({ action }) => action === "heartbeat");
  assert.ok(beats.length >= 2, `${beats.length}`);
  assert.deepEqual(beats.map((beat) => beat["request-id"]), beats.map((_, beat) => beat + 2));
  isMute = true;
  assert.equal(await watch.until(unwanted, 1000), "closed");
  assert.equal(peer.isOver, true);
  assert.match(JSON.stringify(lines), /silent/);
});

Deno.test("account connection: who is refused learns that the token may be the reason", async () => {
  const { connected, peers } = open(refusing);
  assert.deepEqual(await connected, {
    ok: false,
    failure: { kind: "forbidden", endpoint: "account stream" },
    token: "refused",
  });
  assert.equal(peers[0]!.isOver, true);
});

Deno.test("account connection: a token that is refused later ends it", async () => {
  const { watch, peer } = await listening(
    (message, peer, number) => (message.action === "heartbeat" ? refusing : obliging)(message, peer, number),
    { heartbeat: 3 },
  );
  assert.equal(await watch.until(unwanted, 1000), "closed");
  assert.equal(peer.isOver, true);
});

Deno.test("account connection: hung up on, never let in and never answered are told apart", async () => {
  const outage = (reason: string) => ({ kind: "broker_unavailable", endpoint: "account stream", reason });
  const hungUp = open((_, peer) => peer.drop());
  assert.deepEqual(await hungUp.connected, { ok: false, failure: outage("network"), token: "doubtful" });
  const shut = open(obliging, {
    openSocket() {
      throw new TypeError("no");
    },
  });
  assert.deepEqual(await shut.connected, { ok: false, failure: outage("network"), token: "untested" });
  for (const isOpen of [true, false]) {
    const mute = open(() => {}, { timeout: 5, open: isOpen });
    assert.deepEqual(await mute.connected, { ok: false, failure: outage("timeout"), token: "untested" });
    assert.equal(mute.peers[0]!.isOver, true);
  }
});

Deno.test("account connection: what cannot be read ends it, because it may be what is waited for", async () => {
  const { watch, peer } = await listening();
  const waiting = watch.until(unwanted, 1000);
  peer.send({ type: "Order", data: { id: 1 } });
  assert.equal(await waiting, "closed");
  assert.equal(peer.isOver, true);
  const { connected } = open((_, peer) => peer.sendText("<html>"));
  const refused = await connected;
  assert.equal(!refused.ok && refused.failure.kind, "broker_unavailable");
});

Deno.test("account connection: the caller's leaving closes the socket, before and while it listens", async () => {
  const early = new AbortController();
  early.abort();
  const never = open(obliging, { signal: early.signal });
  assert.deepEqual(await never.connected, { ok: false, failure: { kind: "cancelled" }, token: "untested" });
  assert.equal(never.peers.length, 0);
  const opening = new AbortController();
  const stopped = open(() => {}, { signal: opening.signal });
  opening.abort();
  assert.equal((await stopped.connected).ok, false);
  assert.equal(stopped.peers[0]!.isOver, true);
  const later = new AbortController();
  const { watch, peer } = await listening(obliging, { signal: later.signal });
  const waiting = watch.until(unwanted, 1000);
  later.abort();
  assert.equal(await waiting, "cancelled");
  assert.equal(peer.isOver, true);
});

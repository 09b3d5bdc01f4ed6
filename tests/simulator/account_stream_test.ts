import assert from "node:assert/strict";
import { SIMULATED_CREDENTIALS } from "../../src/simulator/simulator.ts";
import type { Json } from "./client.ts";
import { startListening } from "./account_stream/listener.ts";

/** Ada's margin account: one of its orders is cancelled at 10:41 of this Friday. */
const MARGIN = "5WS00001";
const RETIREMENT = "5WS00002";
const BEFORE_CANCELLATION = Date.UTC(2026, 10, 20, 15, 41);
/** Ben's: a roll of two legs is executed a few seconds after eleven. */
const CASH = "5WT00117";
const BEN = { credentials: SIMULATED_CREDENTIALS[1] };

Deno.test("account stream: says to what it has agreed, under the number of the message", async () => {
  const server = await startListening();
  const stream = await server.connect();
  const [connected] = await stream.say({
    action: "connect",
    value: [MARGIN, RETIREMENT],
    "request-id": 7,
    source: "x",
  });
  const session = connected["web-socket-session-id"];
  assert.match(session, /^[0-9a-f]{8}$/);
  assert.deepEqual(connected, {
    status: "ok",
    action: "connect",
    "web-socket-session-id": session,
    value: [MARGIN, RETIREMENT],
    "request-id": 7,
  });
  assert.deepEqual(await stream.say({ action: "heartbeat", "request-id": "8" }), [
    { status: "ok", action: "heartbeat", "web-socket-session-id": session, "request-id": "8" },
  ]);
  // The broker's own client sends one number alone.
  const alone = await (await server.connect()).say({ action: "connect", value: MARGIN, "request-id": 1 });
  assert.deepEqual(alone[0].value, [MARGIN]);
});

Deno.test("account stream: refuses bad tokens, other people's accounts and what it does not know", async () => {
  const server = await startListening();
  const stream = await server.connect();
  const reason = async (message: Record<string, unknown>) => {
    const [{ status, message: text, ...rest }] = await stream.say({ "request-id": 3, ...message });
    assert.deepEqual([status, rest["request-id"]], ["error", 3]);
    return text;
  };
  const connect = { action: "connect", value: [MARGIN] };
  assert.equal(await reason({ ...connect, "auth-token": server.token }), "connect-not-completed");
  assert.equal(await reason({ ...connect, "auth-token": "Bearer forged" }), "connect-not-completed");
  assert.equal(await reason({ ...connect, value: [MARGIN, CASH] }), "connect-not-completed");
  assert.equal(await reason({ ...connect, value: ["5WS99999"] }), "connect-not-completed");
  assert.equal(await reason({ ...connect, value: [] }), "connect-not-completed");
  assert.equal(await reason({ action: "heartbeat", "auth-token": "Bearer forged" }), "heartbeat-not-completed");
  assert.equal(
    await reason({ action: "user-message-subscribe", value: "C5100000002" }),
    "user-message-subscribe-not-completed",
  );
  assert.equal(await reason({ action: "dance" }), "not implemented");
  for (const text of ["", "[]", "{}", '{"action":1}', '{"action":"connect","value":[1]}']) {
    assert.equal((await stream.write(text))[0].status, "error", text);
  }
  assert.equal(stream.closed(), null);
  await server.timers.pass(10_000);
  assert.ok(stream.frames.every(({ status }) => status === "error"));
});

Deno.test("account stream: other subscriptions of the customer's own are agreed to", async () => {
  const stream = await (await startListening()).connect();
  for (
    const message of [
      { action: "public-watchlists-subscribe" },
      { action: "quote-alerts-subscribe" },
      { action: "user-message-subscribe", value: "C5100000001" },
      { action: "account-subscribe", value: [MARGIN] },
    ]
  ) assert.equal((await stream.say(message))[0].status, "ok", message.action);
});

Deno.test("account stream: an order is told at each of its steps, as it then stands in the list", async () => {
  const server = await startListening({ at: BEFORE_CANCELLATION });
  const stream = await server.listen(MARGIN);
  const news = await stream.pass(3000);
  const own = news.filter(({ data }) => data.id === news[0].data.id);
  assert.deepEqual(own.map(({ type, data }) => [type, data.status]), [
    ["Order", "Cancel Requested"],
    ["Order", "Cancelled"],
  ]);
  assert.ok(own.every(({ timestamp, data }) => timestamp >= data["updated-at"]));
  const { body } = await server.broker.get(`/accounts/${MARGIN}/orders/${own[0].data.id}`);
  const { "user-id": userId, username, "leg-count": legCount, ...order } = own[1].data;
  assert.deepEqual(order, body.data);
  assert.deepEqual([userId, username, legCount], ["5100000001", "ada", 1]);
});

Deno.test("account stream: an execution is told leg by leg, then what it has moved", async () => {
  const server = await startListening(BEN);
  const stream = await server.listen(CASH);
  const news = await stream.pass(20_000);
  const orders = news.filter(({ type }) => type === "Order");
  const fillsOf = ({ data }: Json) => data.legs.map((leg: Json) => leg.fills.length);
  assert.deepEqual(orders.map(({ data }) => data.status), ["Filled", "Filled"]);
  assert.deepEqual(orders.map(fillsOf), [[1, 0], [1, 1]]);
  const positions = news.filter(({ type }) => type === "CurrentPosition");
  assert.deepEqual(
    positions.map(({ data }) => data.symbol).sort(),
    orders[1].data.legs.map((leg: Json) => leg.symbol).sort(),
  );
  assert.ok(positions.some(({ data }) => data["quantity-direction"] === "Zero"));
  const [balance] = news.filter(({ type }) => type === "AccountBalance");
  const { body } = await server.broker.get(`/accounts/${CASH}/balances/USD`);
  assert.equal(balance.data["cash-balance"], body.data["cash-balance"]);
  assert.ok(news.every(({ data }) => data["account-number"] === CASH));
});

Deno.test("account stream: prices alone are no news, nor is what happened before", async () => {
  const stream = await (await startListening()).listen(MARGIN, RETIREMENT);
  assert.deepEqual(await stream.pass(60_000 - 1), []);
});

Deno.test("account stream: who falls silent, and whose right ends, is let go", async () => {
  const server = await startListening();
  const silent = await server.listen(MARGIN);
  const lively = await server.listen(MARGIN);
  for (let second = 0; second < 70; second += 10) {
    await server.timers.pass(10_000);
    await lively.say({ action: "heartbeat" });
  }
  assert.deepEqual([silent.closed(), lively.closed()], [1008, null]);
  server.broker.simulator.revokeGrant();
  await server.timers.pass(1000);
  assert.equal(lively.closed(), 1008);
  assert.equal(server.timers.count, 0);
});

Deno.test("account stream: a session lives on a token that is renewed in time", async () => {
  const server = await startListening({ tokenLifetimeSeconds: 70 });
  const stream = await server.listen(MARGIN);
  await server.timers.pass(50_000);
  const fresh = (await server.broker.login()).body.access_token;
  assert.equal((await stream.say({ action: "heartbeat", "auth-token": `Bearer ${fresh}` }))[0].status, "ok");
  await server.timers.pass(50_000);
  await stream.say({ action: "heartbeat" });
  assert.equal(stream.frames.at(-1).message, "heartbeat-not-completed");
  assert.equal(stream.closed(), null);
  await server.timers.pass(30_000);
  assert.equal(stream.closed(), 1008);
});

Deno.test("account stream: suffers faults of its own, and those of all streams", async () => {
  const server = await startListening({ at: BEFORE_CANCELLATION });
  const { faults } = server.broker.simulator;
  faults.add({ kind: "socket_refused", path: "/realtime" });
  faults.add({ kind: "socket_token_expired", times: 1 });
  assert.equal((await server.listen(MARGIN)).frames[0].status, "error");
  faults.add({ kind: "socket_silent", times: 1, path: "/" });
  const silent = await server.listen(MARGIN);
  await silent.say({ action: "heartbeat" });
  assert.equal(silent.frames.length, 1);
  faults.add({ kind: "socket_dropped", frames: 1, times: 1, path: "/" });
  assert.equal((await server.listen(MARGIN)).closed(), 1006);
  faults.add({ kind: "socket_dropped_in_snapshot", times: 1, path: "/" });
  const broken = await server.listen(MARGIN);
  assert.equal((await broken.pass(3000)).length, 0);
  assert.equal(broken.closed(), 1006);
  faults.add({ kind: "socket_refused", times: 1, path: "/" });
  assert.deepEqual((await server.listen(MARGIN).catch(() => null))?.frames ?? [], []);
});

Deno.test("account stream: too many connections and too long messages are refused", async () => {
  const server = await startListening({ socketsPerCustomer: 1 });
  await server.listen(MARGIN);
  const second = await server.listen(MARGIN);
  assert.equal(second.frames[0].message, "connect-not-completed");
  await second.write("x".repeat(70_000));
  assert.equal(second.closed(), 1009);
});

const recordings = Deno.env.get("TTAI_RECORDINGS");

Deno.test({
  name: "account stream: frames have the keys of the recorded ones",
  ignore: recordings === undefined,
  async fn() {
    const server = await startListening(BEN);
    const stream = await server.listen(CASH);
    await stream.pass(20_000);
    await stream.say({ action: "connect", value: "nobody" });
    const cases: [recording: string, frame: Json][] = [
      ["status-connect.documented", stream.frames[0]],
      ["error-connect.documented", stream.frames.at(-1)],
      ["order.documented", stream.frames.findLast(({ type }) => type === "Order")],
      ["order-market.documented", stream.frames.findLast(({ type }) => type === "Order")],
      ["current-position.derived", stream.frames.find(({ type }) => type === "CurrentPosition")],
      ["account-balance.derived", stream.frames.find(({ type }) => type === "AccountBalance")],
    ];
    for (const [name, frame] of cases) {
      const real = JSON.parse(await Deno.readTextFile(`${recordings}/rust-frames/${name}.json`));
      const missing = (real: Json, ours: Json) => Object.keys(real).filter((key) => !Object.hasOwn(ours, key));
      assert.deepEqual([...missing(real, frame), ...missing(real.data ?? {}, frame.data ?? {})], [], name);
      for (const [leg, known] of (real.data?.legs ?? []).entries()) {
        assert.deepEqual(missing(known, frame.data.legs[leg]), [], name);
        if (known.fills.length > 0) assert.deepEqual(missing(known.fills[0], frame.data.legs[leg].fills[0]), [], name);
      }
    }
  },
});

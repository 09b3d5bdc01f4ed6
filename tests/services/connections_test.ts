import assert from "node:assert/strict";
import { createBroker } from "../../src/broker/broker.ts";
import { createAccountStream } from "../../src/broker/account_stream/create_account_stream.ts";
import { createLive } from "../../src/broker/dxlink/create_live.ts";
import { customer } from "../../src/broker/endpoints/customer.ts";
import type { Call } from "../../src/services/batch.ts";
import { createConnections } from "../../src/services/connections.ts";
import { createSimulator, type Fault, SIMULATED_CREDENTIALS } from "../../src/simulator/simulator.ts";
import { createDenoKvStorage } from "../../src/storage/deno_kv.ts";
import { FRIDAY } from "../support/app.ts";

const PEOPLE = ["u_ada", "u_ben"];

async function open() {
  const clock = { at: FRIDAY };
  const now = () => clock.at;
  const simulator = createSimulator({ now });
  const kv = await Deno.openKv(":memory:");
  const { cache } = createDenoKvStorage(kv, { now });
  const opened: string[] = [];
  const refused: string[] = [];
  /** How many streams have been given up. */
  const closed = { count: 0 };
  const connections = createConnections({
    open(userId) {
      opened.push(userId);
      return createBroker({
        baseUrl: "https://simulated.invalid",
        credentials: () => Promise.resolve(SIMULATED_CREDENTIALS[PEOPLE.indexOf(userId)] ?? null),
        fetch: simulator.fetch,
        now,
        wait: () => Promise.resolve(),
        random: () => 0.5,
        log: () => {},
        userAgent: "ttai/test",
        source: "simulator",
        refusals: { read: () => Promise.resolve(null), remember: () => Promise.resolve() },
        timeout: 50,
      });
    },
    openAccountStream: (broker) =>
      createAccountStream({
        broker,
        url: "wss://simulated.invalid",
        openSocket: (url) => simulator.openSocket(url),
        now,
        log: () => {},
      }),
    openLive(broker) {
      const openSocket = (url: string) => simulator.openSocket(url);
      const live = createLive({ broker, openSocket, now, log: () => {}, socketScope: "process" });
      return {
        ...live,
        close() {
          closed.count++;
          live.close();
        },
      };
    },
    onRefused: (userId) => Promise.resolve(void refused.push(userId)),
    cache,
    now,
  });
  const whoIs = async (userId: string) => {
    const answer = await connections.of(userId).broker.call(customer, undefined);
    return answer.ok ? answer.value.customerId : answer.failure.kind;
  };
  const logins = () => simulator.requests.filter(({ path }) => path === "/oauth/token").length;
  const tasks: Promise<unknown>[] = [];
  const call: Call = { signal: new AbortController().signal, onCall() {}, keepAlive: (work) => void tasks.push(work) };
  return {
    clock,
    connections,
    simulator,
    kv,
    opened,
    refused,
    closed,
    whoIs,
    logins,
    call,
    tasks,
    [Symbol.dispose]() {
      connections.close();
      kv.close();
    },
  };
}

Deno.test("connections: each user has their own login at the broker, made once and kept", async () => {
  using house = await open();
  for (let turn = 0; turn < 3; turn++) {
    assert.equal(await house.whoIs("u_ada"), "C5100000001");
    assert.equal(await house.whoIs("u_ben"), "C5100000002");
  }
  assert.deepEqual(house.opened, PEOPLE);
  assert.equal(house.logins(), 2);
  assert.deepEqual(house.refused, []);
});

Deno.test("connections: of many calls at once one logs in", async () => {
  using house = await open();
  const answers = await Promise.all(Array.from({ length: 20 }, () => house.whoIs("u_ada")));
  assert.deepEqual(new Set(answers), new Set(["C5100000001"]));
  assert.equal(house.logins(), 1);
});

Deno.test("connections: what is forgotten is made anew", async () => {
  using house = await open();
  await house.whoIs("u_ada");
  house.connections.forget("u_ada");
  house.connections.forget("u_nobody");
  await house.whoIs("u_ada");
  assert.deepEqual([house.opened, house.logins()], [["u_ada", "u_ada"], 2]);
  assert.equal(house.closed.count, 1, "the stream under the old login is closed");
});

Deno.test("connections: beyond two hundred the one unused for longest goes", async () => {
  using house = await open();
  for (let count = 0; count < 200; count++) house.connections.of(`u_${count}`);
  house.connections.of("u_0");
  house.connections.of("u_200");
  const before = house.opened.length;
  house.connections.of("u_0");
  assert.equal(house.opened.length, before, "used a moment ago, so still there");
  assert.equal(house.closed.count, 1);
  house.connections.of("u_1");
  assert.equal(house.opened.length, before + 1);
});

Deno.test("connections: each listens to their own accounts, with their own token", async () => {
  using house = await open();
  const { simulator, connections, refused } = house;
  const own = await Promise.all([
    connections.of("u_ada").accountStream.open(["5WS00001"]),
    connections.of("u_ben").accountStream.open(["5WT00117"]),
  ]);
  for (const opened of own) if (opened.ok) opened.value.close();
  assert.deepEqual(own.map(({ ok }) => ok), [true, true]);
  assert.deepEqual(simulator.sockets.map(({ customer }) => customer), ["C5100000001", "C5100000002"]);
  const foreign = await connections.of("u_ben").accountStream.open(["5WS00001"]);
  assert.equal(!foreign.ok && foreign.failure.kind, "forbidden");
  assert.deepEqual(refused, []);
  simulator.revokeGrant("C5100000002");
  const token = await connections.of("u_ben").broker.token();
  assert.ok(token.ok);
  connections.of("u_ben").broker.dropToken(token.value);
  assert.equal((await connections.of("u_ben").accountStream.open(["5WT00117"])).ok, false);
  assert.deepEqual(refused, ["u_ben"]);
});

Deno.test("connections: a refused login is reported for its user", async () => {
  using house = await open();
  house.simulator.revokeGrant("C5100000001");
  assert.equal(await house.whoIs("u_ada"), "unauthenticated");
  assert.equal((await house.connections.of("u_ada").broker.login()).ok, false);
  assert.equal(await house.whoIs("u_ben"), "C5100000002");
  assert.deepEqual(new Set(house.refused), new Set(["u_ada"]));
});

Deno.test("connections: a broker in trouble, or one that refuses a token it has just issued, ends nobody's link", async () => {
  const faults: Fault[] = [
    { kind: "status", status: 401, path: "/customers" },
    { kind: "status", status: 403, path: "/customers" },
    { kind: "status", status: 429 },
    { kind: "status", status: 502 },
    { kind: "html" },
    { kind: "dropped" },
    { kind: "silent" },
  ];
  for (const fault of faults) {
    using house = await open();
    house.simulator.faults.add(fault);
    assert.notEqual(await house.whoIs("u_ada"), "C5100000001");
    assert.deepEqual(house.refused, [], JSON.stringify(fault));
    house.simulator.faults.clear();
    house.connections.forget("u_ada");
    assert.equal(await house.whoIs("u_ada"), "C5100000001");
  }
});

Deno.test("connections: market data is kept for the customer who fetched it", async () => {
  using house = await open();
  for (const userId of PEOPLE) {
    await house.connections.of(userId).market.metrics.read(["AAPL"], house.call);
  }
  await Promise.all(house.tasks);
  const entries = await Array.fromAsync(house.kv.list({ prefix: ["cache"] }));
  const keys = entries.map(({ key }) => String(key[1]));
  assert.ok(keys.length > 0);
  for (const userId of PEOPLE) assert.ok(keys.some((key) => key.startsWith(`user:${userId}:`)), keys.join("\n"));
  assert.deepEqual(keys.filter((key) => !key.startsWith("user:")), []);
});

Deno.test("connections: one that nobody has used for a quarter of an hour is given up at the next question of anybody", async () => {
  using house = await open();
  for (let count = 0; count < 50; count++) house.connections.of(`u_${count}`);
  house.clock.at += 15 * 60_000;
  house.connections.of("u_49");
  assert.equal(house.closed.count, 0);
  house.clock.at += 1;
  house.connections.of("u_new");
  assert.equal(house.closed.count, 49);
  const before = house.opened.length;
  house.connections.of("u_49");
  assert.equal(house.opened.length, before);
  house.connections.of("u_0");
  assert.equal(house.opened.length, before + 1);
});

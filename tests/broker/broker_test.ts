import assert from "node:assert/strict";
import { type Broker, createBroker } from "../../src/broker/broker.ts";
import { accounts } from "../../src/broker/endpoints/accounts.ts";
import { customer } from "../../src/broker/endpoints/customer.ts";
import { equity } from "../../src/broker/endpoints/equities.ts";
import { deleteWatchlist, replaceWatchlist, userWatchlist } from "../../src/broker/endpoints/watchlists.ts";
import { marketDataByType } from "../../src/broker/endpoints/market_data.ts";
import { type Bucket, createHostRate } from "../../src/broker/rate.ts";
import { createLog } from "../../src/core/log.ts";
import type { RequestFault } from "../../src/simulator/faults.ts";
import { createSimulator, SIMULATED_CLIENT_SECRET, SIMULATED_REFRESH_TOKEN } from "../../src/simulator/simulator.ts";
import { FRIDAY } from "../support/app.ts";

const AAPL = [{ type: "equity", symbol: "AAPL" }] as const;
const QUOTES = "/market-data/by-type";

interface Start {
  timeout?: number;
  hostRate?: Bucket;
  /** What becomes of an answer on its way. */
  onAnswer?: (request: Request, response: Response) => Response;
}

function start({ timeout = 1000, hostRate = createHostRate(), onAnswer = (_, response) => response }: Start = {}) {
  const clock = { at: FRIDAY };
  const waits: number[] = [];
  const lines: string[] = [];
  const simulator = createSimulator({ now: () => clock.at });
  const broker: Broker = createBroker({
    baseUrl: "http://broker.invalid",
    credentials: () =>
      Promise.resolve({ clientSecret: SIMULATED_CLIENT_SECRET, refreshToken: SIMULATED_REFRESH_TOKEN }),
    fetch: async (input, init) => {
      const request = new Request(input, init);
      return onAnswer(request, await simulator.fetch(request));
    },
    now: () => clock.at,
    wait: (milliseconds) => {
      waits.push(milliseconds);
      clock.at += milliseconds;
      return Promise.resolve();
    },
    random: () => 0.5,
    log: createLog({ write: (line) => lines.push(line), now: () => clock.at, least: "debug" }),
    userAgent: "ttai/test",
    source: "tastytrade",
    refusals: { read: () => Promise.resolve(null), remember: () => Promise.resolve() },
    timeout,
    hostRate,
  });
  const asked = (path: string) => simulator.requests.filter((request) => request.path === path).length;
  return { broker, simulator, clock, waits, lines, asked };
}

Deno.test("broker: a question is answered in our terms, with a token and a User-Agent of the form product/version", async () => {
  const { broker, simulator } = start();
  const answer = await broker.call(marketDataByType, AAPL);
  assert.ok(answer.ok);
  assert.equal(answer.value[0]!.symbol, "AAPL");
  assert.equal(typeof answer.value[0]!.bid, "number");
  assert.deepEqual(simulator.requests.map(({ path }) => path), ["/oauth/token", QUOTES]);
  for (const { userAgent } of simulator.requests) assert.match(userAgent!, /^\S+\/\S+$/);
});

Deno.test("broker: source turns to simulator when the answers are marked so", async () => {
  const { broker } = start();
  assert.equal(broker.source(), "tastytrade");
  await broker.call(customer, undefined);
  assert.equal(broker.source(), "simulator");
});

Deno.test("broker: an expired token is replaced once and the question repeated", async () => {
  const { broker, simulator, asked } = start();
  simulator.faults.add({ kind: "status", status: 401, path: QUOTES, times: 1 });
  assert.equal((await broker.call(marketDataByType, AAPL)).ok, true);
  assert.deepEqual([asked("/oauth/token"), asked(QUOTES)], [2, 2]);
});

Deno.test("broker: a second 401 is not tried again", async () => {
  const { broker, simulator, asked } = start();
  simulator.faults.add({ kind: "status", status: 401, path: QUOTES });
  const answer = await broker.call(marketDataByType, AAPL);
  assert.ok(!answer.ok && answer.failure.kind === "unauthenticated");
  assert.deepEqual([asked("/oauth/token"), asked(QUOTES)], [2, 2]);
});

const PASSING: [RequestFault, kind: string][] = [
  [{ kind: "status", status: 429 }, "rate_limited"],
  [{ kind: "status", status: 500 }, "broker_unavailable"],
  [{ kind: "status", status: 502 }, "broker_unavailable"],
  [{ kind: "dropped" }, "broker_unavailable"],
];

for (const [fault, kind] of PASSING) {
  const name = fault.kind === "status" ? fault.status : fault.kind;
  Deno.test(`broker: a read is asked again after ${name}, with growing pauses, three times in all`, async () => {
    const { broker, simulator, waits, asked } = start();
    simulator.faults.add({ ...fault, path: QUOTES, times: 2 });
    assert.equal((await broker.call(marketDataByType, AAPL)).ok, true);
    assert.equal(asked(QUOTES), 3);
    assert.deepEqual(waits.filter((wait) => wait === 375 || wait === 750), [375, 750]);
    simulator.faults.add({ ...fault, path: QUOTES });
    const answer = await broker.call(marketDataByType, AAPL);
    assert.ok(!answer.ok);
    assert.equal(answer.failure.kind, kind);
    assert.equal(asked(QUOTES), 6);
  });
}

const LASTING: [RequestFault, kind: string][] = [
  [{ kind: "status", status: 403 }, "forbidden"],
  [{ kind: "status", status: 404 }, "broker_refused"],
  [{ kind: "html", status: 200 }, "broker_unavailable"],
  [{ kind: "half_json" }, "broker_unavailable"],
  [{ kind: "silent" }, "broker_unavailable"],
  [{ kind: "wrong_shape", key: "symbol" }, "broker_changed"],
];

for (const [fault, kind] of LASTING) {
  const name = fault.kind === "status" ? fault.status : fault.kind;
  Deno.test(`broker: ${name} is ${kind} and not asked again`, async () => {
    const { broker, simulator, asked } = start({ timeout: 10 });
    simulator.faults.add({ ...fault, path: QUOTES });
    const answer = await broker.call(marketDataByType, AAPL);
    assert.ok(!answer.ok);
    assert.equal(answer.failure.kind, kind);
    assert.equal(asked(QUOTES), 1);
  });
}

Deno.test("broker: a missing key names the endpoint and the place, and is logged", async () => {
  const { broker, simulator, lines } = start();
  simulator.faults.add({ kind: "wrong_shape", key: "symbol", path: QUOTES });
  assert.deepEqual(await broker.call(marketDataByType, AAPL), {
    ok: false,
    failure: { kind: "broker_changed", endpoint: "quotes", path: "data.items.0.symbol" },
  });
  assert.ok(
    lines.some((line) => line.includes('"broker answer changed","endpoint":"quotes","path":"data.items.0.symbol"')),
  );
});

Deno.test("broker: questions beyond the published rate wait their turn", async () => {
  const { broker, waits } = start();
  for (let question = 0; question < 3; question++) await broker.call(marketDataByType, AAPL);
  assert.deepEqual(waits, [1000]);
});

Deno.test("broker: questions wait while others of this process use up what the host may ask", async () => {
  const hostRate = createHostRate();
  for (let request = 0; request < 50; request++) hostRate.take(FRIDAY);
  const { broker, waits } = start({ hostRate });
  assert.equal((await broker.call(marketDataByType, AAPL)).ok, true);
  assert.deepEqual(waits, [1000]);
});

Deno.test("broker: a 404 says what was not found where the endpoint knows it", async () => {
  const { broker, simulator, asked } = start();
  const path = "/instruments/equities/NONE";
  simulator.faults.add({ kind: "status", status: 404, path });
  assert.deepEqual(await broker.call(equity, "NONE"), { ok: false, failure: { kind: "not_found", subject: "NONE" } });
  assert.equal(asked(path), 1);
});

Deno.test("broker: a caller who leaves ends the request on the wire", async () => {
  const { broker, simulator } = start({ timeout: 60_000 });
  simulator.faults.add({ kind: "silent", path: QUOTES });
  const caller = new AbortController();
  const answer = broker.call(marketDataByType, AAPL, { signal: caller.signal });
  while (!simulator.requests.some(({ path }) => path === QUOTES)) await new Promise((resolve) => setTimeout(resolve));
  caller.abort();
  assert.deepEqual(await answer, { ok: false, failure: { kind: "cancelled" } });
});

Deno.test("broker: each request that goes out is counted for the caller", async () => {
  const { broker, simulator } = start();
  simulator.faults.add({ kind: "status", status: 500, path: QUOTES, times: 1 });
  let calls = 0;
  await broker.call(marketDataByType, AAPL, { onCall: () => calls++ });
  assert.equal(calls, simulator.requests.length);
});

Deno.test("broker: login alone fetches a token", async () => {
  const { broker, asked } = start();
  assert.equal((await broker.login()).ok, true);
  assert.equal((await broker.call(accounts, undefined)).ok, true);
  assert.equal(asked("/oauth/token"), 1);
});

Deno.test("broker: no token or secret is in any log line", async () => {
  const { broker, simulator, lines } = start({ timeout: 10 });
  for (const fault of [...PASSING, ...LASTING].map(([fault]) => fault)) {
    simulator.faults.add({ ...fault, path: QUOTES, times: 1 });
    await broker.call(marketDataByType, AAPL);
  }
  assert.ok(lines.length > 5);
  const text = lines.join("\n");
  for (const secret of [SIMULATED_CLIENT_SECRET, SIMULATED_REFRESH_TOKEN, "Bearer"]) assert.ok(!text.includes(secret));
});

const LIST = "Premium candidates";
const LISTS = "/watchlists";
const CHANGE = { name: LIST, watchlist: { name: LIST, group: "mine", order: 3, entries: [] } };

/** A broker with a list to change, and how many requests for lists have gone out. */
async function startWithList(options: Start = {}) {
  const house = start(options);
  const stored = async () => {
    house.simulator.faults.clear();
    const answer = await house.broker.call(userWatchlist, LIST);
    return answer.ok ? answer.value.entries.length : answer.failure.kind;
  };
  assert.equal(await stored(), 10);
  const writes = () => house.simulator.requests.filter(({ method }) => method === "PUT" || method === "DELETE").length;
  return { ...house, stored, writes };
}

Deno.test("broker: a change is sent as JSON, and its answer is read", async () => {
  const types: (string | null)[] = [];
  const { broker, stored } = await startWithList({
    onAnswer(request, response) {
      types.push(request.headers.get("content-type"));
      return response;
    },
  });
  assert.deepEqual(await broker.call(replaceWatchlist, CHANGE), { ok: true, value: CHANGE.watchlist });
  assert.equal(types.at(-1), "application/json");
  assert.ok(types.slice(0, -1).includes(null), "a question has no body, and no type of one");
  assert.equal(await stored(), 0);
});

Deno.test("broker: a deletion's answer may be empty, bare or wrapped", async () => {
  const answers = [
    () => new Response(null, { status: 204 }),
    () => new Response("", { status: 200 }),
    () => Response.json({ id: 1, name: LIST, watchlist_entries: [] }),
  ];
  for (const answer of answers) {
    const { broker, stored } = await startWithList({
      onAnswer: ({ method }, response) => method === "DELETE" ? answer() : response,
    });
    assert.deepEqual(await broker.call(deleteWatchlist, LIST), { ok: true, value: undefined });
    assert.equal(await stored(), "not_found");
  }
  const { broker } = await startWithList();
  assert.deepEqual(await broker.call(deleteWatchlist, LIST), { ok: true, value: undefined });
});

Deno.test("broker: an empty answer to a question is no answer", async () => {
  const { broker } = start({ onAnswer: ({ url }, r) => url.endsWith(LISTS) ? new Response("") : r });
  const answer = await broker.call({ ...userWatchlist, path: () => LISTS }, LIST);
  assert.ok(!answer.ok && answer.failure.kind === "broker_unavailable" && answer.failure.reason === "not_json");
});

Deno.test("broker: a change is sent again only after 401, which says that nothing was done", async () => {
  const { broker, simulator, writes, asked, stored } = await startWithList();
  simulator.faults.add({ kind: "status", status: 401, path: LISTS, times: 1 });
  assert.equal((await broker.call(replaceWatchlist, CHANGE)).ok, true);
  assert.deepEqual([writes(), asked("/oauth/token")], [2, 2]);
  simulator.faults.add({ kind: "status", status: 401, path: LISTS });
  const answer = await broker.call(replaceWatchlist, CHANGE);
  assert.ok(!answer.ok && answer.failure.kind === "unauthenticated");
  assert.equal(writes(), 4);
  assert.equal(await stored(), 0);
});

const UNCLEAR: [RequestFault, reason: string, isDone: boolean][] = [
  [{ kind: "status", status: 500 }, "server_error", false],
  [{ kind: "status", status: 502 }, "server_error", false],
  [{ kind: "dropped" }, "network", false],
  [{ kind: "silent" }, "timeout", false],
  [{ kind: "html", status: 200 }, "unreadable", false],
  [{ kind: "half_json" }, "unreadable", true],
  [{ kind: "wrong_shape", key: "name" }, "unreadable", true],
];

for (const [fault, reason, isDone] of UNCLEAR) {
  const name = fault.kind === "status" ? fault.status : fault.kind;
  Deno.test(`broker: after ${name} it is unknown whether a change took place, and it is not sent again`, async () => {
    const { broker, simulator, writes, stored } = await startWithList({ timeout: 10 });
    simulator.faults.add({ ...fault, path: LISTS });
    const answer = await broker.call(replaceWatchlist, CHANGE);
    assert.ok(!answer.ok && answer.failure.kind === "outcome_unknown", JSON.stringify(answer));
    assert.deepEqual([answer.failure.endpoint, answer.failure.reason], ["changing a watchlist", reason]);
    assert.equal(writes(), 1);
    assert.equal(await stored(), isDone ? 0 : 10);
  });
}

Deno.test("broker: a change that is refused is sent once, and is a clear failure", async () => {
  for (const [status, kind] of [[403, "forbidden"], [404, "not_found"], [429, "rate_limited"]] as const) {
    const { broker, simulator, writes, stored } = await startWithList();
    simulator.faults.add({ kind: "status", status, path: LISTS });
    const answer = await broker.call(replaceWatchlist, CHANGE);
    assert.ok(!answer.ok);
    assert.equal(answer.failure.kind, kind);
    assert.ok(answer.failure.kind !== "forbidden" || answer.failure.isWrite);
    assert.deepEqual([writes(), await stored()], [1, 10]);
  }
});

Deno.test("broker: what the broker finds wrong with a change is named", async () => {
  const { broker } = await startWithList();
  const watchlist = { ...CHANGE.watchlist, name: "Metals/Crypto" };
  assert.deepEqual(await broker.call(replaceWatchlist, { name: LIST, watchlist }), {
    ok: false,
    failure: {
      kind: "broker_refused",
      endpoint: "changing a watchlist",
      status: 422,
      code: "validation_error",
      problems: ["`name` is taken already"],
    },
  });
});

Deno.test("broker: without a token a change is not sent, which is said as such", async () => {
  const { broker, simulator, clock, writes, stored } = await startWithList();
  clock.at += 3_600_000;
  simulator.faults.add({ kind: "status", status: 500, path: "/oauth/token" });
  const answer = await broker.call(replaceWatchlist, CHANGE);
  assert.ok(!answer.ok && answer.failure.kind === "broker_unavailable");
  assert.deepEqual([writes(), await stored()], [0, 10]);
});

Deno.test("broker: a change that is on its way is seen to its end when the caller leaves", async () => {
  const caller = new AbortController();
  const { broker, stored } = await startWithList({
    onAnswer({ method }, response) {
      if (method === "PUT") caller.abort();
      return response;
    },
  });
  assert.equal((await broker.call(replaceWatchlist, CHANGE, { signal: caller.signal })).ok, true);
  const late = await broker.call(replaceWatchlist, CHANGE, { signal: caller.signal });
  assert.deepEqual(late, { ok: false, failure: { kind: "cancelled" } });
  assert.equal(await stored(), 0);
});

Deno.test("broker: the access token for other connections is the one that calls are made with, until it is dropped", async () => {
  const { broker, asked } = start();
  await broker.call(accounts, undefined);
  const first = await broker.token();
  assert.ok(first.ok);
  assert.equal(asked("/oauth/token"), 1);
  broker.dropToken("another");
  assert.deepEqual(await broker.token(), first);
  broker.dropToken(first.value);
  const second = await broker.token();
  assert.ok(second.ok && second.value !== first.value);
  assert.equal(asked("/oauth/token"), 2);
});

import assert from "node:assert/strict";
import { accounts as accountsEndpoint } from "../../src/broker/endpoints/accounts.ts";
import { awaitChange, type OrdersAwaited } from "../../src/services/orders/await_change.ts";
import { changedAt } from "../../src/services/orders/listed_orders.ts";
import { phaseOf, PHASES, statesOf } from "../../src/services/orders/order_states.ts";
import { type OrdersQuestion, type OrdersRead, readOrders } from "../../src/services/orders/read_orders.ts";
import { answerOrders } from "../../src/tools/answers/orders.ts";
import { FRIDAY } from "../support/app.ts";
import { startServices, type TestServices } from "../support/services.ts";

const DAY = 86_400_000;
/** Shortly before the margin account's order for DIS is cancelled, and before several orders end at once. */
const BEFORE_CANCELLATION = Date.UTC(2026, 10, 20, 15, 41);
const BEFORE_THE_CLOSE = Date.UTC(2026, 10, 20, 20, 58, 27);

async function question({ broker, clock }: TestServices, more: Partial<OrdersQuestion> = {}): Promise<OrdersQuestion> {
  const accounts = await broker.call(accountsEndpoint, undefined);
  assert.ok(accounts.ok);
  return { accounts: accounts.value, fromAt: clock.at - 7 * DAY, toAt: Infinity, ...more };
}

async function read(services: TestServices, more: Partial<OrdersQuestion> = {}): Promise<OrdersRead> {
  const result = await readOrders(await question(services, more), services.context);
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
}

async function waited(services: TestServices, patience: number, more: Partial<OrdersQuestion> = {}) {
  const result = await awaitChange(await question(services, more), patience, services.context);
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
}

const partsOf = ({ listed }: OrdersRead) => listed.flatMap(({ parts }) => parts);
const pathsOf = ({ simulator }: TestServices) => simulator.requests.map(({ path }) => path);
const changesOf = ({ waited }: OrdersAwaited) =>
  waited.changes.map(({ before, after }) => [after.underlying, before.status, after.status]);
const openSockets = ({ simulator }: TestServices) =>
  simulator.sockets.filter(({ closedAt }) => closedAt === null).length;

Deno.test("orders: states have one phase each, and unknown ones count as working", () => {
  assert.deepEqual(PHASES.flatMap((phase) => statesOf(phase).filter((state) => phaseOf(state) !== phase)), []);
  assert.equal(new Set(PHASES.flatMap(statesOf)).size, 13);
  for (const unknown of ["remove_pending", "toString", null]) assert.equal(phaseOf(unknown), "working");
});

Deno.test("orders: working ones come first however old they are, ended ones of the asked days, the newest first", async () => {
  using services = await startServices();
  const { listed, refused, cut } = await read(services);
  const works = listed.map(({ parts }) => parts.some(({ status }) => phaseOf(status) === "working"));
  assert.ok(works.includes(true) && works.includes(false));
  assert.deepEqual(works, works.toSorted((a, b) => Number(b) - Number(a)));
  const ended = listed.filter((_, place) => !works[place]).map(changedAt);
  assert.deepEqual(ended, ended.toSorted((a, b) => b - a));
  assert.ok(ended.every((at) => at >= FRIDAY - 7 * DAY));
  assert.ok(listed.some(({ parts }, place) => works[place] && parts[0]!.receivedAt! < FRIDAY - 14 * DAY));
  assert.deepEqual([refused, cut], [[], []]);
  const ids = listed.flatMap(({ parts }) => parts.map(({ id }) => id));
  assert.equal(new Set(ids).size, ids.length);
});

Deno.test("orders: what is bound together is one entry with its parts, the trigger first", async () => {
  using services = await startServices();
  const bound = (await read(services)).listed.filter(({ complex }) => complex !== null);
  const types = bound.map(({ complex }) => complex!.type);
  assert.deepEqual([...new Set(types)].sort(), ["oco", "oto", "otoco", "pairs"]);
  for (const { complex, parts } of bound) {
    assert.equal(parts.length, complex!.orders.length + (complex!.trigger === null ? 0 : 1));
    if (complex!.trigger !== null) assert.equal(parts[0], complex!.trigger);
    assert.ok(parts.every(({ complexOrderId }) => complexOrderId === complex!.id));
  }
});

Deno.test("orders: each phase is those of its states, and together they are all", async () => {
  using services = await startServices();
  const fromAt = FRIDAY - 30 * DAY;
  const all = await read(services, { fromAt });
  for (const phase of PHASES) {
    const { listed } = await read(services, { fromAt, phase });
    assert.ok(listed.length > 0, phase);
    assert.ok(listed.every(({ parts }) => parts.some(({ status }) => phaseOf(status) === phase)), phase);
    const known = new Set(partsOf(all).map(({ id }) => id));
    assert.ok(listed.every(({ parts }) => parts.every(({ id }) => known.has(id))), phase);
  }
});

Deno.test("orders: by underlying, futures by their product as well, and by the days of the last change", async () => {
  using services = await startServices();
  const fromAt = FRIDAY - 60 * DAY;
  const underlyings = async (
    underlying: string,
  ) => [
    ...new Set(partsOf(await read(services, { underlying, fromAt, phase: "filled" })).map((order) => order.underlying)),
  ];
  assert.deepEqual(await underlyings("ko"), ["KO"]);
  const futures = await underlyings("/ES");
  assert.ok(futures.length > 0 && futures.every((symbol) => symbol.startsWith("/ES")), futures.join());
  assert.deepEqual(await underlyings("NOPE"), []);
  const past = await read(services, { fromAt: FRIDAY - 20 * DAY, toAt: FRIDAY - 10 * DAY });
  assert.ok(past.listed.length > 0);
  assert.ok(
    past.listed.every((entry) => changedAt(entry) >= FRIDAY - 20 * DAY && changedAt(entry) < FRIDAY - 10 * DAY),
  );
});

Deno.test("orders: one is found by its number in whatever account it is, with what it is bound to", async () => {
  using services = await startServices();
  const { listed } = await read(services);
  const bound = listed.find(({ complex }) => complex?.type === "otoco")!;
  for (const id of [bound.complex!.id, bound.parts[1]!.id]) {
    const found = await read(services, { id });
    assert.deepEqual(found.listed.map(({ complex, parts }) => [complex?.id, parts.length]), [[bound.complex!.id, 3]]);
  }
  const alone = listed.findLast(({ account, complex }) => account.number === "5WS00002" && complex === null)!;
  assert.deepEqual((await read(services, { id: alone.parts[0]!.id })).listed, [alone]);
  const result = await readOrders(await question(services, { id: "1" }), services.context);
  assert.equal(!result.ok && result.failure.kind, "not_found");
});

Deno.test("orders: an account that cannot be read is named, and spoils the others only when none can", async () => {
  using services = await startServices();
  services.simulator.faults.add({ kind: "status", status: 403, path: "/accounts/5WS00002/orders" });
  const { listed, refused } = await read(services);
  assert.ok(listed.length > 0 && listed.every(({ account }) => account.number === "5WS00001"));
  assert.deepEqual(refused.map(({ account, failure }) => [account.masked, failure.kind]), [["***0002", "forbidden"]]);
  services.simulator.faults.add({ kind: "status", status: 403, path: "/accounts/5WS00001/orders" });
  const result = await readOrders(await question(services), services.context);
  assert.equal(!result.ok && result.failure.kind, "forbidden");
});

Deno.test("orders: a change is told by the account stream, and nothing is asked meanwhile", async () => {
  using services = await startServices({ at: BEFORE_CANCELLATION });
  const waiting = waited(services, 10_000);
  while (services.simulator.requests.filter(({ path }) => path.endsWith("/complex-orders")).length < 2) await tick();
  await tick();
  services.clock.at += 3000;
  const answer = await waiting;
  assert.deepEqual(changesOf(answer), [["DIS", "live", "cancelled"]]);
  assert.deepEqual([answer.waited.outcome, answer.waited.by, answer.waited.trouble], [
    "changed",
    "account_stream",
    null,
  ]);
  assert.ok(
    partsOf(answer).some(({ id, status }) => id === answer.waited.changes[0]!.after.id && status === "cancelled"),
  );
  assert.ok(!pathsOf(services).some((path) => path.endsWith("/orders/live")));
  assert.equal(openSockets(services), 0);
});

Deno.test("orders: of two legs both are waited for, so that the price is known", async () => {
  using services = await startServices({ customer: 1, at: FRIDAY + 15_000 });
  const waiting = waited(services, 10_000, { phase: "working" });
  while (!pathsOf(services).some((path) => path.endsWith("/complex-orders"))) await tick();
  await tick();
  services.clock.at += 2250;
  await tick(250);
  services.clock.at += 1000;
  const answer = await waiting;
  assert.deepEqual(changesOf(answer), [["VZ", "live", "filled"]]);
  assert.ok(answer.waited.changes[0]!.after.legs.every(({ fills }) => fills.length === 1));
  assert.ok(!partsOf(answer).some(({ id }) => id === answer.waited.changes[0]!.after.id));
});

Deno.test("orders: nothing changes, or nothing works: both are said, and the socket is closed", async () => {
  using services = await startServices();
  const quiet = await waited(services, 30);
  assert.deepEqual([quiet.waited.outcome, quiet.waited.changes], ["unchanged", []]);
  const past = await waited(services, 10_000, { toAt: FRIDAY - DAY });
  assert.equal(past.waited.outcome, "nothing_to_wait_for");
  const [ended] = (await read(services, { phase: "filled" })).listed;
  const { waited: { outcome }, listed } = await waited(services, 10_000, { id: ended!.parts[0]!.id });
  assert.deepEqual([outcome, listed], ["nothing_to_wait_for", [ended]]);
  assert.equal(openSockets(services), 0);
});

Deno.test("orders: without the stream they are asked for every five seconds, until one has changed", async () => {
  using services = await startServices({ at: BEFORE_THE_CLOSE - 8000 });
  services.simulator.faults.add({ kind: "socket_refused", path: "/" });
  const answer = await waited(services, 30_000);
  assert.deepEqual([answer.waited.outcome, answer.waited.by], ["changed", "polling"]);
  assert.equal(answer.waited.trouble !== "lost" && answer.waited.trouble?.kind, "broker_unavailable");
  assert.ok(changesOf(answer).some(([, , after]) => after === "rejected"));
  // Eleven seconds go by until then: asked after 5, 10 and 15, of each account with working orders.
  const asked = services.simulator.requests.filter(({ path }) => path.endsWith("/orders/live"));
  assert.deepEqual([...new Set(asked.map(({ at }) => (at - BEFORE_THE_CLOSE + 8000) / 1000))], [5, 10, 15]);
});

Deno.test("orders: a stream that breaks is made up for by asking; one question is always asked", async () => {
  using services = await startServices({ at: BEFORE_THE_CLOSE - 8000 });
  services.simulator.faults.add({ kind: "socket_dropped", frames: 1, path: "/" });
  const { waited: { outcome, by, trouble, duration } } = await waited(services, 1000);
  assert.deepEqual([outcome, by, trouble, duration], ["unchanged", "polling", "lost", 5000]);
});

Deno.test("orders: when nobody answers any more, it is not known whether something has changed", async () => {
  using services = await startServices();
  services.simulator.faults.add({ kind: "socket_refused", path: "/" });
  for (const account of ["5WS00001", "5WS00002"]) {
    services.simulator.faults.add({ kind: "status", status: 500, path: `/accounts/${account}/orders/live` });
  }
  assert.equal((await waited(services, 5000)).waited.outcome, "unknown");
});

Deno.test("orders: who leaves while waiting leaves no socket behind", async () => {
  using services = await startServices();
  const abort = new AbortController();
  const context = { ...services.context, signal: abort.signal };
  const waiting = awaitChange(await question(services), 10_000, context);
  while (!pathsOf(services).some((path) => path.endsWith("/complex-orders"))) await tick();
  await tick();
  abort.abort();
  assert.deepEqual(await waiting, { ok: false, failure: { kind: "cancelled" } });
  assert.equal(openSockets(services), 0);
});

/** Lets what needs no time happen, and timers of so many milliseconds. */
const tick = (milliseconds = 0): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

Deno.test("orders: instants and days beyond every calendar are unknown, and break nothing", async () => {
  const odd = [{ "updated-at": 1e18, "received-at": "+275760-09-13T00:00:00Z" }, {
    "time-in-force": "GTD",
    "gtc-date": "9999-99-99",
    "status": "Live",
  }];
  for (const change of odd) {
    const rewriting = { path: "/orders", items: (items: object[]) => items.map((row) => ({ ...row, ...change })) };
    using services = await startServices({ rewriting });
    const answer = await answerOrders({ status: "all" }, services.context);
    assert.ok(answer.ok);
    // deno-lint-ignore no-explicit-any -- the answer is data for a model
    assert.ok((answer.value as any).orders >= 0);
    await services.settled();
  }
});

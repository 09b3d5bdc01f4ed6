/**
 * What writing down everybody's accounts costs after a day: `deno run -A tests/bench/snapshots.ts [people]`. Every person
 * has a connection of their own with the broker's limits kept in real time; the simulator is in this process, and its work
 * is in the figures.
 */

import process from "node:process";
import { createAccountStream } from "../../src/broker/account_stream/create_account_stream.ts";
import { type Broker, createBroker } from "../../src/broker/broker.ts";
import { createLive } from "../../src/broker/dxlink/create_live.ts";
import { createHostRate } from "../../src/broker/rate.ts";
import { newYorkInstant } from "../../src/core/calendar.ts";
import { createConnections } from "../../src/services/connections.ts";
import { accountDays } from "../../src/services/history/account_days.ts";
import { keepDays } from "../../src/services/history/keep_day.ts";
import { takeSnapshots } from "../../src/services/history/take_snapshots.ts";
import { createSimulator } from "../../src/simulator/simulator.ts";
import { createDenoKvStorage } from "../../src/storage/deno_kv.ts";

const [count = 1000] = Deno.args.map(Number);
const say = (text: string): void => Deno.stdout.writeSync(new TextEncoder().encode(`${text}\n`)) as unknown as void;

// A Friday after the close, from which on time runs as it does.
const offset = newYorkInstant("2026-11-20", 16 * 60 + 31) - Date.now();
const now = (): number => Date.now() + offset;
const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
const simulator = createSimulator({ now });
const kv = await Deno.openKv(":memory:");
const storage = createDenoKvStorage(kv, { now });
const host = createHostRate();
const log = () => {};
let [requests, open, mostOpen] = [0, 0, 0];
/** When requests were sent, to see the busiest second. */
const seconds = new Map<number, number>();

const openBroker = (): Broker =>
  createBroker({
    baseUrl: "https://simulated.invalid",
    credentials: () => Promise.resolve(simulator.credentials),
    fetch: (input, init) => {
      requests++;
      const second = Math.floor(now() / 1000);
      seconds.set(second, (seconds.get(second) ?? 0) + 1);
      return simulator.fetch(input, init);
    },
    now,
    wait,
    random: Math.random,
    log,
    userAgent: "ttai/bench",
    source: "simulator",
    hostRate: host,
    refusals: { read: () => Promise.resolve(null), remember: () => Promise.resolve() },
  });

const connections = createConnections({
  open: openBroker,
  openLive: (broker) =>
    createLive({ broker, openSocket: (url) => simulator.openSocket(url), now, log, socketScope: "process" }),
  openAccountStream: (broker) =>
    createAccountStream({
      broker,
      url: "wss://simulated.invalid",
      openSocket: (url) => simulator.openSocket(url),
      now,
      log,
    }),
  onRefused: () => Promise.resolve(),
  cache: storage.cache,
  now,
});

const people = Array.from({ length: count }, (_, i) => `u_${String(i).padStart(5, "0")}`);
const memory: number[] = [];
const before = process.cpuUsage();
const startedAt = performance.now();
let slowest = 0;
const report = await takeSnapshots({
  records: storage.records,
  now,
  listPeople(after, limit) {
    memory.push(Deno.memoryUsage().rss);
    const from = after === null ? 0 : people.indexOf(after) + 1;
    const items = people.slice(from, from + limit);
    return Promise.resolve({ items, next: from + limit < people.length ? items.at(-1)! : null });
  },
  async keep(userId, day) {
    const beganAt = performance.now();
    mostOpen = Math.max(mostOpen, ++open);
    const { connection, close } = connections.borrow(userId);
    const context = {
      ...connection,
      userId,
      records: storage.records,
      log,
      now,
      wait,
      signal: new AbortController().signal,
      onCall() {},
      keepAlive: (work: Promise<unknown>) => void work.catch(() => {}),
    };
    try {
      return await keepDays({ records: storage.records, userId, day, expiresAt: now() + 1e10, guards: [] }, context);
    } finally {
      close();
      open--;
      slowest = Math.max(slowest, performance.now() - beganAt);
    }
  },
  budget: { milliseconds: Infinity, people: Infinity },
});
const elapsed = (performance.now() - startedAt) / 1000;
const { user, system } = process.cpuUsage(before);
const cpu = (user + system) / 1000;
let kept = 0;
for (let after: string | null = ""; after !== null;) {
  const page: { items: unknown[]; next: string | null } = await storage.records.list(accountDays, {
    limit: 100,
    ...(after === "" ? {} : { after }),
  });
  kept += page.items.length;
  after = page.next;
}
const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(0);
say(`${count} people, ${kept} days of accounts kept, ${report?.failed} people failed, ${mostOpen} at a time`);
say(`  ${elapsed.toFixed(0)} s, slowest person ${(slowest / 1000).toFixed(1)} s`);
say(
  `  ${requests} requests (${(requests / count).toFixed(1)} a person), at most ${
    Math.max(...seconds.values())
  } in a second`,
);
say(`  CPU ${(cpu / count).toFixed(1)} ms a person, with the simulator`);
say(
  `  memory (RSS): ${megabytes(memory[0]!)} MB before, ${megabytes(memory[memory.length >> 1]!)} half-way, ${
    megabytes(Math.max(...memory))
  } at most`,
);
connections.close();
kv.close();

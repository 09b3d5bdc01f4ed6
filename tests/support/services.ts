/** The rooms below the tools, wired as the app does it: broker on the simulator, storage in memory, a clock. */

import { type Broker, createBroker } from "../../src/broker/broker.ts";
import { createLive } from "../../src/broker/dxlink/create_live.ts";
import type { Context } from "../../src/services/context.ts";
import { createMarket } from "../../src/services/market.ts";
import { createSimulator, type Simulator } from "../../src/simulator/simulator.ts";
import { createDenoKvStorage } from "../../src/storage/deno_kv.ts";
import type { Storage } from "../../src/storage/storage.ts";
import { FRIDAY } from "./app.ts";

export interface TestServices extends Disposable {
  context: Context;
  broker: Broker;
  simulator: Simulator;
  storage: Storage;
  clock: { at: number };
  /** Resolves when what was to outlive the request is done. */
  settled(): Promise<unknown>;
}

export async function startServices({ prefix = "", at = FRIDAY } = {}): Promise<TestServices> {
  const clock = { at };
  const now = () => clock.at;
  const simulator = createSimulator({ now });
  const kv = await Deno.openKv(":memory:");
  const storage = createDenoKvStorage(kv, { now });
  const log = () => {};
  const broker = createBroker({
    baseUrl: "https://simulated.invalid",
    credentials: () => Promise.resolve(simulator.credentials),
    fetch: simulator.fetch,
    now,
    wait: (milliseconds) => {
      clock.at += milliseconds;
      return Promise.resolve();
    },
    random: () => 0.5,
    log,
    userAgent: "ttai/test",
    source: "simulator",
    refusals: { read: () => Promise.resolve(null), remember: () => Promise.resolve() },
  });
  const live = createLive({
    broker,
    openSocket: (url) => simulator.openSocket(url),
    now,
    log,
    socketScope: "process",
  });
  const work: Promise<unknown>[] = [];
  return {
    context: {
      broker,
      live,
      market: createMarket({ broker, live, cache: storage.cache, now, prefix }),
      log,
      now,
      signal: new AbortController().signal,
      onCall() {},
      keepAlive: (task) => void work.push(task),
    },
    broker,
    simulator,
    storage,
    clock,
    settled: () => Promise.all(work),
    [Symbol.dispose]() {
      live.close();
      kv.close();
    },
  };
}

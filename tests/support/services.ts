/** The rooms below the tools, wired as the app does it: broker on the simulator, storage in memory, a clock. */

import { sharedSimulation } from "./simulation.ts";
import { type Broker, createBroker } from "../../src/broker/broker.ts";
import { createAccountStream } from "../../src/broker/account_stream/create_account_stream.ts";
import { createLive } from "../../src/broker/dxlink/create_live.ts";
import type { Context } from "../../src/services/context.ts";
import { createMarket } from "../../src/services/market.ts";
import {
  createSimulator,
  SIMULATED_CREDENTIALS,
  type Simulator,
  type SimulatorOptions,
} from "../../src/simulator/simulator.ts";
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

/** `simulated` are options of the simulator beside its clock; `customer` is who of its people asks. */
export async function startServices(
  { prefix = "", at = FRIDAY, simulated = {}, customer = 0 }: {
    prefix?: string;
    at?: number;
    simulated?: Omit<SimulatorOptions, "now">;
    customer?: 0 | 1 | 2;
  } = {},
): Promise<TestServices> {
  const clock = { at };
  const now = () => clock.at;
  const simulator = createSimulator({ now, simulation: sharedSimulation(), ...simulated });
  Object.assign(simulator.credentials, SIMULATED_CREDENTIALS[customer]);
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
  const accountStream = createAccountStream({
    broker,
    url: "wss://simulated.invalid",
    openSocket: (url) => simulator.openSocket(url),
    now,
    log,
  });
  const wait = (milliseconds: number) => {
    clock.at += milliseconds;
    return Promise.resolve();
  };
  const work: Promise<unknown>[] = [];
  return {
    context: {
      broker,
      live,
      accountStream,
      market: createMarket({ broker, live, cache: storage.cache, now, prefix }),
      userId: null,
      records: storage.records,
      log,
      now,
      wait,
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

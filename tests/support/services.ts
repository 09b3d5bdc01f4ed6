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

/** Makes a list of the broker's, at paths that end in `path`, another one. */
export interface Rewriting {
  path: string;
  // deno-lint-ignore no-explicit-any -- the broker's JSON of any shape
  items: (items: any[]) => unknown[];
}

/**
 * `simulated` are options of the simulator beside its clock; `customer` is who of its people asks; `rewriting` is what the
 * broker answers that no simulator would.
 */
export async function startServices(
  { prefix = "", at = FRIDAY, simulated = {}, customer = 0, rewriting }: {
    prefix?: string;
    rewriting?: Rewriting;
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
    fetch: rewriting === undefined ? simulator.fetch : rewritten(simulator.fetch, rewriting),
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

const rewritten =
  (fetch: typeof globalThis.fetch, { path, items }: Rewriting): typeof globalThis.fetch => async (input, init) => {
    const request = new Request(input, init);
    const response = await fetch(request);
    if (!response.ok || !new URL(request.url).pathname.endsWith(path)) return response;
    const body = await response.json();
    return Response.json({ ...body, data: { ...body.data, items: items(body.data.items) } }, response);
  };

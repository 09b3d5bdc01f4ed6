/** The whole app on the simulator, in memory, with a clock of its own: what most tests talk to. */

import { sharedSimulation } from "./simulation.ts";
import { type App, createApp } from "../../src/app.ts";
import { readConfig } from "../../src/config.ts";
import {
  createSimulator,
  SIMULATED_CLIENT_SECRET,
  SIMULATED_REFRESH_TOKEN,
  type Simulator,
  type SimulatorOptions,
} from "../../src/simulator/simulator.ts";
import { createDenoKvStorage } from "../../src/storage/deno_kv.ts";

/** A Friday in regular hours: 2026-11-20, 11:00 in New York. */
export const FRIDAY = Date.UTC(2026, 10, 20, 16);

export interface TestApp extends App, AsyncDisposable {
  simulator: Simulator;
  /** The clock; set `at` to move it. */
  clock: { at: number };
  /** The log so far, parsed. */
  lines: Record<string, unknown>[];
  /** The same, as written. */
  rawLines: string[];
  /** Milliseconds the app chose to wait; waiting moves the clock. */
  waits: number[];
}

/** How the app is started. */
export interface TestAppOptions {
  /** As in `.dev.vars`; with credentials of a broker in it the simulator stands in for the network. */
  environment?: Record<string, string>;
  at?: number;
  /** How long the broker may take, in real milliseconds. */
  timeout?: number;
  /** What the simulator is told beside the clock. */
  simulated?: Omit<SimulatorOptions, "now">;
  /** Who else there is in the network, by host name; what they answer `null` to goes to the simulator. */
  hosts?: Record<string, (request: Request) => Response | null>;
}

export async function startApp(
  { environment = {}, at = FRIDAY, timeout, simulated = {}, hosts = {} }: TestAppOptions = {},
): Promise<TestApp> {
  const clock = { at };
  const now = () => clock.at;
  const rawLines: string[] = [];
  const lines: Record<string, unknown>[] = [];
  const waits: number[] = [];
  const simulator = createSimulator({ now, simulation: sharedSimulation(), ...simulated });
  const kv = await Deno.openKv(":memory:");
  const app = await createApp({
    config: readConfig(environment),
    storage: createDenoKvStorage(kv, { now }),
    fetch: async (input, init) => {
      const request = new Request(input, init);
      return hosts[new URL(request.url).host]?.(request) ?? await simulator.fetch(request);
    },
    openSocket: (url) => simulator.openSocket(url),
    socketScope: "process",
    simulate: () => Promise.resolve(simulator),
    now,
    wait: (milliseconds) => {
      waits.push(milliseconds);
      clock.at += milliseconds;
      return Promise.resolve();
    },
    random: () => 0.5,
    write: (line) => {
      rawLines.push(line);
      lines.push(JSON.parse(line));
    },
    ...(timeout === undefined ? {} : { brokerTimeout: timeout }),
  });
  return {
    ...app,
    simulator,
    clock,
    lines,
    rawLines,
    waits,
    [Symbol.asyncDispose]() {
      app.close();
      kv.close();
      return Promise.resolve();
    },
  };
}

/** Credentials under which the simulator stands in for a single owner's broker. */
export const OWNER = { TT_CLIENT_SECRET: SIMULATED_CLIENT_SECRET, TT_REFRESH_TOKEN: SIMULATED_REFRESH_TOKEN };

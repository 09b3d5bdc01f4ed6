/** The app as an attacker finds it, with everything behind it in view: the database, the log, and who is called outside. */

import assert from "node:assert/strict";
import { type App, createApp } from "../../../src/app.ts";
import { readConfig } from "../../../src/config.ts";
import { createSimulator, type Simulator } from "../../../src/simulator/simulator.ts";
import { createDenoKvStorage } from "../../../src/storage/deno_kv.ts";
import type { Storage } from "../../../src/storage/storage.ts";
import { FRIDAY } from "../../support/app.ts";
import { LOGINS, type Visited } from "../../support/login.ts";

export interface HouseOptions {
  /** Over those of a server with logins. */
  environment?: Record<string, string>;
  /** A database to go on with; it is left open. */
  kv?: Deno.Kv;
  /** Storage instead of Deno KV; what is in it is not in view then. */
  storage?: Storage;
  clock?: { at: number };
  simulator?: Simulator;
  /** Answers for every host but the broker's. */
  outside?: (request: Request) => Promise<Response> | Response;
  resolveAddresses?: (host: string) => Promise<string[]>;
}

/** One entry of the database. */
export interface Entry {
  /** Such as `records grants 01J...`. */
  key: string;
  /** As JSON, bytes as the text they are. */
  text: string;
}

export interface House extends AsyncDisposable {
  app: App;
  fetch: (request: Request) => Promise<Response>;
  storage: Storage;
  /** The network address requests come from. */
  address: string;
  simulator: Simulator;
  clock: { at: number };
  rawLines: string[];
  /** Addresses that were called, but for the broker's. */
  called: string[];
  /** Everything in the database, the cache included. */
  dump(): Promise<Entry[]>;
  /** Records by `collection id`, but for the counters of attempts, which an attack may well leave behind. */
  records(): Promise<Map<string, string>>;
}

export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const { clock = { at: FRIDAY }, environment = {}, outside = () => new Response(null, { status: 404 }) } = options;
  const now = () => clock.at;
  const kv = options.storage === undefined ? options.kv ?? await Deno.openKv(":memory:") : null;
  const simulator = options.simulator ?? createSimulator({ now });
  const rawLines: string[] = [];
  const called: string[] = [];
  const work = new Set<Promise<unknown>>();
  const config = readConfig({ ...LOGINS, ...environment });
  const storage = options.storage ?? createDenoKvStorage(kv!, { now });
  const app = await createApp({
    config,
    storage,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      if (request.url.startsWith(`${config.brokerUrl}/`)) return await simulator.fetch(request);
      called.push(request.url);
      return await outside(request);
    },
    openSocket: (url) => simulator.openSocket(url),
    socketScope: "process",
    simulate: () => Promise.reject(new Error("not with logins")),
    ...(options.resolveAddresses && { resolveAddresses: options.resolveAddresses }),
    now,
    wait: () => Promise.resolve(),
    random: () => 0.5,
    write: (line) => void rawLines.push(line),
  });

  async function dump(): Promise<Entry[]> {
    await Promise.all(work);
    const entries = await Array.fromAsync(kv!.list({ prefix: [] }));
    return entries.map(({ key, value }) => ({ key: key.map(String).join(" "), text: JSON.stringify(value, readable) }));
  }

  const house: House = {
    app,
    address: "198.51.100.7",
    fetch: (request) => app.fetch(request, { address: house.address, keepAlive: (task) => void work.add(task) }),
    simulator,
    clock,
    rawLines,
    storage,
    called,
    dump,
    async records() {
      const entries = (await dump()).filter(({ key }) =>
        key.startsWith("records ") && !key.startsWith(`records attempts`)
      );
      return new Map(entries.map(({ key, text }) => [key.slice("records ".length), text]));
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(work);
      if (options.kv === undefined) kv?.close();
    },
  };
  return house;
}

const readable = (_name: string, value: unknown): unknown =>
  value instanceof Uint8Array ? new TextDecoder().decode(value) : value;

/** Runs an attack that must leave no trace in the database. */
export async function storesNothing<T>(house: House, attack: () => Promise<T>): Promise<T> {
  const before = await house.records();
  const outcome = await attack();
  assert.deepEqual(await house.records(), before);
  return outcome;
}

/** The names of the collections that have records. */
export async function collectionsIn(house: House): Promise<string[]> {
  return [...new Set([...(await house.records()).keys()].map((key) => key.split(" ")[0]!))].sort();
}

/** Whether a page turned the visitor away and sent nobody anywhere. */
export function assertTurnedAway({ status, location, text }: Visited): void {
  assert.ok(status >= 400 && status < 500, `status ${status}: ${text.slice(0, 300)}`);
  assert.equal(location, null);
}

/** What the broker's own client receives from the stream, and the connections over which it does. */

import type TastytradeClient from "@tastytrade/api";
import type { Json } from "../simulator/client.ts";

const PATIENCE = 10_000;

/** Waits for something, and fails when it does not come. */
export async function inTime<T>(what: string, waiting: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`waited in vain for ${what}`)), PATIENCE);
  return await Promise.race([waiting, promise]).finally(() => clearTimeout(timer));
}

export interface Events {
  /** All that came, oldest first. */
  all: Json[];
  /** The latest event of a type and symbol, waiting for one when there is none yet. */
  latest(type: string, symbol: string): Promise<Json>;
  /** Waits until what came is as wanted. */
  until(what: string, isWanted: (all: Json[]) => boolean): Promise<void>;
  /** Forgets what came. */
  clear(): void;
}

/** Collects the events of a client's quote streamer. */
export function collect({ quoteStreamer }: TastytradeClient): Events {
  const all: Json[] = [];
  const watchers = new Set<() => void>();
  quoteStreamer.addEventListener((events) => {
    all.push(...events);
    for (const watch of watchers) watch();
  });

  async function until(what: string, isWanted: (all: Json[]) => boolean): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const watch = () => isWanted(all) && resolve();
    watchers.add(watch);
    watch();
    await inTime(what, promise).finally(() => watchers.delete(watch));
  }

  return {
    all,
    until,
    async latest(type, symbol) {
      const isIt = (event: Json) => event.eventType === type && event.eventSymbol === symbol;
      await until(`${type} of ${symbol}`, (all) => all.some(isIt));
      return all.findLast(isIt);
    },
    clear() {
      all.length = 0;
    },
  };
}

/** The WebSockets opened while it lasts. */
export interface Sockets extends Disposable {
  opened: WebSocket[];
  /** Waits until the latest is closed. */
  closed(): Promise<void>;
  /** Makes the client end the latest for good, as it does after the broker has said that its token is void. */
  giveUp(): Promise<void>;
}

/** Watches the platform's WebSockets, which is where the client takes them from. */
export function watchSockets(): Sockets {
  const opened: WebSocket[] = [];
  const Original = globalThis.WebSocket;
  globalThis.WebSocket = class extends Original {
    constructor(url: string | URL) {
      super(url);
      opened.push(this);
    }
  };
  async function closed(): Promise<void> {
    const socket = opened.at(-1);
    const { promise, resolve } = Promise.withResolvers<void>();
    socket?.addEventListener("close", () => resolve());
    if (socket && socket.readyState !== Original.CLOSED) await inTime("the connection's end", promise);
  }

  return {
    opened,
    closed,
    async giveUp() {
      const data = JSON.stringify({ type: "AUTH_STATE", channel: 0, state: "UNAUTHORIZED" });
      opened.at(-1)?.dispatchEvent(new MessageEvent("message", { data }));
      opened.at(-1)?.close();
      await closed();
    },
    [Symbol.dispose]() {
      globalThis.WebSocket = Original;
    },
  };
}

/** What a client writes to the console while it lasts. */
export interface Complaints extends Disposable {
  /** The kinds of errors that nobody handled; whatever else it said, in full. */
  heard: string[];
}

/** Listens to the console instead of showing it. */
export function hearComplaints(): Complaints {
  const heard: string[] = [];
  const { console } = globalThis;
  const originals = { error: console.error, warn: console.warn };
  const listen = (...said: Json[]) => void heard.push(said.at(-1)?.type ?? said.join(" "));
  Object.assign(console, { error: listen, warn: listen });
  return { heard, [Symbol.dispose]: () => void Object.assign(console, originals) };
}

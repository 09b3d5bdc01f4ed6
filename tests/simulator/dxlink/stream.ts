/** A client of the simulator's stream inside this process, with a clock and timers that a test moves. */

import { type Client, type ClientOptions, type Json, ORIGIN, startClient } from "../client.ts";

/** What the server says. */
export type Frame = { type: string; channel: number } & Record<string, Json>;

/** Timers that run when a test lets time pass. */
export interface Timers {
  every(milliseconds: number, run: () => void): () => void;
  /** How many run now. */
  readonly count: number;
  /** Lets time pass on the clock, and runs what is due in between. */
  pass(milliseconds: number): Promise<void>;
}

export function manualTimers(clock: () => { at: number }): Timers {
  const timers = new Set<{ milliseconds: number; dueAt: number; run: () => void }>();
  return {
    every(milliseconds, run) {
      const timer = { milliseconds, dueAt: clock().at + milliseconds, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    get count() {
      return timers.size;
    },
    async pass(milliseconds) {
      const until = clock().at + milliseconds;
      for (;;) {
        const [next] = [...timers].sort((a, b) => a.dueAt - b.dueAt);
        if (next === undefined || next.dueAt > until) break;
        clock().at = Math.max(clock().at, next.dueAt);
        next.dueAt = clock().at + next.milliseconds;
        next.run();
        await settle();
      }
      clock().at = until;
    },
  };
}

/** Lets everything that needs no time happen. */
export const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

export interface Stream {
  /** All frames so far. */
  frames: Frame[];
  /** How the connection ended: a code, `null` while it is open. */
  closed: () => number | null;
  /** Sends messages, and gives what is said in answer. */
  say(...messages: Record<string, unknown>[]): Promise<Frame[]>;
  /** Sends text as it is. */
  write(text: string): Promise<Frame[]>;
  /** Lets time pass, and gives what is said meanwhile. */
  pass(milliseconds: number): Promise<Frame[]>;
  close(): void;
}

export interface StreamServer {
  broker: Client;
  timers: Timers;
  /** A connection on which nothing has been said. */
  connect(): Promise<Stream>;
  quoteToken(): Promise<string>;
  /** A connection that is set up and authorized. */
  authorize(): Promise<Stream>;
  /** The same, with channel 1 open. */
  open(setup?: Record<string, unknown>): Promise<Stream>;
}

export const SETUP = {
  type: "SETUP",
  channel: 0,
  version: "0.1-test/1.0",
  keepaliveTimeout: 60,
  acceptKeepaliveTimeout: 60,
};
export const REQUEST = { type: "CHANNEL_REQUEST", channel: 1, service: "FEED", parameters: { contract: "AUTO" } };

export const subscribe = (add: Record<string, unknown>[], more: Record<string, unknown> = {}) => ({
  type: "FEED_SUBSCRIPTION",
  channel: 1,
  add,
  ...more,
});

/** A simulator whose stream is talked to. */
export function startStream(options: ClientOptions = {}): StreamServer {
  const timers = manualTimers(() => broker.clock);
  const broker = startClient({ every: timers.every, ...options });

  async function connect(): Promise<Stream> {
    const socket = broker.simulator.openSocket(`${ORIGIN.replace("https", "wss")}/realtime`);
    const frames: Frame[] = [];
    let code: number | null = null;
    socket.addEventListener("message", ({ data }) => void frames.push(JSON.parse(data)));
    socket.addEventListener("close", (event) => void (code = event.code ?? 0));
    await settle();

    async function after(act: () => unknown): Promise<Frame[]> {
      const before = frames.length;
      await act();
      await settle();
      return frames.slice(before);
    }

    return {
      frames,
      closed: () => code,
      say: (...messages) => after(() => messages.forEach((message) => socket.send(JSON.stringify(message)))),
      write: (text) => after(() => socket.send(text)),
      pass: (milliseconds) => after(() => timers.pass(milliseconds)),
      close: () => socket.close(),
    };
  }

  const quoteToken = async () => (await broker.get("/api-quote-tokens")).body.data.token;

  async function authorize(): Promise<Stream> {
    const token = await quoteToken();
    const stream = await connect();
    await stream.say(SETUP, { type: "AUTH", channel: 0, token });
    return stream;
  }

  return {
    broker,
    timers,
    connect,
    quoteToken,
    authorize,
    async open(setup) {
      const stream = await authorize();
      await stream.say(REQUEST, ...(setup === undefined ? [] : [{ type: "FEED_SETUP", channel: 1, ...setup }]));
      return stream;
    },
  };
}

/** The events in frames of either format, with the fields that COMPACT frames were announced with. */
export function eventsIn(frames: readonly Frame[], all: readonly Frame[] = frames): Record<string, Json>[] {
  const fields: Record<string, string[]> = {};
  for (const { type, eventFields } of all) if (type === "FEED_CONFIG") Object.assign(fields, eventFields);
  return frames.filter(({ type }) => type === "FEED_DATA").flatMap(({ data }) => {
    if (typeof data[0] !== "string") return data;
    const [type, values] = data;
    const names = fields[type]!;
    return Array.from(
      { length: values.length / names.length },
      (_, row) => Object.fromEntries(names.map((name, i) => [name, values[row * names.length + i]])),
    );
  });
}

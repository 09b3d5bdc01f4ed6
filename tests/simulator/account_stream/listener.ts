/** A client of the simulator's account stream inside this process, with a clock and timers that a test moves. */

import { type Client, type ClientOptions, type Json, ORIGIN, startClient } from "../client.ts";
import { manualTimers, settle, type Timers } from "../dxlink/stream.ts";

export interface Listener {
  /** All frames so far. */
  frames: Json[];
  /** How the connection ended: a code, `null` while it is open. */
  closed(): number | null;
  /** Sends a message with the access token, and gives what is said in answer. */
  say(message: Record<string, unknown>): Promise<Json[]>;
  /** Sends text as it is. */
  write(text: string): Promise<Json[]>;
  /** Lets time pass, and gives what is said meanwhile. */
  pass(milliseconds: number): Promise<Json[]>;
  close(): void;
}

export interface ListenerServer {
  broker: Client;
  timers: Timers;
  token: string;
  connect(): Promise<Listener>;
  /** One that listens to accounts. */
  listen(...accounts: string[]): Promise<Listener>;
}

/** A simulator whose account stream is listened to. */
export async function startListening(options: ClientOptions = {}): Promise<ListenerServer> {
  const timers = manualTimers(() => broker.clock);
  const broker = startClient({ every: timers.every, ...options });
  const token: string = (await broker.login()).body.access_token;

  async function connect(): Promise<Listener> {
    const socket = broker.simulator.openSocket(`${ORIGIN.replace("https", "wss")}/`);
    const frames: Json[] = [];
    let code: number | null = null;
    socket.addEventListener("message", ({ data }) => void frames.push(JSON.parse(data)));
    socket.addEventListener("close", (event) => void (code = event.code ?? 0));
    await settle();

    async function after(act: () => unknown): Promise<Json[]> {
      const before = frames.length;
      await act();
      await settle();
      return frames.slice(before);
    }

    const write = (text: string) => after(() => socket.send(text));
    return {
      frames,
      closed: () => code,
      write,
      say: (message) => write(JSON.stringify({ "auth-token": `Bearer ${token}`, ...message })),
      pass: (milliseconds) => after(() => timers.pass(milliseconds)),
      close: () => socket.close(),
    };
  }

  return {
    broker,
    timers,
    token,
    connect,
    async listen(...accounts) {
      const listener = await connect();
      await listener.say({ action: "connect", value: accounts, "request-id": 1 });
      return listener;
    },
  };
}

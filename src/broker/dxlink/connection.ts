/** One WebSocket to the feed: greeting, authorization, keepalive, and the channels it carries. */

import type { Failure } from "../../core/failure.ts";
import type { Log } from "../../core/log.ts";
import { type Channel, createChannel, type Listening } from "./channel.ts";
import { errorCodeOf, type Incoming, readIncoming } from "./incoming.ts";
import type { OpenSocket, Socket } from "./live.ts";

/** An authorized connection. */
export interface Connection {
  /** Opens a channel for a question. */
  listen(listening: Listening): Ear;
  isOpen(): boolean;
  close(): void;
}

/** A question's hold on its channel. */
export interface Ear {
  /** Whether the server has answered at all. */
  hasHeard(): boolean;
  /** Ends the channel. */
  cancel(): void;
}

/** No connection, and what that says about the token: `refused` by the server, or perhaps, when it hung up on us. */
export interface Refusal {
  ok: false;
  failure: Failure;
  token: "refused" | "doubtful" | "untested";
}

export interface ConnectionOptions {
  url: string;
  token: string;
  openSocket: OpenSocket;
  now: () => number;
  log: Log;
  /** Ends the connection, whatever it is doing. */
  signal: AbortSignal;
  /** Milliseconds from opening the socket to being authorized. */
  timeout: number;
  /** Milliseconds between two signs of life from us. */
  keepalive: number;
  /** The server no longer takes the token it had taken. */
  onExpired: () => void;
}

/** The name of the feed in failures. */
export const LIVE_DATA = "live data";

/** Our name and version in the greeting; the protocol's version comes first. */
const VERSION = "0.1-ttai/1.0";

/** Seconds of silence after which each side may give the other up. */
const PATIENCE_SECONDS = 60;

/** Opens a connection and is authorized on it. Never rejects. */
export function connect(options: ConnectionOptions): Promise<{ ok: true; value: Connection } | Refusal> {
  const { url, token, openSocket, now, log, signal, timeout, keepalive, onExpired } = options;
  const { promise, resolve } = Promise.withResolvers<{ ok: true; value: Connection } | Refusal>();
  const channels = new Map<number, Channel>();
  /** Channels that the server has said something to. */
  const answered = new Set<number>();
  const startedAt = now();
  let phase: "opening" | "greeting" | "authorized" | "closed" = "opening";
  let isGreeted = false;
  let serverPatience = PATIENCE_SECONDS * 1000;
  let heardAt = startedAt;
  let [events, opened] = [0, 0];
  let socket: Socket | null = null;

  const send = (message: Record<string, unknown>) => socket?.send(JSON.stringify(message));

  /** Ends it for good; harmless when it has ended. */
  function end(reason: string): void {
    if (phase === "closed") return;
    phase = "closed";
    clearTimeout(handshake);
    clearInterval(pulse);
    signal.removeEventListener("abort", stop);
    try {
      socket?.close(1000);
    } catch {
      // Some runtimes refuse to close what was never open.
    }
    log("debug", "live connection", { ended: reason, milliseconds: now() - startedAt, channels: opened, events });
    for (const channel of channels.values()) channel.breakOff();
    channels.clear();
  }

  function refuse(failure: Failure, verdict: Refusal["token"], reason: string): void {
    resolve({ ok: false, failure, token: verdict });
    end(reason);
  }

  const outage = (reason: "network" | "timeout" | "server_error"): Failure => ({
    kind: "broker_unavailable",
    endpoint: LIVE_DATA,
    reason,
  });

  function hangUp(): void {
    if (phase === "opening") refuse(outage("network"), "untested", "refused");
    else if (phase === "greeting") refuse(outage("network"), "doubtful", "dropped");
    else end("dropped");
  }

  const stop = () => phase === "authorized" ? end("stopped") : refuse({ kind: "cancelled" }, "untested", "stopped");
  const handshake = setTimeout(() => refuse(outage("timeout"), "untested", "timeout"), timeout);
  const pulse = setInterval(() => {
    if (now() - heardAt > serverPatience) end("silent");
    else if (phase === "authorized") send({ type: "KEEPALIVE", channel: 0 });
  }, keepalive);

  function unauthorized(): void {
    if (phase === "greeting") return refuse({ kind: "forbidden", endpoint: LIVE_DATA }, "refused", "unauthorized");
    onExpired();
    end("unauthorized");
  }

  function heed(message: Incoming): void {
    switch (message.type) {
      case "SETUP":
        if (typeof message.keepaliveTimeout === "number" && message.keepaliveTimeout > 0) {
          serverPatience = message.keepaliveTimeout * 1000;
        }
        return;
      case "AUTH_STATE":
        if (message.state === "AUTHORIZED" && phase === "greeting") {
          phase = "authorized";
          clearTimeout(handshake);
          resolve({ ok: true, value: connection });
        } else if (message.state === "UNAUTHORIZED") {
          // The first is the server's greeting: it has not seen the token yet.
          if (phase === "authorized" || isGreeted) unauthorized();
          isGreeted = true;
        }
        return;
      case "ERROR": {
        const code = errorCodeOf(message);
        log("warn", "live error", { code, channel: message.channel });
        if (code === "UNAUTHORIZED") unauthorized();
        else if (phase === "greeting") refuse(outage("server_error"), "untested", "error");
      }
    }
  }

  const connection: Connection = {
    listen(listening) {
      // The client's channels are odd.
      const number = opened++ * 2 + 1;
      if (phase === "closed") listening.onBroken();
      else channels.set(number, createChannel(listening, (message) => send({ ...message, channel: number })));
      return {
        hasHeard: () => answered.has(number),
        cancel() {
          answered.delete(number);
          if (channels.delete(number)) send({ type: "CHANNEL_CANCEL", channel: number });
        },
      };
    },
    isOpen: () => phase === "authorized",
    close: () => end("done"),
  };

  if (signal.aborted) stop();
  else {
    signal.addEventListener("abort", stop, { once: true });
    try {
      socket = openSocket(url);
      socket.addEventListener("open", () => {
        if (phase !== "opening") return;
        phase = "greeting";
        send({
          type: "SETUP",
          channel: 0,
          version: VERSION,
          keepaliveTimeout: PATIENCE_SECONDS,
          acceptKeepaliveTimeout: PATIENCE_SECONDS,
        });
        // Without waiting for the server's greeting, as its own client does: that saves a round trip.
        send({ type: "AUTH", channel: 0, token });
      });
      socket.addEventListener("message", ({ data }) => {
        if (phase === "closed") return;
        heardAt = now();
        const message = readIncoming(data);
        if (message === null) return;
        if (message.channel === 0) return heed(message);
        if (message.type === "ERROR") heed(message);
        const number = message.channel;
        const channel = channels.get(number);
        // An error is only news, but on a channel that was never opened it means that it never will be.
        const isOver = message.type === "CHANNEL_CLOSED" || (message.type === "ERROR" && !answered.has(number));
        if (channel === undefined) return;
        if (isOver) {
          channels.delete(number);
          channel.breakOff();
        } else {
          answered.add(number);
          events += channel.receive(message);
        }
      });
      socket.addEventListener("error", hangUp);
      socket.addEventListener("close", hangUp);
    } catch {
      hangUp();
    }
  }
  return promise;
}

/** One WebSocket to the account stream: the request to listen, signs of life, and what comes. */

import type { Failure } from "../../core/failure.ts";
import type { Log } from "../../core/log.ts";
import type { OpenSocket, Socket } from "../dxlink/live.ts";
import type { AccountWatch, WatchEnd } from "./account_stream.ts";
import type { Acknowledgement } from "./acknowledgement.ts";
import { type AccountEvent, readAccountFrames } from "./frames.ts";

/** No connection, and what that says about the token: `refused`, or perhaps, when the server hung up on us. */
export interface Refusal {
  ok: false;
  failure: Failure;
  token: "refused" | "doubtful" | "untested";
}

export interface ConnectionOptions {
  url: string;
  /** The access token. */
  token: string;
  accountNumbers: readonly string[];
  openSocket: OpenSocket;
  now: () => number;
  log: Log;
  /** Ends the connection, whatever it is doing. */
  signal: AbortSignal;
  /** Milliseconds from opening the socket to being listened to. */
  timeout: number;
  /** Milliseconds between two signs of life; the server wants one at least every minute. */
  heartbeat: number;
}

/** The name of the stream in failures. */
const ACCOUNT_NEWS = "account stream";

const SOURCE = "ttai";

/** Signs of life without an answer after which the server is given up. */
const MOST_UNANSWERED = 2;

/** Opens a connection and listens to accounts on it. Never rejects. */
export function connect(options: ConnectionOptions): Promise<{ ok: true; value: AccountWatch } | Refusal> {
  const { url, token, accountNumbers, openSocket, now, log, signal, timeout, heartbeat } = options;
  const { promise, resolve } = Promise.withResolvers<{ ok: true; value: AccountWatch } | Refusal>();
  const startedAt = now();
  const unseen: AccountEvent[] = [];
  let phase: "opening" | "asking" | "listening" | "closed" = "opening";
  let [asked, unanswered, events] = [0, 0, 0];
  let socket: Socket | null = null;
  /** Looks at what has come, for whoever waits. */
  let look: (() => void) | null = null;

  function send(action: string, value?: readonly string[]): void {
    const message = { action, ...(value ? { value } : {}), "auth-token": `Bearer ${token}` };
    socket?.send(JSON.stringify({ ...message, "request-id": ++asked, source: SOURCE }));
  }

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
    log("debug", "account stream", { ended: reason, milliseconds: now() - startedAt, events });
    look?.();
  }

  function refuse(failure: Failure, verdict: Refusal["token"], reason: string): void {
    resolve({ ok: false, failure, token: verdict });
    end(reason);
  }

  const outage = (reason: "network" | "timeout"): Failure => ({
    kind: "broker_unavailable",
    endpoint: ACCOUNT_NEWS,
    reason,
  });

  function hangUp(): void {
    if (phase === "opening") refuse(outage("network"), "untested", "refused");
    else if (phase === "asking") refuse(outage("network"), "doubtful", "dropped");
    else end("dropped");
  }

  const stop = () => phase === "listening" ? end("stopped") : refuse({ kind: "cancelled" }, "untested", "stopped");
  const handshake = setTimeout(() => refuse(outage("timeout"), "untested", "timeout"), timeout);
  const pulse = setInterval(() => {
    if (phase === "opening") return;
    if (unanswered >= MOST_UNANSWERED) return hangUpSilent();
    unanswered++;
    send("heartbeat");
  }, heartbeat);

  const hangUpSilent = () => phase === "listening" ? end("silent") : refuse(outage("timeout"), "untested", "silent");

  function heed({ isOk, action }: Acknowledgement): void {
    if (isOk && action === "connect" && phase === "asking") {
      phase = "listening";
      clearTimeout(handshake);
      resolve({ ok: true, value: watch });
    } else if (!isOk && phase === "asking") {
      refuse({ kind: "forbidden", endpoint: ACCOUNT_NEWS }, "refused", "refused");
    } else if (!isOk) {
      end("refused");
    }
  }

  function hear(data: unknown): void {
    if (phase === "closed") return;
    unanswered = 0;
    const read = readAccountFrames(typeof data === "string" ? data : "");
    // A record that cannot be read may be the one that is waited for: whoever waits has to look elsewhere.
    if (!read.ok) return phase === "listening" ? end("unreadable") : refuse(read.failure, "untested", "unreadable");
    for (const frame of read.value) {
      if (frame.type === "acknowledgement") {
        heed(frame);
      } else if (frame.type !== "unread") {
        events++;
        unseen.push(frame);
      }
    }
    look?.();
  }

  const watch: AccountWatch = {
    until(isWanted, patience) {
      const { promise, resolve } = Promise.withResolvers<WatchEnd>();
      const timer = setTimeout(() => settle("deadline"), patience);
      function settle(ended: WatchEnd): void {
        look = null;
        clearTimeout(timer);
        resolve(ended);
      }
      look = () => {
        for (let event = unseen.shift(); event !== undefined; event = unseen.shift()) {
          if (isWanted(event)) return settle("wanted");
        }
        if (phase === "closed") settle(signal.aborted ? "cancelled" : "closed");
      };
      look();
      return promise;
    },
    close: () => end("done"),
  };

  if (signal.aborted) stop();
  else {
    signal.addEventListener("abort", stop, { once: true });
    try {
      socket = openSocket(url);
      socket.addEventListener("open", () => {
        if (phase !== "opening") return;
        phase = "asking";
        send("connect", accountNumbers);
      });
      socket.addEventListener("message", ({ data }) => hear(data));
      socket.addEventListener("error", hangUp);
      socket.addEventListener("close", hangUp);
    } catch {
      hangUp();
    }
  }
  return promise;
}

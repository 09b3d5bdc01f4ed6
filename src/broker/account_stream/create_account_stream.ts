/** The account stream of whoever a broker belongs to: a socket for each question, with the broker's access token. */

import { fail } from "../../core/failure.ts";
import type { Log } from "../../core/log.ts";
import type { Broker } from "../broker.ts";
import type { OpenSocket } from "../dxlink/live.ts";
import type { AccountStream } from "./account_stream.ts";
import { connect } from "./connection.ts";

export interface AccountStreamOptions {
  /** Has the access tokens. */
  broker: Pick<Broker, "token" | "dropToken">;
  /** `wss:`; `ws:` beside a simulator on this machine. */
  url: string;
  openSocket: OpenSocket;
  now: () => number;
  log: Log;
  /** Milliseconds from opening a socket to being listened to, 5,000 by default. */
  handshakeTimeout?: number;
  /** Milliseconds between two signs of life, 5,000 by default, so that a dead connection is noticed within a wait. */
  heartbeat?: number;
}

export function createAccountStream(options: AccountStreamOptions): AccountStream {
  const { broker, url, openSocket, now, log, handshakeTimeout: timeout = 5000, heartbeat = 5000 } = options;
  return {
    async open(accountNumbers, { signal = new AbortController().signal, onCall, keepAlive } = {}) {
      for (let isSecond = false;; isSecond = true) {
        const token = await broker.token({
          signal,
          ...(onCall ? { onCall } : {}),
          ...(keepAlive ? { keepAlive } : {}),
        });
        if (!token.ok) return token;
        const connected = await connect({
          url,
          token: token.value,
          accountNumbers,
          openSocket,
          now,
          log,
          signal,
          timeout,
          heartbeat,
        });
        if (connected.ok) return connected;
        if (isSecond || connected.token === "untested") return fail(connected.failure);
        // The stream does not say whether it is the token or an account that it does not take.
        broker.dropToken(token.value);
      }
    },
  };
}

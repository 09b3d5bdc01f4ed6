/** What a question is answered with: who asks, whose market data, and how long they are willing to wait. */

import type { Broker } from "../broker/broker.ts";
import type { AccountStream } from "../broker/account_stream/account_stream.ts";
import type { Live } from "../broker/dxlink/live.ts";
import type { Log } from "../core/log.ts";
import type { Records } from "../storage/storage.ts";
import type { Call } from "./batch.ts";
import type { Market } from "./market.ts";

/** How far long work has come: `done` of `total` steps, never less than the last time, and what is under way. */
export interface Progress {
  done: number;
  total: number;
  /** A few words for people, such as `AAPL`. */
  message: string;
}

/** One request's surroundings. `signal` ends the question, `onCall` counts what it costs at the broker. */
export interface Context extends Call {
  broker: Broker;
  live: Live;
  accountStream: AccountStream;
  market: Market;
  /** Who asks; `null` where nobody logs in. */
  userId: string | null;
  records: Records;
  log: Log;
  now: () => number;
  /** Resolves after so many milliseconds or when the signal aborts. */
  wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Only there when somebody wants to know; returns at once and never fails. */
  onProgress?: (progress: Progress) => void;
}

/** What a question is answered with: who asks, whose market data, and how long they are willing to wait. */

import type { Broker } from "../broker/broker.ts";
import type { Live } from "../broker/dxlink/live.ts";
import type { Log } from "../core/log.ts";
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
  market: Market;
  log: Log;
  now: () => number;
  /** Only there when somebody wants to know; returns at once and never fails. */
  onProgress?: (progress: Progress) => void;
}

/** What a question is answered with: who asks, whose market data, and how long they are willing to wait. */

import type { Broker } from "../broker/broker.ts";
import type { Live } from "../broker/dxlink/live.ts";
import type { Log } from "../core/log.ts";
import type { Call } from "./batch.ts";
import type { Market } from "./market.ts";

/** One request's surroundings. `signal` ends the question, `onCall` counts what it costs at the broker. */
export interface Context extends Call {
  broker: Broker;
  live: Live;
  market: Market;
  log: Log;
  now: () => number;
}

/** What a test of an endpoint needs to know. */

import type { Endpoint } from "../../../src/broker/endpoint.ts";

export interface Case {
  // Parameters and answers differ, so their types are left open.
  // deno-lint-ignore no-explicit-any
  endpoint: Endpoint<any, any>;
  parameters: unknown;
  path: string;
  /** Our own small answer, made by hand: the name of a file below `tests/fixtures/wire`. */
  miniature: string;
  /** What the miniature says in our terms; of a list the first entry. */
  reads: unknown;
  /** The keys of the miniature without which nothing is read: paths into `data`, of lists the first entry. */
  required: string[];
  /** Recorded answers of the real broker, below `TTAI_RECORDINGS`. */
  recordings: string[];
  /** What to ask the simulator for instead, where that depends on what it lists. */
  simulated?: unknown;
  /** How many entries the simulator's answer has, where the question says so. */
  count?: number;
}

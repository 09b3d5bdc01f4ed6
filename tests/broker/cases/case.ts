/** What a test of an endpoint, or of another answer of the broker, needs to know. */

import type * as z from "zod";
import type { Endpoint } from "../../../src/broker/endpoint.ts";

interface Sample {
  /** Our own small answer, made by hand: the name of a file below `tests/fixtures/wire`. */
  miniature: string;
  /** What the miniature says in our terms; of a list the first entry. */
  reads: unknown;
  /** The keys of the miniature without which nothing is read: paths into `data`, of lists the first entry. */
  required: string[];
  /** Recorded answers of the real broker, below `TTAI_RECORDINGS`. */
  recordings: string[];
}

export interface Case extends Sample {
  // Parameters and answers differ, so their types are left open.
  // deno-lint-ignore no-explicit-any
  endpoint: Endpoint<any, any>;
  parameters: unknown;
  path: string;
  /** What is sent along. */
  body?: unknown;
  /** What to ask the simulator for instead, where that depends on what it lists. */
  simulated?: unknown;
  /** How many entries the simulator's answer has, where the question says so. */
  count?: number;
  /** `false` while the simulator has no such route. */
  isSimulated?: false;
}

/** What is read without being asked for over `Broker.call`: answers to checks, and frames of a stream. */
export interface AnswerCase extends Sample {
  name: string;
  answer: z.ZodType;
  /** Whether it is a frame: its `data` is a part of it and no envelope. */
  isFrame?: true;
}

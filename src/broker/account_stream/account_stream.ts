/** News of accounts as they happen: listened to for one question, never kept open behind it. */

import type { Result } from "../../core/failure.ts";
import type { CallOptions } from "../broker.ts";
import type { AccountEvent } from "./frames.ts";

/** Why waiting ended. `closed`: the connection broke, fell silent, or said what could not be read. */
export type WatchEnd = "wanted" | "deadline" | "closed" | "cancelled";

/** A connection that listens to accounts; whoever has it closes it. */
export interface AccountWatch {
  /**
   * Waits at most `patience` milliseconds for an event that is wanted. Each event is shown once and in order, those first
   * that came while nobody waited.
   */
  until(isWanted: (event: AccountEvent) => boolean, patience: number): Promise<WatchEnd>;
  close(): void;
}

/** The account stream of one customer. */
export interface AccountStream {
  /**
   * Listens to accounts by their numbers. What is read over HTTP from then on and what is heard together miss nothing:
   * the stream itself does not begin with how things stand. `onCall` counts requests for a token, not the socket.
   */
  open(accountNumbers: readonly string[], options?: CallOptions): Promise<Result<AccountWatch>>;
}

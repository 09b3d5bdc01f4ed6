/** What the account stream answers to a message of ours. */

import * as z from "zod";
import { optionalId, term, text } from "../wire.ts";

export interface Acknowledgement {
  type: "acknowledgement";
  /** Whether it did what was asked. */
  isOk: boolean;
  /** `connect`, `heartbeat`, ... in our spelling. */
  action: string | null;
  /** The number that the message carried; the stream may write it as a text. */
  requestId: string | null;
  sessionId: string | null;
  /** The accounts that are listened to, after `connect`. */
  accounts: string[];
  /** Why not, when it looks like a code: `connect-not-completed`. */
  reason: string | null;
}

const accounts = z.union([z.array(z.string()), z.string()]).nullish().transform((value) => value ? [value].flat() : []);

export const acknowledgement = z.object({
  status: z.string(),
  action: term,
  "request-id": optionalId,
  "web-socket-session-id": text,
  value: accounts,
  message: text,
}).transform((wire): Acknowledgement => ({
  type: "acknowledgement",
  isOk: wire.status === "ok",
  action: wire.action,
  requestId: wire["request-id"],
  sessionId: wire["web-socket-session-id"],
  accounts: wire.value,
  reason: wire.message !== null && /^[a-z][a-z -]{0,59}$/.test(wire.message) ? wire.message : null,
}));

/** Trouble with connections to the streams. A connection suffers one fault for as long as it lasts. */

/** What goes wrong. Frames are those that the server sends, from the first on. */
export type SocketFault =
  & {
    /** Strikes connections to the stream at this path; to any without it. */
    path?: string;
    /** How many connections it strikes; without end when not given. */
    times?: number;
  }
  & (
    /** There is no connection. */
    | { kind: "socket_refused" }
    /** The connection breaks once so many frames have been sent. */
    | { kind: "socket_dropped"; frames: number }
    /** The connection breaks when half of the first answer, a snapshot or a batch of events, has been sent. */
    | { kind: "socket_dropped_in_snapshot" }
    /** Every second symbol never answers, counted as they are first asked for. */
    | { kind: "socket_half_silent" }
    /** The token counts as expired. */
    | { kind: "socket_token_expired" }
    /** Nothing more is sent after so many frames; after the third, that of the authorization, when not given. */
    | { kind: "socket_silent"; frames?: number }
  );

const KINDS: readonly string[] = [
  "socket_refused",
  "socket_dropped",
  "socket_dropped_in_snapshot",
  "socket_half_silent",
  "socket_token_expired",
  "socket_silent",
] satisfies SocketFault["kind"][];

/** Whether a fault is one of connections. */
export const isSocketFault = <Fault extends { kind: string }>(fault: Fault): fault is Fault & SocketFault =>
  KINDS.includes(fault.kind);

/** Whether a fault that came as JSON carries what its kind needs. */
export function fitsSocketFault({ kind, frames }: { kind?: unknown; frames?: unknown }): boolean {
  const isCount = Number.isInteger(frames) && Number(frames) >= 0;
  if (kind === "socket_dropped") return isCount;
  return KINDS.includes(String(kind)) && (kind !== "socket_silent" || frames === undefined || isCount);
}

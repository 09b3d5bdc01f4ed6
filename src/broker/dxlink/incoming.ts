/** What the server says, as far as it is used; everything in it is foreign until it has been looked at. */

/** One message. Only `type` and `channel` are sure to be what they are called. */
export interface Incoming {
  type: string;
  channel: number;
  [field: string]: unknown;
}

/** Reads a frame; `null` for anything that is not a message of the protocol. */
export function readIncoming(data: unknown): Incoming | null {
  if (typeof data !== "string") return null;
  let message: unknown;
  try {
    message = JSON.parse(data);
  } catch {
    return null;
  }
  if (typeof message !== "object" || message === null) return null;
  const { type, channel } = message as Record<string, unknown>;
  return typeof type === "string" && typeof channel === "number" ? message as Incoming : null;
}

/** The code of an ERROR when it looks like one: foreign text does not go into the log. */
export function errorCodeOf({ error }: Incoming): string {
  return typeof error === "string" && /^[A-Z_]{1,30}$/.test(error) ? error : "unknown";
}

/** What clients of the account stream say: one JSON object a frame, each with a token of its own. */

/** A message. `value` is what the action is about: account numbers, or the customer's external id. */
export interface ClientMessage {
  action: string;
  values: string[];
  /** Without the word before it; `null` when there is none of that kind. */
  token: string | null;
  /** As it came; given back with the answer. */
  requestId: number | string | null;
}

/** Reads a frame; `null` when it is none of the protocol. */
export function readMessage(text: string): ClientMessage | null {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof message !== "object" || message === null) return null;
  const { action, value, "auth-token": authToken, "request-id": requestId } = message as Record<string, unknown>;
  if (typeof action !== "string") return null;
  const values = value === undefined || value === null ? [] : [value].flat();
  if (!values.every((one) => typeof one === "string")) return null;
  return {
    action,
    values,
    token: typeof authToken === "string" ? /^Bearer (\S+)$/.exec(authToken)?.[1] ?? null : null,
    requestId: typeof requestId === "number" || typeof requestId === "string" ? requestId : null,
  };
}

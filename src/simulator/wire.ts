/** How the broker writes: envelopes, errors, decimals as strings, arrays in queries. */

/** An answer before it becomes a `Response`: a JSON body, and a status. */
export interface Reply {
  status: number;
  body: unknown;
}

/** A decimal as text: no exponent, at least one decimal place, at most `places`. */
export function decimal(value: number, places = 6): string {
  const text = value.toFixed(places);
  const point = text.length - places - 1;
  let end = text.length;
  while (end > point + 2 && text.charCodeAt(end - 1) === ZERO) end--;
  const trimmed = text.slice(0, end);
  return trimmed === "-0.0" ? "0.0" : trimmed;
}

const ZERO = 48;

/** An instant as the market-data services write it. */
export const timestamp = (at: number): string => new Date(at).toISOString();

/** A resource in its envelope. */
export function data(content: unknown, context?: string): Reply {
  return { status: 200, body: context === undefined ? { data: content } : { data: content, context } };
}

/** An error in the usual envelope. */
export function refusal(status: number, code: string | number, message: string, errors?: unknown[]): Reply {
  return { status, body: { error: errors === undefined ? { code, message } : { code, message, errors } } };
}

/** A refused parameter. */
export function invalidParameter(domain: string, reason: string): Reply {
  return refusal(400, "validation_error", "Request validation failed", [{ domain, reason }]);
}

/** A record that is not there; `kind` as the broker names it, such as `Account`. */
export const missingRecord = (kind: string, supportId: string): Reply =>
  refusal(404, "record_not_found", `Couldn't find ${kind}. ${support(supportId)}`);

/** A method, or a set of parameters, that the broker does not take. */
export const methodNotAllowed = (supportId: string): Reply =>
  refusal(405, "method_not_allowed", `405 Not Allowed. ${support(supportId)}`);

/** What the customer or the grant does not permit. */
export const notPermitted = (): Reply => refusal(403, "not_permitted", "User not permitted access");

/** The sentence with which many of the broker's messages end. */
export const support = (supportId: string): string => `Unique customer support identifier: ${supportId}`;

/** All values of an array parameter, however it is spelled: `k=a&k=b`, `k[]=a&k[]=b` or `k=a,b`. */
export function listParameter(query: URLSearchParams, name: string): string[] {
  return [...query.getAll(name), ...query.getAll(`${name}[]`)]
    .flatMap((value) => value.split(","))
    .filter((value) => value !== "");
}

/** What stands between spaces, such as scopes. */
export const words = (text: string | null | undefined): string[] =>
  text?.split(" ").filter((word) => word !== "") ?? [];

/** A reply as a response, marked as simulated. */
export const respond = ({ status, body }: Reply): Response =>
  Response.json(body, { status, headers: { "X-Simulated": "true" } });

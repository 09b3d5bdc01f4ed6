/** How the broker writes: envelopes, errors, decimals as strings, arrays in queries. */

import type { Day } from "../core/calendar.ts";

/** An answer before it becomes a `Response`: a JSON body, and a status. */
export interface Reply {
  status: number;
  body: unknown;
}

/** An answer whose JSON is written already: chains are too long to be built of objects first. */
export interface WrittenReply {
  status: number;
  json: string;
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

/** An instant as the services of instruments and accounts write it. */
export const offsetTimestamp = (at: number): string => timestamp(at).replace("Z", "+00:00");

/** The steps of a price: the row without a threshold holds above all thresholds. */
export function tickSizes({ below, small, large }: { below: number; small: number; large: number }): unknown[] {
  const usual = { "value": decimal(large, 9) };
  return small === large ? [usual] : [{ "threshold": decimal(below), "value": decimal(small, 9) }, usual];
}

/** A resource in its envelope. */
export function data(content: unknown, context?: string): Reply {
  return { status: 200, body: context === undefined ? { data: content } : { data: content, context } };
}

/** A list in its envelope, of items that are written already, with commas between them. */
export const writtenItems = (items: string, context: string): WrittenReply => ({
  status: 200,
  json: `{"data":{"items":[${items}]},"context":${JSON.stringify(context)}}`,
});

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

/** Whether a text names a calendar day, `YYYY-MM-DD`. */
export function isDay(text: string): text is Day {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** What stands between spaces, such as scopes. */
export const words = (text: string | null | undefined): string[] =>
  text?.split(" ").filter((word) => word !== "") ?? [];

/** A reply as a response, marked as simulated. */
export function respond(reply: Reply | WrittenReply): Response {
  const headers = { "Content-Type": "application/json", "X-Simulated": "true" };
  return new Response("json" in reply ? reply.json : JSON.stringify(reply.body), { status: reply.status, headers });
}

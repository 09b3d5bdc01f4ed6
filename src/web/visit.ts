/** A browser's visit to our pages: its cookies, its address, the headers every page goes out with. */

import type { Context } from "@hono/hono";
import { getCookie, setCookie } from "@hono/hono/cookie";
import { pageHeaders, renderPage } from "./page.tsx";

/** What the platform tells about a request. */
export interface Platform {
  /** Lets work outlive its request (`waitUntil` on Workers). */
  keepAlive: (work: Promise<unknown>) => void;
  /** The caller's network address, for limits; `unknown` where the platform does not say. */
  address: string;
}

/** What one request leaves in the log. */
export interface Trace {
  id: string;
  era?: string;
  method?: string;
  tool?: string | null;
  user?: string;
  /** Why a request was not let in. */
  refusal?: string;
  /** Requests that were sent to the broker for this one. */
  upstream: number;
}

/** What every route of ours is given. */
export type Environment = { Bindings: Platform; Variables: { trace: Trace } };

export type Visit = Context<Environment>;

const COOKIES = { browser: "__Host-ttai-browser", session: "__Host-ttai-session" } as const;
const MONTH = 30 * 86_400;

/** The value of one of our cookies, `null` when it is absent or not of their form. */
export function cookieOf(visit: Visit, kind: keyof typeof COOKIES): string | null {
  const value = getCookie(visit, COOKIES[kind]);
  return value !== undefined && /^[\w-]{43}$/.test(value) ? value : null;
}

/** Sets a cookie that only we can set and read, and that no script sees. An empty value removes it. */
export function giveCookie(visit: Visit, kind: keyof typeof COOKIES, value: string): void {
  setCookie(visit, COOKIES[kind], value, {
    path: "/",
    secure: true,
    httpOnly: true,
    sameSite: "Lax",
    maxAge: value === "" ? 0 : MONTH,
  });
}

/** A page, made with the nonce its style needs. `formTargets` are the addresses its forms may lead to. */
export function show(
  visit: Visit,
  page: (nonce: string) => { toString(): string },
  { status = 200, formTargets = [] }: {
    status?: 200 | 400 | 403 | 404 | 429 | 500 | 502;
    formTargets?: readonly string[];
  } = {},
): Response {
  const nonce = crypto.randomUUID();
  for (const [name, value] of Object.entries(pageHeaders(nonce, formTargets))) visit.header(name, value);
  return visit.html(renderPage(page(nonce)), status);
}

/** On to another place, after a form: `303` makes it a GET. Nothing on the way is kept. */
export function go(visit: Visit, location: string): Response {
  visit.header("cache-control", "no-store");
  visit.header("referrer-policy", "no-referrer");
  return visit.redirect(location, 303);
}

/** The fields of a posted form; `null` when it is no form, or one that is far too long. */
export async function readForm(visit: Visit): Promise<URLSearchParams | null> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(visit.req.header("content-type") ?? "")) return null;
  const text = await readText(visit, MAX_FORM);
  return text === null ? null : new URLSearchParams(text);
}

const MAX_FORM = 32_768;

/** The body of a request; `null` when it has more than `limit` bytes, of which no more than needed is read. */
export async function readText(visit: Visit, limit: number): Promise<string | null> {
  if (Number(visit.req.header("content-length") ?? 0) > limit) return null;
  const decoder = new TextDecoder();
  let [text, length] = ["", 0];
  for await (const chunk of visit.req.raw.body ?? []) {
    length += chunk.length;
    if (length > limit) return null;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

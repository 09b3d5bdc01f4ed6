/** A logged-in caller of a simulator with a clock of its own. */

import {
  createSimulator,
  type PersonalCredentials,
  type Simulator,
  type SimulatorOptions,
} from "../../src/simulator/simulator.ts";

/** A Friday in regular hours: 2026-11-20, 11:00 in New York. */
export const FRIDAY = Date.UTC(2026, 10, 20, 16);

// deno-lint-ignore no-explicit-any
export type Json = any;

/** An answer with its body read. */
export interface Answer {
  status: number;
  headers: Headers;
  body: Json;
}

export interface Client {
  simulator: Simulator;
  /** Set `at` to move the clock. */
  clock: { at: number };
  /** Asks with a token and a user agent; `init` may override. */
  get(path: string, init?: RequestInit): Promise<Answer>;
  /** The same with a method and a JSON body. */
  send(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Posts to the token endpoint. */
  login(fields?: Record<string, string>, init?: RequestInit): Promise<Answer>;
  /** Asks with a token of the caller's own. */
  getWith(token: string, path: string): Promise<Answer>;
  /** By-type quotes by symbol. */
  quotes(query: Record<string, string>): Promise<Record<string, Json>>;
}

export const ORIGIN = "https://simulator.invalid";
export const USER_AGENT = { "User-Agent": "ttai-test/1.0" };

export interface ClientOptions extends Partial<SimulatorOptions> {
  at?: number;
  /** Whose; the first customer's when not given. */
  credentials?: PersonalCredentials;
}

/** What a login with personal credentials sends. */
export const refreshFields = (
  { clientSecret, refreshToken }: Pick<PersonalCredentials, "clientSecret" | "refreshToken">,
): Record<string, string> => ({
  grant_type: "refresh_token",
  refresh_token: refreshToken,
  client_secret: clientSecret,
});

/** A simulator and its caller, who logs in before the first request. */
export function startClient({ at = FRIDAY, credentials, ...options }: ClientOptions = {}): Client {
  const clock = { at };
  const simulator = createSimulator({ now: () => clock.at, ...options });
  let token: string | undefined;

  async function login(
    fields: Record<string, string> = refreshFields(credentials ?? simulator.credentials),
    init: RequestInit = {},
  ): Promise<Answer> {
    const headers = { ...USER_AGENT, "Content-Type": "application/json" };
    return await read(
      await simulator.fetch(`${ORIGIN}/oauth/token`, {
        method: "POST",
        headers,
        body: JSON.stringify(fields),
        ...init,
      }),
    );
  }

  const ask = async (path: string, init: RequestInit) => await read(await simulator.fetch(ORIGIN + path, init));
  const bearing = (token: string) => ({ ...USER_AGENT, Authorization: `Bearer ${token}` });

  async function get(path: string, init: RequestInit = {}): Promise<Answer> {
    token ??= (await login()).body.access_token as string;
    return await ask(path, { headers: bearing(token), ...init });
  }

  async function send(method: string, path: string, body?: unknown): Promise<Answer> {
    token ??= (await login()).body.access_token as string;
    const headers = { ...bearing(token), "Content-Type": "application/json" };
    return await ask(path, { method, headers, body: JSON.stringify(body) ?? null });
  }

  return {
    simulator,
    clock,
    get,
    send,
    login,
    getWith: (token, path) => ask(path, { headers: bearing(token) }),
    async quotes(query) {
      token = undefined;
      const { body } = await get(`/market-data/by-type?${new URLSearchParams(query)}`);
      return Object.fromEntries(body.data.items.map((item: Json) => [item.symbol, item]));
    },
  };
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = response.headers.get("Content-Type")?.includes("json");
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

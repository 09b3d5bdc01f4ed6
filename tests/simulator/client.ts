/** A logged-in caller of a simulator with a clock of its own. */

import { createSimulator, type Simulator, type SimulatorOptions } from "../../src/simulator/simulator.ts";

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
  /** Posts to the token endpoint. */
  login(fields?: Record<string, string>, init?: RequestInit): Promise<Answer>;
  /** By-type quotes by symbol. */
  quotes(query: Record<string, string>): Promise<Record<string, Json>>;
}

export const ORIGIN = "https://simulator.invalid";
export const USER_AGENT = { "User-Agent": "ttai-test/1.0" };

/** A simulator and its caller, who logs in before the first request. */
export function startClient({ at = FRIDAY, ...options }: { at?: number } & Partial<SimulatorOptions> = {}): Client {
  const clock = { at };
  const simulator = createSimulator({ now: () => clock.at, ...options });
  const { clientSecret, refreshToken } = simulator.credentials;
  let token: string | undefined;

  async function login(
    fields: Record<string, string> = {
      grant_type: "refresh_token",
      refresh_token: refreshToken,
      client_secret: clientSecret,
    },
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

  async function get(path: string, init: RequestInit = {}): Promise<Answer> {
    token ??= (await login()).body.access_token as string;
    const headers = { ...USER_AGENT, Authorization: `Bearer ${token}` };
    return await read(await simulator.fetch(ORIGIN + path, { headers, ...init }));
  }

  return {
    simulator,
    clock,
    get,
    login,
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

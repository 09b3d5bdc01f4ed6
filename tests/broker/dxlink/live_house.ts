/** Live data of one customer over real sockets: a broker that issues numbered quote tokens, and a scripted feed. */

import { createBroker } from "../../../src/broker/broker.ts";
import { createLive, type CreateLiveOptions } from "../../../src/broker/dxlink/create_live.ts";
import type { Live } from "../../../src/broker/dxlink/live.ts";
import { createLog } from "../../../src/core/log.ts";
import { FRIDAY } from "../../support/app.ts";
import { type Script, type ScriptedFeed, serveFeed } from "./scripted_feed.ts";

export interface LiveHouse extends AsyncDisposable {
  live: Live;
  feed: ScriptedFeed;
  clock: { at: number };
  lines: Record<string, unknown>[];
  /** Quote tokens issued so far: `quote-token-1`, `quote-token-2`... */
  issued: () => number;
  /** What the broker answers to the request for a quote token, when it is not a token. */
  trouble: { status: number } | { status: null };
}

export type HouseOptions = Partial<CreateLiveOptions> & {
  /** Where tokens lead to; the scripted feed by default. */
  url?: string;
  /** Milliseconds a token lives; the broker does not say when `null`. */
  lifetime?: number | null;
};

export function openHouse(
  script: Script = {},
  { url, lifetime = 24 * 3_600_000, ...options }: HouseOptions = {},
): LiveHouse {
  const feed = serveFeed(script);
  const clock = { at: FRIDAY };
  const now = () => clock.at;
  const lines: Record<string, unknown>[] = [];
  const log = createLog({ write: (line) => lines.push(JSON.parse(line)), now, least: "debug" });
  const house = { trouble: { status: null } as LiveHouse["trouble"] };
  let issued = 0;
  const broker = createBroker({
    baseUrl: "https://broker.invalid",
    credentials: () => Promise.resolve({ clientSecret: "a-client-secret", refreshToken: "a-refresh-token" }),
    fetch: (input) => {
      const { pathname } = new URL(String(input));
      if (pathname === "/oauth/token") return Promise.resolve(Response.json({ access_token: "an-access-token" }));
      if (house.trouble.status !== null) return Promise.resolve(new Response(null, { status: house.trouble.status }));
      const data = {
        token: `quote-token-${++issued}`,
        "dxlink-url": url ?? feed.url,
        level: "api",
        ...(lifetime === null ? {} : { "expires-at": new Date(clock.at + lifetime).toISOString() }),
      };
      return Promise.resolve(Response.json({ data }));
    },
    now,
    wait: () => Promise.resolve(),
    random: () => 0.5,
    log,
    userAgent: "ttai/test",
    source: "tastytrade",
    refusals: { read: () => Promise.resolve(null), remember: () => Promise.resolve() },
  });
  const live = createLive({
    broker,
    openSocket: feed.openSocket,
    now,
    log,
    socketScope: "process",
    linger: 0,
    ...options,
  });
  return Object.assign(house, {
    live,
    feed,
    clock,
    lines,
    issued: () => issued,
    async [Symbol.asyncDispose]() {
      live.close();
      await feed[Symbol.asyncDispose]();
    },
  });
}

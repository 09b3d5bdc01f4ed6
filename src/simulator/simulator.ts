/**
 * The broker's API as a fetch function, and its streams as sockets, over a believable small market: the same
 * seed and clock give the same answers.
 *
 * Everything it serves carries the header `X-Simulated: true`; the bodies are shaped like the real ones.
 */

import { newsBetween } from "./account_stream/news.ts";
import { ACCOUNT_STREAM_PATH, createAccountSession } from "./account_stream/session.ts";
import { answer, type Broker } from "./answer.ts";
import { type Books, createBooks } from "./book/books.ts";
import { createOrders, type Orders } from "./book/orders.ts";
import { control, CONTROL_PREFIX } from "./control.ts";
import { type PersonalCredentials, SIMULATED_CREDENTIALS } from "./credentials.ts";
import type { AccountState } from "./customers.ts";
import { createSession } from "./dxlink/session.ts";
import { createFaults, DROPPED, type Fault, type Faults, type RequestFault, suffer } from "./faults.ts";
import { createMarket, type Market } from "./market/market.ts";
import { createNoise } from "./market/noise.ts";
import { authorize, AUTHORIZE_PATH } from "./pages/authorize.ts";
import { STREAM_PATH } from "./routes/quote_tokens.ts";
import type { SimulatedSocket } from "./socket_pair.ts";
import { createSockets, type Every, type SocketRecord } from "./sockets.ts";
import { respond } from "./wire.ts";
import { createWorld, type World } from "./world.ts";

export * from "./credentials.ts";
export { type AccountState, LARGE_BOOK_ACCOUNT } from "./customers.ts";
export type { Every, Fault, Faults, SimulatedSocket, SocketRecord };

/** How a simulator is set up. */
export interface SimulatorOptions {
  /** Which market; the same seed is the same market. */
  seed?: string | number;
  /** One that several simulators have in common, so that it is worked out once; the seed is then its own. */
  simulation?: Simulation;
  /** The clock, epoch milliseconds. */
  now: () => number;
  /** What tells tokens apart; even over [0, 1). Without it they follow from the seed. */
  random?: () => number;
  /** How long an access token lives; 900 as at the real broker when not given. */
  tokenLifetimeSeconds?: number;
  /** Leaves out the streamer's names of some options on futures, as the real chains do; all are there when not given. */
  sparseStreamerSymbols?: boolean;
  /** Serves `/__simulator/` `faults`, `accounts`, `requests` and `sockets`. */
  control?: boolean;
  /** The redirect URIs of the partner application; when not given, `/oauth/callback` of any port on this machine. */
  partnerRedirectUris?: readonly string[];
  /** After so many refused logins nothing is answered for eight hours; never when not given. */
  lockAfterFailures?: number;
  /** What drives the connections to the stream; timers of this platform when not given. They run while one is open. */
  every?: Every;
  /** Accounts by number that are in a state (see `AccountState`) from the beginning. */
  accounts?: Readonly<Record<string, AccountState>>;
  /** Gives the third customer (`SIMULATED_CREDENTIALS[2]`) an account of some 300 positions, `LARGE_BOOK_ACCOUNT`. */
  largeBook?: boolean;
  /** How many connections to the stream a customer may have at a time; any number when not given. */
  socketsPerCustomer?: number;
}

/** A request that arrived. `status` is `null` while there is no answer, and for ever when none was given. */
export interface RequestRecord {
  at: number;
  method: string;
  path: string;
  status: number | null;
  userAgent: string | null;
}

/** A broker of our own. */
export interface Simulator {
  /** Answers like the global `fetch`, whatever the host of the URL; honours the request's signal. */
  fetch(input: Request | URL | string, init?: RequestInit): Promise<Response>;
  /** Opens a stream inside this process, whatever the host of the URL. */
  openSocket(url: string): SimulatedSocket;
  /** Whether there is a stream at a path. */
  hasStream(path: string): boolean;
  /** Serves the stream at a path over a WebSocket of a server. */
  accept(socket: WebSocket, path: string): void;
  /** Ends all connections to streams. */
  closeSockets(): void;
  /** The latest connections to streams, oldest first. */
  sockets: readonly SocketRecord[];
  /** With these the first demo customer logs in. */
  credentials: PersonalCredentials;
  faults: Faults;
  /** The latest requests, oldest first. */
  requests: readonly RequestRecord[];
  market: Market;
  /** What the customers hold, and how that came about. */
  books: Books;
  /** What they ordered. */
  orders: Orders;
  /** Who they are; `world.stage` puts an account into a state. */
  world: World;
  /**
   * Withdraws the grants of the customer with this external id, or all: their access tokens stop working and no new ones
   * are issued. A `RangeError` for a customer who does not exist.
   */
  revokeGrant(externalId?: string): void;
}

const DEFAULT_SEED = "ttai";
const TOKEN_LIFETIME_SECONDS = 900;
const LOG_LENGTH = 1000;

/** What the seed alone decides, instant by instant; nothing in it changes but how much has been worked out. */
export interface Simulation {
  market: Market;
  books: Books;
  orders: Orders;
}

/** A market with its books and orders, worked out as far as they are asked for. */
export function createSimulation(seed: string = DEFAULT_SEED): Simulation {
  const market = createMarket(seed);
  const books = createBooks(market);
  return { market, books, orders: createOrders(market, books) };
}

/** A simulated broker. Nothing is computed before it is asked for. */
export function createSimulator(options: SimulatorOptions): Simulator {
  const { now, tokenLifetimeSeconds = TOKEN_LIFETIME_SECONDS } = options;
  const seed = String(options.seed ?? DEFAULT_SEED);
  const noise = createNoise(seed);
  const numbers = noise.stream("numbers");
  let drawn = 0;
  const random = options.random ?? (() => noise.uniform(numbers, drawn++, 0));
  const hexadecimal = (part: number) =>
    Math.floor(noise.uniform(numbers, drawn, part) * 2 ** 32).toString(16).padStart(8, "0");
  const { market, books, orders } = options.simulation ?? createSimulation(seed);
  const broker: Broker = {
    world: createWorld(seed, random, options),
    market,
    books,
    orders,
    now,
    tokenLifetimeSeconds,
    sparseStreamerSymbols: options.sparseStreamerSymbols ?? false,
    supportId() {
      drawn++;
      return [1, 2, 3, 4].map(hexadecimal).join("");
    },
  };
  const { accounts = {} } = options;
  for (const [number, state] of Object.entries(accounts)) broker.world.stage(number, state, now());
  const faults = createFaults();
  const requests: RequestRecord[] = [];
  const { world, every = everyInterval } = { ...options, ...broker };
  const sockets = createSockets({
    streams: {
      [STREAM_PATH]: (ends) => createSession({ market, world, now, every, ...ends }),
      [ACCOUNT_STREAM_PATH]: (ends) =>
        createAccountSession({
          world,
          now,
          every,
          sessionId: broker.supportId().slice(0, 8),
          newsBetween: (whose, from, to) => newsBetween({ ...whose, ...broker }, from, to),
          ...ends,
        }),
    },
    faults,
    now,
    perCustomer: options.socketsPerCustomer ?? Infinity,
  });

  async function serve(input: Request | URL | string, init?: RequestInit): Promise<Response> {
    const request = new Request(input, init);
    const { signal } = request;
    signal.throwIfAborted();
    const url = new URL(request.url);
    if (options.control && url.pathname.startsWith(CONTROL_PREFIX)) {
      return respond(
        await control(request, url.pathname, { faults, world, now }, { requests, sockets: sockets.records }),
      );
    }
    const record: RequestRecord = {
      at: now(),
      method: request.method,
      path: url.pathname,
      status: null,
      userAgent: request.headers.get("User-Agent"),
    };
    requests.push(record);
    if (requests.length > LOG_LENGTH) requests.shift();
    // The page is seen by a browser, which has another address than who was locked out.
    const isPage = url.pathname === AUTHORIZE_PATH;
    const right = async () =>
      isPage ? await authorize(request, url, broker) : respond(await answer(request, url, broker));
    const isLocked = !isPage && broker.world.failedLogins.isLocked(record.at);
    const fault: RequestFault | null = isLocked ? { kind: "silent" } : faults.strike(url.pathname);
    const response = fault === null ? await right() : await suffer(fault, signal, right);
    signal.throwIfAborted();
    record.status = response.status;
    return response;
  }

  return {
    fetch: serve,
    openSocket: sockets.open,
    hasStream: sockets.has,
    accept: sockets.accept,
    closeSockets: sockets.close,
    sockets: sockets.records,
    credentials: { ...SIMULATED_CREDENTIALS[0] },
    faults,
    requests,
    market,
    books,
    orders: broker.orders,
    world: broker.world,
    revokeGrant: (externalId) => broker.world.revoke(externalId),
  };
}

const everyInterval: Every = (milliseconds, run) => {
  const timer = setInterval(run, milliseconds);
  return () => clearInterval(timer);
};

/** Turns a request for a WebSocket into one, as the platform does it. */
export type Upgrade = (request: Request) => { socket: WebSocket; response: Response };

/**
 * The simulator as the handler of an HTTP server: a dropped connection breaks there too. With `upgrade` it serves the
 * streams as well.
 */
export function simulatorHandler(simulator: Simulator, upgrade?: Upgrade): (request: Request) => Promise<Response> {
  return async (request) => {
    const isSocket = request.headers.get("Upgrade")?.toLowerCase() === "websocket";
    const path = new URL(request.url).pathname;
    if (upgrade && isSocket && simulator.hasStream(path)) {
      if (simulator.faults.refusesSocket(path)) return new Response(null, { status: 503 });
      const { socket, response } = upgrade(request);
      simulator.accept(socket, path);
      return response;
    }
    try {
      return await simulator.fetch(request);
    } catch (error) {
      const isDropped = error instanceof TypeError && error.message === DROPPED;
      if (!isDropped && !request.signal.aborted) throw error;
      // A server cannot drop a connection but by a body that fails; whoever has gone away sees neither.
      return new Response(new ReadableStream({ start: (controller) => controller.error(error) }));
    }
  };
}

/** One connection to the broker for each user: their own token, limits, live data and shelf of market data. */

import type { Broker } from "../broker/broker.ts";
import type { AccountStream } from "../broker/account_stream/account_stream.ts";
import type { Live } from "../broker/dxlink/live.ts";
import type { Result } from "../core/failure.ts";
import type { Cache } from "../storage/storage.ts";
import { createMarket, type Market } from "./market.ts";

export interface Connection {
  broker: Broker;
  live: Live;
  accountStream: AccountStream;
  market: Market;
}

export interface Connections {
  /** The user's connection, made when first asked for. */
  of(userId: string): Connection;
  /** The same for a chore, without taking the place of somebody who is here; `close` it after. */
  borrow(userId: string): { connection: Connection; close: () => void };
  /** Drops a connection, after the user has linked anew or left. */
  forget(userId: string): void;
  /** Closes the sockets that are kept for the next question. */
  close(): void;
}

/** Connections kept at the most; the one unused for longest goes first, and logs in again when it is needed. */
const CAPACITY = 200;
/** Milliseconds after which one that was not used is worth nothing: its token is over, and what it has read is old. */
const IDLE = 15 * 60_000;

/**
 * `open` makes a user's broker, `openLive` and `openAccountStream` the streams that go with it; `onRefused` hears of a user whose credentials the broker refuses. Cached market data lies
 * under `user:{id}:`, because it is licensed to that customer.
 */
export function createConnections({ open, openLive, openAccountStream, onRefused, cache, now }: {
  open: (userId: string) => Broker;
  openLive: (broker: Broker) => Live;
  openAccountStream: (broker: Broker) => AccountStream;
  onRefused: (userId: string) => Promise<void>;
  cache: Cache;
  now: () => number;
}): Connections {
  /** In the order of their last use. */
  const connections = new Map<string, { connection: Connection; usedAt: number }>();

  return {
    of(userId) {
      const connection = connections.get(userId)?.connection ?? connect(userId);
      connections.delete(userId);
      connections.set(userId, { connection, usedAt: now() });
      for (const [oldest, { usedAt }] of connections) {
        if (connections.size <= CAPACITY && now() - usedAt <= IDLE) break;
        forget(oldest);
      }
      return connection;
    },
    borrow(userId) {
      const known = connections.get(userId)?.connection;
      if (known !== undefined) return { connection: known, close() {} };
      const connection = connect(userId);
      return { connection, close: connection.live.close };
    },
    forget,
    close() {
      for (const { connection } of connections.values()) connection.live.close();
    },
  };

  function forget(userId: string): void {
    connections.get(userId)?.connection.live.close();
    connections.delete(userId);
  }

  function connect(userId: string): Connection {
    const broker = watch(open(userId), () => onRefused(userId));
    const live = openLive(broker);
    const market = createMarket({ broker, live, cache, now, prefix: `user:${userId}:` });
    return { broker, live, accountStream: openAccountStream(broker), market };
  }
}

/** `broker`, with its refusals of the login reported. */
function watch(broker: Broker, onRefused: () => Promise<void>): Broker {
  const heed = async <T>(result: Result<T>): Promise<Result<T>> => {
    // Only a refused login ends a link, which has a time to try again: a token that is refused may be a mishap.
    const isRefused = !result.ok && result.failure.kind === "unauthenticated" && result.failure.retryAt !== undefined;
    if (isRefused) await onRefused();
    return result;
  };
  return {
    source: broker.source,
    dropToken: broker.dropToken,
    token: async (options) => await heed(await broker.token(options)),
    call: async (endpoint, parameters, options) => await heed(await broker.call(endpoint, parameters, options)),
    login: async (options) => await heed(await broker.login(options)),
  };
}

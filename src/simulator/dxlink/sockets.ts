/** The connections to the stream, inside this process and over real WebSockets. */

import type { Faults } from "../faults.ts";
import type { Market } from "../market/market.ts";
import { STREAM_PATH } from "../routes/quote_tokens.ts";
import type { SocketFault } from "../socket_faults.ts";
import type { World } from "../world.ts";
import type { Every } from "./channel.ts";
import { createSession, type Session } from "./session.ts";
import { createSocketPair, type ServerEnd, type SimulatedSocket } from "./socket_pair.ts";

/** A connection that was made. Counts are of frames. */
export interface SocketRecord {
  openedAt: number;
  closedAt: number | null;
  /** The external id of whoever authorized it; `null` before. */
  customer: string | null;
  received: number;
  sent: number;
}

export interface SocketsOptions {
  market: Market;
  world: World;
  faults: Faults;
  now: () => number;
  every: Every;
  /** How many connections a customer may have at a time. */
  perCustomer: number;
}

export interface Sockets {
  /** A connection inside this process. */
  open(url: string): SimulatedSocket;
  /** Serves a WebSocket that was accepted elsewhere. */
  accept(socket: WebSocket): void;
  /** Ends all connections. */
  close(): void;
  /** The latest connections, oldest first. */
  records: readonly SocketRecord[];
}

const LOG_LENGTH = 1000;
const GOING_AWAY = 1001;
const INTERNAL_ERROR = 1011;
const OPEN = 1;

/** No connections yet. */
export function createSockets({ market, world, faults, now, every, perCustomer }: SocketsOptions): Sockets {
  const records: SocketRecord[] = [];
  /** What ends each connection that there is. */
  const ends = new Map<SocketRecord, () => void>();

  const countOf = (customer: string) => [...ends.keys()].filter((record) => record.customer === customer).length;

  function connect(server: Omit<ServerEnd, "open">, fault: SocketFault | null): Session {
    const record: SocketRecord = { openedAt: now(), closedAt: null, customer: null, received: 0, sent: 0 };
    records.push(record);
    if (records.length > LOG_LENGTH) records.shift();
    function forget(): void {
      if (ends.delete(record)) record.closedAt = now();
    }
    const session = createSession({
      market,
      world,
      now,
      every,
      fault,
      send(text) {
        record.sent++;
        server.send(text);
      },
      close(code) {
        forget();
        server.close(code);
      },
      drop() {
        forget();
        server.drop();
      },
      admit(customer) {
        if (countOf(customer) >= perCustomer) return false;
        record.customer = customer;
        return true;
      },
    });
    function end(): void {
      session.end();
      forget();
    }
    ends.set(record, () => {
      end();
      server.close(GOING_AWAY);
    });
    return {
      receive(text) {
        if (record.closedAt !== null) return;
        record.received++;
        session.receive(text);
      },
      end,
    };
  }

  return {
    records,
    open(url) {
      let session: Session | null = null;
      const { client, server } = createSocketPair({
        receive: (text) => session?.receive(text),
        end: () => session?.end(),
      });
      const fault = new URL(url).pathname === STREAM_PATH ? faults.strikeSocket() : REFUSED;
      if (fault?.kind === "socket_refused") {
        server.drop();
      } else {
        session = connect(server, fault);
        server.open();
      }
      return client;
    },
    accept(socket) {
      const fault = faults.strikeSocket();
      if (fault?.kind === "socket_refused") return socket.close();
      const session = connect({
        send: (text) => socket.readyState === OPEN && socket.send(text),
        close: (code) => socket.close(code),
        drop: () => socket.close(INTERNAL_ERROR),
      }, fault);
      socket.addEventListener("message", ({ data }) => session.receive(typeof data === "string" ? data : ""));
      socket.addEventListener("close", session.end);
      socket.addEventListener("error", session.end);
    },
    close() {
      for (const end of [...ends.values()]) end();
    },
  };
}

/** There is nothing at other paths. */
const REFUSED: SocketFault = { kind: "socket_refused" };

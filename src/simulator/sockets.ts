/** The connections to the streams, inside this process and over real WebSockets. */

import type { Faults } from "./faults.ts";
import type { SocketFault } from "./socket_faults.ts";
import { createSocketPair, type ServerEnd, type SimulatedSocket } from "./socket_pair.ts";

/** A connection that was made. Counts are of frames. */
export interface SocketRecord {
  /** Which stream. */
  path: string;
  openedAt: number;
  closedAt: number | null;
  /** The external id of whoever authorized it; `null` before. */
  customer: string | null;
  received: number;
  sent: number;
}

/** Calls `run` every so many milliseconds until the function it gives is called. */
export type Every = (milliseconds: number, run: () => void) => () => void;

/** What a session does to its connection. */
export interface SessionEnds {
  fault: SocketFault | null;
  send(text: string): void;
  /** Ends the connection properly. */
  close(code: number): void;
  /** Breaks it. */
  drop(): void;
  /** Whether a customer may have this connection beside those they have; asked once for each. */
  admit(customer: string): boolean;
}

/** The server's side of one connection. */
export interface Session {
  receive(text: string): void;
  /** The connection is gone: ends all timers. */
  end(): void;
}

/** What begins a session with a new client. */
export type OpenSession = (ends: SessionEnds) => Session;

export interface SocketsOptions {
  /** The streams by their paths. */
  streams: Readonly<Record<string, OpenSession>>;
  faults: Faults;
  now: () => number;
  /** How many connections to a stream a customer may have at a time. */
  perCustomer: number;
}

export interface Sockets {
  /** A connection inside this process. */
  open(url: string): SimulatedSocket;
  /** Whether there is a stream at a path. */
  has(path: string): boolean;
  /** Serves a WebSocket that was accepted elsewhere, at the path of a stream. */
  accept(socket: WebSocket, path: string): void;
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
export function createSockets({ streams, faults, now, perCustomer }: SocketsOptions): Sockets {
  const records: SocketRecord[] = [];
  /** What ends each connection that there is. */
  const ends = new Map<SocketRecord, () => void>();

  const countOf = (customer: string, path: string) =>
    [...ends.keys()].filter((record) => record.customer === customer && record.path === path).length;

  function connect(path: string, server: Omit<ServerEnd, "open">, fault: SocketFault | null): Session {
    const record: SocketRecord = { path, openedAt: now(), closedAt: null, customer: null, received: 0, sent: 0 };
    records.push(record);
    if (records.length > LOG_LENGTH) records.shift();
    function forget(): void {
      if (ends.delete(record)) record.closedAt = now();
    }
    const session = streams[path]!({
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
        if (countOf(customer, path) >= perCustomer) return false;
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
    has: (path) => Object.hasOwn(streams, path),
    open(url) {
      let session: Session | null = null;
      const { client, server } = createSocketPair({
        receive: (text) => session?.receive(text),
        end: () => session?.end(),
      });
      const path = new URL(url).pathname;
      const fault = Object.hasOwn(streams, path) ? faults.strikeSocket(path) : REFUSED;
      if (fault?.kind === "socket_refused") {
        server.drop();
      } else {
        session = connect(path, server, fault);
        server.open();
      }
      return client;
    },
    accept(socket, path) {
      const fault = faults.strikeSocket(path);
      if (fault?.kind === "socket_refused") return socket.close();
      const session = connect(path, {
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

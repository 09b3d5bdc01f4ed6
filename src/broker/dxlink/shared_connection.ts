/** One connection for all who ask at the same time and for those who ask a little later; opened when first needed. */

import { ok, type Result } from "../../core/failure.ts";
import { untilAborted } from "../exchange.ts";
import type { Connection } from "./connection.ts";

/** A connection to ask over, until it is given back. */
export interface Loan {
  connection: Connection;
  /** `isDoubtful`: nobody should get it after those who have it now. */
  giveBack(isDoubtful: boolean): void;
}

export interface SharedConnection {
  /** `onCall` counts the requests it takes to open one; `signal` ends this caller's waiting only. */
  lend(signal: AbortSignal, onCall?: () => void): Promise<Result<Loan>>;
  /** From now on a connection is closed as soon as nobody has it on loan. */
  close(): void;
}

export interface SharedConnectionOptions {
  /** Opens a connection; `signal` ends it, whether it is open already or not. */
  dial: (signal: AbortSignal, onCall?: () => void) => Promise<Result<Connection>>;
  /** Milliseconds a connection waits for the next question; with 0 nothing is shared. */
  linger: number;
  /** Told of each connection, with a promise that resolves at its end. */
  onOpen?: (ended: Promise<void>) => void;
}

/** One connection and those who have it on loan. */
interface Line {
  dialled: Promise<Result<Connection>>;
  connection: Connection | null;
  users: number;
  abort: AbortController;
  ended: PromiseWithResolvers<void>;
  idle: ReturnType<typeof setTimeout> | undefined;
}

export function createSharedConnection({ dial, linger, onOpen }: SharedConnectionOptions): SharedConnection {
  let shared: Line | null = null;
  let isClosed = false;

  function open(onCall?: () => void): Line {
    const abort = new AbortController();
    const ended = Promise.withResolvers<void>();
    const line: Line = {
      dialled: dial(abort.signal, onCall),
      connection: null,
      users: 0,
      abort,
      ended,
      idle: undefined,
    };
    onOpen?.(ended.promise);
    if (linger > 0 && !isClosed) shared = line;
    line.dialled = line.dialled.then((dialled) => {
      if (dialled.ok) line.connection = dialled.value;
      else forget(line);
      return dialled;
    });
    // Awaited by those who ask; when all of them have left, nobody is there for a bug in it.
    line.dialled.catch(() => forget(line));
    return line;
  }

  function forget(line: Line): void {
    if (shared === line) shared = null;
  }

  function end(line: Line): void {
    forget(line);
    clearTimeout(line.idle);
    line.connection?.close();
    line.abort.abort();
    line.ended.resolve();
  }

  function leave(line: Line, isDoubtful = false): void {
    if (isDoubtful) forget(line);
    if (--line.users > 0) return;
    if (shared === line && line.connection?.isOpen()) line.idle = setTimeout(() => end(line), linger);
    else end(line);
  }

  return {
    async lend(signal, onCall) {
      if (shared?.connection?.isOpen() === false) end(shared);
      const line = shared ?? open(onCall);
      clearTimeout(line.idle);
      line.users++;
      try {
        const dialled = await untilAborted(line.dialled, signal);
        if (dialled.ok) return ok({ connection: dialled.value, giveBack: (isDoubtful) => leave(line, isDoubtful) });
        leave(line);
        return dialled;
      } catch (error) {
        leave(line);
        throw error;
      }
    },
    close() {
      isClosed = true;
      if (shared === null) return;
      if (shared.users === 0) end(shared);
      else shared = null;
    },
  };
}

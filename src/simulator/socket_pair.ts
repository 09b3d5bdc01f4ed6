/** A connection inside this process: the client's end of it looks like a WebSocket. */

/** As much of a WebSocket as clients use. Events come after the current work is done, never within a call. */
export interface SimulatedSocket {
  /** As of a WebSocket: 0 connecting, 1 open, 3 closed. */
  readonly readyState: number;
  send(text: string): void;
  close(code?: number): void;
  addEventListener(type: "open" | "close" | "error", listener: (event: { code?: number }) => void): void;
  addEventListener(type: "message", listener: (event: { data: string }) => void): void;
}

type Listener = (event: { data: string; code: number }) => void;

/** The server's end. */
export interface ServerEnd {
  open(): void;
  send(text: string): void;
  /** A proper end; the client hears it after all that was sent. */
  close(code: number): void;
  /** A broken connection, or one that never came to be. */
  drop(): void;
}

/** What the server does with what comes. */
export interface ServerListener {
  receive(text: string): void;
  end(): void;
}

const PROPER = 1000;
const ABNORMAL = 1006;

/** Both ends of a new connection; `listener` hears the client once the connection is open. */
export function createSocketPair(listener: ServerListener): { client: SimulatedSocket; server: ServerEnd } {
  const listeners = new Map<string, Listener[]>();
  let readyState = 0;
  /** Whether the client has heard that it is over. */
  let isTold = false;

  const tell = (type: string, { data = "", code = 0 } = {}) =>
    listeners.get(type)?.forEach((listener) => listener({ data, code }));

  function end(code: number): void {
    readyState = 3;
    queueMicrotask(() => {
      if (isTold) return;
      isTold = true;
      if (code === ABNORMAL) tell("error");
      tell("close", { code });
    });
  }

  const client: SimulatedSocket = {
    get readyState() {
      return readyState;
    },
    send(text) {
      if (readyState === 0) throw new DOMException("The connection is not open yet.", "InvalidStateError");
      if (readyState === 1) queueMicrotask(() => listener.receive(text));
    },
    close(code = PROPER) {
      if (readyState === 3) return;
      listener.end();
      end(code);
    },
    addEventListener(type: string, listener: Listener) {
      listeners.set(type, [...listeners.get(type) ?? [], listener]);
    },
  };

  const server: ServerEnd = {
    open() {
      readyState = 1;
      queueMicrotask(() => tell("open"));
    },
    send(text) {
      queueMicrotask(() => {
        if (!isTold) tell("message", { data: text });
      });
    },
    close: end,
    drop: () => end(ABNORMAL),
  };
  return { client, server };
}

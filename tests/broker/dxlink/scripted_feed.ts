/** A feed on a loopback port that does what a test tells it, for the oddities a good server does not show. */

import type { OpenSocket } from "../../../src/broker/dxlink/live.ts";

// deno-lint-ignore no-explicit-any -- messages of every shape, right and wrong
export type Message = Record<string, any>;

/** One client, as the server sees it. */
export interface Peer {
  /** Counted from 0. */
  number: number;
  received: Message[];
  send(message: Message): void;
  /** Sends a frame as it is. */
  sendText(text: string): void;
  hangUp(): void;
}

/** Handles a message instead of the server's usual answer to its type; gives `false` to have that as well. */
export type Script = Record<string, (message: Message, peer: Peer) => void | false>;

export interface ScriptedFeed extends AsyncDisposable {
  url: string;
  /** All who ever came. */
  peers: Peer[];
  /** Opens real sockets and remembers them, so that the end of the test waits for theirs. */
  openSocket: OpenSocket;
  /** Sockets that are not closed yet. */
  open(): number;
  /** Resolves when every socket has closed. */
  closed(): Promise<unknown>;
}

const USUAL: Script = {
  SETUP(_, peer) {
    peer.send({ type: "SETUP", channel: 0, version: "1.0-test", keepaliveTimeout: 60, acceptKeepaliveTimeout: 60 });
    peer.send({ type: "AUTH_STATE", channel: 0, state: "UNAUTHORIZED" });
  },
  AUTH: (_, peer) => peer.send({ type: "AUTH_STATE", channel: 0, state: "AUTHORIZED", userId: "x" }),
  CHANNEL_REQUEST: ({ channel, service }, peer) =>
    peer.send({ type: "CHANNEL_OPENED", channel, service, parameters: { contract: "AUTO", subFormat: "LIST" } }),
  FEED_SETUP: ({ channel, acceptEventFields }, peer) =>
    peer.send({
      type: "FEED_CONFIG",
      channel,
      aggregationPeriod: 0.1,
      dataFormat: "COMPACT",
      eventFields: acceptEventFields,
    }),
  CHANNEL_CANCEL: ({ channel }, peer) => peer.send({ type: "CHANNEL_CLOSED", channel }),
};

/** Answers every subscription with `rows(type, symbol)`, values in the order asked for after the symbol; `null` is silence. */
export const answering =
  (rows: (type: string, symbol: string) => unknown[] | null) => ({ channel, add = [] }: Message, peer: Peer): void => {
    for (const { type, symbol } of add) {
      const values = rows(type, symbol);
      if (values !== null) peer.send({ type: "FEED_DATA", channel, data: [type, [symbol, ...values]] });
    }
  };

export function serveFeed(script: Script = {}): ScriptedFeed {
  const peers: Peer[] = [];
  const sockets = new Set<WebSocket>();
  const ends: Promise<unknown>[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    const { socket, response } = Deno.upgradeWebSocket(request);
    const peer: Peer = {
      number: peers.length,
      received: [],
      send: (message) => peer.sendText(JSON.stringify(message)),
      sendText: (text) => socket.readyState === WebSocket.OPEN && socket.send(text),
      hangUp: () => socket.close(),
    };
    peers.push(peer);
    ends.push(new Promise((resolve) => socket.addEventListener("close", resolve)));
    socket.addEventListener("message", ({ data }) => {
      const message = JSON.parse(data);
      peer.received.push(message);
      const handle = script[message.type];
      if (handle === undefined || handle(message, peer) === false) USUAL[message.type]?.(message, peer);
    });
    return response;
  });
  const closed = () => Promise.all(ends);
  return {
    url: `ws://127.0.0.1:${server.addr.port}/realtime`,
    peers,
    openSocket(url) {
      const socket = new WebSocket(url);
      sockets.add(socket);
      ends.push(
        new Promise<void>((resolve) =>
          socket.addEventListener("close", () => {
            sockets.delete(socket);
            resolve();
          })
        ),
      );
      return socket;
    },
    open: () => sockets.size,
    closed,
    async [Symbol.asyncDispose]() {
      await closed();
      await server.shutdown();
    },
  };
}

/** An account stream inside this process that does what a test tells it, for what a good server does not do. */

import type { OpenSocket } from "../../../src/broker/dxlink/live.ts";
import { createSocketPair, type ServerEnd } from "../../../src/simulator/socket_pair.ts";

// deno-lint-ignore no-explicit-any -- messages of every shape, right and wrong
export type Message = Record<string, any>;

/** One connection, as the server sees it. */
export interface Peer {
  received: Message[];
  isOver: boolean;
  send(message: unknown): void;
  sendText(text: string): void;
  /** Breaks the connection. */
  drop(): void;
}

export interface ScriptedAccounts {
  openSocket: OpenSocket;
  /** All connections there ever were. */
  peers: Peer[];
}

/** What a server says to a message. */
export type Script = (message: Message, peer: Peer, number: number) => void;

/** Says yes to everything. */
export const obliging: Script = (message, peer) =>
  peer.send({
    status: "ok",
    action: message.action,
    "web-socket-session-id": "s1",
    "request-id": String(message["request-id"]),
    ...(message.action === "connect" ? { value: message.value } : {}),
  });

export const refusing: Script = ({ action }, peer) =>
  peer.send({ status: "error", action, message: `${action}-not-completed` });

/** A stream with one script for all connections; one that is not `open` never lets anybody in. */
export function scriptAccounts(script: Script = obliging, { open = true } = {}): ScriptedAccounts {
  const peers: Peer[] = [];
  return {
    peers,
    openSocket() {
      const number = peers.length;
      const { client, server }: { client: ReturnType<OpenSocket>; server: ServerEnd } = createSocketPair({
        receive(text) {
          peer.received.push(JSON.parse(text));
          script(JSON.parse(text), peer, number);
        },
        end: () => void (peer.isOver = true),
      });
      const peer: Peer = {
        received: [],
        isOver: false,
        send: (message) => peer.sendText(JSON.stringify(message)),
        sendText: server.send,
        drop() {
          peer.isOver = true;
          server.drop();
        },
      };
      peers.push(peer);
      if (open) server.open();
      return client;
    },
  };
}

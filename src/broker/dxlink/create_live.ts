/** The customer's live data: asks a batch of questions over a connection, and gives what has come by the deadline. */

import { fail, ok, type Result } from "../../core/failure.ts";
import type { Log } from "../../core/log.ts";
import type { Broker } from "../broker.ts";
import { createCandleSeries } from "./candle_series.ts";
import type { Listening, Subscription } from "./channel.ts";
import { connect, type Connection, LIVE_DATA } from "./connection.ts";
import type { EventType, Row } from "./event_fields.ts";
import type { Live, LiveOptions, OpenSocket, Snapshot, SocketScope } from "./live.ts";
import { createLiveSnapshot } from "./live_snapshot.ts";
import { createQuoteTokens } from "./quote_tokens.ts";
import { createSharedConnection, type SharedConnection } from "./shared_connection.ts";

export interface CreateLiveOptions {
  /** Issues the quote tokens. */
  broker: Broker;
  openSocket: OpenSocket;
  now: () => number;
  log: Log;
  socketScope: SocketScope;
  /** Milliseconds a connection waits for the next question; 15,000 for a process and 500 for a request by default. */
  linger?: number;
  /** Milliseconds from opening a socket to being authorized, 5,000 by default. */
  handshakeTimeout?: number;
  /** Milliseconds between two signs of life, 30,000 by default. */
  keepalive?: number;
}

type KeepAlive = NonNullable<LiveOptions["keepAlive"]>;

/** What is collected: what to ask for now, and whether it is all there. */
interface Collection {
  subscriptions: () => Subscription[];
  take: (type: EventType, row: Row) => void;
  isComplete: () => boolean;
}

/** Milliseconds a caller waits when they do not say. */
const PATIENCE = 4000;

/** How long a connection is kept: through a conversation, or through the steps of one answer. */
const LINGER: Record<SocketScope, number> = { process: 15_000, request: 500 };

export function createLive(options: CreateLiveOptions): Live {
  const { broker, openSocket, now, log, socketScope, handshakeTimeout = 5000, keepalive = 30_000 } = options;
  const linger = options.linger ?? LINGER[socketScope];
  const tokens = createQuoteTokens({ broker, now });
  const ofProcess = createSharedConnection({ dial, linger });
  const ofRequests = new WeakMap<KeepAlive, SharedConnection>();

  function connectionFor(keepAlive: KeepAlive | undefined): SharedConnection {
    if (socketScope === "process") return ofProcess;
    if (keepAlive === undefined) return createSharedConnection({ dial, linger: 0 });
    let ofRequest = ofRequests.get(keepAlive);
    if (ofRequest === undefined) {
      ofRequest = createSharedConnection({ dial, linger, onOpen: keepAlive });
      ofRequests.set(keepAlive, ofRequest);
    }
    return ofRequest;
  }

  async function dial(signal: AbortSignal, onCall?: () => void): Promise<Result<Connection>> {
    for (let isSecond = false;; isSecond = true) {
      const held = await tokens.read({ signal, ...(onCall ? { onCall } : {}) });
      if (!held.ok) return held;
      const { url, token, isFresh } = held.value;
      const onExpired = () => tokens.drop(token);
      const connected = await connect({
        url,
        token,
        openSocket,
        now,
        log,
        signal,
        timeout: handshakeTimeout,
        keepalive,
        onExpired,
      });
      if (connected.ok) return connected;
      if (connected.token !== "untested") tokens.drop(token);
      // A token that has just been issued is not refused for its age: another one would not help.
      const isHopeless = connected.token === "untested" || (connected.token === "refused" && isFresh);
      if (isSecond || isHopeless) return fail(connected.failure);
    }
  }

  /** Fails when no connection can be had in time; else says why the collecting ended. */
  async function collect(
    collection: Collection,
    { signal, onCall, keepAlive, patience = PATIENCE }: LiveOptions,
  ): Promise<Result<Snapshot["ended"]>> {
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), patience);
    const shared = connectionFor(keepAlive);
    const either = signal ? AbortSignal.any([signal, deadline.signal]) : deadline.signal;
    try {
      for (let hasAsked = false;; hasAsked = true) {
        const lent = await shared.lend(either, onCall);
        if (!lent.ok) {
          if (signal?.aborted) return fail({ kind: "cancelled" });
          if (hasAsked) return ok(deadline.signal.aborted ? "deadline" : "closed");
          if (!deadline.signal.aborted) return lent;
          return fail({ kind: "broker_unavailable", endpoint: LIVE_DATA, reason: "timeout" });
        }
        const { connection, giveBack } = lent.value;
        const { outcome, hasHeard } = await converse(connection, collection, either);
        // A server that has not even opened the channel in time may be gone: the next question gets another connection.
        giveBack(outcome === "aborted" && deadline.signal.aborted && !hasHeard);
        if (outcome === "complete") return ok(outcome);
        if (signal?.aborted) return fail({ kind: "cancelled" });
        if (outcome === "aborted") return ok("deadline");
        if (hasAsked) return ok("closed");
      }
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    async read(questions, options = {}) {
      const snapshot = createLiveSnapshot(questions);
      if (snapshot.isComplete()) return ok(snapshot.close("complete"));
      const ended = await collect(snapshot, options);
      return ended.ok ? ok(snapshot.close(ended.value)) : ended;
    },
    async candles(symbol, fromAt, options = {}) {
      const series = createCandleSeries();
      const ended = await collect({
        subscriptions: () => [{ type: "Candle", symbol, fromTime: fromAt }],
        // The only subscription of its channel, so the symbol, which the feed may spell in its own way, says nothing new.
        take: (type, row) => type === "Candle" && series.take(row),
        isComplete: () => series.ended() !== null,
      }, options);
      if (!ended.ok) return ended;
      return ok({ candles: series.candles(), ended: series.ended() ?? (ended.value as "deadline" | "closed") });
    },
    close: ofProcess.close,
  };
}

/** Asks for what is missing and waits for it; afterwards the channel is cancelled. */
async function converse(
  connection: Connection,
  { subscriptions, take, isComplete }: Collection,
  signal: AbortSignal,
): Promise<{ outcome: "complete" | "aborted" | "closed"; hasHeard: boolean }> {
  const { promise, resolve } = Promise.withResolvers<"complete" | "aborted" | "closed">();
  const stop = () => resolve("aborted");
  const listening: Listening = {
    subscriptions: subscriptions(),
    onRow(type, row) {
      take(type, row);
      if (isComplete()) resolve("complete");
    },
    onBroken: () => resolve("closed"),
  };
  const ear = connection.listen(listening);
  if (signal.aborted) stop();
  else signal.addEventListener("abort", stop, { once: true });
  const outcome = await promise;
  const hasHeard = ear.hasHeard();
  signal.removeEventListener("abort", stop);
  ear.cancel();
  return { outcome, hasHeard };
}

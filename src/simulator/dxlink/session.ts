/** One client of the stream: from its first message to its last, whatever carries them. */

import type { Market } from "../market/market.ts";
import type { Every, Session, SessionEnds } from "../sockets.ts";
import type { World } from "../world.ts";
import { type Channel, createChannel } from "./channel.ts";
import { type ClientMessage, readMessage } from "./message.ts";

/** What a session stands on. */
export interface SessionOptions extends SessionEnds {
  market: Market;
  world: World;
  now: () => number;
  every: Every;
}

const SERVER_VERSION = "1.0-simulated";
/** Seconds. */
const USUAL_TIMEOUT = 60;
const CHECK_PERIOD = 1000;
/** The longest message that is taken. */
const MOST_CHARACTERS = 65_536;
const AUTHORIZED_FRAMES = 3;
/** Close codes: the client broke a rule or was too slow, a message was too big. */
const POLICY_VIOLATION = 1008;
const MESSAGE_TOO_BIG = 1009;
const CONTRACTS: readonly unknown[] = [undefined, "AUTO", "TICKER", "HISTORY", "STREAM"];

/** A session with a new client. */
export function createSession(options: SessionOptions): Session {
  const { market, world, now, every, fault, admit } = options;
  const channels = new Map<number, Channel>();
  const asked = new Set<string>();
  const silent = new Set<string>();
  let isOver = false;
  let isSetUp = false;
  /** The token that opened the stream. */
  let token: string | null = null;
  let isAdmitted = false;
  let receivedAt = now();
  let sentAt = now();
  let frames = 0;
  /** Seconds after which a silent client is given up, and within which it wants to hear from us. */
  let patience = USUAL_TIMEOUT;
  let promise = USUAL_TIMEOUT;
  const stopChecking = every(CHECK_PERIOD, check);

  function send(message: Record<string, unknown>): void {
    if (isOver || (fault?.kind === "socket_silent" && frames >= (fault.frames ?? AUTHORIZED_FRAMES))) return;
    frames++;
    sentAt = now();
    options.send(JSON.stringify(message));
    if (fault?.kind === "socket_dropped" && frames >= fault.frames) drop();
  }

  function end(): void {
    isOver = true;
    stopChecking();
    for (const channel of channels.values()) channel.close();
    channels.clear();
  }

  function close(code: number): void {
    end();
    options.close(code);
  }

  function drop(): void {
    if (isOver) return;
    end();
    options.drop();
  }

  const error = (code: string, message: string, channel = 0) => send({ type: "ERROR", channel, error: code, message });

  function refuse(message: string): void {
    token = null;
    send({ type: "AUTH_STATE", channel: 0, state: "UNAUTHORIZED" });
    error("UNAUTHORIZED", message);
  }

  const isGood = (quoteToken: string) =>
    fault?.kind !== "socket_token_expired" && world.grantOf(quoteToken, now(), "quote+jwt") !== null;

  /** Both sides keep their promises, and the token is still good. */
  function check(): void {
    const silence = (now() - receivedAt) / 1000;
    if (silence > patience) {
      const seconds = Math.floor(silence);
      error("TIMEOUT", `The timeout has been reached. The message was last received ${seconds} seconds ago.`);
      close(POLICY_VIOLATION);
    } else if (token !== null && !isGood(token)) {
      refuse("The token has expired.");
      close(POLICY_VIOLATION);
    } else if (isSetUp && now() - sentAt >= promise * 500) {
      send({ type: "KEEPALIVE", channel: 0 });
    }
  }

  function receive(text: string): void {
    if (isOver) return;
    receivedAt = now();
    if (text.length > MOST_CHARACTERS) return close(MESSAGE_TOO_BIG);
    const message = readMessage(text);
    if (message.type === "malformed") return error("INVALID_MESSAGE", message.reason, message.channel);
    const isOfConnection = message.type === "SETUP" || message.type === "AUTH" || message.type === "KEEPALIVE";
    if (isOfConnection !== (message.channel === 0)) {
      return error("BAD_ACTION", `${message.type} does not belong on channel ${message.channel}.`, message.channel);
    }
    if (!isSetUp && message.type !== "SETUP") return error("BAD_ACTION", "The connection has not been set up.");
    if (!isOfConnection && token === null) {
      return error("UNAUTHORIZED", "The connection is not authorized.", message.channel);
    }
    act(message);
  }

  function act(message: ClientMessage): void {
    switch (message.type) {
      case "SETUP":
        return setUp(message);
      case "AUTH":
        return authorize(message.token);
      case "KEEPALIVE":
        // Not every time: two sides that answer each other would never stop.
        if (now() - sentAt >= CHECK_PERIOD) send({ type: "KEEPALIVE", channel: 0 });
        return;
      case "CHANNEL_REQUEST":
        return openChannel(message);
    }
    const channel = channels.get(message.channel);
    if (channel === undefined) return error("BAD_ACTION", "The channel is not open.", message.channel);
    switch (message.type) {
      case "CHANNEL_CANCEL":
        channel.close();
        channels.delete(message.channel);
        return send({ type: "CHANNEL_CLOSED", channel: message.channel });
      case "FEED_SETUP":
        return channel.setUp(message);
      case "FEED_SUBSCRIPTION":
        return channel.subscribe(message);
    }
  }

  function setUp({ version, keepaliveTimeout, acceptKeepaliveTimeout }: ClientMessage & { type: "SETUP" }): void {
    if (!/^[01]\.\d/.test(version)) {
      return error("UNSUPPORTED_PROTOCOL", "The version of the protocol is not supported.");
    }
    const seconds = (asked = USUAL_TIMEOUT) => Math.min(USUAL_TIMEOUT, Math.max(1, asked));
    patience = seconds(keepaliveTimeout);
    promise = seconds(acceptKeepaliveTimeout);
    const timeouts = { keepaliveTimeout: promise, acceptKeepaliveTimeout: patience };
    isSetUp = true;
    send({ type: "SETUP", channel: 0, ...timeouts, version: SERVER_VERSION });
    if (token === null) send({ type: "AUTH_STATE", channel: 0, state: "UNAUTHORIZED" });
  }

  function authorize(quoteToken: string): void {
    if (!isGood(quoteToken)) return refuse("The token is not valid or has expired.");
    const { externalId } = world.grantOf(quoteToken, now(), "quote+jwt")!.customer;
    isAdmitted ||= admit(externalId);
    if (!isAdmitted) {
      refuse("The customer has too many connections.");
      return close(POLICY_VIOLATION);
    }
    token = quoteToken;
    send({ type: "AUTH_STATE", channel: 0, state: "AUTHORIZED", userId: externalId });
  }

  function openChannel({ channel: number, service, parameters }: ClientMessage & { type: "CHANNEL_REQUEST" }): void {
    const isFree = number % 2 === 1 && !channels.has(number);
    if (!isFree) return error("BAD_ACTION", `The channel ${number} cannot be opened.`, number);
    const { contract = "AUTO" } = parameters;
    if (service !== "FEED" || !CONTRACTS.includes(contract)) {
      return error("BAD_ACTION", "There is no such service.", number);
    }
    const breakOff = fault?.kind === "socket_dropped_in_snapshot" ? drop : undefined;
    channels.set(number, createChannel({ number, market, now, every, send, answers, breakOff }));
    send({ type: "CHANNEL_OPENED", channel: number, service, parameters: { contract, subFormat: "LIST" } });
  }

  function answers(symbol: string): boolean {
    if (fault?.kind === "socket_half_silent" && !asked.has(symbol)) {
      if (asked.size % 2 === 1) silent.add(symbol);
      asked.add(symbol);
    }
    return !silent.has(symbol);
  }

  return { receive, end };
}

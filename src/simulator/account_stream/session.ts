/** One client of the account stream: what it asks to hear of, and the news as the clock brings them. */

import type { Account, Customer } from "../customers.ts";
import type { Every, Session, SessionEnds } from "../sockets.ts";
import type { World } from "../world.ts";
import { type ClientMessage, readMessage } from "./message.ts";
import type { Notification } from "./news.ts";

/** Where the account stream is, below the origin of the broker. */
export const ACCOUNT_STREAM_PATH = "/";

/** What a session stands on. */
export interface SessionOptions extends SessionEnds {
  world: World;
  now: () => number;
  every: Every;
  /** What the broker calls the session. */
  sessionId: string;
  /** What is new with an account, after one instant and until another. */
  newsBetween: (whose: { customer: Customer; account: Account }, from: number, to: number) => Notification[];
}

/** Milliseconds between two looks at the accounts. */
const PERIOD = 200;
/** Milliseconds of silence after which a client is given up. */
const PATIENCE = 60_000;
const MOST_CHARACTERS = 65_536;
/** Close codes: the client was too slow or has no right any more, a message was too big. */
const POLICY_VIOLATION = 1008;
const MESSAGE_TOO_BIG = 1009;
/** Frames that a silent server sends: the answer to the first message. */
const FIRST_FRAMES = 1;

/** A session with a new client. */
export function createAccountSession(options: SessionOptions): Session {
  const { world, now, every, sessionId, newsBetween, fault, admit } = options;
  /** The numbers of the accounts that are listened to, and until when their news have been told. */
  const told = new Map<string, number>();
  let isOver = false;
  /** The latest token that was good, and whose. */
  let token: string | null = null;
  let customer: Customer | null = null;
  let isAdmitted = false;
  let receivedAt = now();
  let frames = 0;
  const stopLooking = every(PERIOD, look);

  function send(message: Record<string, unknown>): void {
    if (isOver || (fault?.kind === "socket_silent" && frames >= (fault.frames ?? FIRST_FRAMES))) return;
    frames++;
    options.send(JSON.stringify(message));
    if (fault?.kind === "socket_dropped" && frames >= fault.frames) drop();
  }

  function end(): void {
    isOver = true;
    stopLooking();
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

  const grantOf = (given: string | null) => {
    const grant = given === null || fault?.kind === "socket_token_expired" ? null : world.grantOf(given, now());
    return grant?.scopes.includes("read") ? grant : null;
  };

  /** Sends what has changed; ends the connection of who no longer speaks or has no right to listen any more. */
  function look(): void {
    if (now() - receivedAt > PATIENCE) return close(POLICY_VIOLATION);
    if (token !== null && grantOf(token) === null) return close(POLICY_VIOLATION);
    const at = now();
    const news = [...told].flatMap(([number, from]) => {
      const account = accountOf(customer!, number);
      return account === null ? [] : newsBetween({ customer: customer!, account }, from, at);
    });
    for (const number of told.keys()) told.set(number, at);
    for (const notification of news) {
      if (fault?.kind === "socket_dropped_in_snapshot") return drop();
      send({ ...notification, timestamp: at });
    }
  }

  function receive(text: string): void {
    if (isOver) return;
    receivedAt = now();
    if (text.length > MOST_CHARACTERS) return close(MESSAGE_TOO_BIG);
    const message = readMessage(text);
    if (message === null) return send(refusal("invalid-message"));
    const reason = act(message);
    const { action, requestId } = message;
    const answer = { action, ...(requestId === null ? {} : { "request-id": requestId }) };
    if (reason !== null) return send({ ...refusal(reason), ...answer });
    const value = action === "heartbeat" ? {} : { value: message.values };
    send({ status: "ok", "web-socket-session-id": sessionId, ...answer, ...value });
  }

  const refusal = (message: string) => ({ status: "error", "web-socket-session-id": sessionId, message });

  /** Does what a message asks, or says why not. */
  function act({ action, values, token: given }: ClientMessage): string | null {
    const grant = grantOf(given);
    const refused = `${action}-not-completed`;
    switch (action) {
      case "connect":
      case "account-subscribe": {
        const isTheirs = grant !== null && values.length > 0 && grant.customer === (customer ?? grant.customer) &&
          values.every((number) => accountOf(grant.customer, number) !== null);
        if (!isTheirs || !(isAdmitted ||= admit(grant.customer.externalId))) return refused;
        customer = grant.customer;
        for (const number of values) if (!told.has(number)) told.set(number, now());
        break;
      }
      case "user-message-subscribe":
        if (grant?.customer.externalId !== values[0]) return refused;
        break;
      case "heartbeat":
      case "public-watchlists-subscribe":
      case "quote-alerts-subscribe":
        if (grant === null) return refused;
        break;
      default:
        return "not implemented";
    }
    token = given;
    return null;
  }

  return { receive, end };
}

/** The customer's account of a number, unless the login may not look into it. */
const accountOf = ({ accounts }: Customer, wanted: string): Account | null =>
  accounts.find(({ number, staged }) => number === wanted && staged?.state !== "denied") ?? null;

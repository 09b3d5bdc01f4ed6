/** What clients of the stream say: one JSON object a frame, checked before anybody acts on it. */

import type { DataFormat } from "./formats.ts";

/** One entry of a subscription. `fromTime` in epoch milliseconds, where a history is wanted. */
export interface SubscriptionItem {
  type: string;
  symbol: string;
  fromTime?: number;
}

/** The messages of a client; channel 0 is the connection. Times in seconds. */
export type ClientMessage =
  & { channel: number }
  & (
    | { type: "SETUP"; version: string; keepaliveTimeout?: number; acceptKeepaliveTimeout?: number }
    | { type: "AUTH"; token: string }
    | { type: "KEEPALIVE" }
    | { type: "CHANNEL_REQUEST"; service: string; parameters: { contract?: unknown } }
    | { type: "CHANNEL_CANCEL" }
    | FeedSetup
    | FeedSubscription
  );

export interface FeedSetup {
  type: "FEED_SETUP";
  acceptAggregationPeriod?: number;
  acceptDataFormat?: DataFormat;
  acceptEventFields?: Record<string, string[]>;
}

export interface FeedSubscription {
  type: "FEED_SUBSCRIPTION";
  add?: SubscriptionItem[];
  remove?: SubscriptionItem[];
  reset?: boolean;
}

/** Why a frame is no message, on which channel. */
export interface Malformed {
  type: "malformed";
  channel: number;
  reason: string;
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === "string";
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isSeconds: Check = (value) => typeof value === "number" && value >= 0;
const isListOf = (check: Check): Check => (value) => Array.isArray(value) && value.every(check);
const isItem: Check = (value) =>
  isObject(value) && isText(value.type) && isText(value.symbol) &&
  (value.fromTime === undefined || Number.isFinite(value.fromTime));

/** What each field must be; those with a `?` may be missing. */
const SHAPES: Record<ClientMessage["type"], Record<string, Check>> = {
  SETUP: { version: isText, "keepaliveTimeout?": isSeconds, "acceptKeepaliveTimeout?": isSeconds },
  AUTH: { token: isText },
  KEEPALIVE: {},
  CHANNEL_REQUEST: { service: isText, parameters: isObject },
  CHANNEL_CANCEL: {},
  FEED_SETUP: {
    "acceptAggregationPeriod?": isSeconds,
    "acceptDataFormat?": (value) => value === "FULL" || value === "COMPACT",
    "acceptEventFields?": (value) => isObject(value) && Object.values(value).every(isListOf(isText)),
  },
  FEED_SUBSCRIPTION: {
    "add?": isListOf(isItem),
    "remove?": isListOf(isItem),
    "reset?": (value) => typeof value === "boolean",
  },
};

/** Reads a frame. */
export function readMessage(text: string): ClientMessage | Malformed {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { type: "malformed", channel: 0, reason: "The message is not valid JSON." };
  }
  if (!isObject(value)) return { type: "malformed", channel: 0, reason: "The message is not an object." };
  const { type, channel } = value;
  if (!Number.isSafeInteger(channel) || Number(channel) < 0) {
    return { type: "malformed", channel: 0, reason: "The channel is not a number of a channel." };
  }
  const at = { type: "malformed", channel: Number(channel) } as const;
  if (!isText(type) || !Object.hasOwn(SHAPES, String(type))) return { ...at, reason: "The type is not known." };
  for (const [field, check] of Object.entries(SHAPES[type as ClientMessage["type"]])) {
    const name = field.replace("?", "");
    const given = value[name];
    if (given === undefined ? name === field : !check(given)) {
      return { ...at, reason: `The field ${name} is not right.` };
    }
  }
  return value as unknown as ClientMessage;
}

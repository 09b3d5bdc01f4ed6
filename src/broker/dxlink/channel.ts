/** One feed channel of a connection, for one question: asks for its symbols, hands over what comes, and is cancelled. */

import { EVENT_FIELDS, type EventType, type Row } from "./event_fields.ts";
import { createFeedDecoder } from "./feed_decoder.ts";
import type { Incoming } from "./incoming.ts";

/** One symbol's events of one type; a history has the instant it starts at. */
export interface Subscription {
  type: EventType;
  symbol: string;
  fromTime?: number;
}

/** What a channel is opened for. */
export interface Listening {
  subscriptions: readonly Subscription[];
  onRow: (type: EventType, row: Row) => void;
  /** Called once when the server or the connection ends the channel; not after `cancel`. */
  onBroken: () => void;
}

export interface Channel {
  /** Handles a message to this channel; gives the number of events in it. */
  receive(message: Incoming): number;
  /** The server or the connection has ended it. */
  breakOff(): void;
}

/** Subscriptions in one message: a longer list could be larger than the server takes (close code 1009). */
const PORTION = 400;

/** Seconds between updates. Only the first event counts, so the shortest that is customary. */
const AGGREGATION_SECONDS = 0.1;

/** Asks for a channel at once; `send` writes a message to it, its number already in place. */
export function createChannel(
  { subscriptions, onRow, onBroken }: Listening,
  send: (message: { type: string } & Record<string, unknown>) => void,
): Channel {
  const decoder = createFeedDecoder();

  function subscribe(): void {
    const types = new Set(subscriptions.map(({ type }) => type));
    send({
      type: "FEED_SETUP",
      acceptAggregationPeriod: AGGREGATION_SECONDS,
      acceptDataFormat: "COMPACT",
      acceptEventFields: Object.fromEntries([...types].map((type) => [type, EVENT_FIELDS[type]])),
    });
    for (let start = 0; start < subscriptions.length; start += PORTION) {
      send({ type: "FEED_SUBSCRIPTION", add: subscriptions.slice(start, start + PORTION) });
    }
  }

  // AUTO: the latest value of quotes and greeks, a history of candles.
  send({ type: "CHANNEL_REQUEST", service: "FEED", parameters: { contract: "AUTO" } });
  return {
    receive(message) {
      switch (message.type) {
        case "CHANNEL_OPENED":
          subscribe();
          return 0;
        case "FEED_CONFIG":
          decoder.configure(message.eventFields);
          return 0;
        case "FEED_DATA":
          return decoder.decode(message.data, onRow);
        default:
          return 0;
      }
    },
    breakOff: onBroken,
  };
}

/** One channel of the stream: what its client accepts, what is subscribed on it, and the timer that brings the news. */

import type { Market } from "../market/market.ts";
import type { Every } from "../sockets.ts";
import { EVENT_FIELDS, type EventType } from "./event_fields.ts";
import { type DataFormat, type Row, writeData } from "./formats.ts";
import type { FeedSetup, FeedSubscription, SubscriptionItem } from "./message.ts";
import { lookAt, openSubscription, type Subscription } from "./subscriptions.ts";

/** What a channel stands on. */
export interface ChannelOptions {
  number: number;
  market: Market;
  now: () => number;
  every: Every;
  send(message: Record<string, unknown>): void;
  /** Whether the stream is willing to speak of a symbol. */
  answers(symbol: string): boolean;
  /** Breaks the connection; where it is given, that happens in the middle of the first answer. */
  breakOff?: (() => void) | undefined;
}

export interface Channel {
  setUp(message: FeedSetup): void;
  subscribe(message: FeedSubscription): void;
  /** Nothing is sent after it. */
  close(): void;
}

/** Seconds between updates: when nobody asks, and at least. */
const USUAL_PERIOD = 1;
const SHORTEST_PERIOD = 0.1;
/** The most events that one frame carries. */
const FRAME_EVENTS = 250;

/** An open channel of the service FEED. */
export function createChannel({ number, market, now, every, send, answers, breakOff }: ChannelOptions): Channel {
  const subscriptions = new Map<string, Subscription>();
  const accepted = new Map<string, readonly string[]>();
  const announced = new Map<EventType, string>();
  let format: DataFormat = "FULL";
  let period = USUAL_PERIOD;
  let restedAt = -Infinity;
  let timer: { period: number; stop: () => void } | null = null;

  const config = () => ({ type: "FEED_CONFIG", channel: number, aggregationPeriod: period, dataFormat: format });

  /** Objects without type and symbol would say nothing. */
  function fieldsOf(type: EventType): readonly string[] {
    const known: readonly string[] = EVENT_FIELDS[type];
    const wanted = accepted.get(type)?.filter((field) => known.includes(field)) ?? [];
    const fields = wanted.length > 0 ? wanted : known;
    return format === "COMPACT" ? fields : [...new Set(["eventType", "eventSymbol", ...fields])];
  }

  function emit(type: EventType, rows: readonly Row[]): void {
    const fields = fieldsOf(type);
    if (rows.length > 0 && announced.get(type) !== fields.join()) {
      announced.set(type, fields.join());
      send({ ...config(), eventFields: { [type]: fields } });
    }
    for (let from = 0; from < rows.length; from += FRAME_EVENTS) {
      const data = writeData(format, type, fields, rows.slice(from, from + FRAME_EVENTS));
      send({ type: "FEED_DATA", channel: number, data });
    }
  }

  /** Sends what subscriptions have to say, one type a frame, each history by itself. */
  function tell(from: Iterable<Subscription>, saying: "start" | "news"): void {
    const look = lookAt(market, now());
    const batches = new Map<string, { type: EventType; rows: Row[] }>();
    for (const subscription of from) {
      const { type, symbol, fromTime } = subscription;
      const rows = subscription[saying](look, fieldsOf(type));
      const key = fromTime === undefined ? type : `${type} ${symbol}`;
      const batch = batches.get(key);
      if (batch === undefined) batches.set(key, { type, rows });
      else batch.rows.push(...rows);
    }
    let left = Infinity;
    if (saying === "start" && breakOff !== undefined) {
      left = Math.floor([...batches.values()].reduce((sum, { rows }) => sum + rows.length, 0) / 2);
    }
    for (const { type, rows } of batches.values()) {
      emit(type, rows.slice(0, left));
      left -= Math.min(left, rows.length);
    }
    if (saying === "start") breakOff?.();
  }

  /** What takes long to tell is told less often: telling takes a quarter of the time at most. */
  function tellNews(): void {
    const at = now();
    if (at < restedAt) return;
    tell(subscriptions.values(), "news");
    restedAt = now() + 3 * (now() - at);
  }

  /** Only while something is subscribed does a timer run. */
  function keepTime(): void {
    const isWanted = subscriptions.size > 0;
    if (isWanted && timer?.period === period) return;
    timer?.stop();
    const stop = isWanted ? every(period * 1000, tellNews) : null;
    timer = stop && { period, stop };
  }

  function open(item: SubscriptionItem): Subscription | null {
    const key = keyOf(item);
    const known = subscriptions.get(key);
    if (known !== undefined && known.fromTime === wantedFrom(item)) return null;
    subscriptions.delete(key);
    const subscription = answers(item.symbol) ? openSubscription(market, item, now()) : null;
    if (subscription !== null) subscriptions.set(key, subscription);
    return subscription;
  }

  return {
    setUp({ acceptAggregationPeriod, acceptDataFormat, acceptEventFields = {} }) {
      format = acceptDataFormat ?? format;
      period = Math.max(SHORTEST_PERIOD, acceptAggregationPeriod ?? period);
      for (const [type, fields] of Object.entries(acceptEventFields)) accepted.set(type, fields);
      send(config());
      keepTime();
    },
    subscribe({ add = [], remove = [], reset = false }) {
      if (reset) subscriptions.clear();
      for (const item of remove) subscriptions.delete(keyOf(item));
      const fresh = add.map(open).filter((subscription) => subscription !== null);
      if (fresh.length > 0) tell(fresh, "start");
      keepTime();
    },
    close() {
      subscriptions.clear();
      keepTime();
    },
  };
}

const keyOf = ({ type, symbol }: SubscriptionItem): string => `${type} ${symbol}`;

/** Only candles have a history. */
const wantedFrom = ({ type, fromTime }: SubscriptionItem): number | undefined =>
  type === "Candle" ? fromTime : undefined;

/**
 * Prices and greeks of everything a customer holds, kept for half a minute: from snapshots while few calls do, from the
 * stream when there is more than that, and from as many snapshots as may be when the stream cannot be had.
 */

import type { Broker, Source } from "../../broker/broker.ts";
import { MARKET_DATA_LIMIT, marketDataByType } from "../../broker/endpoints/market_data.ts";
import type { Failure } from "../../core/failure.ts";
import type { Instrument } from "../../core/symbol.ts";
import type { Cache } from "../../storage/storage.ts";
import type { Context } from "../context.ts";
import { type BookQuote, isOption, liveTypes, quoteOfEvents, quoteOfSnapshot } from "./book_quote.ts";

/** Something to be quoted; `streamer` is `null` where nobody says how the stream spells it. */
export interface Asked extends Instrument {
  streamer: string | null;
}

export interface QuotesRead {
  /** By symbol; what nobody knows is absent. */
  quotes: ReadonlyMap<string, BookQuote>;
  /** Why something could not be had; empty when all could be asked for. */
  failures: Failure[];
  /** What was not asked for, because it would have cost too many calls. */
  leftOut: number;
}

export interface BookQuotes {
  /** Quotes at most 30 s old. Of too many the first ones are asked for: put what matters most first. */
  read(asked: readonly Asked[], context: Context): Promise<QuotesRead>;
}

/** Seconds that a quote serves. */
const FRESH_SECONDS = 30;
/** Snapshot calls that one question may cost, and how many after the stream, whose token is a call, too. */
const SNAPSHOT_CALLS = 2;
const SNAPSHOT_CALLS_AFTER_STREAM = 1;
/** Milliseconds to wait for the stream. */
const PATIENCE = 4000;

/** All quotes of a customer as they lie in the cache: one value, because a write for each would cost more than it saves. */
interface Kept {
  source: Source;
  quotes: [symbol: string, quote: BookQuote][];
}

/** `prefix` goes before every cache key. */
export function createBookQuotes(
  { broker, cache, now, prefix }: { broker: Broker; cache: Cache; now: () => number; prefix: string },
): BookQuotes {
  const key = `${prefix}book:quotes`;
  let memory = new Map<string, BookQuote>();
  /** What nobody knew, and when it was asked for: not to be asked again at once. */
  let nameless = new Map<string, number>();
  let source = broker.source();

  const isRecent = (at: number): boolean => now() - at < FRESH_SECONDS * 1000;
  const isFresh = ({ readAt }: BookQuote): boolean => isRecent(readAt);

  /** Forgets what is stale, and everything when it is another broker that answers now. */
  function prune(): void {
    if (source !== broker.source()) [memory, nameless] = [new Map(), new Map()];
    source = broker.source();
    for (const [symbol, quote] of memory) if (!isFresh(quote)) memory.delete(symbol);
    for (const [symbol, at] of nameless) if (!isRecent(at)) nameless.delete(symbol);
  }

  async function load(): Promise<void> {
    const hit = await cache.read<Kept>(key);
    if (hit === null || hit.value.source !== broker.source()) return;
    for (const [symbol, quote] of hit.value.quotes) {
      if (isFresh(quote) && !((memory.get(symbol)?.readAt ?? 0) >= quote.readAt)) memory.set(symbol, quote);
    }
  }

  async function snapshots(asked: readonly Asked[], most: number, read: QuotesRead, context: Context): Promise<void> {
    const chosen = asked.slice(0, most * MARKET_DATA_LIMIT);
    read.leftOut = asked.length - chosen.length;
    const calls: Asked[][] = [];
    for (let i = 0; i < chosen.length; i += MARKET_DATA_LIMIT) calls.push(chosen.slice(i, i + MARKET_DATA_LIMIT));
    await Promise.all(calls.map(async (instruments) => {
      const answer = await context.broker.call(marketDataByType, instruments, context);
      if (!answer.ok) return void read.failures.push(answer.failure);
      for (const row of answer.value) memory.set(row.symbol, quoteOfSnapshot(row, now()));
      for (const { symbol } of instruments) if (!memory.has(symbol)) nameless.set(symbol, now());
    }));
  }

  /** Gives what the stream has not told. */
  async function stream(asked: readonly Asked[], read: QuotesRead, context: Context): Promise<Asked[]> {
    const { signal, onCall, keepAlive } = context;
    const questions = asked.flatMap(({ type, streamer }) =>
      streamer === null ? [] : [{ symbol: streamer, types: liveTypes(type) }]
    );
    const heard = await context.live.read(questions, { signal, onCall, keepAlive, patience: PATIENCE });
    if (!heard.ok) {
      read.failures.push(heard.failure);
      return [...asked];
    }
    return asked.filter(({ type, symbol, streamer }) => {
      const answer = streamer === null ? undefined : heard.value.answers.get(streamer);
      const quote = answer === undefined ? null : quoteOfEvents(type, answer, now());
      if (quote !== null) memory.set(symbol, quote);
      return quote === null;
    });
  }

  return {
    async read(asked, context) {
      const read: QuotesRead = { quotes: memory, failures: [], leftOut: 0 };
      const missing = () => asked.filter(({ symbol }) => !memory.has(symbol) && !nameless.has(symbol));
      prune();
      if (missing().length > 0) await load();
      const wanted = missing();
      if (wanted.length > 0) {
        const isMuch = wanted.length > SNAPSHOT_CALLS * MARKET_DATA_LIMIT;
        const left = isMuch ? await stream(wanted, read, context) : wanted;
        const most = isMuch ? SNAPSHOT_CALLS_AFTER_STREAM : SNAPSHOT_CALLS;
        if (left.length > 0 && !context.signal.aborted) await snapshots(left, most, read, context);
        const kept: Kept = { source, quotes: [...memory] };
        context.keepAlive(cache.write(key, kept, FRESH_SECONDS));
      }
      read.quotes = new Map(asked.flatMap(({ symbol }) => {
        const quote = memory.get(symbol);
        return quote === undefined ? [] : [[symbol, quote]];
      }));
      return read;
    },
  };
}

/** What matters first: underlyings, then sold options, then the rest. */
export const rankOf = ({ type }: Instrument, quantity: number): number => isOption(type) ? quantity < 0 ? 1 : 2 : 0;

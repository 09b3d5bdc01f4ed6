/** Collects the first event of every symbol and type asked for, and knows what is still missing. */

import { EVENT_READERS, type EventType, type Row } from "./event_fields.ts";
import type { LiveAnswer, LiveQuestion, LiveType, Snapshot } from "./live.ts";
import type { Subscription } from "./channel.ts";

export interface LiveSnapshot {
  /** What is still to be asked for. */
  subscriptions(): Subscription[];
  take(type: EventType, row: Row): void;
  isComplete(): boolean;
  close(ended: Snapshot["ended"]): Snapshot;
}

/** Questions about the same symbol are one. Throws a `RangeError` for an unknown type. */
export function createLiveSnapshot(questions: readonly LiveQuestion[]): LiveSnapshot {
  const missing = new Map<string, Set<LiveType>>();
  for (const { symbol, types } of questions) {
    const wanted = missing.get(symbol) ?? new Set<LiveType>();
    for (const type of types) {
      if (!Object.hasOwn(EVENT_READERS, type)) throw new RangeError(`${type} is not a type of live data`);
      wanted.add(type);
    }
    if (wanted.size > 0) missing.set(symbol, wanted);
  }
  const answers = new Map<string, LiveAnswer>();

  /** Gives the event of `row` its place in `answer`; one function for each type keeps the two types together. */
  function put<Type extends LiveType>(answer: LiveAnswer, type: Type, row: Row): void {
    const events: { [Key in Type]?: LiveAnswer[Key] } = answer;
    events[type] = EVENT_READERS[type](row);
  }

  return {
    subscriptions: () => [...missing].flatMap(([symbol, types]) => [...types].map((type) => ({ type, symbol }))),
    take(type, row) {
      const symbol = row[0];
      if (type === "Candle" || typeof symbol !== "string") return;
      const wanted = missing.get(symbol);
      if (wanted === undefined || !wanted.delete(type)) return;
      if (wanted.size === 0) missing.delete(symbol);
      const answer = answers.get(symbol);
      if (answer !== undefined) put(answer, type, row);
      else {
        const first: LiveAnswer = {};
        put(first, type, row);
        answers.set(symbol, first);
      }
    },
    isComplete: () => missing.size === 0,
    close: (ended) => ({
      answers,
      missing: [...missing].map(([symbol, types]) => ({ symbol, types: [...types] })),
      ended,
    }),
  };
}

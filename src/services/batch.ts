/**
 * Many questions at once become few: equal keys are asked for once, and keys that arrive while a load is under way
 * travel together in the next one.
 */

import { untilAborted } from "../broker/exchange.ts";
import { all, fail, ok, type Result } from "../core/failure.ts";

/** What a caller brings along. */
export interface Call {
  /** The caller's own; a load whose callers have all gone is aborted. */
  signal: AbortSignal;
  /** Called for each request that goes out on this caller's behalf. */
  onCall: () => void;
  /** Lets work outlive the caller's request (`waitUntil` on Workers), because others may be waiting for it. */
  keepAlive: (work: Promise<unknown>) => void;
}

export interface Batch<K, V> {
  /** Values by name; what the source does not know is missing from the map. */
  read(keys: readonly K[], call: Call): Promise<Result<Map<string, V>>>;
}

/** One load and those who wait for it. */
interface Flight<K, V> {
  keys: Map<string, K>;
  /** Whether keys can still be added. */
  isGathering: boolean;
  callers: number;
  abort: AbortController;
  result: Promise<Result<Map<string, V>>>;
}

/** `load` gets at most `limit` keys and runs once at a time; `name` identifies a key. */
export function createBatch<K, V>({ limit, name, load }: {
  limit: number;
  name: (key: K) => string;
  load: (keys: K[], call: Call) => Promise<Result<Map<string, V>>>;
}): Batch<K, V> {
  const flights: Flight<K, V>[] = [];

  function launch(call: Call): Flight<K, V> {
    const previous = flights.at(-1)?.result ?? Promise.resolve();
    const flight: Flight<K, V> = {
      keys: new Map(),
      isGathering: true,
      callers: 0,
      abort: new AbortController(),
      // Those who ask in this turn get on board, and those who come while the flight before is still in the air.
      result: previous.then(() => {}, () => {}).then(() => {
        flight.isGathering = false;
        return load([...flight.keys.values()], { ...call, signal: flight.abort.signal });
      }).finally(() => flights.splice(flights.indexOf(flight), 1)),
    };
    flights.push(flight);
    // Awaited by the callers; without this a load that fails after all have gone would count as unhandled.
    call.keepAlive(flight.result.catch(() => {}));
    return flight;
  }

  function board(key: K, call: Call): Flight<K, V> {
    const usable = flights.filter((flight) => !flight.abort.signal.aborted);
    const flight = usable.find((flight) => flight.keys.has(name(key))) ??
      usable.find((flight) => flight.isGathering && flight.keys.size < limit) ?? launch(call);
    flight.keys.set(name(key), key);
    return flight;
  }

  return {
    async read(keys, call) {
      if (call.signal.aborted) return fail({ kind: "cancelled" });
      const mine = [...new Set(keys.map((key) => board(key, call)))];
      for (const flight of mine) flight.callers++;
      const leave = () => {
        for (const flight of mine) if (--flight.callers === 0) flight.abort.abort();
      };
      call.signal.addEventListener("abort", leave, { once: true });
      try {
        const landed = await untilAborted(Promise.all(mine.map((flight) => flight.result)).then(all), call.signal);
        if (!landed.ok) return landed;
        const wanted = new Set(keys.map(name));
        return ok(new Map(landed.value.flatMap((values) => [...values].filter(([key]) => wanted.has(key)))));
      } finally {
        call.signal.removeEventListener("abort", leave);
      }
    },
  };
}

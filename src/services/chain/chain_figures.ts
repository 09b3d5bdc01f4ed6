/** What options cost and how they react: kept for half a minute, from the stream, and from snapshots where it fails. */

import type { Broker } from "../../broker/broker.ts";
import { LIVE_DATA } from "../../broker/dxlink/connection.ts";
import type { LiveAnswer, LiveType, Snapshot } from "../../broker/dxlink/live.ts";
import { MARKET_DATA_LIMIT, type MarketData, marketDataByType } from "../../broker/endpoints/market_data.ts";
import { type Failure, ok, type Result } from "../../core/failure.ts";
import type { Instrument } from "../../core/symbol.ts";
import type { Cache } from "../../storage/storage.ts";
import type { Context } from "../context.ts";
import { createSheets, type Entry, type Sheets } from "./sheets.ts";

/** The parts of an instrument's figures, each with its own age. */
export type Part = Extract<LiveType, "Quote" | "Greeks" | "Summary" | "Trade">;

/** Something with figures; `sheet` is whose it is kept with: an expiration, or the underlyings. */
export interface Quoted extends Instrument {
  sheet: string;
  /** `null` when the stream does not carry it. */
  streamer: string | null;
}

/** The figures of one instrument, `null` where there are none. Volatility a fraction, theta a day, vega a point. */
export interface Figures {
  bid: number | null;
  ask: number | null;
  /** The model's price of an option. */
  theoretical: number | null;
  volatility: number | null;
  delta: number | null;
  gamma: number | null;
  theta: number | null;
  vega: number | null;
  openInterest: number | null;
  previousClose: number | null;
  last: number | null;
  volume: number | null;
  /** When the oldest of them was read; `null` when there are none at all. */
  readAt: number | null;
}

export interface Ask {
  quoted: Quoted;
  parts: readonly Part[];
}

/** One question's view of the figures. */
export interface Look {
  /** Has everything at most 30 s old afterwards, as far as it can be had. */
  fetch(asks: readonly Ask[]): Promise<void>;
  of(quoted: Instrument & { sheet: string }): Figures;
  /** Why the stream could not be had; `null` while it can. */
  streamFailure(): Failure | null;
  /** Why snapshots could not be had in its place. */
  snapshotFailure(): Failure | null;
  /** How many more instruments can be asked for: without the stream not many. */
  room(): number;
  /** What was given up, because so many snapshots would have cost too much. */
  skipped(): number;
  /** Writes what has been read of these sheets to the cache, and of the underlyings: a write for each. */
  keep(sheets: readonly string[]): void;
}

export interface ChainFigures {
  /** A question about the chain `symbol`. Only of `sheets`, and of the underlyings, the cache may know more than memory. */
  look(symbol: string, sheets: readonly string[], context: Context): Look;
}

/** The sheet that the underlyings are kept on. */
export const UNDERLYING = "underlying";

/** How old figures may be, and how long older ones are kept for want of others. */
const FRESH = 30_000;
/** Milliseconds: for the first answer, which may need a new connection, for those after it, and after a silence. */
const FIRST_PATIENCE = 4000;
const PATIENCE = 2500;
const LITTLE_PATIENCE = 1500;
const TRADE_PATIENCE = 1200;
/** Milliseconds after which a question waits no longer than it must. */
const BUDGET = 9000;
const LEAST_PATIENCE = 300;
/** Snapshot calls one question may cost when there is no stream. */
const SNAPSHOT_CALLS = 4;

/** The figures of one customer's chains; `prefix` goes before every cache key. */
export function createChainFigures(
  { broker, cache, now, prefix }: { broker: Broker; cache: Cache; now: () => number; prefix: string },
): ChainFigures {
  const sheets = createSheets({ cache, now, source: broker.source, cacheKey: (key) => `${prefix}chain:${key}` });
  return { look: (symbol, cached, context) => createLook(sheets, symbol, new Set([UNDERLYING, ...cached]), context) };
}

function createLook(sheets: Sheets, symbol: string, cached: ReadonlySet<string>, context: Context): Look {
  const { now, live } = context;
  const startedAt = now();
  const touched = new Set<string>();
  let streamFailure: Failure | null = null;
  let snapshotFailure: Failure | null = null;
  let snapshotCalls = 0;
  let skipped = 0;
  let patience = FIRST_PATIENCE;

  const keyOf = ({ sheet }: { sheet: string }): string => `${symbol}:${sheet}`;
  const entryOf = (quoted: Instrument & { sheet: string }): Entry => sheets.entry(keyOf(quoted), quoted.symbol);
  const isFresh = (entry: Entry, part: Part): boolean => entry[part] !== undefined && now() - entry[part][0]! < FRESH;

  /** What is not fresh, each instrument once. */
  function missing(asks: readonly Ask[]): Ask[] {
    const wanted = new Map<string, { quoted: Quoted; parts: Part[] }>();
    for (const { quoted, parts } of asks) {
      const entry = entryOf(quoted);
      for (const part of parts) {
        if (isFresh(entry, part)) continue;
        const ask = wanted.get(quoted.symbol);
        if (ask === undefined) wanted.set(quoted.symbol, { quoted, parts: [part] });
        else if (!ask.parts.includes(part)) ask.parts.push(part);
      }
    }
    return [...wanted.values()];
  }

  async function converse(asks: readonly Ask[], most: number): Promise<Result<Snapshot>> {
    if (asks.length === 0) return ok({ answers: new Map(), missing: [], ended: "complete" });
    const { signal, onCall, keepAlive } = context;
    const left = Math.max(LEAST_PATIENCE, startedAt + BUDGET - now());
    const read = await live.read(
      asks.map(({ quoted, parts }) => ({ symbol: quoted.streamer!, types: parts })),
      { signal, onCall, keepAlive, patience: Math.min(left, most) },
    );
    if (!read.ok) return read;
    const { answers, ended } = read.value;
    const at = now();
    for (const { quoted, parts } of asks) {
      const entry = entryOf(quoted);
      for (const part of parts) {
        const cell = cellOf(part, answers.get(quoted.streamer!), at);
        // A silent symbol is not asked again at once; one that was cut off has not been silent.
        if (cell.length > 1 || (ended === "deadline" && answers.size > 0)) entry[part] = cell;
      }
      touched.add(keyOf(quoted));
    }
    return read;
  }

  /** Gives what has to be had elsewhere. */
  async function stream(asks: readonly Ask[]): Promise<Ask[]> {
    const askable = asks.filter(({ quoted }) => quoted.streamer !== null);
    if (streamFailure !== null || askable.length === 0) return [...asks];
    const [main, trades] = withoutTrades(askable);
    const [read] = await Promise.all([
      converse(main, patience),
      converse(trades, TRADE_PATIENCE),
    ]);
    if (!read.ok) {
      streamFailure = read.failure;
      return [...asks];
    }
    const { answers, ended } = read.value;
    patience = answers.size > 0 ? PATIENCE : LITTLE_PATIENCE;
    const isDead = ended === "deadline" && answers.size === 0 && askable.some(({ quoted }) => isOption(quoted));
    if (ended === "closed" || isDead) {
      const reason = ended === "closed" ? "network" : "timeout";
      streamFailure = { kind: "broker_unavailable", endpoint: LIVE_DATA, reason };
      return missing(asks);
    }
    const unheard = asks.filter(({ quoted }) => quoted.streamer === null);
    const silent = main.filter(({ quoted, parts }) => {
      const entry = entryOf(quoted);
      return (parts.includes("Greeks") ? ["Greeks"] as const : parts).every((part) => (entry[part]?.length ?? 1) === 1);
    });
    // Nothing can be said without the underlying's price, and a feed without greeks is no feed for options: REST has both.
    const isDeaf = main.length === silent.length;
    return [...unheard, ...silent.filter(({ quoted }) => isDeaf || !isOption(quoted))];
  }

  const snapshotRoom = (): number => Math.max(0, SNAPSHOT_CALLS - snapshotCalls) * MARKET_DATA_LIMIT;

  async function snapshots(asks: readonly Ask[]): Promise<void> {
    const chosen = asks.slice(0, snapshotRoom());
    skipped += asks.length - chosen.length;
    const chunks = Array.from(
      { length: Math.ceil(chosen.length / MARKET_DATA_LIMIT) },
      (_, chunk) =>
        chosen.slice(chunk * MARKET_DATA_LIMIT, (chunk + 1) * MARKET_DATA_LIMIT).map(({ quoted }) => quoted),
    );
    snapshotCalls += chunks.length;
    await Promise.all(chunks.map(async (chunk) => {
      const read: Result<MarketData[]> = await context.broker.call(marketDataByType, chunk, context);
      if (!read.ok) {
        snapshotFailure = read.failure;
        return;
      }
      const rows = new Map(read.value.map((row) => [row.symbol, row]));
      for (const quoted of chunk) {
        sheets.replace(keyOf(quoted), quoted.symbol, entryFrom(rows.get(quoted.symbol), now()));
        touched.add(keyOf(quoted));
      }
    }));
  }

  return {
    async fetch(asks) {
      const inMemory = missing(asks);
      if (inMemory.length === 0) return;
      const worthwhile = inMemory.filter(({ quoted }) => cached.has(quoted.sheet));
      await sheets.load([...new Set(worthwhile.map(({ quoted }) => keyOf(quoted)))]);
      const wanted = missing(inMemory);
      if (wanted.length === 0) return;
      const unanswered = await stream(wanted);
      if (unanswered.length > 0 && !context.signal.aborted) await snapshots(unanswered);
    },
    of: (quoted) => figuresIn(entryOf(quoted)),
    streamFailure: () => streamFailure,
    snapshotFailure: () => snapshotFailure,
    room: () => streamFailure === null ? Infinity : snapshotRoom(),
    skipped: () => skipped,
    keep: (names) =>
      context.keepAlive(
        sheets.keep([...touched].filter((key) => [UNDERLYING, ...names].some((sheet) => key === keyOf({ sheet })))),
      ),
  };
}

const isOption = ({ sheet }: Quoted): boolean => sheet !== UNDERLYING;

/**
 * Options that have never traded have no trade to tell of, so that trades are asked for apart and not waited for as
 * long; where nothing else is asked they are not apart.
 */
function withoutTrades(asks: readonly Ask[]): [main: Ask[], trades: Ask[]] {
  const main: Ask[] = [];
  const trades: Ask[] = [];
  for (const { quoted, parts } of asks) {
    const others = isOption(quoted) ? parts.filter((part) => part !== "Trade") : parts;
    if (others.length > 0) main.push({ quoted, parts: others });
    if (others.length < parts.length) trades.push({ quoted, parts: ["Trade"] });
  }
  return main.length === 0 ? [trades, []] : [main, trades];
}

/** The numbers of one part after the time they were read; only the time when nothing came. */
function cellOf(part: Part, answer: LiveAnswer | undefined, at: number): (number | null)[] {
  switch (part) {
    case "Quote":
      return answer?.Quote ? [at, answer.Quote.bid, answer.Quote.ask] : [at];
    case "Greeks": {
      if (!answer?.Greeks) return [at];
      const { price, volatility, delta, gamma, theta, vega } = answer.Greeks;
      return [at, price, volatility, delta, gamma, theta, vega];
    }
    case "Summary":
      return answer?.Summary ? [at, answer.Summary.openInterest, answer.Summary.prevClose] : [at];
    case "Trade":
      return answer?.Trade ? [at, answer.Trade.price, answer.Trade.volume] : [at];
  }
}

function entryFrom(row: MarketData | undefined, at: number): Entry {
  if (row === undefined) return { Quote: [at], Greeks: [at], Summary: [at], Trade: [at] };
  const { mark, volatility, delta, gamma, theta, vega } = row;
  return {
    Quote: [at, row.bid, row.ask],
    Greeks: [at, mark, volatility, delta, gamma, theta, vega],
    Summary: [at, row.openInterest, row.prevClose],
    Trade: [at, row.last, row.volume],
  };
}

function figuresIn({ Quote, Greeks, Summary, Trade }: Entry): Figures {
  let readAt: number | null = null;
  for (const cell of [Quote, Greeks, Summary, Trade]) {
    if (cell !== undefined && cell.length > 1) readAt = Math.min(readAt ?? Infinity, cell[0]!);
  }
  return {
    bid: Quote?.[1] ?? null,
    ask: Quote?.[2] ?? null,
    theoretical: Greeks?.[1] ?? null,
    volatility: Greeks?.[2] ?? null,
    delta: Greeks?.[3] ?? null,
    gamma: Greeks?.[4] ?? null,
    theta: Greeks?.[5] ?? null,
    vega: Greeks?.[6] ?? null,
    openInterest: Summary?.[1] ?? null,
    previousClose: Summary?.[2] ?? null,
    last: Trade?.[1] ?? null,
    volume: Trade?.[2] ?? null,
    readAt,
  };
}

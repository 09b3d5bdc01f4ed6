/** Figures in memory and in the cache, a sheet for each expiration: one cached value, however many options it has. */

import type { Source } from "../../broker/broker.ts";
import type { Cache } from "../../storage/storage.ts";

/** What is known of one instrument; each part starts with the instant it was read. */
export interface Entry {
  Quote?: (number | null)[];
  Greeks?: (number | null)[];
  Summary?: (number | null)[];
  Trade?: (number | null)[];
}

export interface Sheets {
  /** The entry of an instrument, made when there is none; to be filled in place. */
  entry(key: string, symbol: string): Entry;
  replace(key: string, symbol: string, entry: Entry): void;
  /** Brings in what the cache has, where that is newer. */
  load(keys: readonly string[]): Promise<void>;
  /** Writes sheets to the cache, and forgets those that nobody has used for as long as figures are kept. */
  keep(keys: readonly string[]): Promise<void>;
}

/** Seconds that figures are kept; after half a minute they serve only for want of others. */
const KEPT_SECONDS = 300;
/** How long one look into the cache serves, in milliseconds. */
const LOOKED = 30_000;
/** Sheets in memory; the one unused for longest goes first. */
const CAPACITY = 150;

const PARTS = ["Quote", "Greeks", "Summary", "Trade"] as const;

interface Sheet {
  entries: Map<string, Entry>;
  loadedAt: number;
  usedAt: number;
}

/** As it lies in the cache. */
interface Kept {
  source: Source;
  entries: [symbol: string, entry: Entry][];
}

/** `source` keeps what a simulator has left in the cache apart from the real broker's figures. */
export function createSheets({ cache, now, source, cacheKey }: {
  cache: Cache;
  now: () => number;
  source: () => Source;
  cacheKey: (key: string) => string;
}): Sheets {
  const sheets = new Map<string, Sheet>();

  function sheetOf(key: string): Sheet {
    const sheet = sheets.get(key) ?? { entries: new Map(), loadedAt: -Infinity, usedAt: 0 };
    sheet.usedAt = now();
    sheets.delete(key);
    sheets.set(key, sheet);
    if (sheets.size > CAPACITY) sheets.delete(sheets.keys().next().value!);
    return sheet;
  }

  function entry(key: string, symbol: string): Entry {
    const { entries } = sheetOf(key);
    let known = entries.get(symbol);
    if (known === undefined) entries.set(symbol, known = {});
    return known;
  }

  /** Without what has grown too old. */
  function prune({ entries }: Sheet): void {
    const oldest = now() - KEPT_SECONDS * 1000;
    for (const [symbol, known] of entries) {
      for (const part of PARTS) if ((known[part]?.[0] ?? Infinity) < oldest) delete known[part];
      if (PARTS.every((part) => known[part] === undefined)) entries.delete(symbol);
    }
  }

  return {
    entry,
    replace: (key, symbol, value) => void sheetOf(key).entries.set(symbol, value),
    async load(keys) {
      await Promise.all(
        keys.filter((key) => now() - sheetOf(key).loadedAt >= LOOKED).map(async (key) => {
          const sheet = sheetOf(key);
          sheet.loadedAt = now();
          prune(sheet);
          const hit = await cache.read<Kept>(cacheKey(key));
          if (hit === null || hit.value.source !== source()) return;
          for (const [symbol, kept] of hit.value.entries) {
            const known = entry(key, symbol);
            for (const part of PARTS) {
              const cell = kept[part];
              if (cell !== undefined && cell[0]! > (known[part]?.[0] ?? -Infinity)) known[part] = cell;
            }
          }
        }),
      );
    },
    async keep(keys) {
      // Sheets stand in the order in which they were used.
      for (const [key, { usedAt }] of sheets) {
        if (now() - usedAt < KEPT_SECONDS * 1000) break;
        sheets.delete(key);
      }
      await Promise.all(keys.map(async (key) => {
        const sheet = sheetOf(key);
        prune(sheet);
        const kept: Kept = { source: source(), entries: [...sheet.entries] };
        await cache.write(cacheKey(key), kept, KEPT_SECONDS);
      }));
    },
  };
}

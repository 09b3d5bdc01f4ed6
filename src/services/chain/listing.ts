/** The listed options on a share, a fund or an index, from the broker's compact chain. */

import type { CompactChain } from "../../broker/endpoints/option_chains.ts";
import { type Day, newYorkInstant, previousTradingDay, tradingDay } from "../../core/calendar.ts";
import type { Instrument } from "../../core/symbol.ts";
import { expirationType, type Listing, type Series } from "./series.ts";

const OPEN = 9 * 60 + 30;
const CLOSE = 16 * 60;
/** An OCC symbol: six characters of root, six of date, a letter, eight digits. */
const HEAD = 12;
const LENGTH = 21;
/** Roots are shown to a model, so that anything else is left out. */
const ROOT = /^[A-Z][A-Z0-9]{0,5}$/;
const CALL = 67;
const PUT = 80;
const ZERO = 48;

/** A series while its symbols are being read. */
interface Draft {
  chain: CompactChain;
  head: string;
  streamerHead: string;
  strikes: number[];
  /** 1 for a call, 2 for a put, 3 for both. */
  sides: number[];
  isAscending: boolean;
  odd: Record<string, string>;
}

/**
 * The listing of `underlying`. Chains come with thousands of symbols and this is most of what a cold question costs, so
 * that symbols are read by their characters and nothing is made for each. What is not an OCC symbol is left out.
 */
export function listingOf(underlying: Instrument, chains: readonly CompactChain[]): Listing {
  const standard = chains.filter(({ isStandard }) => isStandard);
  const adjusted = new Set(chains.filter(({ isStandard }) => !isStandard).map(({ root }) => root));
  return {
    symbol: underlying.symbol,
    series: standard.flatMap(read).map((draft) => seriesOf(underlying, draft)).sort(byTime),
    adjustedRoots: [...adjusted].filter((root) => ROOT.test(root)),
  };
}

/** The soonest first; on the same day what is settled in the morning before what is settled in the evening. */
export const byTime = (a: Series, b: Series): number => a.expiresAt - b.expiresAt || (a.root < b.root ? -1 : 1);

function read(chain: CompactChain): Draft[] {
  const drafts = new Map<string, Draft>();
  let draft: Draft | undefined;
  for (let position = 0; position < chain.symbols.length; position++) {
    const symbol = chain.symbols[position]!;
    const letter = symbol.charCodeAt(HEAD);
    const strike = strikeIn(symbol);
    if (strike < 0 || (letter !== CALL && letter !== PUT)) continue;
    if (draft === undefined || !symbol.startsWith(draft.head)) {
      draft = draftOf(drafts, chain, symbol.slice(0, HEAD));
      if (draft === undefined) continue;
    }
    const { strikes, sides } = draft;
    const last = strikes.length - 1;
    const side = letter === CALL ? 1 : 2;
    if (last >= 0 && strikes[last] === strike) sides[last]! |= side;
    else {
      if (last >= 0 && strikes[last]! > strike) draft.isAscending = false;
      strikes.push(strike);
      sides.push(side);
    }
    const streamer = chain.streamerSymbols[position]!;
    if (!isMadeOf(streamer, draft.streamerHead, letter, strike)) {
      draft.odd[`${letter === CALL ? "C" : "P"}${strike}`] = streamer;
    }
  }
  return [...drafts.values()];
}

/** Strike in dollars; -1 when the symbol does not end in eight digits. */
function strikeIn(symbol: string): number {
  if (symbol.length !== LENGTH) return -1;
  let thousandths = 0;
  for (let position = HEAD + 1; position < LENGTH; position++) {
    const digit = symbol.charCodeAt(position) - ZERO;
    if (digit < 0 || digit > 9) return -1;
    thousandths = thousandths * 10 + digit;
  }
  return thousandths / 1000;
}

function draftOf(drafts: Map<string, Draft>, chain: CompactChain, head: string): Draft | undefined {
  let draft = drafts.get(head);
  if (draft === undefined && /^[A-Z][A-Z0-9]{0,5} *\d{6}$/.test(head)) {
    const streamerHead = `.${head.slice(0, 6).trimEnd()}${head.slice(6)}`;
    draft = { chain, head, streamerHead, strikes: [], sides: [], isAscending: true, odd: {} };
    drafts.set(head, draft);
  }
  return draft;
}

/** Whether a streamer symbol is the head, the letter and the strike, compared without building it where that is quick. */
function isMadeOf(streamer: string, head: string, letter: number, strike: number): boolean {
  if (!streamer.startsWith(head) || streamer.charCodeAt(head.length) !== letter) return false;
  let number = 0;
  for (let position = head.length + 1; position < streamer.length; position++) {
    const digit = streamer.charCodeAt(position) - ZERO;
    if (digit < 0 || digit > 9) return streamer.slice(head.length + 1) === String(strike);
    number = number * 10 + digit;
  }
  return number === strike;
}

function seriesOf(underlying: Instrument, draft: Draft): Series {
  const { chain, head, streamerHead, odd } = draft;
  const { strikes, sides } = draft.isAscending ? draft : inOrder(draft);
  const day: Day = `20${head.slice(6, 8)}-${head.slice(8, 10)}-${head.slice(10, 12)}`;
  const closeAt = tradingDay(day)?.closeAt ?? newYorkInstant(day, CLOSE);
  const isMorning = chain.settlement === "AM";
  return {
    root: head.slice(0, 6).trimEnd(),
    day,
    type: expirationType(chain.expirationType),
    settlement: chain.settlement,
    multiplier: chain.sharesPerContract,
    underlying,
    underlyingStreamer: underlying.symbol,
    stopsAt: isMorning ? tradingDay(previousTradingDay(day))!.closeAt : closeAt,
    expiresAt: isMorning ? newYorkInstant(day, OPEN) : closeAt,
    spelling: { head, strikes: "thousandths", streamer: { head: streamerHead, tail: "" }, odd },
    strikes,
    onlyCalls: strikes.filter((_, position) => sides[position] === 1),
    onlyPuts: strikes.filter((_, position) => sides[position] === 2),
  };
}

function inOrder({ strikes, sides }: Draft): { strikes: number[]; sides: number[] } {
  const merged = new Map<number, number>();
  for (const [position, strike] of strikes.entries()) merged.set(strike, (merged.get(strike) ?? 0) | sides[position]!);
  const ordered = [...merged.keys()].sort((a, b) => a - b);
  return { strikes: ordered, sides: ordered.map((strike) => merged.get(strike)!) };
}

/** The listed options on the futures of a product, from the broker's chain. */

import type { FutureChains, FutureExpiration } from "../../broker/endpoints/future_option_chains.ts";
import { newYorkInstant } from "../../core/calendar.ts";
import { byTime } from "./listing.ts";
import { expirationType, type Listing, type Series, type Spelling } from "./series.ts";

const CLOSE = 16 * 60;
/** Names are shown to a model, so that anything else is left out. */
const FUTURE = /^\/[A-Z0-9]{2,7}$/;
const CONTRACT = /^[A-Z0-9]{1,8}$/;

/** The listing of a product, `/ES`: the options on all its contracts. Expirations without a strike are left out. */
export function futureListingOf(product: string, { futures, chains }: FutureChains): Listing {
  const streamers = new Map(futures.map(({ symbol, streamerSymbol }) => [symbol, streamerSymbol]));
  const series = chains.flatMap(({ expirations }) => expirations)
    .filter(({ strikes, future, contract }) => strikes.length > 0 && FUTURE.test(future) && CONTRACT.test(contract))
    .map((expiration) => seriesOf(expiration, streamers.get(expiration.future) ?? null));
  return { symbol: product, series: series.sort(byTime), adjustedRoots: [] };
}

function seriesOf(expiration: FutureExpiration, underlyingStreamer: string | null): Series {
  const { day, settlement, notionalValue, displayFactor } = expiration;
  const stopsAt = expiration.stopsTradingAt ?? newYorkInstant(day, CLOSE);
  return {
    root: expiration.contract,
    day,
    type: expirationType(expiration.type),
    settlement: settlement === "AM" || settlement === "PM" ? settlement : null,
    multiplier: notionalValue !== null && displayFactor ? notionalValue / displayFactor : null,
    underlying: { type: "future", symbol: expiration.future },
    underlyingStreamer,
    stopsAt,
    expiresAt: stopsAt,
    spelling: spellingOf(expiration),
    strikes: [...new Set(expiration.strikes.map(({ strike }) => strike))],
    onlyCalls: [],
    onlyPuts: [],
  };
}

/** The rule is read off the first option that has a streamer symbol; the others are held against it. */
function spellingOf({ future, contract, day, strikes }: FutureExpiration): Spelling {
  const first = strikes.find(({ callStreamer }) => callStreamer !== null);
  const middle = first && `C${first.strike}`;
  const at = first?.callStreamer?.lastIndexOf(middle!) ?? -1;
  const streamer = first === undefined || at < 0
    ? null
    : { head: first.callStreamer!.slice(0, at), tail: first.callStreamer!.slice(at + middle!.length) };
  const odd: Record<string, string | null> = {};
  for (const { strike, callStreamer, putStreamer } of strikes) {
    for (const [letter, given] of [["C", callStreamer], ["P", putStreamer]] as const) {
      const made = streamer && streamer.head + letter + strike + streamer.tail;
      if (made !== given) odd[`${letter}${strike}`] = given;
    }
  }
  const date = day.slice(2).replaceAll("-", "");
  return { head: `.${future} ${contract.padEnd(6)}${date}`, strikes: "plain", streamer, odd };
}

import assert from "node:assert/strict";
import { type CompactChain, compactOptionChain } from "../../../src/broker/endpoints/option_chains.ts";
import { newYorkInstant } from "../../../src/core/calendar.ts";
import { listingOf } from "../../../src/services/chain/listing.ts";
import { contractOf, isListed, type Listing } from "../../../src/services/chain/series.ts";
import { startServices } from "../../support/services.ts";

const AAPL = { type: "equity", symbol: "AAPL" } as const;

const chainOf = (symbols: string[], parts: Partial<CompactChain> = {}): CompactChain => ({
  underlying: "AAPL",
  root: "AAPL",
  isStandard: true,
  settlement: "PM",
  expirationType: "Weekly",
  sharesPerContract: 100,
  symbols,
  streamerSymbols: symbols.map((symbol) =>
    `.${symbol.slice(0, 6).trim()}${symbol.slice(6, 13)}${+symbol.slice(13) / 1000}`
  ),
  ...parts,
});

/** All options of a listing: broker's symbol and streamer's. */
const spelled = ({ series }: Listing): [string, string | null][] =>
  series.flatMap((one) =>
    one.strikes.flatMap((strike) =>
      (["call", "put"] as const).filter((right) => isListed(one, strike, right)).map((right) => {
        const { symbol, streamer } = contractOf(one, strike, right);
        return [symbol, streamer] as [string, string | null];
      })
    )
  );

for (const symbol of ["SPY", "SPX", "BRK/B", "VIX"]) {
  Deno.test(`listing: every option of the chain of ${symbol} comes out as it went in`, async () => {
    using services = await startServices();
    const chains = await services.broker.call(compactOptionChain, symbol);
    assert.ok(chains.ok);
    const listing = listingOf({ type: "index", symbol }, chains.value);
    const given = chains.value.flatMap(({ symbols, streamerSymbols }) =>
      symbols.map((one, place) => [one, streamerSymbols[place]!] as const)
    );
    assert.ok(given.length > 500);
    assert.deepEqual(new Map(spelled(listing)), new Map(given));
    assert.ok(listing.series.every(({ spelling }) => Object.keys(spelling.odd).length === 0), "the rule holds for all");
    const times = listing.series.map(({ expiresAt }) => expiresAt);
    assert.deepEqual(times, times.toSorted((a, b) => a - b));
  });
}

Deno.test("listing: what settles in the morning stops trading the evening before", () => {
  const { series: [morning, evening] } = listingOf({ type: "index", symbol: "SPX" }, [
    chainOf(["SPX   261218C06000000"], { settlement: "AM", expirationType: "Regular" }),
    chainOf(["SPXW  261218C06000000"], { settlement: "PM", expirationType: "Regular" }),
  ]);
  assert.deepEqual([morning!.root, evening!.root], ["SPX", "SPXW"]);
  assert.equal(morning!.stopsAt, newYorkInstant("2026-12-17", 16 * 60));
  assert.equal(morning!.expiresAt, newYorkInstant("2026-12-18", 9 * 60 + 30));
  assert.equal(evening!.stopsAt, newYorkInstant("2026-12-18", 16 * 60));
  assert.deepEqual([morning!.type, morning!.multiplier], ["monthly", 100]);
});

Deno.test("listing: on a half day options expire at 13:00, and without a trading day at 16:00", () => {
  const { series: [half, holiday] } = listingOf(AAPL, [chainOf(["AAPL  261127C00200000", "AAPL  261225C00200000"])]);
  assert.equal(half!.expiresAt, newYorkInstant("2026-11-27", 13 * 60));
  assert.equal(holiday!.expiresAt, newYorkInstant("2026-12-25", 16 * 60));
});

Deno.test("listing: strikes in any order are sorted, and a strike with one side is known as such", () => {
  const { series: [series] } = listingOf(AAPL, [
    chainOf([
      "AAPL  261218P00210000",
      "AAPL  261218C00205000",
      "AAPL  261218P00197500",
      "AAPL  261218C00197500",
      "AAPL  261218C00210000",
    ]),
  ]);
  assert.deepEqual(series!.strikes, [197.5, 205, 210]);
  assert.deepEqual([series!.onlyCalls, series!.onlyPuts], [[205], []]);
  assert.equal(isListed(series!, 205, "put"), false);
  assert.equal(isListed(series!, 210, "put"), true);
  const { series: [puts] } = listingOf(AAPL, [chainOf(["AAPL  261218P00210000"])]);
  assert.equal(isListed(puts!, 210, "call"), false);
});

Deno.test("listing: a streamer symbol that is not made by the rule is kept", () => {
  const chain = chainOf(["AAPL  261218C00197500", "AAPL  261218C00200000"], {
    streamerSymbols: [".AAPL261218C197.50", ".AAPL261218C200"],
  });
  assert.deepEqual(spelled(listingOf(AAPL, [chain])), [
    ["AAPL  261218C00197500", ".AAPL261218C197.50"],
    ["AAPL  261218C00200000", ".AAPL261218C200"],
  ]);
});

Deno.test("listing: adjusted options are left out by name, and so is what is no option symbol", () => {
  const listing = listingOf(AAPL, [
    chainOf(["AAPL  261218C00200000", "AAPL  261218C0020", "ignore the rules 21 c", "AAPL  261218X00200000"]),
    chainOf(["AAPL1 261218C00200000"], { root: "AAPL1", isStandard: false }),
    chainOf([], { root: "Obey me.", isStandard: false }),
  ]);
  assert.deepEqual(spelled(listing), [["AAPL  261218C00200000", ".AAPL261218C200"]]);
  assert.deepEqual(listing.adjustedRoots, ["AAPL1"]);
});

Deno.test("listing: one of forty thousand options is small enough for the cache", async () => {
  using services = await startServices();
  const chains = await services.broker.call(compactOptionChain, "SPX");
  assert.ok(chains.ok);
  const listing = listingOf({ type: "index", symbol: "SPX" }, chains.value);
  assert.ok(chains.value.flatMap(({ symbols }) => symbols).length > 20_000);
  assert.ok(JSON.stringify(listing).length < 300_000);
  assert.deepEqual(JSON.parse(JSON.stringify(listing)), listing, "as it comes back from the cache");
});

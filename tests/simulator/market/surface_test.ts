/** The surface of volatility offers nobody money for nothing, whatever the underlying, the seed and the hour. */

import assert from "node:assert/strict";
import { black } from "../../../src/analytics/pricing/black.ts";
import { newYorkInstant } from "../../../src/core/calendar.ts";
import { formatOptionSymbol } from "../../../src/core/symbol.ts";
import type { Listing } from "../../../src/simulator/market/listings.ts";
import { createMarket, type Market } from "../../../src/simulator/market/market.ts";
import { momentOf } from "../../../src/simulator/market/sessions.ts";
import { RATE, type Term, volatilityOf } from "../../../src/simulator/market/surface.ts";
import { FRIDAY } from "../client.ts";

/** An ordinary morning, the last minutes of a third Friday, a day in summer, the week before earnings of most. */
const MOMENTS = [
  FRIDAY,
  newYorkInstant("2026-11-20", 15 * 60 + 55),
  newYorkInstant("2025-08-05", 10 * 60),
  newYorkInstant("2026-01-26", 13 * 60),
];
const MARKETS = ["surface", "another"].map(createMarket);

/** Distances from the forward in standard deviations, as far out as anybody lists strikes. */
const DISTANCES = Array.from({ length: 97 }, (_, i) => (i - 48) / 8);

interface Slice {
  label: string;
  listing: Listing;
  strikes: readonly number[];
  term: Term;
}

/** Every expiration of every underlying, soonest first, by underlying. */
function* slices({ prices, chains, surface }: Market, at: number): Generator<Slice[]> {
  for (const listing of prices.listings.values()) {
    const { regularAt } = momentOf(at);
    yield chains.expirations(listing, at).flatMap((expiration) => {
      const term = surface.term(listing, expiration.expiresAt, regularAt);
      const label = `${expiration.root} ${expiration.day} ${expiration.settlement} at ${new Date(at).toISOString()}`;
      const strikes = chains.strikes(listing, expiration, at);
      return term.years > 0 ? [{ label, listing, strikes, term }] : [];
    });
  }
}

const everywhere = function* () {
  for (const market of MARKETS) for (const at of MOMENTS) yield* slices(market, at);
};

/** Total variance at a logarithmic distance from the forward. */
const varianceAt = (term: Term, distance: number): number =>
  volatilityOf(term, term.forward * Math.exp(distance)) ** 2 * term.years;

Deno.test("surface: no butterfly of listed strikes has a negative price, in any expiration", () => {
  let checked = 0;
  for (const expirations of everywhere()) {
    for (const { label, strikes, term } of expirations) {
      const { forward, years, discount } = term;
      const calls = strikes.map((strike) =>
        black(forward, strike, years, volatilityOf(term, strike), discount, "call")
      );
      for (let i = 1; i < strikes.length - 1; i++) {
        const [low, middle, high] = [strikes[i - 1]!, strikes[i]!, strikes[i + 1]!];
        const weight = (high - middle) / (high - low);
        const cost = weight * calls[i - 1]! + (1 - weight) * calls[i + 1]! - calls[i]!;
        assert.ok(cost >= -1e-9 * forward, `${label}: ${low} ${middle} ${high} costs ${cost}`);
        // A spread pays something between nothing and the distance of its strikes.
        const spread = (calls[i - 1]! - calls[i]!) / (middle - low);
        assert.ok(spread >= -1e-9 && spread <= discount + 1e-9, `${label}: ${low} ${middle}`);
        checked++;
      }
    }
  }
  assert.ok(checked > 500_000, `${checked}`);
});

Deno.test("surface: the density of every expiration is positive between its strikes as well", () => {
  for (const expirations of everywhere()) {
    for (const { label, term } of expirations) {
      const deviation = Math.sqrt(term.variance);
      for (const distance of DISTANCES) {
        assert.ok(densityAt(term, distance * deviation, deviation / 200) > -1e-6, `${label} at ${distance} deviations`);
      }
    }
  }
});

/** What the density of the logarithm of the price is multiplied by to be that of a normal one (Gatheral's g). */
function densityAt(term: Term, x: number, step: number): number {
  const [before, here, after] = [x - step, x, x + step].map((at) => varianceAt(term, at)) as [number, number, number];
  const slope = (after - before) / (2 * step);
  const bend = (after - 2 * here + before) / (step * step);
  return (1 - x * slope / (2 * here)) ** 2 - slope ** 2 / 4 * (1 / here + 1 / 4) + bend / 2;
}

Deno.test("surface: no calendar has a negative price: as far from the forward, later ones have more variance", () => {
  let checked = 0;
  for (const expirations of everywhere()) {
    for (const [i, later] of expirations.entries()) {
      const sooner = expirations[i - 1];
      if (sooner === undefined) continue;
      const deviation = Math.sqrt(later.term.variance);
      for (const distance of DISTANCES) {
        const [near, far] = [sooner, later].map(({ term }) => varianceAt(term, distance * deviation)) as [
          number,
          number,
        ];
        assert.ok(far >= near * (1 - 1e-12), `${sooner.label}, ${later.label} at ${distance} deviations`);
        checked++;
      }
    }
  }
  assert.ok(checked > 100_000, `${checked}`);
});

Deno.test("surface: calls and puts of a strike are worth their forward, within what their markets leave open", () => {
  const market = MARKETS[0]!;
  let checked = 0;
  for (const symbol of ["SPX", "NDX", "VIX", "SPY", "AAPL", "KO", "O"]) {
    const listing = market.prices.listings.get(symbol)!;
    for (const expiration of market.chains.expirations(listing, FRIDAY)) {
      const { root, day, expiresAt } = expiration;
      if (expiresAt <= FRIDAY) continue;
      const { forward, discount, price } = market.surface.term(listing, expiresAt, FRIDAY);
      for (const strike of market.chains.strikes(listing, expiration, FRIDAY)) {
        const [call, put] = (["call", "put"] as const).map((right) =>
          market.option(formatOptionSymbol({ root, expiration: day, right, strike }), FRIDAY)!
        ) as [Quoted, Quoted];
        const cost = { call: call.ask! - put.bid!, put: call.bid! - put.ask! };
        const worth = discount * (forward - strike);
        // The right to exercise early is worth something, at most what waiting costs.
        const early = listing.kind === "index" ? 0 : Math.max(price - strike - worth, worth - price + strike, 0);
        assert.ok(cost.put <= worth + early + 1e-6 && cost.call >= worth - early - 1e-6, `${root} ${day} ${strike}`);
        checked++;
      }
    }
  }
  assert.ok(checked > 10_000, `${checked}`);
});

type Quoted = NonNullable<ReturnType<Market["option"]>>;

Deno.test("surface: options on futures keep the same rules within an expiration, and parity within the spread", () => {
  const market = MARKETS[0]!;
  for (const product of market.futureOptions.products.values()) {
    for (const expiration of market.futureOptions.expirations(product, FRIDAY).filter((_, i) => i % 4 === 0)) {
      const strikes = market.futureOptions.strikes(expiration, FRIDAY);
      const date = expiration.day.slice(2).replaceAll("-", "");
      const quotes = strikes.map((strike) =>
        ["C", "P"].map((letter) => {
          const symbol = `.${expiration.future.symbol} ${expiration.contract.padEnd(6)}${date}${letter}${strike}`;
          return market.futureOption(symbol, FRIDAY)!;
        }) as [Quoted, Quoted]
      );
      const underlying = market.future(expiration.future.symbol, FRIDAY)!;
      const slack = underlying.ask! - underlying.bid! + market.futures.products.get(product.code)!.tick;
      for (const [i, [call, put]] of quotes.entries()) {
        const years = Math.max(0, expiration.expiresAt - FRIDAY) / (365 * 86_400_000);
        const worth = Math.exp(-RATE * years) * (underlying.last! - strikes[i]!);
        assert.ok(call.bid! - put.ask! <= worth + slack && call.ask! - put.bid! >= worth - slack, call.symbol);
        const [before, after] = [quotes[i - 1], quotes[i + 1]];
        if (before === undefined || after === undefined) continue;
        const weight = (strikes[i + 1]! - strikes[i]!) / (strikes[i + 1]! - strikes[i - 1]!);
        for (const side of [0, 1] as const) {
          const wings = weight * before[side].option!.price + (1 - weight) * after[side].option!.price;
          assert.ok(wings >= quotes[i]![side].option!.price - 1e-9 * underlying.last!, call.symbol);
        }
      }
    }
  }
});

Deno.test("surface: the same seed gives the same surface, another seed another, and by the minute it moves", () => {
  const at = (market: Market, instant: number) => {
    const listing = market.prices.listings.get("SPX")!;
    return market.chains.expirations(listing, instant).slice(1).map(({ expiresAt }) => {
      const term = market.surface.term(listing, expiresAt, instant);
      return [0.9, 1, 1.1].map((moneyness) => volatilityOf(term, term.forward * moneyness));
    });
  };
  const [one, other] = MARKETS as [Market, Market];
  assert.deepEqual(at(createMarket("surface"), FRIDAY), at(one, FRIDAY));
  assert.notDeepEqual(at(other, FRIDAY), at(one, FRIDAY));
  const seen = new Set<number>();
  for (let minute = 0; minute < 30; minute++) seen.add(at(one, FRIDAY + minute * 60_000)[3]![1]!);
  assert.equal(seen.size, 30);
});

import { createListings } from "../../../src/services/chain/listings.ts";
import { createChainFigures } from "../../../src/services/chain/chain_figures.ts";
import assert from "node:assert/strict";
import { formatOptionSymbol } from "../../../src/core/symbol.ts";
import type { StrikeFilter } from "../../../src/services/chain/question.ts";
import { type Pick, selectByDelta, selectByPrice } from "../../../src/services/chain/selection.ts";
import { contractOf, type Listing, type Series } from "../../../src/services/chain/series.ts";
import { subjectOf } from "../../../src/services/chain/subject.ts";
import type { Term } from "../../../src/services/chain/terms.ts";
import { startServices, type TestServices } from "../../support/services.ts";

const ANY: StrikeFilter = {
  rights: ["call", "put"],
  count: null,
  delta: null,
  side: null,
  within: null,
  expectedMoves: null,
  minStrike: 0,
  maxStrike: Infinity,
};

interface House extends TestServices {
  listing: Listing;
  price: number;
  prices: Map<string, number>;
  /** What is true of each expiration. */
  terms: Map<Series, Term>;
  truth(pick: Pick): number;
}

async function start(symbol: string): Promise<House> {
  const services = await startServices();
  const { context, simulator: { market }, clock } = services;
  const subject = subjectOf(symbol, "2026-11-20");
  assert.ok(subject.ok);
  const read = await context.market.part(createListings).read([subject.value], context);
  assert.ok(read.ok);
  const listing = read.value.get(symbol)!.value!;
  const price = market.equity(symbol, clock.at)!.last!;
  const terms = new Map(
    listing.series.filter(({ stopsAt }) => stopsAt > clock.at).map((series) => {
      const { years, forward, variance } = market.surface.term(
        market.prices.listings.get(symbol)!,
        series.expiresAt,
        clock.at,
      );
      const volatility = Math.sqrt(variance / years);
      return [series, { years, price, forward, volatility, expectedMove: price * Math.sqrt(variance) }];
    }),
  );
  return {
    ...services,
    listing,
    price,
    prices: new Map([[symbol, price]]),
    terms,
    truth: ({ series, strike, right }) =>
      Math.abs(market.option(contractOf(series, strike, right).symbol, clock.at)!.option!.delta),
    [Symbol.dispose]: () => services[Symbol.dispose](),
  };
}

const named = (picks: readonly Pick[]): string[] =>
  picks.map(({ series, strike, right }) =>
    formatOptionSymbol({ root: series.root, expiration: series.day, right, strike })
  );

/** Every option of some expirations, in the order of an answer. */
const everything = (shown: readonly Series[], rights: StrikeFilter["rights"] = ANY.rights): Pick[] =>
  shown.flatMap((series) => rights.flatMap((right) => series.strikes.map((strike) => ({ series, strike, right }))));

for (
  const [symbol, from, to] of [["SPY", 0.16, 0.3], ["AAPL", 0.05, 0.5], ["SPX", 0.93, 0.97], ["VIX", 0.1, 0.2]] as const
) {
  Deno.test(`selection: options of ${symbol} with a delta from ${from} to ${to} are all found, and no others`, async () => {
    using house = await start(symbol);
    const shown = [...house.terms.keys()].slice(2, 4);
    const look = house.context.market.part(createChainFigures).look(symbol, [], house.context);
    const filter = { ...ANY, delta: { from, to } };
    const { picks, looked, undecided, isCut } = await selectByDelta(
      shown,
      house.terms,
      house.prices,
      filter,
      null,
      look,
    );
    assert.deepEqual([looked, undecided, isCut], [2, [], false]);
    const fitting = everything(shown).filter((pick) => house.truth(pick) >= from && house.truth(pick) <= to);
    assert.ok(fitting.length > 0);
    assert.deepEqual(named(picks), named(fitting));
  });
}

Deno.test("selection: a volatility that is far too low or unknown only makes the search longer", async () => {
  using house = await start("SPY");
  const shown = [...house.terms.keys()].slice(8, 9);
  const fitting = everything(shown).filter((pick) => house.truth(pick) >= 0.02 && house.truth(pick) <= 0.1);
  for (const volatility of [0.02, null]) {
    const terms = new Map(shown.map((series) => [series, { ...house.terms.get(series)!, volatility }]));
    const look = house.context.market.part(createChainFigures).look("SPY", [], house.context);
    const filter = { ...ANY, delta: { from: 0.02, to: 0.1 } };
    const { picks } = await selectByDelta(shown, terms, house.prices, filter, null, look);
    assert.deepEqual(named(picks), named(fitting), `volatility ${volatility}`);
  }
});

Deno.test("selection: a delta and a count give the nearest of those that fit", async () => {
  using house = await start("SPY");
  const shown = [...house.terms.keys()].slice(4, 5);
  const look = house.context.market.part(createChainFigures).look("SPY", [], house.context);
  const filter = { ...ANY, rights: ["put"] as const, count: 3, delta: { from: 0.1, to: 0.4 } };
  const { picks } = await selectByDelta(shown, house.terms, house.prices, filter, null, look);
  const fitting = everything(shown, ["put"]).filter((pick) => house.truth(pick) >= 0.1 && house.truth(pick) <= 0.4);
  assert.deepEqual(named(picks), named(fitting.slice(-3)));
});

Deno.test("selection: one wide expiration is cut near the money, and several are not begun", async () => {
  using house = await start("SPX");
  const wide = [...house.terms.keys()].filter(({ strikes }) => strikes.length > 900).slice(0, 2);
  const look = house.context.market.part(createChainFigures).look("SPX", [], house.context);
  const filter = { ...ANY, delta: { from: 0, to: 1 } };
  const { picks, looked, isCut } = await selectByDelta(wide, house.terms, house.prices, filter, null, look);
  assert.deepEqual([looked, isCut], [1, true]);
  assert.ok(picks.length <= 1200 && picks.length > 1000);
  const distance = Math.max(...picks.map(({ strike }) => Math.abs(strike - house.price)));
  assert.ok(distance < 2000, `${distance} points from the money`);
});

Deno.test("selection: by price all sides of a question count at once", async () => {
  using house = await start("SPY");
  const shown = [...house.terms.keys()].slice(3, 6);
  const { price, terms, prices } = house;
  const within = selectByPrice(shown, terms, prices, { ...ANY, side: "otm", within: 0.02 }, null);
  assert.deepEqual(
    named(within.picks),
    named(
      everything(shown).filter(({ strike, right }) =>
        Math.abs(strike - price) <= 0.02 * price && (right === "call" ? strike >= price : strike <= price)
      ),
    ),
  );
  const moves = selectByPrice(shown, terms, prices, { ...ANY, rights: ["call"], expectedMoves: 0.5 }, null);
  assert.deepEqual(
    named(moves.picks),
    named(
      everything(shown, ["call"]).filter(({ series, strike }) =>
        Math.abs(strike - price) <= 0.5 * terms.get(series)!.expectedMove!
      ),
    ),
  );
  const count = selectByPrice(shown, terms, prices, { ...ANY, count: 4 }, null);
  assert.equal(count.picks.length, 3 * 2 * 4);
  assert.deepEqual([count.looked, count.barren], [3, []]);
});

Deno.test("selection: expirations are looked at until there are enough options", async () => {
  using house = await start("SPX");
  const shown = [...house.terms.keys()];
  const { picks, looked } = selectByPrice(shown, house.terms, house.prices, { ...ANY, count: 100 }, null);
  assert.deepEqual([picks.length, looked], [400, 2]);
});

Deno.test("selection: where nothing fits is named", async () => {
  using house = await start("SPY");
  const shown = [...house.terms.keys()].slice(0, 6);
  // Strikes of weeklies do not reach as far as those of months.
  const filter = { ...ANY, maxStrike: Math.min(...shown.map(({ strikes }) => strikes[0]!)) };
  const { picks, barren } = selectByPrice(shown, house.terms, house.prices, filter, null);
  assert.deepEqual(
    barren,
    shown.filter(({ strikes }) => strikes.every((strike) => strike > filter.maxStrike)),
  );
  assert.ok(barren.length > 0 && picks.length > 0);
});

Deno.test("selection: behind a bookmark come the strikes above it and the side after it", async () => {
  using house = await start("SPY");
  const shown = [...house.terms.keys()].slice(3, 5);
  const filter = { ...ANY, count: 6 };
  const whole = selectByPrice(shown, house.terms, house.prices, filter, null).picks;
  for (const [place, { series: { day, root }, right, strike }] of whole.slice(0, 12).entries()) {
    const rest = selectByPrice(shown, house.terms, house.prices, filter, { day, root, right, strike });
    assert.deepEqual(named(rest.picks), named(whole.slice(place + 1)));
  }
});

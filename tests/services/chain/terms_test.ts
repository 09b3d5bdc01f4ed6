import assert from "node:assert/strict";
import { createChainFigures, type Figures } from "../../../src/services/chain/chain_figures.ts";
import { createListings } from "../../../src/services/chain/listings.ts";
import type { Listing } from "../../../src/services/chain/series.ts";
import { subjectOf } from "../../../src/services/chain/subject.ts";
import {
  asksAround,
  moneyStrikes,
  priceIn,
  termOf,
  underlyingOf,
  underlyingParts,
  yearsTo,
} from "../../../src/services/chain/terms.ts";
import { startServices, type TestServices } from "../../support/services.ts";

const NOTHING: Figures = {
  bid: null,
  ask: null,
  theoretical: null,
  volatility: null,
  delta: null,
  gamma: null,
  theta: null,
  vega: null,
  openInterest: null,
  previousClose: null,
  last: null,
  volume: null,
  readAt: null,
};

async function listingOf({ broker, storage, clock, context }: TestServices, symbol: string): Promise<Listing> {
  const listings = createListings({ broker, cache: storage.cache, now: () => clock.at, prefix: "" });
  const subject = subjectOf(symbol, "2026-11-20");
  assert.ok(subject.ok);
  const read = await listings.read([subject.value], context);
  assert.ok(read.ok);
  return read.value.get(subject.value.symbol)!.value!;
}

for (const symbol of ["SPY", "SPX", "AAPL", "GLD"]) {
  Deno.test(`terms: forward, volatility and expected move of ${symbol} are those that the market is made with`, async () => {
    using services = await startServices();
    const { simulator: { market }, context, clock } = services;
    const listing = await listingOf(services, symbol);
    const source = market.prices.listings.get(symbol)!;
    const look = context.market.part(createChainFigures).look(symbol, [], context);
    const trading = listing.series.filter(({ stopsAt }) => stopsAt > clock.at);
    const quoted = underlyingOf(trading[0]!);
    await look.fetch([{ quoted, parts: underlyingParts(quoted) }]);
    const price = priceIn(look.of(quoted))!;
    const strikesOf = trading.map((series) => moneyStrikes(series, price, clock.at, 4));
    await look.fetch(trading.flatMap((series, place) => asksAround(series, strikesOf[place]!)));
    for (const [place, series] of trading.entries()) {
      const truth = market.surface.term(source, series.expiresAt, clock.at);
      const term = termOf(series, price, strikesOf[place]!, look, clock.at);
      const volatility = Math.sqrt(truth.variance / truth.years);
      const label = `${series.root} ${series.day}`;
      // Options that may be exercised early break parity by what that right is worth, which grows with time.
      const leeway = 2e-4 + (symbol === "SPX" ? 0 : 0.004 * truth.years);
      assert.ok(
        Math.abs(term.forward! / truth.forward - 1) < leeway,
        `${label}: ${term.forward}, not ${truth.forward}`,
      );
      assert.ok(Math.abs(term.volatility! / volatility - 1) < 0.03, `${label}: ${term.volatility}, not ${volatility}`);
      assert.equal(term.years, truth.years);
      assert.equal(term.expectedMove, price * term.volatility! * Math.sqrt(term.years));
    }
  });
}

Deno.test("terms: without any figures all is unknown, without time nothing moves", async () => {
  using services = await startServices();
  const { context, clock } = services;
  const { series } = await listingOf(services, "SPY");
  const look = context.market.part(createChainFigures).look("SPY", [], context);
  const { years, ...rest } = termOf(series[3]!, 600, [600, 601], look, clock.at);
  assert.ok(years > 0);
  assert.deepEqual(rest, { price: 600, forward: null, volatility: null, expectedMove: null });
  assert.equal(yearsTo(series[0]!, series[0]!.expiresAt + 5), 0);
});

Deno.test("terms: strikes of which one side is missing say nothing about parity", async () => {
  using services = await startServices();
  const { series: [, series] } = await listingOf(services, "SPY");
  const price = series!.strikes[40]!;
  const { day } = series!;
  const now = Date.parse(day);
  assert.deepEqual(moneyStrikes(series!, price, now, 1), [price]);
  assert.deepEqual(moneyStrikes({ ...series!, onlyPuts: [price] }, price, now, 1), []);
});

const PRICES: [what: string, figures: Partial<Figures>, price: number | null][] = [
  ["the last price inside the market", { bid: 10, ask: 11, last: 10.2 }, 10.2],
  ["the middle when the last trade was elsewhere", { bid: 10, ask: 11, last: 9 }, 10.5],
  ["the last price without a market", { bid: 0, ask: 11, last: 9 }, 9],
  ["the last price of an index", { last: 6000, previousClose: 5990 }, 6000],
  ["yesterday's close before the first trade", { previousClose: 5990 }, 5990],
  ["unknown when nothing came", {}, null],
];

for (const [what, figures, price] of PRICES) {
  Deno.test(`terms: the price is ${what}`, () => assert.equal(priceIn({ ...NOTHING, ...figures }), price));
}

/** Walks the simulated market: calendar, prices, history, and how they agree with each other. */

import assert from "node:assert/strict";
import { newYorkInstant } from "../../src/core/calendar.ts";
import { createMarket, type Market } from "../../src/simulator/market/market.ts";
import { FRIDAY } from "./client.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const market = createMarket("market");
const last = (symbol: string, at: number, from: Market = market) => from.equity(symbol, at)!.last!;

/** The number of different last prices in a stretch of time. */
function movement(symbol: string, fromAt: number, toAt: number, step: number): number {
  const prices = new Set<number>();
  for (let at = fromAt; at < toAt; at += step) prices.add(last(symbol, at));
  return prices.size;
}

Deno.test("market: at least sixty liquid symbols are listed, with all that is told about them", () => {
  const listings = [...market.prices.listings.values()];
  const traded = listings.filter(({ kind }) => kind !== "index");
  assert.ok(traded.length >= 60);
  for (const symbol of "AAPL SPY QQQ TSLA NVDA MSFT AMZN META GOOGL AMD BRK/B IWM TLT GLD XLE".split(" ")) {
    assert.ok(market.prices.listings.has(symbol), symbol);
  }
  for (const listing of listings) {
    const figures = [listing.beta, listing.volatility, listing.capitalization, listing.volume, listing.liquidity];
    assert.ok(figures.every(Number.isFinite), listing.symbol);
    assert.ok(listing.liquidity >= 1 && listing.liquidity <= 5 && "DMWR".includes(listing.cycle), listing.symbol);
    assert.ok(market.prices.laws.has(listing.path), listing.symbol);
    if (listing.kind !== "stock") continue;
    assert.ok(listing.sector && listing.industry && /^X[A-Z]{3}$/.test(listing.market), listing.symbol);
    assert.ok(listing.earnings!.move > 0 && listing.earnings!.dayOfQuarter < 92, listing.symbol);
    assert.ok(listing.dividend === null || listing.dividend.amount < market.prices.at(listing, FRIDAY) / 20);
  }
});

Deno.test("market: prices stay plausible for years", () => {
  for (const listing of market.prices.listings.values()) {
    const usual = listing.ratio * market.prices.laws.get(listing.path)!.level;
    for (let year = 2024; year < 2034; year++) {
      const price = last(listing.symbol, Date.UTC(year, 5, 12, 16));
      assert.ok(price > usual / 8 && price < usual * 8, `${listing.symbol} ${year}: ${price}, usually ${usual}`);
    }
  }
});

Deno.test("market: prices move by the second in the regular session and outside, less outside", () => {
  assert.ok(movement("TSLA", FRIDAY, FRIDAY + MINUTE, SECOND) > 10);
  assert.ok(movement("TSLA", newYorkInstant("2026-11-20", 8 * 60), newYorkInstant("2026-11-20", 9 * 60), MINUTE) > 20);
  assert.ok(
    movement("TSLA", newYorkInstant("2026-11-20", 17 * 60), newYorkInstant("2026-11-20", 18 * 60), MINUTE) > 20,
  );
});

Deno.test("market: shares stand still at night, on weekends and holidays, and go on at four in the morning", () => {
  const stills: [from: [string, number], to: [string, number]][] = [
    [["2026-11-20", 20 * 60], ["2026-11-23", 4 * 60]],
    [["2026-11-25", 20 * 60], ["2026-11-27", 4 * 60]],
    // The day after Thanksgiving closes at one; the late session ends at five.
    [["2026-11-27", 17 * 60], ["2026-11-30", 4 * 60]],
  ];
  for (const [from, to] of stills) {
    const [fromAt, toAt] = [newYorkInstant(...from), newYorkInstant(...to)];
    const { updatedAt } = market.equity("TSLA", fromAt)!;
    for (let at = fromAt; at < toAt; at += HOUR) {
      assert.deepEqual({ ...market.equity("TSLA", at)!, updatedAt }, { ...market.equity("TSLA", fromAt)!, updatedAt });
    }
    assert.ok(updatedAt <= fromAt && updatedAt > fromAt - SECOND);
    assert.ok(movement("TSLA", toAt, toAt + HOUR, MINUTE) > 10);
  }
});

Deno.test("market: on a half day the regular session ends at one", () => {
  const at = (hours: number) => market.equity("AAPL", newYorkInstant("2026-11-27", hours * 60))!;
  assert.equal(at(12.9).close, null);
  assert.equal(at(13).close, at(16).close);
  assert.equal(at(13).lastExtended, at(13).last);
  assert.equal(
    market.equity("SPX", newYorkInstant("2026-11-27", 15 * 60))!.last,
    market.equity("SPX", newYorkInstant("2026-11-27", 13 * 60))!.close,
  );
});

Deno.test("market: the figures of a day begin with the early session, those of an index with the opening", () => {
  const at = (minutes: number) => newYorkInstant("2026-11-23", minutes);
  assert.deepEqual([market.equity("AAPL", at(3 * 60))!.day, market.equity("AAPL", at(4 * 60))!.day], [
    "2026-11-20",
    "2026-11-23",
  ]);
  assert.equal(market.equity("AAPL", at(5 * 60))!.previousDay, "2026-11-20");
  assert.deepEqual([market.equity("SPX", at(9 * 60))!.day, market.equity("SPX", at(9 * 60 + 30))!.day], [
    "2026-11-20",
    "2026-11-23",
  ]);
});

Deno.test("market: the day's range is what has been dealt so far, and only grows", () => {
  for (const symbol of ["AAPL", "SPY", "SPX", "VIX", "XLE"]) {
    const openAt = newYorkInstant("2026-11-20", 9 * 60 + 30);
    let [high, low] = [-Infinity, Infinity];
    for (let at = openAt; at <= openAt + 6.5 * HOUR; at += 5 * MINUTE + 7 * SECOND) {
      const quote = market.equity(symbol, at)!;
      assert.ok(quote.low! <= quote.last! && quote.last! <= quote.high!, `${symbol} at ${at}`);
      assert.ok(quote.low! <= quote.open! && quote.open! <= quote.high!);
      assert.ok(quote.high! >= high && quote.low! <= low);
      assert.ok(quote.year!.low <= quote.low! && quote.high! <= quote.year!.high);
      [high, low] = [quote.high!, quote.low!];
    }
    const listing = market.prices.listings.get(symbol)!;
    const index = market.prices.timeline.indexOf("2026-11-20");
    const bar = market.history.bars(listing, index, 1)[0]!;
    assert.ok(bar.high >= high && bar.low <= low);
    const evening = market.equity(symbol, openAt + 8 * HOUR)!;
    assert.deepEqual([evening.open, evening.high, evening.low, evening.close], [
      bar.open,
      bar.high,
      bar.low,
      bar.close,
    ]);
  }
});

Deno.test("market: volume grows over the day, extended hours apart, to that of the daily bar", () => {
  let [total, extended] = [0, 0];
  for (let minutes = 4 * 60; minutes <= 20 * 60; minutes += 10) {
    const quote = market.equity("AAPL", newYorkInstant("2026-11-20", minutes))!;
    assert.ok(quote.volume! >= total && quote.volumeExtended! >= extended && quote.volume! >= quote.volumeExtended!);
    [total, extended] = [quote.volume!, quote.volumeExtended!];
  }
  const listing = market.prices.listings.get("AAPL")!;
  const bar = market.history.bars(listing, market.prices.timeline.indexOf("2026-11-20"), 1)[0]!;
  assert.equal(bar.volume, total);
  assert.ok(extended > 0 && extended < total / 10);
});

Deno.test("market: two years of daily bars hang together with each other and with quotes", () => {
  for (const symbol of ["AAPL", "SPY", "VIX"]) {
    const listing = market.prices.listings.get(symbol)!;
    const index = market.prices.timeline.indexOf("2026-11-20");
    const bars = market.history.bars(listing, index - 1, 504);
    assert.equal(bars.length, 504);
    let gaps = 0;
    for (const [i, { day, open, high, low, close }] of bars.entries()) {
      assert.ok(low <= Math.min(open, close) && high >= Math.max(open, close), `${symbol} ${day}`);
      if (i > 0 && open !== bars[i - 1]!.close) gaps++;
    }
    assert.ok(gaps > 450, "openings differ from the closes before");
    const quote = market.equity(symbol, FRIDAY)!;
    assert.deepEqual([quote.previousClose, quote.previousDay], [bars.at(-1)!.close, bars.at(-1)!.day]);
    assert.equal(quote.previousDay, "2026-11-19");
    assert.equal(quote.year!.high, Math.max(quote.high!, ...bars.slice(-252).map(({ high }) => high)));
  }
});

Deno.test("market: bid and ask enclose the mark, and liquid shares have tight markets", () => {
  for (const [symbol, widest] of [["SPY", 0.0002], ["AAPL", 0.0002], ["BA", 0.0006], ["AI", 0.004]] as const) {
    for (let at = FRIDAY; at < FRIDAY + MINUTE; at += SECOND) {
      const { bid, ask, mark, limits, lastRegular } = market.equity(symbol, at)!;
      assert.ok(bid! < ask! && bid! <= mark && mark <= ask!);
      assert.ok((ask! - bid!) / mark <= Math.max(widest, 0.011 / mark), `${symbol} ${bid} ${ask}`);
      assert.ok(limits!.low < lastRegular! && lastRegular! < limits!.high);
    }
  }
});

Deno.test("market: realized betas and volatilities are near the stated ones", () => {
  const index = market.prices.timeline.indexOf("2026-11-20");
  const errors: number[] = [];
  for (const listing of market.prices.listings.values()) {
    if (listing.symbol === "VIX") continue;
    const beta = market.history.beta(listing, index);
    // Two years of days know a beta to about own volatility over market volatility over the root of 504.
    const uncertainty = listing.volatility / 0.15 / Math.sqrt(504);
    assert.ok(Math.abs(beta - listing.beta) < 4 * uncertainty, `${listing.symbol}: ${beta} for ${listing.beta}`);
    errors.push((beta - listing.beta) / uncertainty);
    const realized = market.history.realizedVolatility(listing, index, 504);
    assert.ok(
      realized > 0.6 * listing.volatility && realized < 1.5 * listing.volatility,
      `${listing.symbol} ${realized}`,
    );
  }
  const bias = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  assert.ok(Math.abs(bias) < 0.5, `betas are off by ${bias} of their uncertainty on average`);
  assert.equal(market.history.beta(market.prices.listings.get("SPX")!, index), 1);
  assert.ok(market.history.beta(market.prices.listings.get("VIX")!, index) < -4);
});

Deno.test("market: funds and indices that track the same thing do", () => {
  const ratio = (a: string, b: string, at: number) => last(a, at) / last(b, at);
  // Trading days only: when all stand still, shares do so at the end of a longer session than indices.
  for (const day of [1, 2, 5, 6, 7, 8, 9, 12, 13, 14, 15, 16]) {
    const at = newYorkInstant(`2026-10-${String(day).padStart(2, "0")}`, 11 * 60 + day);
    assert.ok(Math.abs(ratio("SPX", "SPY", at) - 10) < 0.1);
    assert.ok(Math.abs(ratio("SPX", "XSP", at) - 10) < 0.001);
    assert.ok(Math.abs(ratio("NDX", "QQQ", at) - 41) < 0.2);
    assert.ok(Math.abs(ratio("RUT", "IWM", at) - 10) < 0.1);
    assert.ok(Math.abs(ratio("DIA", "DJX", at) - 1) < 0.01);
  }
});

Deno.test("market: a share falls by its dividend on the ex-day, on average", () => {
  const listing = market.prices.listings.get("T")!;
  const { dividends } = market.prices.events;
  const seeds = Array.from({ length: 300 }, (_, seed) => createMarket(`dividend ${seed}`));
  const [exDay] = dividends(listing, "2023-04-01", "2023-06-30");
  const index = market.prices.timeline.indexOf(exDay!.exDay);
  const falls = seeds.map(({ prices }) => {
    const own = prices.listings.get("T")!;
    return prices.close(own, index - 1) - prices.session(own, index).open;
  });
  const fall = falls.reduce((sum, value) => sum + value, 0) / falls.length;
  const spread = Math.sqrt(falls.reduce((sum, value) => sum + (value - fall) ** 2, 0) / falls.length / falls.length);
  assert.ok(Math.abs(fall - exDay!.amount) < 4 * spread && fall > exDay!.amount / 2, `${fall} for ${exDay!.amount}`);
});

Deno.test("market: before its first close there are no prices", () => {
  for (const at of [Date.UTC(2020, 0, 6), Date.UTC(2023, 0, 3, 16), NaN]) {
    assert.throws(() => market.equity("AAPL", at), RangeError);
  }
  assert.ok(last("AAPL", Date.UTC(2023, 0, 4, 16)) > 0);
});

Deno.test("market: seeds are different markets", () => {
  const prices = ["a", "b", "c"].map((seed) => last("AAPL", FRIDAY, createMarket(seed)));
  assert.equal(new Set(prices).size, 3);
});

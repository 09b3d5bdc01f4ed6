import assert from "node:assert/strict";
import { addDays, daysBetween, isTradingDay, newYorkInstant, weekday } from "../../../src/core/calendar.ts";
import { createMarket } from "../../../src/simulator/market/market.ts";
import { FRIDAY } from "../client.ts";

const market = createMarket("metrics");
const metrics = (symbol: string, at = FRIDAY) => market.metrics(symbol, at)!;

Deno.test("metrics: the VIX is the volatility index of the S&P 500, in points", () => {
  for (let day = 0; day < 60; day += 7) {
    const at = FRIDAY - day * 86_400_000;
    const vix = market.equity("VIX", at)!.last!;
    assert.ok(Math.abs(vix / 100 - metrics("SPX", at).volatilityIndex) < 2e-4, `${vix}`);
    assert.ok(Math.abs(metrics("SPY", at).volatilityIndex - metrics("SPX", at).volatilityIndex) < 1e-12);
  }
});

Deno.test("metrics: the index is the surface at 30 days, earnings included", () => {
  const close = newYorkInstant("2026-11-20", 16 * 60);
  for (const symbol of ["AAPL", "NVDA", "TLT"]) {
    const listing = market.prices.listings.get(symbol)!;
    const { variance, years } = market.surface.term(listing, close + 30 * 86_400_000, close);
    assert.ok(Math.abs(Math.sqrt(variance / years) - metrics(symbol, close).volatilityIndex) < 1e-9, symbol);
  }
});

Deno.test("metrics: rank and percentile are those of the index over the year before", () => {
  const ranks: number[] = [];
  for (const symbol of ["AAPL", "SPY", "XLE", "TSLA", "GLD", "VIX"]) {
    // One figure a day, taken after each close.
    const closes: number[] = [];
    for (let day = "2026-11-19"; closes.length < 252; day = addDays(day, -1)) {
      if (isTradingDay(day)) closes.push(metrics(symbol, newYorkInstant(day, 17 * 60)).volatilityIndex);
    }
    const { volatilityIndex, rank, rankWithToday, percentile, volatilityIndexChange } = metrics(symbol);
    const [low, high] = [Math.min(...closes), Math.max(...closes)];
    assert.ok(Math.abs(rank - (volatilityIndex - low) / (high - low)) < 1e-9, symbol);
    assert.ok(Math.abs(percentile - closes.filter((close) => close < volatilityIndex).length / 252) < 1e-9, symbol);
    assert.ok(Math.abs(volatilityIndexChange - (volatilityIndex - closes[4]!)) < 1e-9, symbol);
    assert.ok(rank > -0.2 && rank < 1.2 && rankWithToday >= 0 && rankWithToday <= 1 && percentile <= 1);
    ranks.push(rank);
  }
  assert.ok(Math.max(...ranks) - Math.min(...ranks) > 0.1, "names differ");
});

Deno.test("metrics: realized volatility and correlation come from the daily closes", () => {
  const closesOf = (symbol: string, count: number) => {
    const listing = market.prices.listings.get(symbol)!;
    const index = market.prices.timeline.indexOf("2026-11-19");
    return market.history.bars(listing, index, count + 1).map(({ close }) => close);
  };
  const returnsOf = (symbol: string, count: number) => {
    const closes = closesOf(symbol, count);
    return closes.slice(1).map((close, i) => Math.log(close / closes[i]!));
  };
  const deviation = (values: number[]) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
  };
  const { realized30Day, realized60Day, realized90Day, correlation } = metrics("AAPL");
  for (const [count, value] of [[30, realized30Day], [60, realized60Day], [90, realized90Day]] as const) {
    assert.ok(Math.abs(deviation(returnsOf("AAPL", count)) * Math.sqrt(252) - value) < 1e-12, `${count} days`);
  }
  const [own, spy] = [returnsOf("AAPL", 63), returnsOf("SPY", 63)];
  // Corr(x, y) from the variances of the sum and the difference of both, each scaled to one.
  const [a, b] = [deviation(own), deviation(spy)];
  const sum = deviation(own.map((value, i) => value / a + spy[i]! / b)) ** 2;
  assert.ok(Math.abs((sum - 2) / 2 - correlation) < 1e-9);
  assert.ok(Math.abs(metrics("SPX").correlation) > 0.99);
});

Deno.test("metrics: every expiration of the chain has its volatility, until it has expired", () => {
  for (const symbol of ["AAPL", "SPX"]) {
    const listing = market.prices.listings.get(symbol)!;
    const { expirations } = metrics(symbol);
    assert.deepEqual(expirations.map(({ expiration }) => expiration), [...market.chains.expirations(listing, FRIDAY)]);
    for (const { expiration, volatility } of expirations) {
      if (expiration.expiresAt > FRIDAY) assert.ok(volatility! > 0.03 && volatility! < 3);
      else assert.equal(volatility, null);
    }
  }
  const closed = newYorkInstant("2026-11-20", 17 * 60);
  assert.equal(metrics("AAPL", closed).expirations[0]!.volatility, null);
});

Deno.test("metrics: reports come four times a year, from Tuesday to Thursday, and are told in time", () => {
  for (const listing of market.prices.listings.values()) {
    if (listing.earnings === null) continue;
    const reports = market.prices.events.reports(listing, "2026-01-01", "2026-12-31");
    assert.equal(reports.length, 4, listing.symbol);
    for (const { day, at, evening, quarterEnd } of reports) {
      assert.ok(isTradingDay(day) && weekday(day) >= 2 && weekday(day) <= 4, `${listing.symbol} ${day}`);
      assert.equal(at, newYorkInstant(day, evening ? 16 * 60 + 30 : 7 * 60));
      assert.ok(quarterEnd < day);
    }
    const { report, estimated } = metrics(listing.symbol).earnings!;
    const away = daysBetween("2026-11-20", report.day);
    assert.ok(away >= -10 && away < 120, `${listing.symbol} ${report.day}`);
    assert.equal(estimated, away > 30);
  }
});

Deno.test("metrics: dividends have dates that hang together, some next dates are years old", () => {
  let stale = 0;
  for (const listing of market.prices.listings.values()) {
    const { dividend } = metrics(listing.symbol);
    if (dividend === null) continue;
    assert.ok(isTradingDay(dividend.exDay) && dividend.exDay < "2026-12-31" && dividend.exDay < dividend.payDay);
    if (dividend.nextDay < "2026-11-20") stale++;
    assert.equal(market.equity(listing.symbol, FRIDAY)!.dividend!.amount, dividend.amount);
  }
  assert.ok(stale > 5 && stale < 40);
});

Deno.test("metrics: they are of the minute, and stand still with the options", () => {
  assert.deepEqual(metrics("AAPL", FRIDAY + 59_999), metrics("AAPL", FRIDAY));
  assert.notDeepEqual(metrics("AAPL", FRIDAY + 60_000), metrics("AAPL", FRIDAY));
  const evening = newYorkInstant("2026-11-20", 17 * 60);
  const sunday = metrics("AAPL", newYorkInstant("2026-11-22", 12 * 60));
  assert.equal(sunday.volatilityIndex, metrics("AAPL", evening).volatilityIndex);
  assert.equal(sunday.updatedAt, newYorkInstant("2026-11-20", 16 * 60));
});

Deno.test("metrics: capitalization moves with the price, and unknown symbols have none", () => {
  const [before, after] = [metrics("MSFT", FRIDAY - 30 * 86_400_000), metrics("MSFT")];
  assert.ok(Math.abs(before.capitalization / before.price / (after.capitalization / after.price) - 1) < 1e-6);
  assert.equal(market.metrics("NOPE", FRIDAY), null);
});

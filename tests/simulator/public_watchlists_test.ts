import assert from "node:assert/strict";
import { createMarket } from "../../src/simulator/market/market.ts";
import { publicWatchlists } from "../../src/simulator/public_watchlists.ts";
import { FRIDAY } from "./client.ts";

const market = createMarket("ttai");

const symbolsOn = (name: string, at = FRIDAY): string[] =>
  publicWatchlists(market, at).find((watchlist) => watchlist.name === name)!.entries.map(({ symbol }) => symbol);

Deno.test("public watchlists: a dozen or more, in order, of symbols that are quoted", () => {
  const lists = publicWatchlists(market, FRIDAY);
  assert.ok(lists.length >= 12 && lists.length <= 24, `${lists.length}`);
  assert.deepEqual(lists.map(({ order }) => order), lists.map((_, position) => position + 1));
  assert.equal(new Set(lists.map(({ name }) => name)).size, lists.length);
  assert.equal(new Set(lists.map(({ code }) => code)).size, lists.length);
  const quote: Record<string, (symbol: string) => unknown> = {
    "Equity": (symbol) => market.equity(symbol, FRIDAY),
    "Index": (symbol) => market.index(symbol, FRIDAY),
    "Future": (symbol) => market.future(symbol, FRIDAY),
    "Cryptocurrency": (symbol) => market.cryptocurrencies.quote(symbol, FRIDAY),
  };
  for (const { name, entries } of lists) {
    assert.ok(entries.length >= 3, name);
    assert.equal(new Set(entries.map(({ symbol }) => symbol)).size, entries.length, name);
    for (const { symbol, type } of entries) assert.ok(quote[type!]!(symbol), `${name}: ${symbol}`);
  }
});

Deno.test("public watchlists: sectors, sizes and kinds are those of the listings", () => {
  const { listings } = market.prices;
  for (const symbol of symbolsOn("Energy Stocks")) assert.equal(listings.get(symbol)!.sector, "Energy");
  assert.equal(symbolsOn("S&P Sector ETFs").length, 11);
  for (const symbol of symbolsOn("Liquid Stocks")) assert.equal(listings.get(symbol)!.liquidity, 5);
  assert.equal(symbolsOn("High Options Volume")[0], "SPY");
  assert.ok(symbolsOn("Futures").includes("/ESZ6") && symbolsOn("Micro Futures").includes("/MESZ6"));
});

Deno.test("public watchlists: the contracts of the futures move on when the first ones end", () => {
  assert.ok(symbolsOn("Futures", Date.UTC(2026, 11, 20, 16)).includes("/ESH7"));
});

Deno.test("public watchlists: upcoming events agree with the metrics, soonest first, within a fortnight", () => {
  const at = Date.UTC(2026, 9, 20, 15);
  const metrics = (name: string) => symbolsOn(name, at).map((symbol) => market.metrics(symbol, at)!);
  const reports = metrics("Upcoming Earnings").map(({ earnings }) => earnings!.report);
  assert.ok(reports.length > 10, `${reports.length}`);
  const days = reports.map(({ day }) => day);
  assert.ok(days.every((day) => day >= "2026-10-20" && day <= "2026-11-03"), days.join());
  assert.deepEqual(days, days.toSorted());
  assert.ok(reports.every((report) => report.at > at));
  const exDays = metrics("Upcoming Dividends").map(({ dividend }) => dividend!.exDay);
  assert.ok(exDays.length > 3, `${exDays.length}`);
  assert.ok(exDays.every((day) => day > "2026-10-20" && day <= "2026-11-03"), exDays.join());
  assert.deepEqual(exDays, exDays.toSorted());
});

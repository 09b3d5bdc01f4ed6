import assert from "node:assert/strict";
import { addDays, newYorkInstant, weekday } from "../../../src/core/calendar.ts";
import { thirdFriday, underlyingOf } from "../../../src/simulator/market/expirations.ts";
import { createMarket } from "../../../src/simulator/market/market.ts";
import { FRIDAY } from "../client.ts";

const market = createMarket("expirations");
const expirations = (symbol: string, at = FRIDAY) => market.chains.expirations(market.prices.listings.get(symbol)!, at);

Deno.test("expirations: monthlies are third Fridays, or Thursdays when the Friday is a holiday", () => {
  assert.equal(thirdFriday(2026, 11), "2026-11-20");
  assert.equal(thirdFriday(2027, 6), "2027-06-17");
  assert.equal(thirdFriday(2025, 4), "2025-04-17");
  const monthlies = expirations("AAPL").filter(({ type }) => type === "Regular").map(({ day }) => day);
  assert.deepEqual(monthlies.slice(0, 4), ["2026-11-20", "2026-12-18", "2027-01-15", "2027-02-19"]);
  assert.equal(monthlies.at(-1), "2029-01-19");
});

Deno.test("expirations: the most liquid shares expire on Mondays, Wednesdays and Fridays, funds every day", () => {
  const soon = (symbol: string) => expirations(symbol).map(({ day }) => day).filter((day) => day < "2026-12-05");
  assert.deepEqual(soon("AAPL"), [
    "2026-11-20",
    "2026-11-23",
    "2026-11-25",
    "2026-11-27",
    "2026-11-30",
    "2026-12-02",
    "2026-12-04",
  ]);
  assert.deepEqual(soon("BAC"), ["2026-11-20", "2026-11-27", "2026-12-04"]);
  assert.deepEqual(soon("O"), ["2026-11-20"]);
  assert.ok(!soon("SPY").includes("2026-11-26"), "no expiration on Thanksgiving");
  assert.ok(soon("SPY").includes("2026-11-24"));
});

Deno.test("expirations: index options settle in the morning under one root, in the evening under another", () => {
  const december = expirations("SPX").filter(({ day }) => day === "2026-12-18");
  assert.deepEqual(december.map(({ root, settlement }) => [root, settlement]), [["SPX", "AM"], ["SPXW", "PM"]]);
  const [morning, evening] = december;
  assert.equal(morning!.expiresAt, newYorkInstant("2026-12-18", 9 * 60 + 30));
  assert.equal(morning!.stopsAt, newYorkInstant("2026-12-17", 16 * 60));
  assert.equal(evening!.expiresAt, newYorkInstant("2026-12-18", 16 * 60));
  assert.deepEqual(["SPXW", "NDXP", "RUTW", "VIXW", "BRKB", "SPX", "AAPL"].map(underlyingOf), [
    "SPX",
    "NDX",
    "RUT",
    "VIX",
    "BRK/B",
    "SPX",
    "AAPL",
  ]);
});

Deno.test("expirations: on a half day they end with the session, and quarters end on their last trading day", () => {
  const half = expirations("SPY").find(({ day }) => day === "2026-11-27")!;
  assert.equal(half.expiresAt, newYorkInstant("2026-11-27", 13 * 60));
  const ends = expirations("SPX").filter(({ type }) => type === "Quarterly" || type === "End-Of-Month");
  assert.deepEqual(ends.slice(0, 3).map(({ day, type }) => [day, type]), [
    ["2026-11-30", "End-Of-Month"],
    ["2026-12-31", "Quarterly"],
    ["2027-01-29", "End-Of-Month"],
  ]);
});

Deno.test("expirations: the VIX settles thirty days before the third Friday after", () => {
  const monthlies = expirations("VIX").filter(({ root }) => root === "VIX").slice(0, 3);
  for (const [i, { day, settlement }] of monthlies.entries()) {
    assert.equal(addDays(day, 30), thirdFriday(i === 0 ? 2027 : 2027, i + 1));
    assert.deepEqual([weekday(day), settlement], [3, "AM"]);
  }
  assert.ok(expirations("VIX").some(({ root }) => root === "VIXW"));
});

Deno.test("expirations: each list is in order, without doubles, and none of it is past", () => {
  for (const listing of market.prices.listings.values()) {
    const list = market.chains.expirations(listing, FRIDAY);
    assert.ok(list.length >= 8, listing.symbol);
    assert.ok(list.every(({ day }) => day >= "2026-11-20"));
    assert.equal(new Set(list.map(({ root, day }) => root + day)).size, list.length, listing.symbol);
    for (const [i, { expiresAt }] of list.entries()) assert.ok(i === 0 || expiresAt >= list[i - 1]!.expiresAt);
  }
});

Deno.test("expirations: what is listed stays listed until it expires, every strike of it", () => {
  const known = new Map<string, Set<number>>();
  for (let day = "2026-06-01"; day < "2026-12-31"; day = addDays(day, 1)) {
    const at = newYorkInstant(day, 12 * 60);
    for (const symbol of ["AAPL", "SPX", "O"]) {
      const listing = market.prices.listings.get(symbol)!;
      const listed = new Map(
        market.chains.expirations(listing, at).map((expiration) => [
          `${symbol} ${expiration.root} ${expiration.day}`,
          new Set(market.chains.strikes(listing, expiration, at)),
        ]),
      );
      for (const [key, strikes] of known) {
        if (!key.startsWith(`${symbol} `) || key.slice(-10) < day) continue;
        assert.ok(listed.has(key), `${key} on ${day}`);
        for (const strike of strikes) assert.ok(listed.get(key)!.has(strike), `${key} ${strike} on ${day}`);
      }
      for (const [key, strikes] of listed) known.set(key, strikes);
    }
  }
});

Deno.test("expirations: strikes ascend, surround the price, and stand closer near it", () => {
  for (const listing of market.prices.listings.values()) {
    const price = market.equity(listing.symbol, FRIDAY)!.last!;
    for (const expiration of market.chains.expirations(listing, FRIDAY)) {
      const strikes = market.chains.strikes(listing, expiration, FRIDAY);
      assert.ok(strikes.length >= 4, `${listing.symbol} ${expiration.day}: ${strikes.length}`);
      assert.ok(strikes.every((strike, i) => i === 0 || strike > strikes[i - 1]!));
      assert.ok(strikes[0]! < price && price < strikes.at(-1)!, `${listing.symbol} ${expiration.day}`);
    }
  }
});

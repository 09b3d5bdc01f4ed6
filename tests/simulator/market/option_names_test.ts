import assert from "node:assert/strict";
import { formatOptionSymbol } from "../../../src/core/symbol.ts";
import { formatFutureOption } from "../../../src/simulator/market/future_options.ts";
import { createMarket } from "../../../src/simulator/market/market.ts";
import { futureOptionNames, letterOf, optionNames } from "../../../src/simulator/market/option_names.ts";
import { futureOptionStreamerSymbol, optionStreamerSymbol } from "../../../src/simulator/market/streamer_symbols.ts";
import { FRIDAY } from "../client.ts";

const market = createMarket("names");
const RIGHTS = ["call", "put"] as const;

Deno.test("option names: they are those that each option has alone", () => {
  for (const symbol of ["AAPL", "SPX", "VIX"]) {
    for (const expiration of market.chains.expirations(market.prices.listings.get(symbol)!, FRIDAY)) {
      const names = optionNames(expiration);
      for (const right of RIGHTS) {
        for (const strike of [0.5, 37.25, 257.5, 7500, 12_345.678]) {
          const parts = { root: expiration.root, expiration: expiration.day, right, strike };
          assert.equal(names.symbol(right, strike), formatOptionSymbol(parts));
          assert.equal(names.streamerSymbol(right, strike), optionStreamerSymbol(parts));
        }
      }
    }
  }
  assert.deepEqual(RIGHTS.map(letterOf), ["C", "P"]);
});

Deno.test("option names: those on futures are too, whatever letters their contracts have", () => {
  for (const product of market.futureOptions.products.values()) {
    for (const expiration of market.futureOptions.expirations(product, FRIDAY)) {
      const names = futureOptionNames(expiration);
      for (const right of RIGHTS) {
        for (const strike of [0, 0.05, 66.5, 7800]) {
          const option = { ...expiration, right, strike };
          assert.equal(names.symbol(right, strike), formatFutureOption(option));
          assert.equal(names.streamerSymbol(right, strike), futureOptionStreamerSymbol(option));
        }
      }
    }
  }
});

Deno.test("option names: the streamer's are spelled by the rules of its symbols", () => {
  assert.equal(
    optionStreamerSymbol({ root: "AAPL", expiration: "2026-06-18", right: "call", strike: 257.5 }),
    ".AAPL260618C257.5",
  );
  const [oil] = market.futureOptions.expirations(market.futureOptions.products.get("CL")!, Date.UTC(2029, 11, 10, 16))
    .filter(({ contract }) => contract === "LOF0");
  // The options of January end in December: the year is the contract's, beyond the end of the decade too.
  assert.equal(futureOptionStreamerSymbol({ ...oil!, right: "put", strike: 60.5 }), "./LOF30P60.5:XNYM");
});

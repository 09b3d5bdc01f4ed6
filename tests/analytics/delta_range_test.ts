import assert from "node:assert/strict";
import { strikesByDelta } from "../../src/analytics/delta_range.ts";
import { createMarket } from "../../src/simulator/market/market.ts";
import { formatOptionSymbol } from "../../src/core/symbol.ts";

const FRIDAY = Date.UTC(2026, 10, 20, 16);
const market = createMarket("delta range");
const RANGES = [[0.16, 0.3], [0.01, 0.05], [0.4, 0.6], [0.7, 0.95], [0, 0.1], [0.5, 1]] as const;

for (const symbol of ["SPY", "SPX", "AAPL", "GLD", "VIX"]) {
  Deno.test(`delta range: no option of ${symbol} with a delta in the range is left out, skewed as it is`, () => {
    const listing = market.prices.listings.get(symbol)!;
    const term = (expiresAt: number) => market.surface.term(listing, expiresAt, FRIDAY);
    let [inRange, asked] = [0, 0];
    for (const expiration of market.chains.expirations(listing, FRIDAY).filter(({ expiresAt }) => expiresAt > FRIDAY)) {
      const { forward, variance, years } = term(expiration.expiresAt);
      const strikes = market.chains.strikes(listing, expiration, FRIDAY);
      for (const right of ["call", "put"] as const) {
        const deltas = strikes.map((strike) =>
          Math.abs(
            market.option(
              formatOptionSymbol({ root: expiration.root, expiration: expiration.day, right, strike }),
              FRIDAY,
            )!.option!.delta,
          )
        );
        for (const [from, to] of RANGES) {
          const known = { forward, volatility: Math.sqrt(variance / years), years };
          const { first, end } = strikesByDelta(strikes, known, { from, to }, right);
          const outside = deltas.filter((delta, place) =>
            delta >= from && delta <= to && (place < first || place >= end)
          );
          assert.deepEqual(outside, [], `${expiration.day}, ${right}s from ${from} to ${to}`);
          if (from === 0.16) {
            inRange += deltas.filter((delta) => delta >= from && delta <= to).length;
            asked += end - first;
          }
        }
      }
    }
    assert.ok(asked < 8 * inRange, `${asked} are asked for to find ${inRange}`);
  });
}

Deno.test("delta range: without time only what is in the money has a delta", () => {
  const known = { forward: 100, volatility: 0.2, years: 0 };
  const strikes = [80, 90, 110, 120];
  assert.deepEqual(strikesByDelta(strikes, known, { from: 0.5, to: 1 }, "call"), { first: 0, end: 3 });
  assert.deepEqual(strikesByDelta(strikes, known, { from: 0.5, to: 1 }, "put"), { first: 1, end: 4 });
});

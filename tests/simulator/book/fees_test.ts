import assert from "node:assert/strict";
import { formatOptionSymbol } from "../../../src/core/symbol.ts";
import { tradingCosts } from "../../../src/simulator/book/fees.ts";
import {
  coinInstrument,
  futureInstrument,
  optionInstrument,
  shareInstrument,
} from "../../../src/simulator/book/instrument.ts";
import type { Costs } from "../../../src/simulator/book/transaction.ts";
import { createMarket } from "../../../src/simulator/market/market.ts";
import { FRIDAY } from "../client.ts";

const market = createMarket("fees");
const share = shareInstrument(market.prices.listings.get("AAPL")!);
const coin = coinInstrument(market.cryptocurrencies.coins.get("BTC/USD")!);
const future = (product: string) =>
  futureInstrument(market.futures.contracts(market.futures.products.get(product)!, FRIDAY)[0]!);

/** Any option on an underlying. */
function option(underlying: string) {
  const listing = market.prices.listings.get(underlying)!;
  const expiration = market.chains.expirations(listing, FRIDAY)[3]!;
  const [strike] = market.chains.strikes(listing, expiration, FRIDAY) as [number];
  const parts = { root: expiration.root, expiration: expiration.day, right: "call", strike } as const;
  return optionInstrument(market.chains.find(formatOptionSymbol(parts), FRIDAY)!);
}

const told = (
  { commission, clearing, regulatory, proprietary }: Costs,
) => [commission, clearing, regulatory, proprietary];

Deno.test("fees: an option costs a dollar to open, ten dollars at most, and nothing but the fees to close", () => {
  const apple = option("AAPL");
  // As recorded at the broker: 1.00, 0.10 and 0.02.
  assert.deepEqual(told(tradingCosts(apple, "Buy to Open", 1, 0.75)), [100, 10, 2, 0]);
  assert.deepEqual(told(tradingCosts(apple, "Sell to Close", 1, 0.75)), [0, 10, 2, 0]);
  assert.deepEqual(told(tradingCosts(apple, "Sell to Open", 40, 0.75)), [1000, 400, 93, 0]);
});

Deno.test("fees: the exchange takes more for its own index, by the premium", () => {
  const index = option("SPX");
  assert.deepEqual(told(tradingCosts(index, "Buy to Close", 2, 0.95)), [0, 20, 4, 120]);
  assert.deepEqual(told(tradingCosts(index, "Buy to Close", 2, 1)), [0, 20, 4, 144]);
});

Deno.test("fees: shares are free of commission, sellers pay a little more", () => {
  assert.deepEqual(told(tradingCosts(share, "Buy to Open", 200, 300)), [0, 20, 0, 0]);
  assert.deepEqual(told(tradingCosts(share, "Sell to Close", 200, 300)), [0, 20, 3, 0]);
});

Deno.test("fees: futures cost the same both ways, small ones less", () => {
  for (const action of ["Buy to Open", "Sell to Close"] as const) {
    assert.deepEqual(told(tradingCosts(future("ES"), action, 2, 7000)), [200, 60, 280, 0]);
    assert.deepEqual(told(tradingCosts(future("MES"), action, 2, 7000)), [150, 60, 74, 0]);
  }
});

Deno.test("fees: coins cost a percent, ten dollars at most", () => {
  assert.deepEqual(told(tradingCosts(coin, "Buy to Open", 0.005, 90_000)), [450, 0, 0, 0]);
  assert.deepEqual(told(tradingCosts(coin, "Sell to Close", 1, 90_000)), [1000, 0, 0, 0]);
});

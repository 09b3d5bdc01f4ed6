import assert from "node:assert/strict";
import { bsm } from "../../../src/analytics/pricing/black.ts";
import { americanPrice } from "../../../src/analytics/pricing/american.ts";
import { itemOf, type RiskItem, sectorOf, valued } from "../../../src/services/portfolio/risk_item.ts";
import { factsOf, linearLeg, optionLeg } from "./risk_books.ts";

const TODAY = "2026-11-20";
const of = (...[leg, beta, facts]: [Parameters<typeof itemOf>[0], number | null, Parameters<typeof itemOf>[2]]) => {
  const item = itemOf(leg, beta, facts, TODAY);
  assert.notEqual(typeof item, "string");
  return item as RiskItem;
};
const CALL = {
  root: "AAPL",
  spot: 320,
  right: "call" as const,
  strike: 330,
  day: "2026-12-18",
  quantity: -2,
  volatility: 0.31,
};

Deno.test("risk item: shares, futures and coins are worth their underlying, with a delta of 1", () => {
  const shares = of(linearLeg("AAPL", 200, 320), 1.1, factsOf("AAPL", { sector: "Technology" }));
  assert.deepEqual(shares.holding, { size: 200, spot: 320, option: null });
  assert.deepEqual([shares.greeks.delta, shares.beta, shares.sector, shares.expiration], [1, 1.1, "Technology", null]);
  const future = of(linearLeg("/MESZ6", -3, 7900, { type: "future", multiplier: 5 }), 1, factsOf("/MESZ6"));
  assert.deepEqual([future.holding.size, future.product, future.sector], [-15, "/MES", "broad index"]);
  const coins = of(linearLeg("BTC/USD", 0.25, 92_000, { type: "cryptocurrency" }), null, undefined);
  assert.deepEqual([coins.holding.size, coins.greeks.delta, coins.sector, coins.beta], [0.25, 1, "coins", null]);
});

Deno.test("risk item: an option has the volatility of its market and the broker's greeks", () => {
  const leg = { ...optionLeg(CALL), delta: 0.123 };
  const { holding, greeks, daysLeft, expiration } = of(leg, 1, factsOf("AAPL"));
  assert.equal(holding.size, -200);
  assert.ok(Math.abs(holding.option!.volatility - 0.31) < 1e-6 && holding.option!.style === "american");
  assert.deepEqual([greeks.delta, daysLeft, expiration], [0.123, 28, "2026-12-18"]);
  const model = of({ ...leg, gamma: null }, 1, factsOf("AAPL")).greeks;
  assert.ok(Math.abs(model.delta - optionLeg(CALL).delta!) < 1e-6);
});

Deno.test("risk item: options on an index are European, on a future they have no carry", () => {
  const spx = of(optionLeg({ ...CALL, root: "SPXW" }), 1, factsOf("SPX", { dividendYield: 0.013 }));
  assert.deepEqual([spx.holding.option!.style, spx.holding.option!.carry], ["european", 0.013]);
  const leg = optionLeg(CALL);
  const held = { ...leg.held, instrument: { type: "future_option" as const, symbol: "x" }, underlying: "/ESZ6" };
  const { option } = of({ ...leg, held }, 1, factsOf("/ESZ6")).holding;
  assert.ok(option!.carry === option!.rate && option!.style === "american");
});

Deno.test("risk item: the price decides, then what the broker says, then the underlying; else it is bare", () => {
  const facts = factsOf("AAPL", { impliedVolatility: 0.28 });
  const leg = optionLeg(CALL);
  const silent = { ...leg, bid: null, ask: null, mark: null };
  assert.equal(of({ ...silent, impliedVolatility: 0.4 }, 1, facts).holding.option!.volatility, 0.4);
  assert.equal(of({ ...silent, impliedVolatility: null }, 1, facts).holding.option!.volatility, 0.28);
  const bare = of({ ...silent, impliedVolatility: null }, 1, factsOf("AAPL"));
  assert.ok(bare.isBare && bare.holding.option!.volatility === 0);
  // A market without a bid is no market; the mark is what it says.
  const marked = of({ ...leg, bid: 0, ask: 50 }, 1, facts);
  assert.ok(Math.abs(marked.holding.option!.volatility - 0.31) < 1e-6 && !marked.isBare);
});

Deno.test("risk item: an American put has the American volatility, at parity with exercise the broker's", () => {
  const put = { right: "put" as const, strike: 115, years: 0.5, rate: 0.04, carry: 0, style: "american" as const };
  const price = americanPrice({ spot: 100, ...put, volatility: 0.25 }, "fine");
  assert.ok(Math.abs(valued(put, 100, price, []).volatility - 0.25) < 2e-3);
  assert.equal(valued(put, 100, 15.001, [null, 0.33]).volatility, 0.33);
  const european = { ...put, style: "european" as const };
  const worth = bsm(100, 115, 0.5, 0.04, 0, 0.25, "put");
  assert.ok(Math.abs(valued(european, 100, worth, []).volatility - 0.25) < 1e-9);
});

Deno.test("risk item: what has no price and what is nothing we know is told apart", () => {
  assert.equal(itemOf(linearLeg("AAPL", 1, null), 1, undefined, TODAY), "price");
  assert.equal(of(linearLeg("AAPL", 1, null), 1, factsOf("AAPL", { price: 5 })).holding.spot, 5);
  assert.equal(itemOf(linearLeg("912810TV0", 1000, 99, { type: null }), null, undefined, TODAY), "kind");
  assert.equal(itemOf(linearLeg("ODD", 1, 3, { type: "equity_option" }), 1, undefined, TODAY), "kind");
});

Deno.test("risk item: what is no company has a group in place of a sector", () => {
  assert.equal(sectorOf("TLT", "equity", null), "bonds");
  assert.equal(sectorOf("XYZ", "equity", ""), "no sector");
  assert.equal(sectorOf("/HE", "future", null), "other futures");
  assert.equal(sectorOf("SPX", "equity_option", null), "broad index");
});

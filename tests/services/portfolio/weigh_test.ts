import assert from "node:assert/strict";
import { livingLegs, weigh } from "../../../src/services/portfolio/weigh.ts";
import { factsMap, factsOf, FRIDAY, linearLeg, optionLeg } from "./risk_books.ts";

Deno.test("weigh: what is missing is named", () => {
  const facts = factsMap(
    factsOf("SPY", { price: 780, beta: 1 }),
    factsOf("QQQ", { price: 700, beta: 1.2 }),
    factsOf("NEW", { price: 10 }),
    factsOf("GONE"),
  );
  const index = { symbol: "SPY", price: 780, beta: 1 };
  const option = optionLeg({
    root: "NEW",
    spot: 10,
    right: "put",
    strike: 9,
    day: "2026-12-18",
    quantity: -1,
    volatility: 0.5,
  });
  const { items, warnings, unknown } = weigh(
    [
      linearLeg("NEW", 10, 10),
      { ...option, bid: null, ask: null, mark: null, impliedVolatility: null },
      linearLeg("GONE", 10, null),
      linearLeg("912810TV0", 1000, 99, { type: null }),
      linearLeg("/NQZ6", 1, 26_000, { type: "future", multiplier: 20 }),
      linearLeg("/CLF7", 1, 66, { type: "future", multiplier: 1000 }),
    ],
    index,
    facts,
    "2026-11-20",
  );
  assert.deepEqual(items.map(({ symbol, beta }) => [symbol.trim().split(" ")[0], beta]), [
    ["NEW", 1],
    ["NEW", 1],
    ["/NQZ6", 1.2],
    ["/CLF7", null],
  ]);
  assert.deepEqual(warnings, ["Betas of /NQ are those of funds that move alike."]);
  assert.deepEqual(unknown, [
    "beta of NEW (shares, taken for 1)",
    "beta of /CL (not moved with the index)",
    "volatility of NEW   261218P00009000 (worth what exercise pays)",
    "risk of GONE (no price: left out)",
    "risk of 912810TV0 (left out)",
  ]);
});

Deno.test("weigh: a long list of names is cut", () => {
  const legs = Array.from({ length: 15 }, (_, i) => linearLeg(`N${i}`, 1, 10));
  const { unknown, items } = weigh(
    legs,
    { symbol: "SPY", price: 780, beta: 1 },
    factsMap(...legs.map(({ held }) => factsOf(held.symbol, { price: 10 }))),
    "2026-11-20",
  );
  assert.equal(items.length, 15);
  assert.deepEqual(unknown, [
    "beta of N0, N1, N2, N3, N4, N5, N6, N7, N8, N9, N10, N11 and 3 more (shares, taken for 1)",
  ]);
});

Deno.test("weigh: what has expired is left out, what expires today is not", () => {
  const of = (day: string) =>
    optionLeg({ root: "A", spot: 10, right: "put", strike: 9, day, quantity: -1, volatility: 0.5, at: FRIDAY });
  const legs = [of("2026-11-19"), of("2026-11-20"), linearLeg("A", 5, 10)];
  assert.deepEqual(livingLegs(legs, FRIDAY), legs.slice(1));
  assert.deepEqual(livingLegs(legs, legs[1]!.expiresAt!), legs.slice(2));
});

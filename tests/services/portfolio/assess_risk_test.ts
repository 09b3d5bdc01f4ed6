import assert from "node:assert/strict";
import { assessRisk, contributionsTo, profitIn } from "../../../src/services/portfolio/assess_risk.ts";
import type { BookLeg } from "../../../src/services/portfolio/book.ts";
import { structuresOf } from "../../../src/services/portfolio/structures.ts";
import { weigh } from "../../../src/services/portfolio/weigh.ts";
import { slowValue } from "../../analytics/portfolio/slow_book.ts";
import { factsMap, factsOf, linearLeg, optionLeg } from "./risk_books.ts";

const TODAY = "2026-11-20";
const INDEX = { symbol: "SPY", price: 780, beta: 1 };
const facts = factsMap(
  factsOf("SPY", { price: 780, beta: 1 }),
  factsOf("AAPL", { price: 320, beta: 1.2, sector: "Technology" }),
  factsOf("MSFT", { price: 500, beta: 0.9, sector: "Technology" }),
  factsOf("VOLT", { price: 10, beta: 6, sector: "Energy" }),
);
const option = (root: string, right: "put" | "call", strike: number, quantity: number, day = "2026-12-18") =>
  optionLeg({ root, spot: facts.get(root)!.price!, right, strike, day, quantity, volatility: 0.3 });
const LEGS: BookLeg[] = [
  linearLeg("AAPL", 200, 320),
  option("AAPL", "call", 340, -2),
  option("MSFT", "put", 470, -1),
  option("MSFT", "put", 450, 1),
  option("MSFT", "call", 505, -1, "2026-11-25"),
  linearLeg("SPY", 30, 780),
  linearLeg("/MESZ6", -1, 7800, { type: "future", multiplier: 5 }),
  linearLeg("BTC/USD", 0.1, 92_000, { type: "cryptocurrency" }),
  linearLeg("VOLT", 100, 10),
];
const { items, unknown } = weigh(LEGS, INDEX, facts, TODAY);
const risk = assessRisk(items, INDEX, structuresOf(items, TODAY));

Deno.test("risk: sums are those of the definition, leg by leg", () => {
  let [delta, gamma, theta, vega] = [0, 0, 0, 0];
  for (const leg of LEGS) {
    const size = leg.held.quantity * leg.multiplier;
    const known = { "/MESZ6": 1, "BTC/USD": 0 }[leg.held.underlying];
    const weight = (known ?? facts.get(leg.held.underlying)!.beta!) * leg.underlyingPrice! / 780;
    delta += size * leg.delta! * weight;
    gamma += size * leg.gamma! * weight * weight;
    theta += size * leg.theta!;
    vega += size * leg.vega!;
  }
  for (const [name, expected] of Object.entries({ delta, gamma, theta, vega })) {
    const actual = risk.totals[name as "delta"];
    assert.ok(Math.abs(actual - expected) < 1e-9 * Math.max(1, Math.abs(expected)), `${name} ${actual} ${expected}`);
  }
  const sums = [...risk.underlyings.values()];
  assert.ok(Math.abs(sums.reduce((sum, one) => sum + one.delta, 0) - delta) < 1e-9);
  assert.deepEqual(unknown, ["beta of BTC/USD (not moved with the index)"]);
});

Deno.test("risk: the worst cell and what each position loses in it agree with a slow revaluation", () => {
  const { worst } = risk.stress;
  const slow = LEGS.map(({ held }, i) => {
    const { holding } = items[i]!;
    const beta = { "/MESZ6": 1, "BTC/USD": 0 }[held.underlying] ?? facts.get(held.underlying)!.beta!;
    const move = Math.max(-0.95, beta * worst.spot);
    return slowValue(holding, holding.spot * (1 + move), worst.volatility, worst.days) -
      slowValue(holding, holding.spot, 1, 0);
  });
  const contributions = contributionsTo(risk, worst);
  const total = slow.reduce((sum, one) => sum + one, 0);
  assert.ok(worst.spot === -0.2 && Math.abs(worst.profit - total) < 5, `${worst.profit} ${total}`);
  assert.ok(Math.abs(profitIn(risk, worst) - worst.profit) < 1e-6);
  assert.ok(Math.abs(contributions.reduce((sum, { profit }) => sum + profit, 0) - worst.profit) < 1e-6);
  const [first] = contributions;
  assert.equal(first!.structure.title, "AAPL covered call x 2, 2026-12-18");
  assert.ok(Math.abs(first!.profit - slow[0]! - slow[1]!) < 2);
  assert.ok(contributions.every(({ profit }, i) => i === 0 || profit >= contributions[i - 1]!.profit));
  assert.deepEqual(risk.cut, ["VOLT"]);
});

Deno.test("risk: concentration by four keys, what follows one index hedging itself", () => {
  const { underlying, sector, expiration, strategy } = risk.concentration;
  const of = (all: typeof underlying, key: string) => all.find((one) => one.key === key)!.atRisk;
  // 30 shares of $780 by 10 %, against one contract of 5 x $7,800.
  assert.ok(Math.abs(of(underlying, "SPY") - 2340) < 1e-6 && Math.abs(of(underlying, "/MES") - 3900) < 1e-6);
  assert.ok(Math.abs(of(sector, "broad index") - (3900 - 2340)) < 1e-6);
  assert.ok(Math.abs(of(sector, "coins") - 0.15 * 9200) < 1e-6);
  assert.ok(Math.abs(of(sector, "Technology") - of(underlying, "AAPL") - of(underlying, "MSFT")) < 1e-6);
  assert.deepEqual(expiration.map(({ key }) => key).sort(), ["2026-11-25", "2026-12-18", "none"]);
  assert.ok(
    strategy.some(({ key }) => key === "put credit spread") && strategy.some(({ key }) => key === "no strategy"),
  );
  for (const all of [underlying, sector, expiration, strategy]) {
    assert.ok(Math.abs(all.reduce((sum, { share }) => sum + share, 0) - 1) < 1e-12);
  }
  assert.deepEqual(risk.shortGamma.map((one) => [one.underlying, one.expiration, one.strike]), [[
    "MSFT",
    "2026-11-25",
    505,
  ]]);
});

Deno.test("risk: nothing held is no risk", () => {
  const { totals, stress, structures, concentration } = assessRisk([], INDEX, []);
  assert.deepEqual([totals.delta, totals.theta, stress.worst.profit, structures.length], [0, 0, 0, 0]);
  assert.deepEqual(concentration, { underlying: [], sector: [], expiration: [], strategy: [] });
});

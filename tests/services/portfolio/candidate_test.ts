import assert from "node:assert/strict";
import { estimateMargin } from "../../../src/analytics/margin/requirement.ts";
import { EQUITY_MARGIN } from "../../../src/analytics/margin/rules.ts";
import { candidateCapital, candidateItems } from "../../../src/services/portfolio/candidate.ts";
import { createBookRevaluation } from "../../../src/analytics/portfolio/book_revaluation.ts";
import type { LegInput } from "../../../src/services/position/leg_input.ts";
import type { Position } from "../../../src/services/position/position.ts";
import { resolvePosition } from "../../../src/services/position/resolve_position.ts";
import { startServices } from "../../support/services.ts";
import { factsOf, linearLeg, optionLeg } from "./risk_books.ts";

const TODAY = "2026-11-20";

async function positionOf(legs: LegInput[]): Promise<Position> {
  using services = await startServices();
  const read = await resolvePosition({ legs }, services.context);
  await services.settled();
  assert.ok(read.ok, JSON.stringify(read));
  return read.value;
}

const spread = (underlying: string, low: number, high: number): LegInput[] => [
  { underlying, expiration: "2026-12-18", right: "put", strike: high, quantity: -2 },
  { underlying, expiration: "2026-12-18", right: "put", strike: low, quantity: 2 },
];

Deno.test("candidate: its legs at the middle of their markets, with greeks, beta and sector", async () => {
  const position = await positionOf(spread("SPY", 740, 760));
  const items = candidateItems(position, 1, factsOf("SPY"), TODAY);
  assert.deepEqual(
    items.map(({ quantity, multiplier, product, sector, expiration, daysLeft, beta }) => [
      quantity,
      multiplier,
      product,
      sector,
      expiration,
      daysLeft,
      beta,
    ]),
    [
      [-2, 100, "SPY", "broad index", "2026-12-18", 28, 1],
      [2, 100, "SPY", "broad index", "2026-12-18", 28, 1],
    ],
  );
  const { now } = createBookRevaluation(items.map(({ holding }) => holding));
  for (const [i, leg] of position.legs.entries()) {
    assert.equal(items[i]!.greeks.delta, leg.delta);
    // The small tree's value of a put of some dollars.
    assert.ok(Math.abs(now[i]! - leg.quantity * 100 * leg.value) < 0.02 * 200 * leg.value);
  }
});

Deno.test("candidate: alone it takes what the rules say; what covers or is closed by it counts with it", async () => {
  const position = await positionOf(spread("AAPL", 280, 290));
  const premium = -position.legs.reduce((sum, { quantity, value }) => sum + quantity * 100 * value, 0);
  const alone = candidateCapital(position, [], "margin");
  assert.ok(Math.abs(alone.change! - (2 * 1000 - premium)) < 0.01 && alone.basis === "alone");
  // The mirror of it is held: nothing is left.
  const held = position.legs.map(({ contract, quantity, value }) => ({
    ...optionLeg({
      root: "AAPL",
      spot: position.spot,
      right: "put",
      strike: contract!.strike,
      day: "2026-12-18",
      quantity: -quantity,
      volatility: 0.3,
    }),
    mark: value,
  }));
  const closing = candidateCapital(position, held, "margin");
  const before = estimateMargin(
    held.map(({ strike, held, mark }) => ({
      kind: "option",
      right: "put",
      strike: strike!,
      years: 28 / 365,
      volatility: 0,
      quantity: held.quantity,
      multiplier: 100,
      price: mark!,
    })),
    position.spot,
    { rules: EQUITY_MARGIN },
  );
  assert.equal(closing.basis, "with_holdings");
  assert.ok(Math.abs(closing.change! + before.net!) < 0.01);
});

Deno.test("candidate: a call on shares that are held is covered, and an account without margin needs that cover", async () => {
  const position = await positionOf([
    { underlying: "AAPL", expiration: "2026-12-18", right: "call", strike: 340, quantity: -1 },
  ]);
  const shares = linearLeg("AAPL", 100, position.spot);
  const covered = candidateCapital(position, [shares], "ira");
  assert.ok(covered.change !== null && covered.change <= 0, "only its premium comes in");
  const refused = candidateCapital(position, [], "ira");
  assert.deepEqual([refused.change, refused.reason], [null, "this account cannot hold it: short call needs margin"]);
});

Deno.test("candidate: futures are the clearing house's, and of more legs than can be paired it is taken alone", async () => {
  const future = await positionOf([
    { underlying: "/ES", expiration: "2026-12-18", right: "put", strike: 7500, quantity: -1 },
  ]);
  assert.deepEqual(candidateCapital(future, [], "margin"), {
    change: null,
    basis: "alone",
    reason: "futures are margined by SPAN",
  });
  const [item] = candidateItems(future, 1, factsOf(future.underlying.symbol), TODAY);
  assert.deepEqual([item!.product, item!.multiplier, item!.holding.option!.style], ["/ES", 50, "american"]);
  const position = await positionOf(spread("AAPL", 280, 290));
  const many = Array.from({ length: 12 }, () => linearLeg("AAPL", 1, 320));
  assert.equal(candidateCapital(position, many, "margin").basis, "alone");
});

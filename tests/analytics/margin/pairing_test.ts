import assert from "node:assert/strict";
import fc from "fast-check";
import { booksOf } from "../../../src/analytics/margin/book.ts";
import { improvePlan } from "../../../src/analytics/margin/improvement.ts";
import { placesOf } from "../../../src/analytics/margin/plan.ts";
import { estimateMargin } from "../../../src/analytics/margin/requirement.ts";
import { EQUITY_MARGIN } from "../../../src/analytics/margin/rules.ts";
import type { Leg, OptionLeg } from "../../../src/analytics/positions/leg.ts";

const SPOT = 100;

const option = fc.record({
  kind: fc.constant("option" as const),
  quantity: fc.constantFrom(-2, -1, 1, 2),
  multiplier: fc.constant(100),
  right: fc.constantFrom("call" as const, "put" as const),
  strike: fc.integer({ min: 16, max: 24 }).map((step) => step * 5),
  years: fc.constant(30 / 365),
  price: fc.integer({ min: 1, max: 800 }).map((cents) => cents / 100),
  volatility: fc.constant(0.3),
});

/** Every way to give each of `shorts` one of `longs` of its right, or none. */
function* pairings(shorts: readonly OptionLeg[], longs: readonly OptionLeg[]): Generator<(OptionLeg | null)[]> {
  const [first, ...rest] = shorts;
  if (!first) return yield [];
  for (const tail of pairings(rest, longs)) yield [null, ...tail];
  for (const [i, long] of longs.entries()) {
    if (long.right !== first.right) continue;
    for (const tail of pairings(rest, longs.filter((_, j) => j !== i))) yield [long, ...tail];
  }
}

const aloneFor = ({ right, strike, price }: OptionLeg): number => {
  const otm = Math.max(0, right === "call" ? strike - SPOT : SPOT - strike);
  return 100 * (price + Math.max(0.2 * SPOT - otm, 0.1 * (right === "call" ? SPOT : strike)));
};

/** Naked calls and puts side by side, the dearest of both together. */
function nakedFor(naked: readonly OptionLeg[]): number {
  const side = (right: string) => naked.filter((leg) => leg.right === right).sort((a, b) => aloneFor(b) - aloneFor(a));
  const [calls, puts] = [side("call"), side("put")];
  let sum = 0;
  for (let i = 0; i < Math.max(calls.length, puts.length); i++) {
    const [call, put] = [calls[i], puts[i]];
    if (call && put) {
      sum += aloneFor(call) >= aloneFor(put) ? aloneFor(call) + 100 * put.price : aloneFor(put) + 100 * call.price;
    } else sum += aloneFor((call ?? put)!);
  }
  return sum;
}

/** The cheapest requirement, contract by contract, in the plainest way. */
function bruteForce(legs: readonly OptionLeg[], spreads: "width" | "lesser"): number {
  const single = (sign: number) =>
    legs.filter(({ quantity }) => quantity * sign > 0).flatMap((leg) =>
      Array.from({ length: Math.abs(leg.quantity) }, () => leg)
    );
  const [shorts, longs] = [single(-1), single(1)];
  let [least, leastCovered] = [Infinity, Infinity];
  for (const pairing of pairings(shorts, longs)) {
    const covered = shorts.filter((_, i) => pairing[i] !== null);
    const naked = shorts.filter((_, i) => pairing[i] === null);
    const used = longs.filter(({ right }) => covered.some((short) => short.right === right));
    let worst = 0;
    for (let price = 0; price <= 200; price += 2.5) {
      const pay = ({ right, strike }: OptionLeg) =>
        100 * Math.max(0, right === "call" ? price - strike : strike - price);
      worst = Math.max(worst, covered.reduce((a, leg) => a + pay(leg), 0) - used.reduce((a, leg) => a + pay(leg), 0));
    }
    const cost = worst + nakedFor(naked);
    least = Math.min(least, cost);
    if (naked.length === 0) leastCovered = Math.min(leastCovered, cost);
  }
  return spreads === "width" && leastCovered < Infinity ? leastCovered : least;
}

Deno.test("margin pairing: no pairing of single contracts is cheaper, nor is ours cheaper than all of them", () => {
  const position = fc.array(option, { maxLength: 6 }).filter((legs) =>
    legs.filter(({ quantity }) => quantity < 0).reduce((sum, { quantity }) => sum - quantity, 0) <= 5
  );
  fc.assert(
    fc.property(position, fc.constantFrom("width" as const, "lesser" as const), (legs, spreads) => {
      const { requirement } = estimateMargin(legs, SPOT, { rules: { ...EQUITY_MARGIN, spreads } });
      assert.ok(
        Math.abs(requirement! - bruteForce(legs, spreads)) < 0.01,
        `${requirement} ${bruteForce(legs, spreads)}`,
      );
    }),
    { numRuns: 300 },
  );
});

Deno.test("margin pairing: steps never find better than trying all does, and seldom worse", () => {
  const later = option.chain((leg) => fc.constantFrom(30 / 365, 60 / 365).map((years) => ({ ...leg, years })));
  const terms = { spot: SPOT, rules: EQUITY_MARGIN, account: "margin" as const, phase: "initial" as const };
  let [worse, runs] = [0, 0];
  fc.assert(
    fc.property(fc.array(later, { minLength: 3, maxLength: 8 }), fc.integer({ min: -2, max: 2 }), (options, lots) => {
      const legs: Leg[] = [...options, { kind: "stock", quantity: lots * 100, multiplier: 1, price: SPOT }];
      const exact = estimateMargin(legs, SPOT).requirement!;
      // One leg more than is tried out, of no weight: a bought option nobody needs.
      const idle = { ...options[0]!, quantity: 1, strike: 1000, right: "call" as const, years: 0.001 };
      const found = estimateMargin([...legs, ...Array.from({ length: 9 }, () => idle)], SPOT).requirement!;
      assert.ok(found >= exact - 0.01, `${found} and ${exact}`);
      runs++;
      if (found > exact + 0.01) worse++;
    }),
    { numRuns: 300, seed: 5 },
  );
  assert.ok(worse <= runs * 0.05, `${worse} of ${runs} are worse`);
  const [book] = booksOf([]);
  assert.deepEqual(improvePlan(book!, placesOf(book!, terms), terms, () => 0)?.spread, []);
});

Deno.test("margin pairing: forty legs are held, fast enough to be asked for", () => {
  const legs = fc.sample(option, { numRuns: 40, seed: 7 });
  const { requirement, groups } = estimateMargin(legs, SPOT);
  assert.ok(requirement! > 0 && requirement! < Infinity && groups.length > 0);
  const alone = nakedFor(
    legs.flatMap((leg) => leg.quantity < 0 ? Array.from({ length: -leg.quantity }, () => leg) : []),
  );
  assert.ok(requirement! <= alone);
});

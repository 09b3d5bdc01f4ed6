import assert from "node:assert/strict";
import fc from "fast-check";
import { type GroupingLeg, groupLegs, type LegGroup } from "../../../src/analytics/portfolio/grouping.ts";
import { type Contract, isSame } from "../../../src/analytics/strategies/contracts.ts";
import { jot } from "../strategies/legs.ts";

const contract: fc.Arbitrary<Contract> = fc.oneof(
  {
    weight: 7,
    arbitrary: fc.record({
      kind: fc.constant("option" as const),
      quantity: fc.integer({ min: -4, max: 4 }).filter((quantity) => quantity !== 0),
      multiplier: fc.constantFrom(100, 100, 100, 10),
      right: fc.constantFrom("call" as const, "put" as const),
      strike: fc.integer({ min: 14, max: 26 }).map((step) => step * 5),
      years: fc.constantFrom(30 / 365, 60 / 365, 200 / 365),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("stock" as const),
      quantity: fc.oneof(
        fc.integer({ min: 1, max: 350 }),
        fc.double({ min: -350, max: 350, noNaN: true }).filter((quantity) => Math.abs(quantity) > 0.001),
      ),
      multiplier: fc.constant(1),
    }),
  },
);

const leg: fc.Arbitrary<GroupingLeg> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({ contract, openedAt: fc.option(fc.constantFrom(1000, 1500, 90_000, 500_000)) })
      .map(({ contract, openedAt }) => ({ contract, what: "leg", quantity: contract.quantity, openedAt })),
  },
  {
    weight: 1,
    arbitrary: fc.double({ min: 0.01, max: 9, noNaN: true })
      .map((quantity) => ({ contract: null, what: "cryptocurrency", quantity, openedAt: null })),
  },
);

/** What the groups take of each leg. */
function taken(legs: readonly GroupingLeg[], groups: readonly LegGroup[]): number[] {
  const sums = legs.map(() => 0);
  for (const { parts } of groups) for (const { place, quantity } of parts) sums[place]! += quantity;
  return sums;
}

Deno.test("grouping: every leg of a random book is explained exactly once, split or whole", () => {
  fc.assert(
    fc.property(fc.array(leg, { maxLength: 40, size: "max" }), (legs) => {
      const groups = groupLegs(legs);
      for (const [place, sum] of taken(legs, groups).entries()) {
        const { contract, quantity } = legs[place]!;
        if (contract?.kind === "option") assert.equal(sum, quantity);
        else assert.ok(Math.abs(sum - quantity) < 1e-9, `${sum} of ${quantity}`);
      }
      for (const { parts, strategy } of groups) {
        assert.ok(parts.length > 0 && parts.every(({ place, quantity }) => quantity * legs[place]!.quantity > 0));
        if (strategy === null) continue;
        // What a group takes of the legs is what its strategy says it is made of.
        for (const one of strategy.contracts) {
          const same = parts.filter(({ place }) => isSame(legs[place]!.contract!, one));
          const sum = same.reduce((total, { quantity }) => total + quantity, 0);
          assert.ok(Math.abs(sum - one.quantity) < 1e-6);
        }
        assert.ok(parts.every(({ place }) => strategy.contracts.some((one) => isSame(legs[place]!.contract!, one))));
      }
    }),
    { numRuns: 300 },
  );
});

Deno.test("grouping: the same book is told the same way in whatever order its legs come", () => {
  const shuffled = fc.uniqueArray(leg, {
    maxLength: 22,
    size: "max",
    selector: ({ contract, what }) => contract === null ? what : JSON.stringify({ ...contract, quantity: 0 }),
  }).chain((legs) => fc.tuple(fc.constant(legs), fc.shuffledSubarray(legs, { minLength: legs.length })));
  const told = (legs: readonly GroupingLeg[]) =>
    groupLegs(legs).map(({ id, units, parts }) => {
      const spelled = parts.map(({ place, quantity }) => JSON.stringify([legs[place]!.contract, quantity]));
      return JSON.stringify([id, units, spelled.sort()]);
    }).sort();
  fc.assert(fc.property(shuffled, ([one, other]) => assert.deepEqual(told(other), told(one))), { numRuns: 100 });
});

const legsOf = (text: string, openedAt: number | null = null): GroupingLeg[] =>
  jot(text).map((contract) => ({ contract, what: "leg", quantity: contract.quantity, openedAt }));

const namesOf = (groups: readonly LegGroup[]) =>
  groups.map(({ name, units }) => units === 1 ? name : `${units} ${name}`);

Deno.test("grouping: a condor is one line, what expires first stands in front, shares that are left come last", () => {
  const legs = legsOf("-C105@60 +C110@60 +P90@60 -P95@60 +250S -2C120@30");
  assert.deepEqual(namesOf(groupLegs(legs)), ["2 covered call", "iron condor", "50 long stock"]);
  assert.deepEqual(taken(legs, groupLegs(legs)), legs.map(({ quantity }) => quantity));
  const cash = groupLegs(legsOf("-P95@30"), { isCashSecured: true });
  assert.deepEqual(namesOf(cash), ["cash-secured put"]);
  assert.deepEqual(groupLegs([]), []);
});

Deno.test("grouping: what is no contract stands alone, and two roots of one contract do not cancel", () => {
  const [put] = legsOf("-P95@30");
  const bought = { ...put!, contract: { ...put!.contract!, quantity: 1 }, quantity: 1 };
  const coin = { contract: null, what: "cryptocurrency", quantity: 0.25, openedAt: null };
  const groups = groupLegs([put!, bought, coin]);
  assert.deepEqual(namesOf(groups), ["short put", "long put", "0.25 cryptocurrency"]);
  assert.deepEqual(taken([put!, bought, coin], groups), [-1, 1, 0.25]);
});

Deno.test("grouping: a book too large to search is told by what was opened together, and by expiration, in time", () => {
  const condors = Array.from({ length: 75 }, (_, i) => {
    const [low, days] = [50 + (i % 25) * 10, 30 + 30 * Math.floor(i / 25)];
    return legsOf(`+P${low}@${days} -P${low + 5}@${days} -C${low + 20}@${days} +C${low + 25}@${days}`, i * 60_000);
  }).flat();
  const startedAt = performance.now();
  const groups = groupLegs(condors);
  assert.ok(performance.now() - startedAt < 2000);
  assert.deepEqual(new Set(namesOf(groups)), new Set(["iron condor"]));
  assert.equal(groups.length, 75);
  const unknown = groupLegs(condors.map((one) => ({ ...one, openedAt: null })));
  assert.deepEqual(taken(condors, unknown), condors.map(({ quantity }) => quantity));
});

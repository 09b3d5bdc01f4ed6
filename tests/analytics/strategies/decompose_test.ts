import assert from "node:assert/strict";
import fc from "fast-check";
import { type Contract, mergeContracts } from "../../../src/analytics/strategies/contracts.ts";
import { decomposeLegs, recognizeStrategy } from "../../../src/analytics/strategies/recognize.ts";
import { jot } from "./legs.ts";

const leg: fc.Arbitrary<Contract> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("option" as const),
      quantity: fc.integer({ min: -4, max: 4 }),
      multiplier: fc.constantFrom(100, 100, 100, 10),
      right: fc.constantFrom("call" as const, "put" as const),
      strike: fc.integer({ min: 16, max: 24 }).map((step) => step * 5),
      years: fc.constantFrom(30 / 365, 60 / 365, 200 / 365),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("stock" as const),
      quantity: fc.integer({ min: -350, max: 350 }),
      multiplier: fc.constant(1),
    }),
  },
);

Deno.test("decomposition: a book comes apart into known structures, each contract in one of them", () => {
  fc.assert(
    fc.property(fc.array(leg, { maxLength: 14 }), (book) => {
      const parts = decomposeLegs(book);
      assert.deepEqual(mergeContracts(parts.flatMap(({ contracts }) => contracts)), mergeContracts(book));
      for (const part of parts) {
        assert.ok(part.isKnown && part.units >= 1);
        const again = recognizeStrategy(part.contracts);
        assert.deepEqual([again.id, again.units], [part.id, part.units]);
      }
    }),
    { numRuns: 300 },
  );
});

Deno.test("decomposition: the same book is told the same way in whatever order its legs come", () => {
  const shuffled = fc.array(leg, { maxLength: 10 }).chain((book) =>
    fc.tuple(fc.constant(book), fc.shuffledSubarray(book, { minLength: book.length }))
  );
  fc.assert(fc.property(shuffled, ([book, other]) => assert.deepEqual(decomposeLegs(other), decomposeLegs(book))));
});

Deno.test("decomposition: what is one structure is not taken apart, and books are told as traders would", () => {
  const told = (text: string) =>
    decomposeLegs(jot(text)).map(({ name, units }) => units === 1 ? name : `${units} ${name}`).sort();
  assert.deepEqual(told("+P90 -P95 -C105 +C110"), ["iron condor"]);
  assert.deepEqual(told("+P90 -P95 -C105 +C110 -C100 +C100@60 +250S -2C120"), [
    "2 covered call",
    "50 long stock",
    "call calendar",
    "iron condor",
  ]);
  assert.deepEqual(told("+P90 -2P95 -C105 +C110"), ["iron condor", "short put"]);
  assert.deepEqual(told("-3P95 +2P90"), ["2 put credit spread", "short put"]);
  assert.deepEqual(told("-P95@30 +P90@30 -C105@60 +C110@60"), ["call credit spread", "put credit spread"]);
  assert.deepEqual(told("+300S +3P95 -3C105"), ["3 collar"]);
});

Deno.test("decomposition: of two ways that are as good, what lies close together is told together", () => {
  const [spread, alone] = decomposeLegs(jot("-C100 -C105 +C110")).toSorted((a, b) => a.id < b.id ? -1 : 1);
  assert.deepEqual([spread!.id, spread!.shortStrikes[0]!.strike], ["call_credit_spread", 105]);
  assert.deepEqual([alone!.id, alone!.shortStrikes[0]!.strike], ["short_call", 100]);
});

Deno.test("decomposition: forty legs are told too", () => {
  const book = fc.sample(leg, { numRuns: 40, seed: 3 });
  const parts = decomposeLegs(book);
  assert.deepEqual(mergeContracts(parts.flatMap(({ contracts }) => contracts)), mergeContracts(book));
  assert.ok(parts.length <= mergeContracts(book).length, `${parts.length} parts`);
});

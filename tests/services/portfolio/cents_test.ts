import assert from "node:assert/strict";
import fc from "fast-check";
import type { BookLeg } from "../../../src/services/portfolio/book.ts";
import { gainDays } from "../../../src/services/gain_days.ts";
import { centsOf, createSplitter, sumCents } from "../../../src/services/portfolio/cents.ts";
import { FRIDAY } from "../../support/app.ts";
import { leg } from "./legs.ts";

Deno.test("cents: a gain is what it is worth less what was paid, today's from yesterday's close", () => {
  const sold = leg({ right: "put", strike: 90, quantity: -3, entry: 1.23, mark: 0.485, before: 0.5 });
  assert.deepEqual(centsOf(sold, gainDays(FRIDAY)), { paid: -36_900, value: -14_550, open: 22_350, today: 450 });
});

Deno.test("cents: what was opened today has gained today what it has gained at all", () => {
  const fresh = leg({ quantity: 10, entry: 99.5, mark: 100.25, before: 98, openedAt: FRIDAY - 3_600_000 });
  assert.deepEqual(centsOf(fresh, gainDays(FRIDAY)), { paid: 99_500, value: 100_250, open: 750, today: 750 });
  // Nine in the evening of the day before in New York is another day there.
  const evening = leg({ quantity: 10, entry: 99.5, mark: 100.25, before: 98, openedAt: Date.UTC(2026, 10, 20, 2) });
  assert.equal(centsOf(evening, gainDays(FRIDAY)).today, 2250);
});

Deno.test("cents: what was added today has gained since then, the rest since yesterday's close", () => {
  // Ten of a month ago, ten of this morning at 104: measured from 98 and from 104, on average from 101.
  const added = leg({ quantity: 20, entry: 97, mark: 105, before: 98, dayBasis: 101 });
  assert.equal(centsOf(added, gainDays(FRIDAY)).today, 10 * 700 + 10 * 100);
  // Nothing was added: the close of the quotes is newer than that of the position.
  const held = leg({ quantity: 20, entry: 97, mark: 105, before: 98, dayBasis: 98 });
  assert.equal(centsOf({ ...held, previousClose: 99 }, gainDays(FRIDAY)).today, 20 * 600);
  // A future of this morning in the evening's session, which begins at the settlement in between.
  const evening = leg({ quantity: 1, entry: 97, mark: 105, before: 103, dayBasis: 103, openedAt: FRIDAY });
  assert.equal(centsOf(evening, gainDays(FRIDAY)).today, 200);
  const unsaid = leg({ quantity: 20, entry: 97, mark: 105, before: 98, dayBasis: 0 });
  assert.equal(centsOf(unsaid, gainDays(FRIDAY)).today, 20 * 700);
});

Deno.test("cents: on a Saturday today's gains are those of Friday, except a coin's", () => {
  const saturday = FRIDAY + 24 * 3_600_000;
  const fresh = leg({ quantity: 10, entry: 99.5, mark: 100.25, before: 98, openedAt: FRIDAY - 3_600_000 });
  assert.equal(centsOf(fresh, gainDays(saturday)).today, 750);
  const coin: BookLeg = {
    ...fresh,
    held: { ...fresh.held, instrument: { type: "cryptocurrency", symbol: "BTC/USD" } },
  };
  assert.equal(centsOf(coin, gainDays(saturday)).today, 2250);
  assert.equal(centsOf(leg({ quantity: 10, entry: 99.5, mark: 100.25, before: 98 }), gainDays(saturday)).today, 2250);
});

Deno.test("cents: a price that is missing leaves the rest", () => {
  const unpaid = leg({ quantity: 10, entry: null, mark: 100, before: 99 });
  assert.deepEqual(centsOf(unpaid, gainDays(FRIDAY)), { paid: null, value: 100_000, open: null, today: 1000 });
  assert.equal(sumCents([1, null, 2]), null);
  assert.equal(sumCents([1, 2]), 3);
});

Deno.test("cents: parts that are taken off a position add up to it", () => {
  const parts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 });
  fc.assert(fc.property(parts, fc.integer(), fc.boolean(), (sizes, cents, isSold) => {
    const sign = isSold ? -1 : 1;
    const quantity = sign * sizes.reduce((sum, size) => sum + size, 0);
    const split = createSplitter({ paid: cents, value: null, open: cents, today: -cents }, quantity);
    const shares = sizes.map((size) => split(sign * size));
    assert.equal(sumCents(shares.map(({ open }) => open)), cents + 0);
    assert.equal(sumCents(shares.map(({ today }) => today)), 0 - cents);
    assert.ok(shares.every(({ value }) => value === null));
  }));
});

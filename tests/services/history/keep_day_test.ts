import assert from "node:assert/strict";
import {
  accountDays,
  daysSince,
  holdingsOf,
  OWN,
  readDay,
  seriesOf,
} from "../../../src/services/history/account_days.ts";
import { bookFigures, keepDays } from "../../../src/services/history/keep_day.ts";
import type { BookLeg } from "../../../src/services/portfolio/book.ts";
import { check } from "../../../src/storage/storage.ts";
import { startServices } from "../../support/services.ts";

const DAY = "2026-11-20";

async function open() {
  const services = await startServices();
  const { context, storage: { records } } = services;
  const options = { records, userId: OWN, day: DAY, expiresAt: services.clock.at + 1e9, guards: [] };
  const series = await seriesOf(null, "simulator", "5WS00001");
  return { ...services, records, context, options, series, [Symbol.dispose]: services[Symbol.dispose] };
}

Deno.test("keep day: all open accounts are kept once, with what they hold and are worth", async () => {
  using house = await open();
  assert.deepEqual(await keepDays(house.options, house.context), { ok: true, value: 2 });
  assert.deepEqual(await keepDays(house.options, house.context), { ok: true, value: 0 });
  const day = (await readDay(house.records, house.series, DAY))!;
  assert.ok(day.netLiquidation! > 10_000 && day.theta !== null && day.deltaDollars !== null);
  const holdings = await holdingsOf(house.records, day);
  assert.equal(holdings.length, day.positions);
  assert.ok(holdings.some(({ quantity }) => quantity < 0));
  assert.doesNotMatch(JSON.stringify([day, holdings]), /5WS0000/, "no account number");
});

Deno.test("keep day: an account that cannot be read is not kept, the others are", async () => {
  using house = await open();
  house.simulator.faults.add({ kind: "status", status: 500, path: "/accounts/5WS00001/positions" });
  const result = await keepDays(house.options, house.context);
  assert.equal(result.ok, false);
  assert.equal(await readDay(house.records, house.series, DAY), null);
  const { items } = await house.records.list(accountDays, { where: { userId: OWN } });
  assert.equal(items.length, 1);
});

Deno.test("keep day: nothing is written of a person who has gone meanwhile", async () => {
  using house = await open();
  const guards = [check(accountDays, "somebody", "a version that is not")];
  const result = await keepDays({ ...house.options, guards }, house.context);
  assert.equal(result.ok, false);
  assert.deepEqual((await house.records.list(accountDays, { where: { userId: OWN } })).items, []);
});

Deno.test("keep day: two at the same time write one day", async () => {
  using house = await open();
  const results = await Promise.all([keepDays(house.options, house.context), keepDays(house.options, house.context)]);
  assert.equal(results.reduce((sum, result) => sum + (result.ok ? result.value : NaN), 0), 2);
  assert.equal((await daysSince(house.records, house.series, DAY)).length, 1);
});

const leg = (quantity: number, multiplier: number, figures: Partial<BookLeg>): BookLeg =>
  ({
    held: { quantity },
    multiplier,
    mark: 1,
    delta: 0.5,
    theta: -0.1,
    vega: 0.2,
    underlyingPrice: 100,
    ...figures,
  }) as BookLeg;

Deno.test("keep day: figures are sums over what is known, and say how much is not", () => {
  assert.deepEqual(bookFigures([leg(-2, 100, {}), leg(10, 1, { delta: 1, theta: 0, vega: 0 })]), {
    deltaDollars: -9000,
    theta: 20,
    vega: -40,
    unknown: 0,
  });
  const dark = leg(1, 100, { delta: null, theta: null, vega: null });
  assert.deepEqual(bookFigures([leg(1, 100, {}), dark]), { deltaDollars: 5000, theta: -10, vega: 20, unknown: 1 });
  assert.deepEqual(bookFigures([dark]), { deltaDollars: null, theta: null, vega: null, unknown: 1 });
  assert.deepEqual(bookFigures([]), { deltaDollars: 0, theta: 0, vega: 0, unknown: 0 });
});

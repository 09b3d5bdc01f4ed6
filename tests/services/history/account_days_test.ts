import assert from "node:assert/strict";
import { addDays } from "../../../src/core/calendar.ts";
import {
  type AccountDay,
  dayBefore,
  daysSince,
  type Holding,
  holdingsOf,
  keepDay,
  readDay,
  seriesOf,
} from "../../../src/services/history/account_days.ts";
import { createDenoKvStorage } from "../../../src/storage/deno_kv.ts";

const DAY = 86_400_000;

async function open() {
  const clock = { at: Date.UTC(2026, 10, 22) };
  const kv = await Deno.openKv(":memory:");
  const { records } = createDenoKvStorage(kv, { now: () => clock.at });
  return { clock, records, [Symbol.dispose]: () => kv.close() };
}

const totals = (series: string, day: string): Omit<AccountDay, "parts" | "positions"> => ({
  userId: "u_1",
  series,
  day,
  takenAt: 1,
  netLiquidation: 1000.25,
  cash: null,
  buyingPower: 10,
  deltaDollars: -3,
  theta: 4.5,
  vega: -6,
  unknown: 0,
});

const holding = (symbol: string): Holding => ({
  symbol,
  underlying: "SPY",
  quantity: -1,
  multiplier: 100,
  mark: 1.25,
  delta: null,
  theta: null,
  vega: null,
});

Deno.test("account days: a day is written once, with all that was held", async () => {
  using house = await open();
  const series = await seriesOf("u_1", "simulator", "5WS00001");
  const held = Array.from({ length: 620 }, (_, i) => holding(`SPY   261218P00${500 + i}000`));
  const write = () => house.records.commit(keepDay(totals(series, "2026-11-20"), held, house.clock.at + DAY));
  assert.equal((await write()).ok, true);
  assert.equal((await write()).ok, false, "the second time nothing is replaced");
  const day = (await readDay(house.records, series, "2026-11-20"))!;
  assert.deepEqual([day.positions, day.parts, day.netLiquidation, day.cash], [620, 3, 1000.25, null]);
  assert.deepEqual(await holdingsOf(house.records, day), held);
});

Deno.test("account days: more positions than a commit holds are counted, and not all listed", async () => {
  using house = await open();
  const held = Array.from({ length: 2500 }, (_, i) => holding(`S${i}`));
  assert.equal((await house.records.commit(keepDay(totals("s", "2026-11-20"), held, house.clock.at + DAY))).ok, true);
  const day = (await readDay(house.records, "s", "2026-11-20"))!;
  assert.deepEqual([day.positions, (await holdingsOf(house.records, day)).length], [2500, 2000]);
});

Deno.test("account days: the last day before another, and all since one, of one account only", async () => {
  using house = await open();
  for (const series of ["a", "b"]) {
    for (let back = 0; back < 130; back++) {
      const day = addDays("2026-11-20", -back);
      if (series === "a" && day === "2026-11-15") continue;
      await house.records.commit(keepDay(totals(series, day), [], house.clock.at + 400 * DAY));
    }
  }
  const before = async (day: string) => (await dayBefore(house.records, "a", day))?.day ?? null;
  assert.deepEqual(
    [await before("2026-11-20"), await before("2026-11-15"), await before("2027-01-01"), await before("2026-01-01")],
    ["2026-11-20", "2026-11-14", "2026-11-20", null],
  );
  const since = await daysSince(house.records, "a", "2026-07-20");
  assert.equal(since.length, 123);
  assert.deepEqual([since[0]!.day, since.at(-1)!.day], ["2026-07-20", "2026-11-20"]);
  assert.ok(since.every(({ series }) => series === "a"));
});

Deno.test("account days: what is too old is gone, holdings as well", async () => {
  using house = await open();
  await house.records.commit(keepDay(totals("s", "2026-11-20"), [holding("SPY")], house.clock.at + DAY));
  const day = (await readDay(house.records, "s", "2026-11-20"))!;
  assert.equal((await holdingsOf(house.records, day)).length, 1);
  house.clock.at += DAY;
  assert.equal(await readDay(house.records, "s", "2026-11-20"), null);
  assert.deepEqual(await holdingsOf(house.records, day), []);
});

Deno.test("account days: a series tells persons, brokers and accounts apart, and does not tell the number", async () => {
  const all = await Promise.all([
    seriesOf("u_1", "simulator", "5WS00001"),
    seriesOf("u_2", "simulator", "5WS00001"),
    seriesOf("u_1", "tastytrade", "5WS00001"),
    seriesOf("u_1", "simulator", "5WS00002"),
  ]);
  assert.equal(new Set(all).size, 4);
  assert.ok(all.every((series) => /^[0-9a-f]{24}$/.test(series)));
  assert.equal(await seriesOf("u_1", "simulator", "5WS00001"), all[0]);
});

import assert from "node:assert/strict";
import type { Source } from "../../../src/broker/broker.ts";
import { createSheets } from "../../../src/services/chain/sheets.ts";
import { createDenoKvStorage } from "../../../src/storage/deno_kv.ts";

const SECOND = 1000;

async function start() {
  const clock = { at: 1_000_000_000_000, source: "tastytrade" as Source };
  const now = () => clock.at;
  const kv = await Deno.openKv(":memory:");
  const { cache } = createDenoKvStorage(kv, { now });
  const open = () => createSheets({ cache, now, source: () => clock.source, cacheKey: (key) => `user:7:chain:${key}` });
  return { clock, cache, open, [Symbol.dispose]: () => kv.close() };
}

Deno.test("sheets: another process finds what one has kept, all options of an expiration in one value", async () => {
  using house = await start();
  const first = house.open();
  first.entry("SPY:2026-12-18", "A").Quote = [house.clock.at, 1, 1.1];
  first.entry("SPY:2026-12-18", "B").Greeks = [house.clock.at, 1, 0.2, -0.3, 0.01, -0.1, 0.2];
  await first.keep(["SPY:2026-12-18"]);
  assert.ok(await house.cache.read("user:7:chain:SPY:2026-12-18"));
  const second = house.open();
  assert.deepEqual(second.entry("SPY:2026-12-18", "A"), {});
  await second.load(["SPY:2026-12-18"]);
  assert.deepEqual(second.entry("SPY:2026-12-18", "A").Quote, [house.clock.at, 1, 1.1]);
  assert.equal(second.entry("SPY:2026-12-18", "B").Greeks![3], -0.3);
});

Deno.test("sheets: of two readings the newer one stays, part by part", async () => {
  using house = await start();
  const other = house.open();
  other.entry("SPY:d", "A").Quote = [house.clock.at, 1, 2];
  other.entry("SPY:d", "A").Trade = [house.clock.at, 1.5, 10];
  await other.keep(["SPY:d"]);
  const mine = house.open();
  mine.entry("SPY:d", "A").Quote = [house.clock.at + 1, 3, 4];
  mine.entry("SPY:d", "A").Trade = [house.clock.at - 1, 1.4, 9];
  await mine.load(["SPY:d"]);
  assert.deepEqual(mine.entry("SPY:d", "A"), {
    Quote: [house.clock.at + 1, 3, 4],
    Trade: [house.clock.at, 1.5, 10],
  });
});

Deno.test("sheets: what is older than five minutes is neither kept nor remembered", async () => {
  using house = await start();
  const sheets = house.open();
  sheets.entry("SPY:d", "old").Quote = [house.clock.at, 1, 2];
  house.clock.at += 290 * SECOND;
  sheets.entry("SPY:d", "young").Quote = [house.clock.at, 1, 2];
  house.clock.at += 20 * SECOND;
  await sheets.load(["SPY:d"]);
  assert.deepEqual(sheets.entry("SPY:d", "old"), {});
  assert.equal(sheets.entry("SPY:d", "young").Quote!.length, 3);
});

Deno.test("sheets: what a simulator has left does not mix with the broker's figures", async () => {
  using house = await start();
  house.clock.source = "simulator";
  const simulated = house.open();
  simulated.entry("SPY:d", "A").Quote = [house.clock.at, 1, 2];
  await simulated.keep(["SPY:d"]);
  house.clock.source = "tastytrade";
  const real = house.open();
  await real.load(["SPY:d"]);
  assert.deepEqual(real.entry("SPY:d", "A"), {});
});

Deno.test("sheets: the sheet unused for longest is forgotten first", async () => {
  using house = await start();
  const sheets = house.open();
  sheets.entry("SPY:0", "A").Quote = [house.clock.at, 1, 2];
  sheets.entry("SPY:1", "A").Quote = [house.clock.at, 1, 2];
  for (let sheet = 2; sheet < 151; sheet++) {
    sheets.entry("SPY:1", "A");
    sheets.entry(`SPY:${sheet}`, "A");
  }
  assert.equal(sheets.entry("SPY:1", "A").Quote!.length, 3);
  assert.deepEqual(sheets.entry("SPY:0", "A"), {});
});

Deno.test("sheets: what nobody has used for five minutes leaves the memory", async () => {
  using house = await start();
  const sheets = house.open();
  sheets.entry("SPY:a", "A").Quote = [house.clock.at, 1, 2];
  house.clock.at += 200 * SECOND;
  sheets.entry("SPY:b", "A").Quote = [house.clock.at, 1, 2];
  house.clock.at += 150 * SECOND;
  await sheets.keep(["SPY:c"]);
  assert.deepEqual(sheets.entry("SPY:a", "A"), {});
  assert.equal(sheets.entry("SPY:b", "A").Quote!.length, 3);
});

Deno.test("sheets: an entry can be replaced as a whole", async () => {
  using house = await start();
  const sheets = house.open();
  sheets.entry("SPY:d", "A").Quote = [house.clock.at, 1, 2];
  sheets.replace("SPY:d", "A", { Trade: [house.clock.at] });
  assert.deepEqual(sheets.entry("SPY:d", "A"), { Trade: [house.clock.at] });
});

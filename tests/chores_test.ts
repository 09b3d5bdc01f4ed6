import assert from "node:assert/strict";
import { newYorkInstant } from "../src/core/calendar.ts";
import { accountDays, accountHoldings } from "../src/services/history/account_days.ts";
import { openHouse } from "./auth/attacks/house.ts";
import { startApp } from "./support/app.ts";
import { logIn } from "./support/login.ts";

const AFTER_CLOSE = newYorkInstant("2026-11-20", 16 * 60 + 31);

Deno.test("chores: each person's accounts are written down under their own name, over their own connection", async () => {
  const clock = { at: AFTER_CLOSE };
  await using house = await openHouse({ clock });
  const [ada, ben] = [await logIn(house, { customer: 0 }), await logIn(house, { customer: 1 })];
  await house.app.tick();
  const daysOf = async (userId: string) =>
    (await house.storage.records.list(accountDays, { where: { userId } })).items.map(({ value }) => value);
  const [adas, bens] = [await daysOf(ada.userId), await daysOf(ben.userId)];
  assert.deepEqual([adas.length, bens.length], [2, 1]);
  assert.equal(new Set([...adas, ...bens].map(({ series }) => series)).size, 3);
  assert.ok([...adas, ...bens].every(({ day, netLiquidation }) => day === "2026-11-20" && netLiquidation! > 0));
  await house.app.tick();
  assert.equal((await daysOf(ada.userId)).length, 2);
});

Deno.test("chores: nothing is written of somebody who has left, and what was is gone with them", async () => {
  const clock = { at: AFTER_CLOSE };
  await using house = await openHouse({ clock });
  const ada = await logIn(house, { customer: 0 });
  await house.app.tick();
  await house.app.access.server!.account.erase(ada.userId);
  clock.at = newYorkInstant("2026-11-23", 16 * 60 + 31);
  await house.app.tick();
  assert.deepEqual((await house.storage.records.list(accountDays)).items, []);
  assert.deepEqual((await house.storage.records.list(accountHoldings)).items, []);
});

Deno.test("chores: a person whose link is broken costs nobody else their day", async () => {
  const clock = { at: AFTER_CLOSE };
  await using house = await openHouse({ clock });
  const [ada, ben] = [await logIn(house, { customer: 0 }), await logIn(house, { customer: 1 })];
  await house.app.access.server!.account.unlink(ada.userId);
  await house.app.tick();
  const { items } = await house.storage.records.list(accountDays);
  assert.deepEqual(items.map(({ value }) => value.userId), [ben.userId]);
});

Deno.test("chores: what is kept of accounts is kept as long as is configured, or not at all", async () => {
  await using app = await startApp({ at: AFTER_CLOSE, environment: { TTAI_HISTORY_DAYS: "0" } });
  await app.tick();
  assert.equal(app.lines.some(({ event }) => event === "snapshots"), false);
});

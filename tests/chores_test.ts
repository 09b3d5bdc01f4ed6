import assert from "node:assert/strict";
import { newYorkInstant } from "../src/core/calendar.ts";
import { accountDays, accountHoldings } from "../src/services/history/account_days.ts";
import { createDenoKvStorage } from "../src/storage/deno_kv.ts";
import type { Records } from "../src/storage/storage.ts";
import { openHouse } from "./auth/attacks/house.ts";
import { createApp } from "../src/app.ts";
import { readConfig } from "../src/config.ts";
import { createSimulator } from "../src/simulator/simulator.ts";
import { OWNER, startApp } from "./support/app.ts";
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

Deno.test("chores: a database that fails for one person, or for one chore, costs nobody else their day", async () => {
  const clock = { at: AFTER_CLOSE };
  using kv = await Deno.openKv(":memory:");
  const storage = createDenoKvStorage(kv, { now: () => clock.at });
  let broken = "";
  const away = () => Promise.reject(new Error("the database is away"));
  const records: Records = {
    ...storage.records,
    read: (collection, id) => id === broken ? away() : storage.records.read(collection, id),
    sweep: away,
  };
  await using house = await openHouse({ clock, storage: { ...storage, records } });
  const [ada, ben] = [await logIn(house, { customer: 0 }), await logIn(house, { customer: 1 })];
  broken = ada.userId;
  await house.app.tick();
  const { items } = await storage.records.list(accountDays);
  assert.deepEqual(items.map(({ value }) => value.userId), [ben.userId]);
  const broke = house.rawLines.map((line) => JSON.parse(line)).filter(({ event }) => / broke$/.test(event));
  assert.deepEqual(broke.map(({ event, chore }) => [event, chore]), [["chore broke", "sweep"], [
    "snapshot broke",
    undefined,
  ]]);
  broken = "";
  clock.at += 15 * 60_000;
  await house.app.tick();
  assert.equal((await storage.records.list(accountDays)).items.length, 3);
});

Deno.test("chores: where sockets belong to requests, no tick uses one of another", async () => {
  const clock = { at: AFTER_CLOSE };
  const now = () => clock.at;
  using kv = await Deno.openKv(":memory:");
  const simulator = createSimulator({ now });
  const options = ["C", "P"].flatMap((right) => Array.from({ length: 105 }, (_, i) => ({ right, strike: 600 + i })));
  const app = await createApp({
    config: readConfig(OWNER),
    storage: createDenoKvStorage(kv, { now }),
    async fetch(input, init) {
      const request = new Request(input, init);
      const response = await simulator.fetch(request);
      if (!new URL(request.url).pathname.endsWith("/positions")) return response;
      const body = await response.json();
      const row = body.data.items.find((row: Record<string, string>) => row["instrument-type"] === "Equity Option");
      // So many that they are asked for over the stream.
      const items = row === undefined ? [] : options.map(({ right, strike }) => ({
        ...row,
        "symbol": `SPY   261218${right}00${strike}000`,
        "underlying-symbol": "SPY",
        "streamer-symbol": `.SPY261218${right}${strike}`,
      }));
      return Response.json({ ...body, data: { ...body.data, items } });
    },
    openSocket: (url) => simulator.openSocket(url),
    socketScope: "request",
    simulate: () => Promise.reject(new Error("there is a broker")),
    now,
    wait: () => Promise.resolve(),
    random: () => 0.5,
    write: () => {},
  });
  await app.tick();
  const { length } = simulator.sockets;
  assert.ok(length > 0);
  clock.at = newYorkInstant("2026-11-23", 16 * 60 + 31);
  await app.tick();
  assert.ok(simulator.sockets.length > length, "the second tick has opened its own");
  while (simulator.sockets.some(({ closedAt }) => closedAt === null)) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  app.close();
});

import assert from "node:assert/strict";
import { marketSession } from "../../src/resources/market_session.ts";
import { FRIDAY } from "../support/app.ts";
import { startServices } from "../support/services.ts";

const DAY = 86_400_000;

async function read(at: number, isDown = false) {
  using services = await startServices({ at });
  if (isDown) services.simulator.faults.add({ kind: "status", status: 403, path: "/market-time" });
  const answer = await marketSession.read("", services.context);
  await services.settled();
  assert.ok(answer.ok);
  return answer.value as Record<string, unknown>;
}

Deno.test("market://session: on a Friday morning it is open, and says what comes next", async () => {
  const session = await read(FRIDAY);
  assert.deepEqual([session.open_now, session.session, session.futures, session.crypto], [
    true,
    "open",
    "open",
    "open",
  ]);
  assert.deepEqual([session.time, session.next_close, session.next_open], [
    "2026-11-20T11:00-05:00",
    "2026-11-20T16:00-05:00",
    "2026-11-23T09:30-05:00",
  ]);
  assert.deepEqual((session.holidays as string[]).slice(0, 2), ["2026-11-26", "2026-12-25"]);
  assert.deepEqual([session.calendar, session.source, session.simulated], [
    "exchange rules, checked with the broker",
    "simulator",
    true,
  ]);
});

Deno.test("market://session: on the day after Thanksgiving it says that it closes early", async () => {
  const session = await read(FRIDAY + 7 * DAY);
  assert.deepEqual([session.half_day_today, session.next_close], [true, "2026-11-27T13:00-05:00"]);
});

Deno.test("market://session: without the broker it says that nobody has confirmed it", async () => {
  const session = await read(FRIDAY, true);
  assert.equal(session.calendar, "exchange rules only; tastytrade could not be asked");
  assert.match(session.warning as string, /does not permit/);
  assert.equal(session.source, undefined);
});

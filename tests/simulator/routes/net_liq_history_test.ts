import assert from "node:assert/strict";
import { SIMULATED_CREDENTIALS } from "../../../src/simulator/simulator.ts";
import { FRIDAY, type Json, startClient } from "../client.ts";

const HOUR = 3_600_000;
const timeOf = (item: Json): number => Date.parse(item.time.replace(" ", "T").replace("+00", "Z"));

for (const [person, number] of ["5WS00001", "5WT00117"].entries()) {
  Deno.test(`net liquidation: of ${number} the last value is the balance's, and the steps of any span hang together`, async () => {
    for (const at of [FRIDAY, FRIDAY + 6 * HOUR, FRIDAY + 50 * HOUR]) {
      const { get } = startClient({ at, credentials: SIMULATED_CREDENTIALS[person]! });
      const balance = (await get(`/accounts/${number}/balances/USD`)).body.data["net-liquidating-value"];
      for (const back of ["1d", "1w", "1m"]) {
        const { body } = await get(`/accounts/${number}/net-liq/history?time-back=${back}`);
        assert.ok(!("context" in body));
        const items: Json[] = body.data.items;
        assert.deepEqual([items.at(-1).close, items.at(-1)["total-close"]], [balance, balance], back);
        for (const [place, item] of items.entries()) {
          assert.match(item.time, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+00$/);
          const [open, high, low, close] = ["open", "high", "low", "close"].map((key) => Number(item[key]));
          assert.ok(low! <= Math.min(open!, close!) && high! >= Math.max(open!, close!));
          if (place > 0) {
            assert.deepEqual([item.open, timeOf(item) > timeOf(items[place - 1])], [items[place - 1].close, true]);
          }
        }
      }
      const { data } = (await get(`/accounts/${number}/net-liq`)).body;
      assert.deepEqual([data.close, data.open, data["pending-cash-close"]], [balance, balance, "0.0"]);
    }
  });
}

Deno.test("net liquidation: a day has steps of five minutes, a month one a session, which end as the day's balance", async () => {
  const { get } = startClient({ at: FRIDAY + 6 * HOUR });
  const items = async (query: string): Promise<Json[]> =>
    (await get(`/accounts/5WS00001/net-liq/history?${query}`)).body.data.items;
  const day = await items("time-back=1d");
  assert.deepEqual([day.length, day[0].time, day[1].time], [78, "2026-11-20 14:30:00+00", "2026-11-20 14:35:00+00"]);
  const month = await items("time-back=1m");
  const snapshots =
    (await get("/accounts/5WS00001/balance-snapshots?time-of-day=EOD&start-date=2026-11-09")).body.data.items;
  assert.ok(snapshots.length >= 9);
  for (const snapshot of snapshots.slice(1)) {
    const step = month.find(({ time }) => time.startsWith(snapshot["snapshot-date"]));
    assert.equal(step.close, snapshot["net-liquidating-value"], snapshot["snapshot-date"]);
  }
  const two = await items("start-time=2026-11-16T00:00:00Z&end-time=2026-11-18T05:00:00Z");
  assert.deepEqual(two.length, 26);
  assert.deepEqual([two[0].time, two.at(-1).time], ["2026-11-16 14:30:00+00", "2026-11-17 20:30:00+00"]);
});

Deno.test("net liquidation: a wish that cannot be read is named", async () => {
  const { get } = startClient();
  for (const [query, domain] of [["", "time-back"], ["time-back=2d", "time-back"], ["start-time=x", "start-time"]]) {
    const { status, body } = await get(`/accounts/5WS00001/net-liq/history?${query}`);
    assert.deepEqual([status, body.error.errors[0].domain], [400, domain]);
  }
});

import assert from "node:assert/strict";
import { SIMULATED_CREDENTIALS } from "../../../src/simulator/simulator.ts";
import { FRIDAY, type Json, startClient } from "../client.ts";

/** What the Python client cannot do without. */
const REQUIRED =
  "account-number cash-balance long-equity-value short-equity-value long-derivative-value short-derivative-value " +
  "long-futures-value short-futures-value long-futures-derivative-value short-futures-derivative-value " +
  "long-margineable-value short-margineable-value margin-equity equity-buying-power derivative-buying-power " +
  "day-trading-buying-power futures-margin-requirement available-trading-funds maintenance-requirement " +
  "maintenance-call-value reg-t-call-value day-trading-call-value day-equity-call-value net-liquidating-value " +
  "cash-available-to-withdraw day-trade-excess pending-cash long-cryptocurrency-value short-cryptocurrency-value " +
  "cryptocurrency-margin-requirement unsettled-cryptocurrency-fiat-amount closed-loop-available-balance " +
  "equity-offering-margin-requirement long-bond-value bond-margin-requirement used-derivative-buying-power " +
  "snapshot-date reg-t-margin-requirement futures-overnight-margin-requirement futures-intraday-margin-requirement " +
  "maintenance-excess pending-margin-interest effective-cryptocurrency-buying-power updated-at";

Deno.test("balances: one for the one currency, with every key the clients need", async () => {
  const { get } = startClient();
  const { items } = (await get("/accounts/5WS00001/balances")).body.data;
  const one = (await get("/accounts/5WS00001/balances/USD")).body.data;
  assert.deepEqual(items, [one]);
  for (const key of REQUIRED.split(" ")) assert.ok(key in one, key);
  assert.equal((await get("/accounts/5WS00001/balances/EUR")).status, 404);
});

const KINDS = ["equity", "derivative", "index-derivative", "futures", "futures-derivative", "cryptocurrency"];

for (const [person, numbers] of [["5WS00001", "5WS00002"], ["5WT00117"]].entries()) {
  Deno.test(`balances: of customer ${person + 1} the value is cash and what positions are worth at their marks`, async () => {
    for (const at of [FRIDAY, FRIDAY + 6 * 3_600_000, FRIDAY + 30 * 3_600_000]) {
      const { get } = startClient({ at, credentials: SIMULATED_CREDENTIALS[person]! });
      for (const number of numbers) {
        const balance = (await get(`/accounts/${number}/balances/USD`)).body.data;
        const of = (key: string) => Number(balance[key]);
        const value = KINDS.reduce((sum, kind) => sum + of(`long-${kind}-value`) - of(`short-${kind}-value`), 0);
        assert.ok(Math.abs(of("net-liquidating-value") - of("cash-balance") - value) < 0.005, number);
        const { items } = (await get(`/accounts/${number}/positions?include-marks=true`)).body.data;
        const marked = items.filter((item: Json) => item["instrument-type"] !== "Future")
          .reduce(
            (sum: number, item: Json) =>
              sum + (item["quantity-direction"] === "Long" ? 1 : -1) * Math.round(Number(item.mark) * 100) / 100,
            0,
          );
        const gain = of("long-futures-value") - of("short-futures-value");
        assert.ok(Math.abs(value - gain - marked) < 0.05, `${number}: ${value - gain} ${marked}`);
        assert.equal(
          of("used-derivative-buying-power").toFixed(2),
          (of("reg-t-margin-requirement") + of("futures-margin-requirement")).toFixed(2),
        );
        assert.ok(of("maintenance-requirement") <= of("reg-t-margin-requirement"));
        assert.ok(of("derivative-buying-power") > 0 && of("derivative-buying-power") < of("net-liquidating-value"));
      }
    }
  });
}

Deno.test("balances: futures count with what they gained since they were last settled", async () => {
  const { get } = startClient();
  const path = "/accounts/5WS00001";
  const [future] = (await get(`${path}/positions?include-marks=true&instrument-type=Future`)).body.data.items;
  const lines = (await get(`${path}/transactions?symbol=${encodeURIComponent(future.symbol)}`)).body.data.items;
  assert.equal(lines[0]["transaction-date"], "2026-11-19");
  const settled = Number(lines[0].description.split(" at ")[1]);
  const gain = (Number(future["mark-price"]) - settled) * future.quantity * future.multiplier;
  const balance = (await get(`${path}/balances/USD`)).body.data;
  assert.ok(gain !== 0 && Math.abs(gain) < 5000);
  assert.equal(Number(balance["long-futures-value"]) - Number(balance["short-futures-value"]), gain);
});

Deno.test("balances: only who may borrow buys shares for more than the cash there is", async () => {
  const { get } = startClient();
  const power = async (number: string) => {
    const { data } = (await get(`/accounts/${number}/balances/USD`)).body;
    return Number(data["equity-buying-power"]) / Number(data["derivative-buying-power"]);
  };
  assert.ok(Math.abs(await power("5WS00001") - 2) < 1e-6);
  assert.ok(await power("5WS00002") <= 1);
});

Deno.test("balances: snapshots of past days are what the balance was then, newest first", async () => {
  const ben = startClient({ credentials: SIMULATED_CREDENTIALS[1] });
  const path = "/accounts/5WT00117";
  const query = "time-of-day=EOD&start-date=2026-11-12&end-date=2026-11-22";
  const { data, pagination } = (await ben.get(`${path}/balance-snapshots?${query}`)).body;
  const days = data.items.map((item: Json) => item["snapshot-date"]);
  assert.deepEqual(days, ["2026-11-19", "2026-11-18", "2026-11-17", "2026-11-16", "2026-11-13", "2026-11-12"]);
  assert.equal(pagination["total-items"], 6);
  const then = startClient({ at: Date.UTC(2026, 10, 18, 21), credentials: SIMULATED_CREDENTIALS[1] });
  const one = (await ben.get(`${path}/balance-snapshots?time-of-day=EOD&snapshot-date=2026-11-18`)).body.data.items;
  assert.deepEqual(one, [{ ...(await then.get(`${path}/balances/USD`)).body.data, "time-of-day": "EOD" }]);
  const latest = (await ben.get(`${path}/balance-snapshots?time-of-day=BOD`)).body.data.items;
  assert.deepEqual(latest.map((item: Json) => [item["snapshot-date"], item["time-of-day"]]), [
    ["2026-11-20", "Intraday"],
    ["2026-11-20", "BOD"],
  ]);
  assert.equal(
    (await ben.get(`${path}/balance-snapshots?time-of-day=EOD&end-date=2024-05-23`)).body.data.items.length,
    3,
  );
  for (const wrong of ["", "time-of-day=Noon", "time-of-day=EOD&start-date=x"]) {
    assert.equal((await ben.get(`${path}/balance-snapshots?${wrong}`)).status, 400);
  }
});

import assert from "node:assert/strict";
import { newYorkInstant } from "../../../src/core/calendar.ts";
import { accountDays, OWN } from "../../../src/services/history/account_days.ts";
import { readAccountHistory } from "../../../src/services/history/account_history.ts";
import { keepDays } from "../../../src/services/history/keep_day.ts";
import { performanceOf } from "../../../src/services/history/performance.ts";
import { remove } from "../../../src/storage/storage.ts";
import { startServices } from "../../support/services.ts";

type Services = Awaited<ReturnType<typeof startServices>>;

const keep = ({ context, clock, storage: { records } }: Services, day: string) =>
  keepDays({ records, userId: OWN, day, expiresAt: clock.at + 1e10, guards: [] }, context);

const read = async (services: Services, changes = false) =>
  await readAccountHistory({ since: "2026-11-16", changes }, services.context);

Deno.test("account history: greeks stand at the days that were written down, of all accounts or not at all", async () => {
  using services = await startServices();
  await keep(services, "2026-11-19");
  const history = await read(services);
  assert.ok(history.ok);
  const days = new Map(history.value.days.map((day) => [day.day, day]));
  assert.ok(days.get("2026-11-19")!.theta !== null && days.get("2026-11-18")!.theta === null);
  const { records } = services.storage;
  const { items } = await records.list(accountDays, { where: { userId: OWN } });
  assert.equal(items.length, 2);
  const sum = items.reduce((sum, { value }) => sum + value.theta!, 0);
  assert.equal(days.get("2026-11-19")!.theta, Math.round(sum * 100) / 100);
  await records.commit([remove(accountDays, items[0]!.id, items[0]!.version)]);
  const half = await read(services);
  assert.equal(half.ok && half.value.days.find(({ day }) => day === "2026-11-19")!.theta, null);
});

Deno.test("account history: deposits and withdrawals behind the first day are told apart from what was earned", async () => {
  using services = await startServices();
  const history = await readAccountHistory({ since: "2026-01-02", changes: false }, services.context);
  assert.ok(history.ok);
  const wanted = [];
  for (const number of ["5WS00001", "5WS00002"]) {
    for (const { date, type, value } of await moneyLines(services, number)) {
      if (date > history.value.days[0]!.day && /Deposit|Withdrawal/.test(type)) {
        wanted.push({ day: date, dollars: value });
      }
    }
  }
  assert.ok(wanted.length > 0);
  assert.equal(history.value.moved, wanted.reduce((sum, { dollars }) => sum + dollars, 0));
  assert.deepEqual(history.value.performance, performanceOf(history.value.days, wanted));
});

/** From the simulator's own answers, in the plainest way. */
async function moneyLines({ simulator, context }: Services, number: string) {
  const token = await context.broker.token();
  assert.ok(token.ok);
  const answer = await simulator.fetch(
    `https://simulated.invalid/accounts/${number}/transactions?per-page=2000&start-date=2026-01-01`,
    { headers: { authorization: `Bearer ${token.value}`, "user-agent": "ttai/test" } },
  );
  const { data } = await answer.json();
  return (data.items as Record<string, string>[]).map((item) => ({
    date: item["transaction-date"]!,
    type: item["transaction-sub-type"]!,
    value: Number(item.value) * (item["value-effect"] === "Debit" ? -1 : 1),
  }));
}

Deno.test("account history: without any day of an account the broker's failure is told", async () => {
  using services = await startServices();
  services.simulator.faults.add({ kind: "status", status: 500 });
  const history = await read(services);
  assert.equal(history.ok, false);
});

Deno.test("account history: transactions that cannot be read leave the money moved unknown, and the rest known", async () => {
  using services = await startServices();
  for (const number of ["5WS00001", "5WS00002"]) {
    services.simulator.faults.add({ kind: "status", status: 500, path: `/accounts/${number}/transactions` });
  }
  const history = await read(services);
  assert.ok(history.ok);
  assert.deepEqual([history.value.moved, history.value.performance], [null, null]);
  assert.deepEqual(history.value.unknown, ["deposits and withdrawals, so return and drawdown"]);
  assert.ok(history.value.days.length >= 4);
});

Deno.test("account history: changes are against the last day that was written down at or before the day asked for", async () => {
  using services = await startServices({ at: newYorkInstant("2026-11-13", 17 * 60) });
  await keep(services, "2026-11-13");
  services.clock.at = newYorkInstant("2026-11-20", 11 * 60);
  const history = await read(services, true);
  assert.ok(history.ok);
  assert.deepEqual(history.value.changes!.map(({ since }) => since), ["2026-11-13", "2026-11-13"]);
});

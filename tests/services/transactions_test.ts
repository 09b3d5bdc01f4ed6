import assert from "node:assert/strict";
import { createBroker } from "../../src/broker/broker.ts";
import { addDays } from "../../src/core/calendar.ts";
import type { Context } from "../../src/services/context.ts";
import { createMarket } from "../../src/services/market.ts";
import { type AccountHistory, readHistories } from "../../src/services/transactions/read_history.ts";
import { chooseCampaigns, chooseLines } from "../../src/services/transactions/selection.ts";
import { sumUp } from "../../src/services/transactions/summary.ts";
import { answerTransactions } from "../../src/tools/answers/transactions.ts";
import { startServices, type TestServices } from "../support/services.ts";

// deno-lint-ignore no-explicit-any
type Json = any;

/** A share bought each day from `2026-11-19` backwards, several a day; ids fall with time. */
const bought = (count: number, perDay = 20): Json[] =>
  Array.from({ length: count }, (_, place) => {
    const day = addDays("2026-11-19", -Math.floor(place / perDay));
    return {
      id: 900_000 - place,
      "account-number": "5WS00001",
      symbol: "KO",
      "underlying-symbol": "KO",
      "instrument-type": "Equity",
      "transaction-type": "Trade",
      "transaction-sub-type": "Buy to Open",
      description: "Bought 1 KO",
      action: "Buy to Open",
      quantity: "1.0",
      price: "60.0",
      "executed-at": new Date(Date.parse(`${day}T20:00:00Z`) - place % perDay).toISOString(),
      "transaction-date": day,
      value: "60.0",
      "value-effect": "Debit",
      "net-value": "60.001",
      "net-value-effect": "Debit",
      "clearing-fees": "0.001",
      "clearing-fees-effect": "Debit",
      "is-estimated-fee": false,
    };
  });

interface Upstream {
  rows: Json[];
  /** Pages asked for, as `from..until:page`, that answer with an error. */
  broken: Set<string>;
  asked: string[];
}

/** The simulated broker with other transactions: what it is asked for is written down. */
function withRows(services: TestServices, rows: Json[], prefix = ""): { context: Context; upstream: Upstream } {
  const upstream: Upstream = { rows, broken: new Set(), asked: [] };
  const { clock, storage, simulator, context: { live } } = services;
  const now = () => clock.at;
  const broker = createBroker({
    baseUrl: "https://simulated.invalid",
    credentials: () => Promise.resolve(simulator.credentials),
    fetch: async (input, init) => {
      const { pathname, searchParams: query } = new URL(new Request(input, init).url);
      if (!pathname.endsWith("/transactions")) return await simulator.fetch(input, init);
      const [from, until] = [query.get("start-date") ?? "", query.get("end-date") ?? ""];
      const [page, size] = [Number(query.get("page-offset")), Number(query.get("per-page"))];
      upstream.asked.push(`${from}..${until}:${page}`);
      if (upstream.broken.has(upstream.asked.at(-1)!)) return new Response("{}", { status: 500 });
      const all = upstream.rows.filter((row) =>
        row["transaction-date"] >= from && (until === "" || row["transaction-date"] <= until)
      );
      return Response.json({ data: { items: all.slice(page * size, (page + 1) * size) } });
    },
    now,
    wait: () => Promise.resolve(),
    random: () => 0.5,
    log: () => {},
    userAgent: "ttai/test",
    source: "simulator",
    refusals: { read: () => Promise.resolve(null), remember: () => Promise.resolve() },
  });
  const market = createMarket({ broker, live, cache: storage.cache, now, prefix });
  return { context: { ...services.context, broker, market }, upstream };
}

async function read(context: Context): Promise<AccountHistory> {
  const histories = await readHistories("0001", context);
  assert.ok(histories.ok);
  return histories.value.read[0]!;
}

const SPAN = { from: "1970-01-01", to: "2026-11-20" };

Deno.test("transactions: a history of many pages is read whole, old and new, once", async () => {
  using services = await startServices();
  const { context, upstream } = withRows(services, bought(4500));
  const { lines, books, cutBefore } = await read(context);
  assert.deepEqual(lines.map(({ id }) => id), bought(4500).map(({ id }) => id).reverse());
  assert.deepEqual(upstream.asked.toSorted(), ["..2026-11-15:0", "..2026-11-15:1", "..2026-11-15:2", "2026-11-16..:0"]);
  assert.deepEqual([books.held.get("KO")!.lots.length, cutBefore], [4500, null]);
  const sums = sumUp(chooseLines([await read(context)], { span: SPAN }));
  assert.deepEqual([sums.count, sums.cash, sums.fees.total], [4500, -4500 * 60_001_000, 4500 * 1000]);
  assert.equal(upstream.asked.length, 4, "the second question costs nothing");
  await services.settled();
});

Deno.test("transactions: the last days are looked at again after a minute, the rest after a day, by another process too", async () => {
  using services = await startServices();
  const { context, upstream } = withRows(services, bought(2500));
  await read(context);
  await services.settled();
  const first = upstream.asked.length;
  services.clock.at += 61_000;
  upstream.rows = [{ ...bought(1)[0], id: 900_001, "transaction-date": "2026-11-20" }, ...upstream.rows];
  assert.equal((await read(context)).lines.length, 2501);
  assert.deepEqual(upstream.asked.slice(first), ["2026-11-16..:0"]);
  const another = withRows(services, upstream.rows);
  assert.equal((await read(another.context)).lines.length, 2501);
  assert.deepEqual(another.upstream.asked, []);
  services.clock.at += 86_400_000;
  await read(context);
  assert.deepEqual(upstream.asked.slice(first + 1).toSorted(), ["..2026-11-16:0", "..2026-11-16:1", "2026-11-17..:0"]);
  await services.settled();
});

Deno.test("transactions: what is kept for one user answers no other", async () => {
  using services = await startServices();
  const one = withRows(services, bought(30), "user:a:");
  const other = withRows(services, bought(10), "user:b:");
  for (let time = 0; time < 2; time++) {
    assert.equal((await read(one.context)).lines.length, 30);
    assert.equal((await read(other.context)).lines.length, 10);
    await services.settled();
  }
  assert.deepEqual([one.upstream.asked.length, other.upstream.asked.length], [2, 2]);
});

Deno.test("transactions: when the second page cannot be had there are no figures, and the first is not asked for again", async () => {
  using services = await startServices();
  const { context, upstream } = withRows(services, bought(2500));
  upstream.broken.add("..2026-11-15:1");
  const failed = await readHistories("0001", context);
  assert.ok(!failed.ok);
  assert.equal(failed.failure.kind, "broker_unavailable");
  upstream.broken.clear();
  const before = upstream.asked.length;
  assert.equal((await read(context)).lines.length, 2500);
  assert.deepEqual(upstream.asked.slice(before), ["..2026-11-15:1"]);
  await services.settled();
});

Deno.test("transactions: a line that moves to the next page while it is read counts once", async () => {
  using services = await startServices();
  const rows = bought(2500);
  // As if one had been booked late, between the two pages.
  const { context } = withRows(services, rows.toSpliced(2100, 0, rows[2099]));
  assert.equal((await read(context)).lines.length, 2500);
  await services.settled();
});

Deno.test("transactions: of a history beyond all measure the latest part is read, and it is said from when on", async () => {
  using services = await startServices();
  const { context, upstream } = withRows(services, bought(40_500, 60));
  const { lines, cutBefore } = await read(context);
  assert.equal(lines.length, 40_240);
  assert.equal(cutBefore, lines[0]!.day);
  assert.equal(upstream.asked.length, 21);
  await services.settled();
});

Deno.test("transactions: an account in which nothing ever happened has sums of nothing", async () => {
  using services = await startServices();
  const { context } = withRows(services, []);
  const history = await read(context);
  assert.deepEqual([history.lines, history.campaigns, history.cutBefore], [[], [], null]);
  const { count, cash, realized, fees } = sumUp(chooseLines([history], { span: SPAN }));
  assert.deepEqual([count, cash, realized, fees.total], [0, 0, 0, 0]);
  assert.deepEqual(chooseCampaigns([history], { span: SPAN }), []);
  await services.settled();
});

Deno.test("transactions: closings without openings are counted apart, with what they brought", async () => {
  using services = await startServices();
  const [row] = bought(1);
  const sale = {
    ...row,
    action: "Sell to Close",
    "transaction-sub-type": "Sell to Close",
    "value-effect": "Credit",
    "net-value": "59.999",
    "net-value-effect": "Credit",
  };
  const { context } = withRows(services, [sale]);
  const history = await read(context);
  const { realized, unknownClosings, unknownValue } = sumUp(chooseLines([history], { span: SPAN }));
  assert.deepEqual([realized, unknownClosings, unknownValue], [0, 1, 60_000_000]);
  assert.equal(history.campaigns.length, 1);
  await services.settled();
});

Deno.test("transactions: with three hundred long names every view stays within an answer", async () => {
  using services = await startServices();
  const names = Array.from({ length: 300 }, (_, place) => `${"A_LONG_NAME_".repeat(3)}${place}`);
  const rows = names.flatMap((name, place) => {
    const [row] = bought(1);
    const own = { ...row, symbol: name, "underlying-symbol": name, "executed-at": row["executed-at"] };
    const sale = { ...own, action: "Sell to Close", "value-effect": "Credit", "net-value-effect": "Credit" };
    return [{ ...sale, id: 10_000 + place, "executed-at": "2026-11-19T20:30:00.000Z" }, { ...own, id: 5000 + place }];
  });
  const { context } = withRows(services, rows);
  for (const view of ["summary", "rows", "campaigns", "statistics"] as const) {
    const answer = await answerTransactions({ view, account: "0001", limit: 200 }, context);
    assert.ok(answer.ok);
    const text = JSON.stringify(answer.value);
    assert.ok(text.length > 10_000 && text.length <= 20_000, `${view}: ${text.length} characters`);
    assert.match(text, /"more":"\d+ more; ask get_transactions|"left_out":"\d+ with fewest/);
  }
  await services.settled();
});

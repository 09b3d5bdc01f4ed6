import assert from "node:assert/strict";
import { ACCOUNT_STATES } from "../../../src/simulator/customers.ts";
import { SIMULATED_CREDENTIALS } from "../../../src/simulator/simulator.ts";
import { centsIn, rebuild } from "../../simulator/book/plain_books.ts";
import { type Client, type Json, startClient } from "../../simulator/client.ts";
import { startApp, type TestApp } from "../../support/app.ts";
import { legacyRequest, resultOf, type ToolAnswer } from "../../support/clients.ts";

const ask = async (app: TestApp, input: Record<string, unknown>): Promise<ToolAnswer> =>
  await resultOf(await app.fetch(legacyRequest("tools/call", { name: "get_transactions", arguments: input })));

async function answer(app: TestApp, input: Record<string, unknown>): Promise<Json> {
  const { isError, text, value } = await ask(app, input);
  assert.equal(isError, false, text);
  assert.ok(text.length <= 20_000, `${text.length} characters for ${JSON.stringify(input)}`);
  return value;
}

/** The app of one of the simulated customers. */
async function startAs(person: number): Promise<TestApp> {
  const app = await startApp();
  Object.assign(app.simulator.credentials, SIMULATED_CREDENTIALS[person]);
  return app;
}

const ACCOUNTS: [person: number, number: string][] = [[0, "5WS00001"], [0, "5WS00002"], [1, "5WT00117"]];
const KINDS_OF_FEES = ["commission", "clearing-fees", "regulatory-fees", "proprietary-index-option-fees"];

const readAll = async ({ get }: Client, number: string): Promise<Json[]> =>
  (await get(`/accounts/${number}/transactions?per-page=2000`)).body.data.items;

const sumOf = (rows: readonly Json[], key: string): number => rows.reduce((sum, row) => sum + centsIn(row, key), 0);
const inCents = (dollars: number): number => Math.round(dollars * 100);
const rowsOf = (columns: string[], rows: unknown[][]): Json[] =>
  rows.map((row) => Object.fromEntries(columns.map((name, place) => [name, row[place]])));

/** What shares and options realize: a future's gain is in its settlements. */
const plainBooks = (rows: readonly Json[]) => {
  const isFuture = (row: Json) => row["instrument-type"] === "Future" && "action" in row;
  const multiplierOf = (row: Json) =>
    ({ "Equity Option": 100, "Future Option": 50 })[row["instrument-type"] as string] ?? 1;
  return rebuild(rows.filter((row) => !isFuture(row)), multiplierOf);
};

for (const [person, number] of ACCOUNTS) {
  Deno.test(`get_transactions: ${number} rebuilt from its raw transactions agrees to the cent, whole and year by year`, async () => {
    await using app = await startAs(person);
    const client = startClient({ credentials: SIMULATED_CREDENTIALS[person]! });
    const rows = await readAll(client, number);
    const books = plainBooks(rows);
    const charges = -sumOf(rows.filter((row) => row["transaction-sub-type"] === "Fee"), "value");
    const futureFees = -KINDS_OF_FEES.reduce(
      (sum, key) => sum + sumOf(rows.filter((row) => row["instrument-type"] === "Future" && key in row), key),
      0,
    );
    const whole = await answer(app, { account: number, from: "all" });
    assert.equal(whole.count, rows.length);
    assert.equal(inCents(whole.realized_profit), books.realized + books.settled);
    assert.equal(inCents(whole.fees.total), books.fees + futureFees + charges);
    assert.equal(inCents(whole.cash_change), sumOf(rows, "net-value"));
    const balance = (await client.get(`/accounts/${number}/balances/USD`)).body.data;
    assert.equal(whole.cash_change, Number(balance["cash-balance"]));
    for (const [name, subType] of [["dividends", "Dividend"], ["deposits", "Deposit"], ["withdrawals", "Withdrawal"]]) {
      const meant = rows.filter((row) => row["transaction-sub-type"] === subType);
      assert.equal(inCents(whole[name!] ?? 0), sumOf(meant, "value"), name);
    }
    const years = await Promise.all(
      ["2021", "2022", "2023", "2024", "2025", "2026"].map((year) =>
        answer(app, { account: number, from: year, to: year })
      ),
    );
    for (const [place, { from, to, realized_profit, count }] of years.entries()) {
      const until = (day: string) => plainBooks(rows.filter((row) => row["transaction-date"] <= day));
      const [before, after] = [until(`${2020 + place}-12-31`), until(`${2021 + place}-12-31`)];
      assert.equal(inCents(realized_profit), after.realized + after.settled - before.realized - before.settled);
      assert.equal(
        count,
        rows.filter((row) => row["transaction-date"].startsWith(2021 + place)).length,
        `${from}..${to}`,
      );
    }
  });

  Deno.test(`get_transactions: campaigns of ${number} hold its positions, and their totals are those of their lines`, async () => {
    await using app = await startAs(person);
    const client = startClient({ credentials: SIMULATED_CREDENTIALS[person]! });
    const rows = await readAll(client, number);
    const campaigns: Json[] = [];
    for (let offset = 0, more = true; more;) {
      const page = await answer(app, { view: "campaigns", account: number, limit: 50, offset });
      campaigns.push(...rowsOf(page.columns, page.campaigns));
      offset += page.campaigns.length;
      more = page.more !== undefined;
      assert.equal(page.count - offset > 0, more);
    }
    // Everything but cash that comes and goes by itself is in a campaign.
    const inCampaigns = rows.filter((row) => "symbol" in row);
    assert.equal(
      campaigns.reduce((sum, { total }) => sum + inCents(total), 0),
      sumOf(inCampaigns, "net-value"),
    );
    for (const { options, shares, other, fees, total, ended, realized } of campaigns) {
      assert.equal(inCents(options + shares + other - fees), inCents(total));
      if (ended !== null) assert.equal(realized, total);
    }
    const held = campaigns.flatMap((campaign) => campaign.held?.split("; ") ?? []).sort();
    const { items } = (await client.get(`/accounts/${number}/positions`)).body.data;
    const positions = items.map((item: Json) =>
      `${item["quantity-direction"] === "Short" ? "-" : ""}${Number(item.quantity)} ${item.symbol}`
    );
    assert.deepEqual(held, positions.sort());
  });
}

Deno.test("get_transactions: how did my wheel do: two rolls, assignment, calls, called away, one story to the cent", async () => {
  await using app = await startAs(1);
  const client = startClient({ credentials: SIMULATED_CREDENTIALS[1] });
  const value = await answer(app, { view: "campaigns", symbol: "UBER", to: "2025-08-31", from: "2025-02-01" });
  const wheels = rowsOf(value.columns, value.campaigns).filter(({ strategy }) =>
    strategy === "short put, became a wheel"
  );
  assert.equal(wheels.length, 1);
  const [wheel] = wheels;
  assert.deepEqual(
    [wheel.opened, wheel.ended, wheel.rolls, wheel.assigned, wheel.held],
    ["2025-01-14", "2025-08-08", 2, 2, null],
  );
  const rows = (await readAll(client, "5WT00117")).filter((row) => row["underlying-symbol"] === "UBER").reverse();
  const first = rows.findIndex((row) => row["transaction-date"] === "2025-01-14" && row.action === "Sell to Open");
  const last = rows.findLastIndex((row) => row["transaction-date"] === "2025-08-08");
  const story = rows.slice(first, last + 1);
  assert.equal(story.filter((row) => row["transaction-sub-type"] === "Assignment").length, 2);
  assert.equal(inCents(wheel.total), sumOf(story, "net-value"));
  const told = await answer(app, { view: "campaigns", symbol: "UBER", to: "2025-08-10", from: "2025-08-01" });
  assert.deepEqual(
    rowsOf(told.story_columns, told.story_of_first).map(({ net }) => inCents(net)),
    story.map((row) => centsIn(row, "net-value")),
  );
});

Deno.test("get_transactions: the campaign that was begun when another ended stands before it, with its story", async () => {
  await using app = await startApp();
  const value = await answer(app, { view: "campaigns", symbol: "SPX", limit: 2 });
  const [open, ended] = rowsOf(value.columns, value.campaigns);
  assert.deepEqual([open.ended, ended.ended], [null, open.opened]);
  assert.equal(value.story_of_first.length, 4);
  assert.equal(open.held.split("; ").length, 4);
  // The story of another one is asked for by its place.
  const other = await answer(app, { view: "campaigns", symbol: "SPX", limit: 1, offset: 1 });
  const story = rowsOf(other.story_columns, other.story_of_first);
  assert.equal(story.reduce((sum, { net }) => sum + inCents(net), 0), inCents(ended.total));
});

Deno.test("get_transactions: what did I pay in fees this year, by kind and by account", async () => {
  await using app = await startApp();
  const value = await answer(app, {});
  assert.deepEqual([value.from, value.to, value.accounts], ["2026-01-01", "2026-11-20", [
    '***0001 "Simulated margin"',
    '***0002 "Simulated retirement"',
  ]]);
  assert.deepEqual([value.source, value.simulated], ["simulator", true]);
  const { total, ...kinds } = value.fees as Record<string, number>;
  assert.equal(inCents(total!), Object.values(kinds).reduce((sum, fee) => sum + inCents(fee), 0));
  const client = startClient();
  const rows = (await Promise.all(["5WS00001", "5WS00002"].map((number) => readAll(client, number)))).flat()
    .filter((row) => row["transaction-date"] >= "2026-01-01");
  for (
    const [name, key] of ["commission", "clearing", "regulatory", "index_options"].map((
      name,
      i,
    ) => [name, KINDS_OF_FEES[i]])
  ) {
    assert.equal(inCents(kinds[name!]!), -sumOf(rows.filter((row) => key! in row), key!), name);
  }
  const byAccount = Object.values(value.by_account as Record<string, Json>);
  assert.equal(inCents(value.fees.total), byAccount.reduce((sum, { fees }) => sum + inCents(fees), 0));
  assert.equal(inCents(value.cash_change), sumOf(rows, "net-value"));
});

Deno.test("get_transactions: rows are the raw ones, newest first, filtered by symbol and type, page by page", async () => {
  await using app = await startApp();
  const raw = (await readAll(startClient(), "5WS00001")).filter((row) => row["transaction-date"] >= "2026-01-01");
  const read = async (input: Record<string, unknown>): Promise<Json[]> => {
    const all: Json[] = [];
    let page: Json;
    do {
      page = await answer(app, { view: "rows", account: "0001", limit: 200, ...input, offset: all.length });
      all.push(...rowsOf(page.columns, page.rows));
      assert.equal(page.count - all.length > 0, page.more !== undefined);
    } while (page.more !== undefined);
    return all;
  };
  const figures = (row: Json) => [row.symbol, row.net];
  const wanted = (rows: Json[]) => rows.map((row) => [row.symbol ?? null, centsIn(row, "net-value") / 100]);
  assert.deepEqual((await read({})).map(figures), wanted(raw));
  const FILTERS: [input: Record<string, unknown>, isMeant: (row: Json) => boolean][] = [
    [{ symbol: "aapl" }, (row) => row["underlying-symbol"] === "AAPL"],
    [{ symbol: "/ES" }, (row) => /^.?\/ES/.test(row["underlying-symbol"] ?? "")],
    [{ type: "dividend" }, (row) => row["transaction-sub-type"] === "Dividend"],
    [{ type: "settlement" }, (row) => row["transaction-sub-type"] === "Mark to Market"],
    [{ from: "2026-03", to: "2026-03" }, (row) => row["transaction-date"].startsWith("2026-03")],
    [{ from: "2026-03-02", to: "2026-03-05" }, (row) => /2026-03-0[2-5]/.test(row["transaction-date"])],
    [{ symbol: "NOPE" }, () => false],
  ];
  for (const [input, isMeant] of FILTERS) {
    const meant = raw.filter(isMeant);
    assert.equal(meant.length > 0, input.symbol !== "NOPE");
    assert.deepEqual((await read(input)).map(figures), wanted(meant), JSON.stringify(input));
  }
  const [sold] = await read({ symbol: "SBUX", type: "trade", from: "2026-11-19" });
  assert.deepEqual(
    [sold.time, sold.what, sold.quantity, sold.fees, sold.realized],
    ["2026-11-19T10:35", "sold to open", 2, 2.25, ""],
  );
});

Deno.test("get_transactions: the fees of the rows add up to those of the sums, a charge of its own among them", async () => {
  await using app = await startApp();
  const value = await answer(app, { view: "rows", account: "0001", from: "2025-12-01", to: "2025-12-31", limit: 200 });
  const rows = rowsOf(value.columns, value.rows);
  assert.ok(value.fees.charges > 0 && rows.length === value.count);
  assert.equal(rows.reduce((sum, { fees }) => sum + inCents(fees), 0), inCents(value.fees.total));
  for (const { value, fees, net } of rows) assert.equal(inCents(value) - inCents(fees), inCents(net));
});

Deno.test("get_transactions: statistics count the campaigns that ended, by strategy and by underlying", async () => {
  await using app = await startApp();
  const value = await answer(app, { view: "statistics", from: "2026", account: "0001" });
  const table = await answer(app, { view: "campaigns", from: "2026", account: "0001", limit: 200 });
  const ended = rowsOf(table.columns, table.campaigns).filter(({ ended }) => ended !== null);
  assert.equal(table.more, undefined);
  const wins = ended.filter(({ total }) => total > 0);
  const sum = (rows: Json[]) => rows.reduce((cents, { total }) => cents + inCents(total), 0);
  const [all] = rowsOf(value.columns, [value.all]);
  assert.deepEqual([all.count, inCents(all.total)], [ended.length, sum(ended)]);
  assert.equal(all.win_rate_percent, Math.round(10_000 * wins.length / ended.length) / 100);
  assert.equal(inCents(all.average_win), Math.round(sum(wins) / wins.length));
  assert.equal(inCents(all.expectancy), Math.round(sum(ended) / ended.length));
  assert.equal(all.profit_factor, Math.round(-100 * sum(wins) / (sum(ended) - sum(wins))) / 100);
  for (const [name, key] of [["by_strategy", "strategy"], ["by_underlying", "underlying"]]) {
    const records = rowsOf(value.columns, value[name!]);
    assert.ok(records.length > 2);
    for (const { of, count, total } of records) {
      const members = ended.filter((row) => row[key!] === of);
      assert.deepEqual([count, inCents(total)], [members.length, sum(members)], of);
    }
  }
  const none = await answer(app, { view: "statistics", from: "2021", to: "2021" });
  assert.deepEqual([none.all, none.by_strategy], [null, []]);
});

const REFUSED: [name: string, input: Record<string, unknown>, text: RegExp][] = [
  ["a beginning in the future", { from: "2027-01-01" }, /from: 2027-01-01 is after today, 2026-11-20/],
  ["a day that is none", { from: "2026-02-30" }, /from: is no day of the calendar. Write a day as 2026-03-31/],
  ["words", { to: "yesterday" }, /to: is no day of the calendar/],
  ["an end before the beginning", { from: "2026-05", to: "2026-04" }, /to: 2026-04-30 is before from, 2026-05-01/],
  ["a type that there is not", { type: "gift" }, /type/],
  ["a type of campaigns", { view: "campaigns", type: "trade" }, /type: does not go with campaigns/],
  ["an account that there is not", { account: "9999" }, /no account is called so/],
];

for (const [name, input, text] of REFUSED) {
  Deno.test(`get_transactions: ${name} is refused in a sentence`, async () => {
    await using app = await startApp();
    const { isError, text: said } = await ask(app, input);
    assert.equal(isError, true, said.slice(0, 200));
    assert.match(said, text);
  });
}

Deno.test("get_transactions: an account that cannot be read is named, the others are answered; alone it is an error", async () => {
  await using app = await startApp();
  app.simulator.faults.add({ kind: "status", status: 403, path: "/accounts/5WS00002/transactions" });
  const value = await answer(app, {});
  assert.deepEqual(value.accounts, ['***0001 "Simulated margin"']);
  assert.match(value.warnings[0], /^\*\*\*0002 is left out: tastytrade does not permit/);
  const alone = await ask(app, { account: "0002" });
  assert.equal(alone.isError, true);
  assert.match(alone.text, /does not permit/);
});

for (const state of ACCOUNT_STATES) {
  Deno.test(`get_transactions: an account that is ${state.replace("_", " ")} gets a clear answer, with every view`, async () => {
    await using app = await startApp();
    const at = app.clock.at - 3 * 86_400_000;
    app.simulator.world.stage("5WS00001", state, at);
    const client = startClient();
    client.simulator.world.stage("5WS00001", state, at);
    const views = await Promise.all(
      ["summary", "rows", "campaigns", "statistics"].map((view) => ask(app, { view, account: "0001", from: "all" })),
    );
    if (state === "denied") {
      for (const { isError, text } of views) assert.ok(isError && text.includes("does not permit"), text);
      return;
    }
    for (const { isError, text } of views) assert.equal(isError, false, text);
    const [summary, rows, campaigns, statistics] = views.map(({ value }) => value);
    const balance = (await client.get("/accounts/5WS00001/balances/USD")).body.data;
    assert.equal(summary.cash_change, Number(balance["cash-balance"]));
    if (state !== "empty") return;
    assert.deepEqual([summary.count, summary.realized_profit, summary.by_underlying, rows.rows], [0, 0, [], []]);
    assert.deepEqual([campaigns.campaigns, statistics.all], [[], null]);
  });
}

import assert from "node:assert/strict";
import { startApp, type TestApp } from "../../support/app.ts";
import { legacyRequest, resultOf, type ToolAnswer } from "../../support/clients.ts";
import { logIn, LOGINS } from "../../support/login.ts";

const [ADA, BEN] = ["C5100000001", "C5100000002"] as const;

const ask = async (app: TestApp, input: Record<string, unknown> = {}, token?: string): Promise<ToolAnswer> =>
  await resultOf(
    await app.fetch(
      legacyRequest(
        "tools/call",
        { name: "get_watchlists", arguments: input },
        token === undefined ? {} : { authorization: `Bearer ${token}` },
      ),
    ),
  );

Deno.test("get_watchlists: the user's lists and tastytrade's, with group and number of symbols", async () => {
  await using app = await startApp();
  const { value } = await ask(app);
  assert.deepEqual(value.columns, ["name", "group", "count"]);
  assert.deepEqual(value.own, [["Premium candidates", "default", 10], ["Metals/Crypto", "default", 5]]);
  assert.deepEqual(value.public[0], ["High Options Volume", "Markets", 25]);
  assert.deepEqual([value.source, value.simulated], ["simulator", true]);
});

Deno.test("get_watchlists: a list's symbols with the figures that quotes and metrics have, in its order", async () => {
  await using app = await startApp();
  const { value } = await ask(app, { name: "premium-candidates" });
  assert.deepEqual([value.name, value.owner, value.group, value.count], [
    "Premium candidates",
    "the user",
    "default",
    10,
  ]);
  assert.deepEqual(value.columns, ["symbol", "price", "change_percent", "iv_rank", "next_earnings"]);
  assert.deepEqual(value.rows.map(([symbol]: [string]) => symbol).slice(0, 3), ["SPY", "QQQ", "IWM"]);
  const [symbol, price, change, ivRank, earnings] = value.rows[3];
  const quote = await resultOf(
    await app.fetch(legacyRequest("tools/call", { name: "get_quote", arguments: { symbol } })),
  );
  assert.deepEqual([price, ivRank], [quote.value.last, quote.value.iv_rank]);
  assert.ok(Math.abs(change - (price / quote.value.prev_close - 1) * 100) < 0.006);
  assert.ok(earnings.startsWith(quote.value.earnings_date));
  assert.equal(value.rows[0][4], "never", "funds do not report");
  const requests = app.simulator.requests.map(({ path }) => path);
  assert.deepEqual(requests, [
    "/oauth/token",
    "/watchlists",
    "/market-data/by-type",
    "/market-metrics",
    "/instruments/equities",
  ]);
});

Deno.test("get_watchlists: what has no IV rank is no gap, what nobody knows is", async () => {
  await using app = await startApp();
  const { value } = await ask(app, { name: "Metals/Crypto" });
  const coin = value.rows.find(([symbol]: [string]) => symbol === "BTC/USD");
  assert.deepEqual([typeof coin[1], coin[3], coin[4]], ["number", null, null]);
  assert.deepEqual(value.unknown, {});
  app.simulator.world.watchlists.put(ADA, {
    name: "Old",
    group: "default",
    order: 1,
    entries: ["SPY", "GONE1", "Bond of 2030"].map((symbol) => ({ symbol, type: null })),
  });
  const old = (await ask(app, { name: "old" })).value;
  assert.deepEqual(old.rows.map(([symbol]: [string]) => symbol), ["SPY", "GONE1", "Bond of 2030"]);
  assert.deepEqual(old.unknown.price, ["GONE1", "Bond of 2030"]);
  assert.deepEqual(old.unknown.iv_rank, ["GONE1"]);
});

Deno.test("get_watchlists: a long list comes in parts, each with the call for the next", async () => {
  await using app = await startApp();
  const symbols = [...app.simulator.market.prices.listings.keys()].slice(0, 120);
  app.simulator.world.watchlists.put(ADA, {
    name: "All of them",
    group: "default",
    order: 1,
    entries: symbols.map((symbol) => ({ symbol, type: "Equity" })),
  });
  const seen: string[] = [];
  let input: Record<string, unknown> | null = { name: "all of them" };
  while (input !== null) {
    const { value, text } = await ask(app, input);
    assert.ok(text.length < 20_000);
    seen.push(...value.rows.map(([symbol]: [string]) => symbol));
    const left = symbols.length - seen.length;
    if (left > 0) assert.match(value.more, new RegExp(`^${left} more; ask get_watchlists with \\{`));
    input = left > 0 ? JSON.parse(value.more.slice(value.more.indexOf("{"))) : null;
  }
  assert.deepEqual(seen, symbols);
});

Deno.test("get_watchlists: hundreds of lists are shown as far as they fit, and the others counted", async () => {
  await using app = await startApp();
  for (let number = 0; number < 600; number++) {
    const name = `List ${number} ${"of a long name ".repeat(5)}`.trim();
    app.simulator.world.watchlists.put(ADA, { name, group: "default", order: 1, entries: [] });
  }
  const { value, text } = await ask(app);
  assert.ok(text.length < 20_000, `${text.length}`);
  assert.equal(value.own.length + value.more_own, 602);
  assert.equal(value.public.length, 19);
});

Deno.test("get_watchlists: a name that is none has near ones, a page beyond the end is empty", async () => {
  await using app = await startApp();
  const unknown = await ask(app, { name: "premium" });
  assert.ok(unknown.isError);
  assert.equal(unknown.text, 'watchlist: "premium" does not exist. Near it are "Premium candidates".');
  const { value } = await ask(app, { name: "Premium candidates", offset: 100 });
  assert.deepEqual([value.count, value.rows, "more" in value], [10, [], false]);
});

Deno.test("get_watchlists: without figures the list is shown, without tastytrade's lists the user's are", async () => {
  await using app = await startApp();
  app.simulator.faults.add({ kind: "status", status: 403, path: "/market" });
  app.simulator.faults.add({ kind: "status", status: 502, path: "/public-watchlists" });
  const list = (await ask(app, { name: "Metals/Crypto" })).value;
  assert.deepEqual(list.rows[0], ["GLD", null, null, null, null]);
  assert.equal(list.unknown.price, "all");
  assert.match(list.warnings[0], /^Figures are missing: tastytrade does not permit this login to read quotes/);
  const lists = (await ask(app)).value;
  assert.deepEqual([lists.own.length, lists.public], [2, null]);
  assert.match(lists.warning, /^tastytrade's own lists are unknown: .*HTTP 502/);
  app.simulator.faults.add({ kind: "status", status: 403, path: "/watchlists" });
  const denied = await ask(app);
  assert.match(denied.text, /does not permit this login to read watchlists/);
});

Deno.test("get_watchlists: everybody sees their own lists, and somebody without any is told so", async () => {
  await using app = await startApp({ environment: LOGINS });
  const people = [await logIn(app), await logIn(app, { customer: 1 })];
  const { watchlists } = app.simulator.world;
  for (const wheel of [["Wheel"], []]) {
    const names: unknown[] = [];
    for (const { accessToken } of people) {
      const { value } = await ask(app, {}, accessToken);
      names.push(value.own.map(([name]: [string]) => name));
      assert.equal("note" in value, value.own.length === 0);
    }
    assert.deepEqual(names, [["Premium candidates", "Metals/Crypto"], wheel]);
    for (const list of watchlists.list(BEN)) watchlists.remove(BEN, list);
  }
  const foreign = await ask(app, { name: "Wheel" }, people[0]!.accessToken);
  assert.match(foreign.text, /"Wheel" does not exist/);
});

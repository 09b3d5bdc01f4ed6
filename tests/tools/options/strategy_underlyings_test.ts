/** Whose options find_strategies searches: shares that are held, futures, indices, long lists. */

import assert from "node:assert/strict";
import { OWNER, startApp } from "../../support/app.ts";
import { ask, call, rowsOf } from "./ask_strategies.ts";

/** The first account holds what `wire` says, the others nothing. */
const holding = (...wire: object[]) => ({
  environment: OWNER,
  hosts: {
    "api.tastyworks.com": ({ url }: Request) => {
      const account = /\/accounts\/(\w+)\/positions/.exec(url)?.[1];
      if (account === undefined) return null;
      const items = account.endsWith("1") ? wire.map((one) => ({ "account-number": account, ...one })) : [];
      return Response.json({ data: { items } });
    },
  },
});

const held = (symbol: string, type: string, quantity: number, underlying = symbol) => ({
  symbol,
  "instrument-type": type,
  "underlying-symbol": underlying,
  quantity: Math.abs(quantity),
  "quantity-direction": quantity < 0 ? "Short" : "Long",
  "average-open-price": "300.0",
  multiplier: type === "Equity" ? 1 : 100,
  "created-at": "2026-11-02T15:10:00.123+00:00",
  "updated-at": "2026-11-20T15:00:00.456+00:00",
});

Deno.test("find_strategies: covered calls come as many as lots are held that nothing is sold against", async () => {
  await using app = await startApp(
    holding(held("AAPL", "Equity", 450), held("AAPL  261224C00345000", "Equity Option", -1, "AAPL")),
  );
  const answer = await ask(app, { symbols: ["AAPL"], limit: 20, max_capital: 5000 });
  assert.deepEqual(answer.value.shares_held, { AAPL: { shares: 450, calls_sold: 1, free_lots: 3 } });
  assert.ok(answer.value.tried.families.includes("covered_call"));
  const all = [...rowsOf(answer), ...rowsOf(answer, "best_of_other_families")];
  const legs = [...answer.value.legs, ...answer.value.their_legs ?? []];
  const place = all.findIndex(({ family }) => family === "covered_call");
  assert.equal(all[place]!.units, 3);
  assert.ok(all[place]!.capital > 5000, "shares that are held need not be bought");
  assert.deepEqual(legs[place][0], { symbol: "AAPL", quantity: 100 });
  for (const { family, units, capital } of all) {
    assert.ok(family === "covered_call" || units === Math.floor(5000 / capital + 1e-9));
  }
  assert.ok(answer.text.length < 20_000);
});

Deno.test("find_strategies: a covered call whose shares must be bought is called a buy-write", async () => {
  await using app = await startApp();
  const answer = await ask(app, { symbols: ["AAPL", "GLD"], families: ["covered_call"] });
  assert.deepEqual(answer.value.shares_held, { AAPL: { shares: 200, calls_sold: 2, free_lots: 0 } });
  assert.ok(rowsOf(answer).length > 0 && rowsOf(answer).every(({ family }) => family === "buy_write"));
  assert.match(answer.value.units, /buy_write: a covered call whose shares must be bought/);
  assert.ok(!answer.value.columns.includes("units"), "nothing limits how many");
  const usual = await ask(app, { symbols: ["AAPL"] });
  assert.ok(!usual.value.tried.families.includes("covered_call"), "all shares are spoken for");
});

Deno.test("find_strategies: cash-secured puts say how many the capital allows", async () => {
  await using app = await startApp();
  const answer = await ask(app, { symbols: ["AAPL"], families: ["cash_secured_put"], max_capital: 100_000 });
  const rows = rowsOf(answer);
  assert.ok(rows.length > 0);
  for (const { units, capital } of rows) assert.ok(units === Math.floor(100_000 / capital) && units >= 2);
});

Deno.test("find_strategies: options on a future are searched contract by contract, without a capital", async () => {
  await using app = await startApp();
  const answer = await ask(app, { symbols: ["/ES"], min_dte: 15, max_dte: 45, limit: 20 });
  assert.deepEqual(Object.keys(answer.value.prices).sort(), ["/ESH7", "/ESZ6"]);
  assert.match(answer.value.ranked_by, /^pop: /);
  assert.match(answer.value.units, /credits are in points, and capital is SPAN margin/);
  assert.ok(!answer.value.tried.families.includes("cash_secured_put"));
  const rows = rowsOf(answer);
  assert.ok(rows.length > 0);
  for (const [place, row] of rows.entries()) {
    assert.ok(row.capital === null && row.return_on_capital === null && row.pop > 0);
    const { legs } = answer.value;
    for (const { symbol } of legs[place]) assert.ok(symbol.startsWith(`.${row.symbol} `), symbol);
    if (row.max_loss === null) continue;
    const [low, high] = legs[place].map(({ symbol }: { symbol: string }) => Number(/[CP]([\d.]+)$/.exec(symbol)![1]));
    assert.ok(Math.abs(row.max_profit + row.max_loss - 50 * Math.abs(high - low)) < 0.02, "50 dollars a point");
  }
  const analyzed = await call(app, "analyze_position", { legs: answer.value.legs[0] });
  assert.equal(analyzed.isError, false, analyzed.text);
  assert.equal(analyzed.value.strategy, rows[0]!.family.replaceAll("_", " "));
  assert.ok(Math.abs(analyzed.value.chances.pop - rows[0]!.pop) < 0.6);
});

Deno.test("find_strategies: a view on a future spends at most the greatest loss", async () => {
  await using app = await startApp();
  const target = { price: "up", by: "2026-12-11", spend: 3000 };
  const answer = await ask(app, { symbols: ["/CLF7"], target });
  for (const { symbol, capital, max_loss, units } of rowsOf(answer)) {
    assert.ok(symbol === "/CLF7" && capital === max_loss && units >= 1 && units * capital <= 3000);
  }
  assert.match(answer.value.units, /capital is the greatest loss, not the broker's margin/);
});

Deno.test("find_strategies: beside shares a future is refused what needs capital, with the measures that work", async () => {
  await using app = await startApp();
  const answer = await ask(app, { symbols: ["SPY", "/ESH7"], families: ["short_strangle"] });
  assert.deepEqual(Object.keys(answer.value.prices), ["SPY"]);
  assert.match(answer.value.refused["/ESH7"], /margined by SPAN.* pop_weighted_return .*Rank by credit_mid, .*theta/);
  const ranked = await ask(app, { symbols: ["SPY", "/ESH7"], families: ["short_strangle"], rank_by: "theta" });
  assert.deepEqual(Object.keys(ranked.value.prices).sort(), ["/ESH7", "SPY"]);
});

Deno.test("find_strategies: what an index settles in the morning is named, with its last day of trading", async () => {
  await using app = await startApp();
  const answer = await ask(app, { symbols: ["VIX"], families: ["put_credit_spread"] });
  assert.match(answer.value.warning, /Settled in the morning.*: VIXW 2026-12-23 \(last traded 2026-12-22\)/);
  const both = await ask(app, {
    symbols: ["SPX"],
    families: ["covered_call", "short_strangle"],
    min_dte: 28,
    max_dte: 28,
  });
  assert.match(both.value.warning, /On SPX, an index, there is no covered_call\./);
  assert.ok(rowsOf(both).every(({ family }) => family === "short_strangle"));
  const evening = await ask(app, { symbols: ["SPX"], families: ["iron_condor"], min_dte: 28, max_dte: 28 });
  assert.ok(evening.value.legs.flat().every(({ symbol }: { symbol: string }) => symbol.startsWith("SPXW  261218")));
  assert.ok(!/morning/.test(evening.value.warning ?? ""));
});

Deno.test("find_strategies: a watchlist is sifted by IV rank, liquidity and earnings in one call", async () => {
  await using app = await startApp();
  const input = { watchlist: "Premium candidates", families: ["cash_secured_put"], min_iv_rank: 20 };
  const { value } = await ask(app, { ...input, min_liquidity: 5, rank_by: "return_on_capital" });
  const metrics = await call(app, "get_market_metrics", {
    watchlist: "Premium candidates",
    min_iv_rank: 20,
    min_liquidity: 5,
  });
  const fitting: string[] = metrics.value.rows.map(([symbol]: string[]) => symbol);
  const early = Object.entries<string>(value.refused).filter(([, reason]) => /earnings on/.test(reason));
  assert.deepEqual([...Object.keys(value.prices), ...early.map(([symbol]) => symbol)].sort(), fitting.sort());
  assert.ok(Object.values<string>(value.refused).some((reason) => /^liquidity [0-4] is below 5$/.test(reason)));
});

Deno.test("find_strategies: a list longer than one question searches is not blamed on time", async () => {
  const entries = Array.from(
    { length: 45 },
    (_, place) => ({ symbol: `ZZ${String.fromCharCode(65 + place % 26)}${place < 26 ? "A" : "B"}` }),
  );
  await using app = await startApp({
    environment: OWNER,
    hosts: {
      "api.tastyworks.com": ({ url }) =>
        new URL(url).pathname === "/watchlists"
          ? Response.json({ data: { items: [{ name: "Long", "watchlist-entries": entries }] } })
          : null,
    },
  });
  const input = { watchlist: "Long", families: ["cash_secured_put"] };
  const first = await ask(app, input);
  assert.match(first.value.warning, /Partial: time was up; not reached: \w+/);
  assert.match(first.value.warning, /One question searches 40 underlyings/);
  // What has been found out stays known for minutes.
  let last = first;
  for (let round = 0; round < 5 && /Partial/.test(last.value.warning); round++) last = await ask(app, input);
  assert.match(
    last.value.warning,
    /^One question searches 40 underlyings, here those with the highest IV rank; not searched: (\w+, ){4}\w+\. Raise min_iv_rank/,
  );
});

import assert from "node:assert/strict";
import { startApp, type TestApp } from "../../support/app.ts";
import { legacyRequest, resultOf, type ToolAnswer } from "../../support/clients.ts";

const call = (app: TestApp, input: Record<string, unknown>): Promise<Response> =>
  app.fetch(legacyRequest("tools/call", { name: "analyze_position", arguments: input }));

const ask = async (app: TestApp, input: Record<string, unknown>): Promise<ToolAnswer> =>
  await resultOf(await call(app, input));

const CONDOR = [["put", 0.1, 1], ["put", 0.16, -1], ["call", 0.16, -1], ["call", 0.1, 1]]
  .map(([right, delta, quantity]) => ({ right, delta, quantity, expiration: 45 }));

Deno.test("analyze_position: a condor by delta, in one answer that a person can read", async () => {
  await using app = await startApp();
  const { isError, value, text } = await ask(app, { underlying: "SPY", legs: CONDOR });
  assert.equal(isError, false);
  assert.ok(text.length < 6000, `${text.length} characters`);
  assert.deepEqual(Object.keys(value), [
    "symbol",
    "price",
    "strategy",
    "bias",
    "risk",
    "expiration",
    "dte",
    "legs",
    "entry",
    "max_profit",
    "max_loss",
    "breakevens",
    "expected_move",
    "capital",
    "chances",
    "expected_value",
    "greeks",
    "events",
    "assignment",
    "rules",
    "profit_table",
    "units",
    "model",
    "time",
    "age_seconds",
    "session",
    "source",
    "simulated",
  ]);
  assert.match(value.strategy, /iron condor/);
  assert.equal(value.max_profit, value.entry.credit);
  assert.equal(value.capital.buying_power, value.max_loss);
  assert.ok(Math.abs(value.entry.mid - value.entry.natural - value.entry.slippage) < 0.011);
  const deltas = value.legs.rows.map((row: unknown[]) => row[value.legs.columns.indexOf("delta")] as number);
  for (const [place, { delta, right }] of CONDOR.entries()) {
    const sign = right === "put" ? -1 : 1;
    assert.ok(Math.abs(deltas[place]! - sign * (delta as number)) < 0.02);
  }
  const { pop, max_profit, max_loss, p50 } = value.chances;
  assert.ok(pop > max_profit && pop + max_loss <= 100 && p50.chance > pop && p50.days < value.dte);
  assert.ok(Math.abs(p50.close_for_debit - value.entry.per_share / 2) < 0.001);
  assert.equal(value.expected_value.at_market_iv, 0);
  const { columns, rows } = value.profit_table;
  assert.ok(columns.includes(value.price));
  for (const row of rows) assert.equal(row.length, columns.length);
});

Deno.test("analyze_position: the legs of an answer can be sent again by symbol, and give the same", async () => {
  await using app = await startApp();
  const first = await ask(app, { underlying: "SPY", legs: CONDOR, entry: "natural" });
  const legs = first.value.legs.rows.map(([symbol, quantity]: [string, number]) => ({ symbol, quantity }));
  const second = await ask(app, { legs, entry: "natural" });
  for (const part of ["legs", "entry", "max_loss", "breakevens", "capital", "chances", "profit_table"]) {
    assert.deepEqual(second.value[part], first.value[part], part);
  }
  assert.equal(first.value.expected_value.at_market_iv, -first.value.entry.slippage);
});

Deno.test("analyze_position: a forecast, a stop and a last day are taken as given", async () => {
  await using app = await startApp();
  const strangle = CONDOR.filter(({ quantity }) => quantity === -1);
  const plain = await ask(app, { underlying: "SPY", legs: strangle });
  assert.equal("with_your_rules" in plain.value.chances.p50, false);
  const given = await ask(app, {
    underlying: "SPY",
    legs: strangle,
    forecast_volatility: 30,
    stop: 2,
    close_at_dte: 21,
  });
  assert.equal(given.value.expected_value.forecast_volatility, 30);
  assert.ok(
    given.value.expected_value.at_forecast < plain.value.expected_value.at_forecast,
    "more volatility is worse",
  );
  assert.ok(given.value.chances.p50.with_your_rules < given.value.chances.p50.chance);
  assert.equal(plain.value.max_loss, "unlimited");
  const late = await ask(app, { underlying: "SPY", legs: strangle, close_at_dte: 60 });
  assert.match(late.value.warnings.join(" "), /close_at_dte 60 is not ahead: 41 days are left/);
});

Deno.test("analyze_position: a put secured by cash is called so, and held at its strike", async () => {
  await using app = await startApp();
  const legs = [{ right: "put", delta: 0.3, expiration: 45, quantity: -1 }];
  const margin = await ask(app, { underlying: "AAPL", legs });
  const cash = await ask(app, { underlying: "AAPL", legs, account_type: "cash" });
  assert.deepEqual([margin.value.strategy, cash.value.strategy], ["short put", "cash-secured put"]);
  const strike = Number(cash.value.legs.rows[0][0].slice(13)) / 1000;
  assert.ok(Math.abs(cash.value.capital.buying_power - (100 * strike - cash.value.entry.credit)) <= 0.5);
  assert.equal(margin.value.capital.cash_account, cash.value.capital.buying_power);
  assert.ok(margin.value.capital.buying_power < cash.value.capital.buying_power / 3);
});

Deno.test("analyze_position: what is held is judged at the prices that were paid", async () => {
  await using app = await startApp();
  const { isError, value, text } = await ask(app, { position: "AAPL" });
  assert.equal(isError, false, text);
  assert.equal(value.entry.at, "held");
  assert.equal(typeof value.entry.open_profit, "number");
  const entry = [...value.rules.met, ...(value.rules.not_known ?? [])];
  assert.equal(entry.includes("enter_at_45_days"), false, "it has been entered");
  const more = await ask(app, { position: "AAPL", legs: [{ right: "put", delta: 0.2, expiration: 34, quantity: 1 }] });
  assert.equal(more.value.legs.rows.length, value.legs.rows.length + 1);
  assert.equal(more.value.entry.at, "held and mid");
  const nothing = await ask(app, { position: "NFLX" });
  assert.match(nothing.text, /NFLX: nothing is held in it\. Send `legs`/);
});

Deno.test("analyze_position: with a chart the picture stands behind the same answer", async () => {
  await using app = await startApp();
  const input = { underlying: "SPY", legs: CONDOR };
  const plain = await ask(app, input);
  const { result: { content } } = await (await call(app, { ...input, chart: true })).json();
  assert.equal(content.length, 2);
  const { chart_uri, ...answer } = JSON.parse(content[0].text);
  assert.deepEqual(answer, plain.value);
  assert.match(
    chart_uri,
    /^chart:\/\/position\/SPY:1x\d{6}P\d+@[\d.]+,-1xP\d+@[\d.]+,-1xC\d+@[\d.]+,1xC\d+@[\d.]+\.svg$/,
  );
  assert.deepEqual([content[1].type, content[1].mimeType], ["image", "image/png"]);
  const bytes = Uint8Array.fromBase64(content[1].data);
  assert.deepEqual([...bytes.slice(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
  const dark = (await (await call(app, { ...input, chart: true, scheme: "dark" })).json()).result.content[1].data;
  assert.notEqual(dark, content[1].data);
});

Deno.test("analyze_position: bad input is answered in a sentence, an unknown argument by name", async () => {
  await using app = await startApp();
  const forty = await ask(app, { underlying: "SPY", legs: Array.from({ length: 40 }, () => CONDOR[0]) });
  assert.deepEqual([forty.isError, /40 legs: are more than one position has/.test(forty.text)], [true, true]);
  const none = await ask(app, {});
  assert.match(none.text, /legs: is empty/);
  const unknown = await ask(app, { underlying: "SPY", legs: [{ ...CONDOR[0], side: "sell" }] });
  assert.match(unknown.text, /unknown argument `side`/);
});

Deno.test("analyze_position: twelve legs on one index stay below 6,000 characters", async () => {
  await using app = await startApp();
  const legs = [30, 60, 90].flatMap((expiration) => CONDOR.map((leg) => ({ ...leg, expiration })));
  const { isError, text } = await ask(app, { underlying: "SPX", legs });
  assert.equal(isError, false, text);
  assert.ok(text.length < 6000, `${text.length} characters`);
});

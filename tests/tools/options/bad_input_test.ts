/** Odd questions and broken markets put to all three tools for options, beside what the tests of each one hold. */

import assert from "node:assert/strict";
import { newYorkInstant } from "../../../src/core/calendar.ts";
import { OWNER, startApp, type TestApp } from "../../support/app.ts";
import { legacyRequest, resultOf, type ToolAnswer } from "../../support/clients.ts";

const ask = async (app: TestApp, name: string, input: Record<string, unknown>): Promise<ToolAnswer> =>
  await resultOf(await app.fetch(legacyRequest("tools/call", { name, arguments: input })));

const PUT = { underlying: "SPY", right: "put", expiration: "2026-12-18", strike: 780, quantity: -1, price: 9 };
const TARGET = { price: 260, by: "2026-12-18", spend: 2000 };

/** What each tool says to it. */
const REFUSED: [name: string, tool: string, input: Record<string, unknown>, text: RegExp][] = [
  ["mixed underlyings", "analyze_position", {
    legs: [PUT, { ...PUT, underlying: "QQQ", strike: 600 }],
  }, /different underlyings: SPY, QQQ\. Analyze the legs of each underlying by themselves/],
  ["a price for several underlyings", "find_strategies", {
    symbols: ["SPY", "NVDA"],
    target: TARGET,
  }, /a price is that of one underlying\. Name one symbol/],
  ["one option instead of an underlying", "find_strategies", {
    symbols: ["SPY   261218P00780000"],
  }, /SPY {3}261218P00780000: only options on/],
  ["a quantity of zero", "analyze_position", { legs: [{ ...PUT, quantity: 0 }] }, /leg 1: has quantity 0\. Write -1/],
  ["no candidates at all", "find_strategies", { symbols: ["SPY"], limit: 0 }, /`limit`: must be from 1 to 20/],
  ["an expired leg", "analyze_position", {
    legs: [{ ...PUT, expiration: "2026-11-13" }],
  }, /expired on 2026-11-13\. The nearest expiration that trades is 2026-11-20/],
  ["days that are over", "find_strategies", { symbols: ["SPY"], min_dte: -7 }, /`min_dte`: must be from 0/],
  ["a strike that does not exist", "analyze_position", {
    legs: [{ ...PUT, strike: 780.37 }],
  }, /no put with strike 780\.37 .* The nearest strikes are 779, 780, 781, 782/],
  ["forty legs", "find_rolls", { legs: Array.from({ length: 40 }, () => PUT) }, /40 legs: are more than one .*12/],
  ["forty underlyings", "find_strategies", {
    symbols: Array.from({ length: 40 }, (_, i) => `A${String.fromCharCode(65 + i % 26)}`),
  }, /`symbols`: has more than 20/],
  ["three hundred legs", "analyze_position", { legs: Array.from({ length: 300 }, () => PUT) }, /more than 200/],
  [
    "a negative price",
    "analyze_position",
    { legs: [{ ...PUT, price: -2 }] },
    /price -2\. Prices are .* never negative/,
  ],
  ["a negative width", "find_strategies", { symbols: ["SPY"], width: -5 }, /`width`: must be above 0/],
  ["a negative credit", "find_strategies", { symbols: ["SPY"], min_credit: -1 }, /`min_credit`: must be above 0/],
  ["a negative target", "find_strategies", {
    symbols: ["NVDA"],
    target: { ...TARGET, price: -260 },
  }, /`target\.price`: must be above 0/],
  ["a negative budget", "find_strategies", {
    symbols: ["NVDA"],
    target: { ...TARGET, spend: -1 },
  }, /`target\.spend`: must be above 0/],
];

for (const [name, tool, input, text] of REFUSED) {
  Deno.test(`bad input: ${tool} refuses ${name} in a sentence`, async () => {
    await using app = await startApp();
    const answer = await ask(app, tool, input);
    assert.equal(answer.isError, true, answer.text.slice(0, 300));
    assert.match(answer.text, text);
  });
}

Deno.test("bad input: on a day on which nothing expires zero days are refused with the nearest day, by all three", async () => {
  await using app = await startApp({ at: newYorkInstant("2026-11-19", 11 * 60) });
  const legs = [{ underlying: "AAPL", right: "put", delta: 0.3, expiration: 0, quantity: -1, price: 2 }];
  for (const tool of ["analyze_position", "find_rolls"]) {
    const { isError, text } = await ask(app, tool, { legs });
    assert.equal(isError, true);
    assert.match(text, /nothing that trades expires today\. The nearest expiration that trades is 2026-11-20/);
  }
  const { isError, text } = await ask(app, "find_strategies", { symbols: ["AAPL"], min_dte: 0, max_dte: 0 });
  assert.equal(isError, true, text);
  assert.match(text, /no expiration has 0 to 0 days left\. The nearest have 1, /);
});

Deno.test("bad input: on the day of expiration zero days are answered with numbers, by all three", async () => {
  await using app = await startApp();
  const legs = [{ ...PUT, expiration: 0, strike: 786, price: 2 }];
  const analysis = await ask(app, "analyze_position", { legs });
  assert.equal(analysis.isError, false, analysis.text);
  assert.equal(analysis.value.dte, 0);
  const { pop, p50 } = analysis.value.chances;
  assert.ok(pop >= 0 && pop <= 100 && p50.days <= 1);
  const rolls = await ask(app, "find_rolls", { legs });
  assert.equal(rolls.isError, false, rolls.text);
  assert.equal(rolls.value.now.days_left, 0);
  const added = rolls.value.columns.indexOf("days_added");
  assert.ok(rolls.value.rolls.every((row: number[]) => row[added]! > 0));
  const found = await ask(app, "find_strategies", { symbols: ["SPY"], min_dte: 0, max_dte: 0 });
  assert.equal(found.isError, false, found.text);
  assert.ok(found.value.candidates.length > 0);
  assert.doesNotMatch(found.text, /NaN|Infinity/);
});

Deno.test("bad input: an index settled in the morning is told by analyses and rolls, and not proposed", async () => {
  await using app = await startApp();
  const legs = [{ symbol: "SPX   261218P07505000", quantity: -1, price: 56 }];
  const warning =
    /SPX options of 2026-12-18 are settled in the morning \(AM\): they stop trading at the close of 2026-12-17/;
  for (const tool of ["analyze_position", "find_rolls"]) {
    const { isError, text } = await ask(app, tool, { legs });
    assert.equal(isError, false, text);
    assert.match(text, warning);
  }
  const answer = await ask(app, "find_strategies", {
    symbols: ["SPX"],
    families: ["iron_condor"],
    min_dte: 28,
    max_dte: 28,
    min_delta: 0.1,
    max_delta: 0.3,
  });
  assert.equal(answer.isError, false, answer.text);
  const symbols: string[] = answer.value.legs.flat().map(({ symbol }: { symbol: string }) => symbol);
  assert.ok(symbols.length > 0, answer.text);
  assert.ok(symbols.every((symbol) => symbol.startsWith("SPXW  261218")));
});

/** The app over a broker whose quotes of options have become something else, by REST alone. */
async function startWith(change: (quote: Record<string, unknown>) => void): Promise<TestApp> {
  const app: TestApp = await startApp({
    environment: { ...OWNER, TT_API_URL: "http://broker.test" },
    hosts: {
      "broker.test": (request) => new URL(request.url).pathname.startsWith("/market-data") ? changed(request) : null,
    },
  });
  const changed = (request: Request): Response => {
    const body = new ReadableStream<Uint8Array>({
      async start(controller) {
        const answer = await (await app.simulator.fetch(request)).json();
        for (const quote of answer.data.items) if (quote["instrument-type"] === "Equity Option") change(quote);
        controller.enqueue(new TextEncoder().encode(JSON.stringify(answer)));
        controller.close();
      },
    });
    return new Response(body, { headers: { "content-type": "application/json" } });
  };
  app.simulator.faults.add({ kind: "socket_refused" });
  return app;
}

const BROKEN: [name: string, change: (quote: Record<string, unknown>) => void, sentences: Record<string, RegExp>][] = [
  ["a crossed market", (quote) => [quote.bid, quote.ask] = [quote.ask, quote.bid], {
    analyze_position: /has a crossed market \(bid [\d.]+ above ask [\d.]+\); the broker's mark of [\d.]+ stands for it/,
    find_rolls: /SPY {3}261218P00780000: has a crossed market at the moment\. Ask again when the market is open/,
    find_strategies: /"no bid or a crossed market":\d{3}/,
  }],
  ["no bid", (quote) => quote.bid = "0.0", {
    analyze_position: /has no bid: it can be bought at [\d.]+ and not be sold/,
    find_rolls: /nobody bids for the options that would be sold/,
    find_strategies: /"no bid or a crossed market":\d{3}/,
  }],
];

for (const [name, change, sentences] of BROKEN) {
  Deno.test(`bad input: ${name} is said by all three`, async () => {
    await using app = await startWith(change);
    const legs = [{ ...PUT, price: undefined }];
    assert.match((await ask(app, "analyze_position", { legs })).text, sentences.analyze_position!);
    assert.match((await ask(app, "find_rolls", { legs: [PUT] })).text, sentences.find_rolls!);
    const found = await ask(app, "find_strategies", { symbols: ["SPY"], families: ["put_credit_spread"] });
    assert.match(found.text, sentences.find_strategies!);
    assert.match(
      found.value.verdict,
      /^Nothing can be traded: all \d+ options were left out, \d+ have no bid or a crossed market/,
    );
  });
}

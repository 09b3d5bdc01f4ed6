import assert from "node:assert/strict";
import { explain } from "../../../src/core/failure.ts";
import { type Chain, readChain } from "../../../src/services/chain/chain.ts";
import { type ChainArguments, questionOf } from "../../../src/services/chain/question.ts";
import { startServices, type TestServices } from "../../support/services.ts";

async function ask({ context, clock }: TestServices, given: ChainArguments) {
  const question = questionOf(given, clock.at);
  assert.ok(question.ok);
  return await readChain(question.value, context);
}

async function chainOf(services: TestServices, given: ChainArguments): Promise<Chain> {
  const chain = await ask(services, given);
  assert.ok(chain.ok, chain.ok ? "" : explain(chain.failure));
  return chain.value;
}

async function refusal(services: TestServices, given: ChainArguments): Promise<string> {
  const chain = await ask(services, given);
  assert.equal(chain.ok, false);
  return chain.ok ? "" : explain(chain.failure);
}

/** What a question has cost at the broker. */
async function costOf(services: TestServices, given: ChainArguments): Promise<string[]> {
  const before = services.simulator.requests.length;
  await chainOf(services, given);
  return services.simulator.requests.slice(before).map(({ path }) => path).filter((path) => path !== "/oauth/token");
}

const PUTS: ChainArguments = { symbol: "SPY", min_dte: 30, max_dte: 60, right: "put", min_delta: 0.16, max_delta: 0.3 };

Deno.test("chain: a question costs two calls when nothing is known, and none when the chain is", async () => {
  using services = await startServices();
  assert.deepEqual(await costOf(services, PUTS), ["/option-chains/SPY/compact", "/api-quote-tokens"]);
  assert.deepEqual(await costOf(services, PUTS), []);
  assert.deepEqual(await costOf(services, { symbol: "SPY", max_dte: 7, expected_moves: 1 }), []);
  services.clock.at += 60_000;
  assert.deepEqual(await costOf(services, PUTS), [], "figures are live again, the listing is still good");
  services.clock.at += 240_000;
  assert.deepEqual(await costOf(services, PUTS), ["/option-chains/SPY/compact"]);
  assert.deepEqual(await costOf(services, { symbol: "/ES" }), ["/futures-option-chains/ES/nested"]);
});

Deno.test("chain: after a restart the listing comes out of the cache", async () => {
  using services = await startServices({ prefix: "user:7:" });
  await chainOf(services, PUTS);
  await services.settled();
  const { createMarket } = await import("../../../src/services/market.ts");
  const { broker, storage, context, clock } = services;
  const market = createMarket({
    broker,
    live: context.live,
    cache: storage.cache,
    now: () => clock.at,
    prefix: "user:7:",
  });
  assert.deepEqual(await costOf({ ...services, context: { ...context, market } }, PUTS), []);
  assert.ok(await storage.cache.read("user:7:chain:SPY"));
  assert.ok(await storage.cache.read("user:7:chain:SPY:2026-12-31"), "a value for each expiration");
  assert.ok(await storage.cache.read("user:7:chain:SPY:underlying"));
});

Deno.test("chain: a hundred equal questions at once are one call upstream", async () => {
  using services = await startServices();
  const answers = await Promise.all(Array.from({ length: 100 }, () => chainOf(services, { ...PUTS, max_dte: 35 })));
  assert.equal(new Set(answers.map(({ rows }) => JSON.stringify(rows.map(({ strike }) => strike)))).size, 1);
  assert.deepEqual(services.simulator.requests.map(({ path }) => path), [
    "/oauth/token",
    "/option-chains/SPY/compact",
    "/api-quote-tokens",
  ]);
});

Deno.test("chain: the options of a day with a morning and an evening root are both there", async () => {
  using services = await startServices();
  const { rows, shown } = await chainOf(services, { symbol: "SPX", expiration: "2026-12-18", strikes: 2 });
  assert.deepEqual(shown.map(({ root, settlement }) => [root, settlement]), [["SPX", "AM"], ["SPXW", "PM"]]);
  assert.equal(rows.length, 2 * 2 * 2);
});

Deno.test("chain: options on a future are priced against their own contract", async () => {
  using services = await startServices();
  const { terms, shown, rows } = await chainOf(services, { symbol: "/ES", min_dte: 20, max_dte: 130, strikes: 2 });
  const { simulator: { market }, clock } = services;
  assert.ok(new Set(shown.map(({ underlying }) => underlying.symbol)).size > 1);
  for (const series of shown) {
    const price = market.future(series.underlying.symbol, clock.at)!.last!;
    assert.equal(terms.get(series)!.price, price);
    assert.ok(Math.abs(terms.get(series)!.forward! / price - 1) < 2e-4, "a future is its own forward");
  }
  assert.equal(rows.length, shown.length * 4);
  const one = await chainOf(services, { symbol: "/ESH7" });
  assert.ok(one.listed.every(({ underlying }) => underlying.symbol === "/ESH7"));
});

Deno.test("chain: pages behind one another hold every option once", async () => {
  using services = await startServices();
  const given: ChainArguments = { symbol: "SPX", expiration: "2026-12-18", within_percent: 10 };
  const whole = await chainOf(services, { ...given, right: "call" });
  assert.ok(whole.matched > whole.rows.length);
  const seen = new Set<string>();
  let after: string | undefined;
  let matched = Infinity;
  while (matched > seen.size) {
    const page = await chainOf(services, { ...given, after });
    assert.ok(page.rows.length > 0);
    matched = seen.size + page.matched;
    for (const { series, right, strike } of page.rows) {
      after = `${series.day} ${series.root} ${right} ${strike}`;
      assert.ok(!seen.has(after), after);
      seen.add(after);
    }
    if (page.looked === page.shown.length && page.matched === page.rows.length) break;
  }
  const strikes = whole.shown[0]!.strikes;
  const { price } = whole.terms.get(whole.shown[0]!)!;
  const fitting = strikes.filter((strike) => Math.abs(strike - price!) <= price! / 10).length;
  assert.equal(seen.size, fitting * 2 * 2, "both sides of both roots");
});

const REFUSED: [what: string, given: ChainArguments, text: RegExp][] = [
  ["a symbol that does not exist", { symbol: "ZZZZ" }, /^ZZZZ was not found\. Check the spelling, or search/],
  ["a product without options", { symbol: "/ZQ" }, /An option chain of \/ZQ was not found/],
  [
    "a filter that nothing fits",
    { symbol: "SPY", expiration: "2026-12-18", min_delta: 0.29999, max_delta: 0.3, right: "put" },
    /^SPY: no option fits: SPY is at 7\d\d\.\d+, the \d+ strikes of 2026-12-18 run from \d+ to \d+, the expected move is \d+\.\d\d\. Widen the filter, or see the money with \{"symbol":"SPY","expiration":"2026-12-18","right":"put","strikes":20\}\.$/,
  ],
  [
    "a bookmark at the end",
    { symbol: "SPY", expiration: "2026-12-18", after: "2026-12-18 SPY put 90000" },
    /no more options behind/,
  ],
  ["a day that has passed", { symbol: "SPY", expiration: "2026-11-19" }, /options of 2026-11-19 have expired/],
];

for (const [what, given, text] of REFUSED) {
  Deno.test(`chain: ${what} is a clear failure`, async () => {
    using services = await startServices();
    assert.match(await refusal(services, given), text);
  });
}

Deno.test("chain: a share without options is told apart from a symbol that does not exist", async () => {
  using services = await startServices();
  services.simulator.faults.add({ kind: "status", status: 404, path: "/option-chains/SPY/compact" });
  assert.match(await refusal(services, { symbol: "SPY" }), /^SPY: has no listed options\.$/);
});

Deno.test("chain: without stream and snapshots there is no price, and the failure is the broker's", async () => {
  using services = await startServices();
  services.simulator.faults.add({ kind: "socket_refused" });
  services.simulator.faults.add({ kind: "status", status: 500, path: "/market-data/by-type" });
  assert.match(
    await refusal(services, { symbol: "SPY" }),
    /tastytrade has a problem of its own with quotes \(HTTP 500\)/,
  );
});

Deno.test("chain: a caller who leaves is not waited for", async () => {
  using services = await startServices();
  const leaving = AbortSignal.abort();
  const context = { ...services.context, signal: leaving };
  assert.match(await refusal({ ...services, context }, { symbol: "SPY" }), /cancelled/);
});

/** Searches over several underlyings, on the simulator. */

import assert from "node:assert/strict";
import { FAMILY_NAMES } from "../../src/analytics/screens/family_names.ts";
import { explain, type Result } from "../../src/core/failure.ts";
import type { HeldLeg } from "../../src/services/held.ts";
import { findStrategies } from "../../src/services/strategies/find_strategies.ts";
import { lotsHeld } from "../../src/services/strategies/lots.ts";
import { criteriaOf, spansOf, type StrategyQuestion } from "../../src/services/strategies/question.ts";
import { createMarket } from "../../src/services/market.ts";
import { startServices } from "../support/services.ts";

const value = <T>(result: Result<T>): T => {
  assert.ok(result.ok, result.ok ? "" : explain(result.failure));
  return result.value;
};

const QUESTION: StrategyQuestion = {
  universe: { symbols: ["SPY", "GLD"] },
  families: ["put_credit_spread"],
  days: { min: 30, max: 60 },
  delta: undefined,
  width: undefined,
  minCredit: undefined,
  minPop: undefined,
  maxCapital: undefined,
  minIvRank: undefined,
  minLiquidity: undefined,
  avoidEarnings: true,
  rankBy: "pop",
  limit: 5,
  perShort: 1,
  target: null,
};

Deno.test("strategies: candidates of all underlyings are ranked together, no option sold twice", async () => {
  using services = await startServices();
  const { ranked, looked, notReached, refused } = value(
    await findStrategies({ ...QUESTION, families: ["cash_secured_put"] }, services.context),
  );
  assert.deepEqual(looked.map(({ symbol }) => symbol), ["SPY", "GLD"]);
  assert.ok(notReached.length === 0 && refused.length === 0);
  assert.deepEqual(new Set(ranked.map(({ symbol }) => symbol)), new Set(["SPY", "GLD"]));
  const chances = ranked.map(({ measures }) => measures.pop!);
  assert.deepEqual(chances, chances.toSorted((a, b) => b - a));
  const sold = ranked.map(({ symbol, contracts }) => {
    const { day, strike } = contracts.find(({ quantity }) => quantity < 0)!;
    return `${symbol} ${day} ${strike}`;
  });
  assert.equal(new Set(sold).size, sold.length);
});

Deno.test("strategies: whoever has gone is not searched for", async () => {
  using services = await startServices();
  const context = { ...services.context, signal: AbortSignal.abort() };
  const result = await findStrategies(QUESTION, context);
  assert.ok(!result.ok && result.failure.kind === "cancelled");
});

const SHARE = { price: 200, isFuture: false };

Deno.test("strategies: what was asked for takes the place of what is usual", () => {
  const usual = criteriaOf("put_credit_spread", QUESTION, { ...SHARE, earningsDay: null });
  assert.ok(usual.minCreditToWidth === 0.25 && usual.earnings === undefined);
  const own = criteriaOf("put_credit_spread", { ...QUESTION, delta: { max: 0.2 }, width: 5 }, {
    ...SHARE,
    earningsDay: "2026-12-10",
  });
  assert.deepEqual(own.shortDelta, { max: 0.2 });
  assert.deepEqual(own.width, { min: 5, max: 5 });
  assert.equal(own.minCreditToWidth, undefined);
  assert.deepEqual(own.earnings, { day: "2026-12-10", rule: "avoid" });
  const bought = criteriaOf("long_call", { ...QUESTION, delta: { min: 0.6 }, avoidEarnings: false }, {
    ...SHARE,
    earningsDay: "2026-12-10",
  });
  assert.ok(bought.longDelta?.min === 0.6 && bought.shortDelta === undefined && bought.earnings?.rule === "tell");
});

Deno.test("strategies: families with two expirations have days behind the first ones read as well", () => {
  const one = spansOf(["iron_condor"], QUESTION);
  assert.deepEqual(one, [{ min: 30, max: 60 }]);
  for (const family of FAMILY_NAMES.filter((name) => /calendar|diagonal/.test(name))) {
    const [, back] = spansOf([family], QUESTION);
    assert.ok(back!.min! > 30 && back!.max! >= back!.min! + 60, family);
  }
});

Deno.test("strategies: usual widths follow the price, on a future both ends, unless one is named", () => {
  const usual = { earningsDay: null, price: 75, isFuture: true };
  assert.deepEqual(criteriaOf("put_credit_spread", QUESTION, usual).width, { min: 0.5, max: 1.5 });
  assert.deepEqual(criteriaOf("put_credit_spread", QUESTION, { ...usual, isFuture: false }).width, {
    min: 0.5,
    max: 10,
  });
  assert.deepEqual(criteriaOf("put_credit_spread", { ...QUESTION, width: 2 }, usual).width, { min: 2, max: 2 });
  assert.equal(criteriaOf("short_strangle", QUESTION, usual).width, undefined);
});

Deno.test("strategies: who wants to know is told of each underlying when it is done, refused ones included", async () => {
  using services = await startServices();
  const told: unknown[] = [];
  const context = { ...services.context, onProgress: (progress: unknown) => void told.push(progress) };
  value(
    await findStrategies({ ...QUESTION, universe: { symbols: ["SPY", "ZZZZQ", "GLD"] } }, context),
  );
  assert.deepEqual(told, [
    { done: 1, total: 3, message: "SPY" },
    { done: 2, total: 3, message: "ZZZZQ" },
    { done: 3, total: 3, message: "GLD" },
  ]);
});

Deno.test("strategies: who is told of progress waits longer before the rest is left", async () => {
  const symbols = Array.from(
    { length: 40 },
    (_, place) => `ZZ${String.fromCharCode(65 + place % 26)}${place < 26 ? "A" : "B"}`,
  );
  const reach = async (isTold: boolean): Promise<{ reached: number; seconds: number }> => {
    using services = await startServices();
    const { context, clock } = services;
    const startedAt = clock.at;
    const found = await findStrategies(
      { ...QUESTION, universe: { symbols } },
      isTold ? { ...context, onProgress() {} } : context,
    );
    return { reached: 40 - value(found).notReached.length, seconds: (clock.at - startedAt) / 1000 };
  };
  const silent = await reach(false);
  assert.ok(silent.reached >= 20 && silent.reached < 40 && silent.seconds < 14, JSON.stringify(silent));
  const told = await reach(true);
  assert.ok(told.reached === 40 && told.seconds < 27, JSON.stringify(told));
});

Deno.test("strategies: the broker is asked for no more than two chains a second", async () => {
  using services = await startServices();
  const { context, clock } = services;
  const askedAt: number[] = [];
  const broker: typeof context.broker = {
    ...context.broker,
    call: (endpoint, params, options) => {
      const answer = context.broker.call(endpoint, params, options);
      if (endpoint.group === "option_chains") void answer.then(() => askedAt.push(clock.at));
      return answer;
    },
  };
  const symbols = ["SPY", "QQQ", "IWM", "GLD", "TLT", "XLE"];
  const market = createMarket({
    ...services,
    cache: services.storage.cache,
    now: context.now,
    prefix: "",
    broker,
    live: context.live,
  });
  value(await findStrategies({ ...QUESTION, universe: { symbols } }, { ...context, broker, market }));
  assert.equal(askedAt.length, symbols.length);
  for (const [place, at] of askedAt.entries()) {
    assert.ok(place < 2 || at - askedAt[place - 2]! >= 1000, askedAt.join());
  }
});

const leg = (symbol: string, quantity: number, account = "***0001"): HeldLeg => ({
  account: { masked: account, nickname: null, type: null, rules: "margin" },
  symbol,
  kind: null,
  streamerSymbol: null,
  markPrice: null,
  instrument: { type: symbol.length > 6 ? "equity_option" : "equity", symbol },
  underlying: symbol.slice(0, 6).trim(),
  quantity,
  averageOpenPrice: null,
  closePrice: null,
  dayBasis: null,
  multiplier: null,
  realizedToday: null,
  expiresAt: null,
  openedAt: null,
  fetchedAt: 0,
  source: "simulator",
});

const DECEMBER = "AAPL  261218C00340000";
const JANUARY = "AAPL  270115C00350000";

Deno.test("strategies: lots are those of one account, less the calls that are sold against them", () => {
  const shares = leg("AAPL", 350);
  const lotsOf = (...legs: HeldLeg[]) => lotsHeld(legs).get("AAPL");
  assert.deepEqual(lotsOf(shares), { shares: 350, sold: 0, free: 3 });
  assert.deepEqual(lotsOf(shares, leg(DECEMBER, -2)), { shares: 350, sold: 2, free: 1 });
  assert.deepEqual(lotsOf(shares, leg(DECEMBER, -5)), { shares: 350, sold: 3, free: 0 });
  assert.deepEqual(lotsOf(shares, leg("AAPL  261218P00300000", -2)), { shares: 350, sold: 0, free: 3 });
  assert.deepEqual(lotsOf(shares, leg("MSFT  261218C00500000", -2)), { shares: 350, sold: 0, free: 3 });
  assert.equal(lotsOf(leg("AAPL", 99), leg("AAPL", 60, "***0002")), undefined);
  assert.deepEqual(lotsOf(leg("AAPL", 60), leg("AAPL", 45)), { shares: 105, sold: 0, free: 1 });
  assert.deepEqual(lotsOf(shares, leg("AAPL", 200, "***0002"), leg(DECEMBER, -3, "***0002")), {
    shares: 550,
    sold: 2,
    free: 3,
  });
  assert.equal(lotsOf(leg("AAPL", -300)), undefined);
});

Deno.test("strategies: a bought call goes with a sold one that does not outlive it, and leaves the shares alone", () => {
  const soldAgainst = (...legs: HeldLeg[]) => lotsHeld([leg("AAPL", 500), ...legs]).get("AAPL")!.sold;
  assert.equal(soldAgainst(leg(DECEMBER, -2), leg(JANUARY, 1)), 1);
  assert.equal(soldAgainst(leg(JANUARY, -2), leg(DECEMBER, 2)), 2);
  assert.equal(soldAgainst(leg(JANUARY, -1), leg(DECEMBER, -1), leg(JANUARY, 1), leg(DECEMBER, 1)), 0);
});

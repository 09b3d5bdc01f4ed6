import assert from "node:assert/strict";
import { bsm } from "../../src/analytics/pricing/black.ts";
import { explain } from "../../src/core/failure.ts";
import { type Analysis, analyzePosition } from "../../src/services/position/analyze_position.ts";
import type { LegInput } from "../../src/services/position/leg_input.ts";
import type { Position } from "../../src/services/position/position.ts";
import { type PositionQuestion, resolvePosition } from "../../src/services/position/resolve_position.ts";
import { readChain } from "../../src/services/chain/chain.ts";
import { questionOf } from "../../src/services/chain/question.ts";
import { newYorkInstant } from "../../src/core/calendar.ts";
import { startServices, type TestServices } from "../support/services.ts";

async function resolve({ context }: TestServices, question: PositionQuestion): Promise<Position> {
  const resolved = await resolvePosition(question, context);
  assert.ok(resolved.ok, resolved.ok ? "" : explain(resolved.failure));
  return resolved.value;
}

function analyze(position: Position): Analysis {
  const analysis = analyzePosition(position);
  assert.ok(analysis.ok, analysis.ok ? "" : explain(analysis.failure));
  return analysis.value;
}

const CONDOR: LegInput[] = [
  { right: "put", strike: 700, expiration: "2026-12-18", quantity: 1 },
  { right: "put", strike: 730, expiration: "2026-12-18", quantity: -1 },
  { right: "call", strike: 820, expiration: "2026-12-18", quantity: -1 },
  { right: "call", strike: 850, expiration: "2026-12-18", quantity: 1 },
];

/** Numbers between 0 and 1 that are the same every time (Park and Miller 1988). */
function dice(seed: number): () => number {
  let state = seed;
  return () => (state = state * 48271 % 2147483647) / 2147483647;
}

/** One to four options, and sometimes the underlying itself. */
function randomLegs(random: () => number, symbol: string): LegInput[] {
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
  const expirations = [Math.round(4 + 60 * random()), Math.round(30 + 100 * random())];
  const legs: LegInput[] = Array.from({ length: 1 + Math.floor(4 * random()) }, () => ({
    right: pick(["call", "put"] as const),
    delta: 0.05 + 0.7 * random(),
    expiration: symbol === "/ES" || random() < 0.8 ? expirations[0]! : expirations[1]!,
    quantity: pick([-3, -2, -1, 1, 2, 3]),
  }));
  if (symbol !== "SPX" && symbol !== "/ES" && random() < 0.2) legs.push({ symbol, quantity: pick([-100, 100, 250]) });
  return legs;
}

Deno.test("position: expected value at the market's volatility is minus the slippage, for 200 random positions", async () => {
  using services = await startServices();
  const random = dice(20261120);
  const symbols = ["SPY", "AAPL", "SPX", "NVDA", "/ES", "IWM"];
  let doubtful = 0;
  for (let count = 0; count < 200; count++) {
    const symbol = symbols[count % symbols.length]!;
    const legs = randomLegs(random, symbol);
    // Nothing is remembered from the question before, so that all figures are of one instant.
    services.clock.at += 60_000;
    const resolved = await resolvePosition({ legs, underlying: symbol, entry: "natural" }, services.context);
    assert.ok(resolved.ok, resolved.ok ? "" : explain(resolved.failure));
    const position = resolved.value;
    const analysis = analyzePosition(position);
    // Two legs may be the same contract by chance, and cancel each other.
    if (!analysis.ok) continue;
    const { prospects: { atMarket }, cost: { slippage }, table } = analysis.value;
    const what = `${symbol} ${JSON.stringify(legs)}`;
    assert.ok(slippage !== null && slippage >= 0, what);
    assert.ok(Math.abs(atMarket + slippage) < 0.005, `${what}: ${atMarket} and ${slippage}`);
    // The model, at the volatilities it has read off the market, says the same to a hundredth a share.
    const isPlain = position.legs.every(({ volatilitySource }) =>
      volatilitySource === null || volatilitySource === "price"
    );
    const size = position.legs.reduce((sum, leg) => sum + Math.abs(leg.quantity * leg.multiplier), 0);
    const modelled = table.byDay[0]!.profits[table.spots.indexOf(position.spot)]!;
    if (isPlain) assert.ok(Math.abs(modelled + slippage) < 0.002 * size, `${what}: ${modelled} and ${slippage}`);
    else doubtful++;
    // The simulator's own values know nothing of mids or of our model: within a tick a leg they say the same.
    let [truth, tolerance] = [0, 0.01];
    for (const { instrument, contract, quantity, multiplier, entryPrice } of position.legs) {
      const quote = contract === null ? null : services.simulator.market.option(instrument.symbol, position.readAt) ??
        services.simulator.market.futureOption(instrument.symbol, position.readAt);
      const value = contract === null ? position.spot : quote!.option!.price;
      truth += quantity * multiplier * (value - entryPrice);
      tolerance += contract === null ? 0 : Math.abs(quantity) * multiplier * Math.max(quote!.tick ?? 0, 0.01);
    }
    assert.ok(Math.abs(atMarket - truth) <= tolerance, `${what}: ${atMarket}, simulator ${truth} within ${tolerance}`);
  }
  assert.ok(doubtful < 20, `${doubtful} positions have legs whose own price tells no volatility`);
});

Deno.test("position: volatilities and greeks are those of the simulated market", async () => {
  using services = await startServices();
  // Before the ex-date: the simulator leaves out what early exercise is worth, the model does not.
  const before = [740, 760, 800, 810].map((strike): LegInput => ({
    right: strike < 785 ? "put" : "call",
    strike,
    expiration: "2026-12-11",
    quantity: -1,
  }));
  const { legs } = await resolve(services, { legs: before, underlying: "SPY" });
  for (const { instrument: { symbol }, volatility, delta, theta, vega } of legs) {
    const truth = services.simulator.market.option(symbol, services.clock.at)!.option!;
    const rounding = 0.01 / truth.vega / 100;
    assert.ok(Math.abs(volatility! - truth.volatility) < 0.001 + rounding, `${symbol}: ${volatility}`);
    assert.ok(Math.abs(delta - truth.delta) < 0.01);
    assert.ok(Math.abs(vega / truth.vega - 1) < 0.05);
    assert.ok(Math.abs(theta / truth.theta - 1) < 0.2);
  }
});

Deno.test("position: a question costs no more calls than the chain does, and metrics; asked again, none", async () => {
  const chainCalls = await (async () => {
    using services = await startServices();
    const question = questionOf({ symbol: "SPY", expiration: "2026-12-18", min_delta: 0.1 }, services.clock.at);
    assert.ok(question.ok && (await readChain(question.value, services.context)).ok);
    return services.simulator.requests.map(({ path }) => path);
  })();
  using services = await startServices();
  await resolve(services, { legs: CONDOR, underlying: "SPY" });
  const calls = services.simulator.requests.map(({ path }) => path);
  const beside = ["/market-metrics", "/instruments/equities"];
  assert.deepEqual(calls.filter((path) => !beside.includes(path)).sort(), chainCalls.sort());
  const before = services.simulator.requests.length;
  await resolve(services, { legs: CONDOR, underlying: "SPY" });
  assert.equal(services.simulator.requests.length, before);
});

Deno.test("position: an option is meant the same by OCC symbol, by streamer symbol and by description", async () => {
  using services = await startServices();
  const ways: LegInput[] = [
    { symbol: "AAPL  261218C00330000", quantity: -1 },
    { symbol: ".AAPL261218C330", quantity: -1 },
    { underlying: "AAPL", expiration: "2026-12-18", right: "call", strike: 330, quantity: -1 },
    { symbol: "AAPL", expiration: 28, right: "call", strike: 330, quantity: -1 },
  ];
  for (const way of ways) {
    const { legs: [leg] } = await resolve(services, { legs: [way] });
    assert.equal(leg!.instrument.symbol, "AAPL  261218C00330000");
  }
});

Deno.test("position: a futures option is meant the same by symbol, by streamer symbol and by description", async () => {
  using services = await startServices();
  const described: LegInput = { underlying: "/ES", expiration: 28, right: "put", delta: 0.2, quantity: -1 };
  const first = (await resolve(services, { legs: [described] })).legs[0]!;
  const { series, strike, right } = first.contract!;
  const { streamer } = series.spelling;
  const ways: PositionQuestion[] = [
    { legs: [{ symbol: first.instrument.symbol, quantity: -1 }] },
    { legs: [{ symbol: `${streamer!.head}P${strike}${streamer!.tail}`, quantity: -1 }], underlying: "/ES" },
    { legs: [{ underlying: series.underlying.symbol, expiration: series.day, right, strike, quantity: -1 }] },
  ];
  for (const way of ways) {
    const position = await resolve(services, way);
    assert.equal(position.legs[0]!.instrument.symbol, first.instrument.symbol);
    assert.equal(position.underlying.symbol, series.underlying.symbol);
    assert.equal(position.carry, position.rate);
  }
  const { capital, unknown } = analyze(await resolve(services, { legs: [described] }));
  assert.deepEqual([capital.net, capital.reason], [null, "futures_are_margined_by_span"]);
  assert.ok(unknown.includes("capital") && unknown.includes("forecast_volatility"));
});

Deno.test("position: by delta the strike is the one whose delta is nearest", async () => {
  using services = await startServices();
  for (const [right, delta] of [["put", 0.16], ["put", -0.3], ["call", 0.3], ["call", 0.8]] as const) {
    const { legs } = await resolve(services, {
      legs: [{ right, delta, expiration: 45, quantity: -1 }],
      underlying: "SPY",
    });
    const { contract } = legs[0]!;
    const { series, strike } = contract!;
    const { market } = services.simulator;
    const distance = (at: number): number => {
      const symbol = `${series.spelling.head}${right === "call" ? "C" : "P"}${String(at * 1000).padStart(8, "0")}`;
      return Math.abs(Math.abs(market.option(symbol, services.clock.at)!.option!.delta) - Math.abs(delta));
    };
    const best = series.strikes.reduce((best, one) => distance(one) < distance(best) ? one : best);
    assert.equal(strike, best, `${right} ${delta}`);
  }
});

Deno.test("position: entry at the middle, at once, or as given; a given price makes a profit that is open", async () => {
  using services = await startServices();
  const legs: LegInput[] = [{ symbol: "SPY   261218P00730000", quantity: -2 }];
  const mid = await resolve(services, { legs });
  const natural = await resolve(services, { legs, entry: "natural" });
  const given = await resolve(services, { legs: [{ ...legs[0]!, price: 9 }] });
  const { bid, ask } = mid.legs[0]!;
  assert.equal(mid.legs[0]!.entryPrice, (bid! + ask!) / 2);
  assert.equal(natural.legs[0]!.entryPrice, bid);
  assert.equal(given.legs[0]!.entryPrice, 9);
  assert.deepEqual([mid, natural, given].map((one) => one.legs[0]!.entrySource), ["mid", "natural", "given"]);
  const { cost } = analyze(given);
  assert.ok(Math.abs(cost.openProfit - 200 * (9 - (bid! + ask!) / 2)) < 1e-6);
  assert.ok(Math.abs(cost.slippage! - 200 * (ask! - bid!) / 2) < 1e-6);
});

Deno.test("position: what is said of a condor agrees with plain arithmetic", async () => {
  using services = await startServices();
  const position = await resolve(services, { legs: CONDOR, underlying: "SPY" });
  const analysis = analyze(position);
  const [a, b, c, d] = position.legs.map(({ entryPrice }) => entryPrice) as [number, number, number, number];
  const credit = b + c - a - d;
  assert.equal(analysis.strategy.id, "iron_condor");
  assert.ok(Math.abs(analysis.profile.maxProfit! - 100 * credit) < 1e-6);
  assert.ok(Math.abs(analysis.profile.maxLoss! - 100 * (30 - credit)) < 1e-6);
  assert.deepEqual(
    analysis.breakevens.map(({ price }) => Math.round(price * 1e6)),
    [730 - credit, 820 + credit].map((price) => Math.round(price * 1e6)),
  );
  assert.ok(Math.abs(analysis.capital.net! - 100 * (30 - credit)) < 0.01);
  assert.ok(Math.abs(analysis.returns!.return - credit / (30 - credit)) < 1e-9);
  assert.ok(Math.abs(analysis.closeAt! - credit / 2) < 1e-9, "a short position is bought back");
  const { prospects } = analysis;
  assert.ok(prospects.halfProfit!.probability > prospects.probabilityOfProfit);
  for (const { leg, probability } of prospects.touches) {
    const delta = Math.abs(leg.delta);
    assert.ok(probability > delta && probability < 2.6 * delta, `${leg.contract!.strike}: ${probability} and ${delta}`);
  }
});

Deno.test("position: the skew takes puts for likelier than one volatility does", async () => {
  using services = await startServices();
  const position = await resolve(services, {
    legs: [{ right: "put", delta: 0.1, expiration: 45, quantity: -1 }],
    underlying: "SPX",
  });
  const { prospects, breakevens: [{ price }] } = analyze(position) as Analysis & { breakevens: [{ price: number }] };
  const { term: { years, forward }, series } = position.terms[0]!;
  // The chance to end above a strike is the price of a narrow spread of the simulator's own puts, for its width.
  const near = series.strikes.filter((strike) => Math.abs(strike - price) < 60);
  const values = near.map((strike) => {
    const symbol = `${series.spelling.head}P${String(strike * 1000).padStart(8, "0")}`;
    const { volatility } = services.simulator.market.option(symbol, services.clock.at)!.option!;
    return bsm(forward! * Math.exp(-0.04 * years), strike, years, 0.04, 0, volatility, "put");
  });
  const below = (values.at(-1)! - values[0]!) / (near.at(-1)! - near[0]!) * Math.exp(0.04 * years);
  assert.ok(Math.abs(prospects.skewedProbabilityOfProfit! - (1 - below)) < 0.01);
  assert.ok(prospects.skewedProbabilityOfProfit! < prospects.probabilityOfProfit);
});

Deno.test("position: a calendar of American calls loses no more than it cost", async () => {
  using services = await startServices();
  const legs: LegInput[] = [30, 60].map((expiration, place) => ({
    right: "call",
    strike: 320,
    expiration,
    quantity: place === 0 ? -1 : 1,
  }));
  const analysis = analyze(await resolve(services, { legs, underlying: "AAPL" }));
  assert.equal(analysis.strategy.id, "call_calendar");
  const { maxLoss } = analysis.profile;
  assert.ok(maxLoss !== null && Math.abs(maxLoss - analysis.cost.cost) < 1, `${maxLoss} and ${analysis.cost.cost}`);
  assert.equal(analysis.breakevens.length, 2);
  assert.match(analysis.warnings.join(" "), /valued by formula/);
});

Deno.test("position: what it makes at a price today is what it would make if the simulator were there", async () => {
  using services = await startServices();
  const position = await resolve(services, { legs: CONDOR, underlying: "SPY" });
  const { table, cost } = analyze(position);
  const middle = table.spots.indexOf(position.spot);
  assert.ok(middle > 0);
  assert.ok(Math.abs(table.byDay[0]!.profits[middle]! - cost.openProfit) < 1.5, "now and here, as the prices say");
  assert.deepEqual(table.byDay.at(-1)!.profits.length, table.spots.length);
  assert.ok(table.byDay.at(-1)!.profits[middle]! > table.byDay[1]!.profits[middle]!, "time works for it");
  assert.ok(
    table.byVolatility[0]!.profits[middle]! > table.byVolatility[2]!.profits[middle]!,
    "and volatility against it",
  );
});

Deno.test("position: a call in the money before its ex-date is likely to be assigned", async () => {
  using services = await startServices({ at: newYorkInstant("2026-12-17", 11 * 60) });
  const position = await resolve(services, {
    legs: [{ underlying: "SPY", right: "call", strike: 650, expiration: "2026-12-31", quantity: -1 }],
  });
  assert.equal(position.exDividendDate, "2026-12-18");
  const [assignment] = analyze(position).assignments;
  assert.equal(assignment!.risk.level, "likely");
  assert.equal(assignment!.risk.reason, "dividend");
});

Deno.test("position: an index settled in the morning is said to be", async () => {
  using services = await startServices();
  const position = await resolve(services, {
    legs: [{ symbol: "SPX   261218P07000000", quantity: -1 }],
  });
  assert.equal(position.exercise, "european");
  assert.match(position.warnings.join(" "), /settled in the morning \(AM\).*2026-12-17.*opening prices of 2026-12-18/);
  assert.deepEqual(analyze(position).assignments, []);
  const evening = await resolve(services, {
    legs: [{ underlying: "SPX", expiration: "2026-12-18", right: "put", strike: 7000, quantity: -1 }],
  });
  assert.equal(
    evening.legs[0]!.contract!.series.root,
    "SPXW",
    "the one that trades until the evening, unless it is named",
  );
});

Deno.test("position: on the day of expiration all figures stay numbers", async () => {
  using services = await startServices({ at: newYorkInstant("2026-11-20", 15 * 60 + 58) });
  const position = await resolve(services, {
    legs: [
      { underlying: "SPY", right: "put", delta: 0.4, expiration: 0, quantity: -1 },
      { underlying: "SPY", right: "put", delta: 0.1, expiration: 0, quantity: 1 },
    ],
  });
  const { prospects, profile, table, returns } = analyze(position);
  for (
    const value of [
      prospects.probabilityOfProfit,
      prospects.atMarket,
      profile.maxLoss,
      returns!.return,
      ...table.byDay.flatMap(({ profits }) => profits),
      ...table.byVolatility.flatMap(({ profits }) => profits),
    ]
  ) assert.ok(Number.isFinite(value), `${value}`);
  assert.equal(returns!.annualized, null);
});

Deno.test("position: without metrics it says what is unknown, and goes on", async () => {
  using services = await startServices();
  services.simulator.faults.add({ kind: "status", status: 500, path: "/market-metrics" });
  const position = await resolve(services, { legs: CONDOR, underlying: "SPY" });
  assert.equal(position.metrics, null);
  assert.deepEqual(position.unknown, ["iv_rank", "earnings_date", "ex_dividend_date"]);
  assert.match(position.warnings.join(" "), /Earnings, dividends and IV rank could not be had/);
  assert.equal(analyze(position).forecast, null);
});

Deno.test("position: without the stream snapshots serve, and it is said", async () => {
  using services = await startServices();
  services.simulator.faults.add({ kind: "socket_refused" });
  const position = await resolve(services, { legs: CONDOR, underlying: "SPY" });
  assert.match(position.warnings.join(" "), /REST snapshots/);
  assert.ok(analyze(position).prospects.probabilityOfProfit > 0.3);
});

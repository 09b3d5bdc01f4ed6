import assert from "node:assert/strict";
import { ALL_PARTS } from "../../../src/services/chain/selection.ts";
import { type Ask, createChainFigures, type Quoted } from "../../../src/services/chain/chain_figures.ts";
import type { Fault } from "../../../src/simulator/simulator.ts";
import { startServices, type TestServices } from "../../support/services.ts";

const SPY: Quoted = { type: "equity", symbol: "SPY", sheet: "underlying", streamer: "SPY" };

const DAY = "2026-12-18";

/** Puts on SPY that there are, `count` of them. */
function puts({ simulator: { market }, clock }: TestServices, count: number): Quoted[] {
  const listing = market.prices.listings.get("SPY")!;
  const expiration = market.chains.expirations(listing, clock.at).find(({ day }) => day === DAY)!;
  const strikes = market.chains.strikes(listing, expiration, clock.at);
  return strikes.slice(-count - 100, -100).map((strike) => ({
    type: "equity_option",
    symbol: `SPY   261218P${String(strike * 1000).padStart(8, "0")}`,
    sheet: DAY,
    streamer: `.SPY261218P${strike}`,
  }));
}

const all = (quoted: readonly Quoted[]): Ask[] => quoted.map((one) => ({ quoted: one, parts: ALL_PARTS }));

const calls = ({ simulator }: TestServices, path: string): number =>
  simulator.requests.filter((seen) => seen.path === path).length;

const QUOTES = "/market-data/by-type";
const TOKENS = "/api-quote-tokens";

Deno.test("chain figures: what the stream says is what the market is, in every part", async () => {
  using services = await startServices();
  const { context, simulator: { market }, clock } = services;
  const look = context.market.part(createChainFigures).look("SPY", [DAY], context);
  const options = puts(services, 20);
  await look.fetch(all(options));
  for (const option of options) {
    const truth = market.option(option.symbol, clock.at)!;
    const figures = look.of(option);
    assert.deepEqual(
      [figures.bid, figures.ask, figures.volume, figures.openInterest, figures.last, figures.previousClose],
      [truth.bid, truth.ask, truth.volume, truth.openInterest, truth.last, truth.previousClose],
    );
    for (const greek of ["volatility", "delta", "gamma", "theta", "vega"] as const) {
      assert.ok(Math.abs(figures[greek]! - truth.option![greek]) < 1e-6, greek);
    }
    assert.equal(figures.readAt, clock.at);
  }
  assert.deepEqual([look.streamFailure(), look.snapshotFailure(), look.skipped()], [null, null, 0]);
  assert.deepEqual([calls(services, TOKENS), calls(services, QUOTES)], [1, 0]);
});

Deno.test("chain figures: they are kept for half a minute, and in the cache for whoever comes after a restart", async () => {
  using services = await startServices();
  const { context, clock, storage } = services;
  const [option] = puts(services, 1);
  const figures = context.market.part(createChainFigures);
  const ask = async () => {
    const look = figures.look("SPY", [DAY], context);
    await look.fetch(all([option!]));
    look.keep([DAY]);
    return look.of(option!).readAt;
  };
  const firstAt = await ask();
  clock.at += 29_000;
  assert.equal(await ask(), firstAt);
  clock.at += 1_000;
  assert.equal(await ask(), clock.at);
  await services.settled();
  assert.ok(await storage.cache.read("chain:SPY:2026-12-18"));
});

Deno.test("chain figures: a part that is asked for later is read later, the others are not read again", async () => {
  using services = await startServices();
  const { context, clock } = services;
  const [option] = puts(services, 1);
  const look = context.market.part(createChainFigures).look("SPY", [DAY], context);
  await look.fetch([{ quoted: option!, parts: ["Greeks"] }]);
  assert.equal(look.of(option!).bid, null);
  const readAt = clock.at;
  clock.at += 10_000;
  await look.fetch(all([option!]));
  assert.notEqual(look.of(option!).bid, null);
  assert.equal(look.of(option!).readAt, readAt, "the age is that of the oldest part");
});

const TROUBLE: [name: string, fault: Fault][] = [
  ["is refused", { kind: "socket_refused" }],
  ["breaks again and again", { kind: "socket_dropped", frames: 4 }],
  ["breaks in the middle of an answer", { kind: "socket_dropped_in_snapshot" }],
  ["does not accept the token", { kind: "socket_token_expired" }],
];

for (const [name, fault] of TROUBLE) {
  Deno.test(`chain figures: when the stream ${name}, snapshots serve and it is said`, async () => {
    using services = await startServices();
    const { context, simulator, clock } = services;
    simulator.faults.add(fault);
    const look = context.market.part(createChainFigures).look("SPY", [DAY], context);
    const options = puts(services, 10);
    await look.fetch(all([SPY, ...options]));
    assert.notEqual(look.streamFailure(), null);
    assert.equal(look.snapshotFailure(), null);
    for (const option of options) {
      const truth = simulator.market.option(option.symbol, clock.at)!;
      const { delta, bid, openInterest } = look.of(option);
      assert.ok(Math.abs(delta! - truth.option!.delta) < 1e-6);
      assert.deepEqual([bid, openInterest], [truth.bid, truth.openInterest]);
    }
    assert.notEqual(look.of(SPY).last, null);
    assert.equal(calls(services, QUOTES), 1);
  });
}

Deno.test("chain figures: without the stream a question costs four snapshots at the most, and says what it gave up", async () => {
  using services = await startServices();
  services.simulator.faults.add({ kind: "socket_refused" });
  const look = services.context.market.part(createChainFigures).look("SPY", [DAY], services.context);
  assert.equal(look.room(), Infinity);
  await look.fetch(all(puts(services, 150)));
  assert.equal(look.room(), 200);
  await look.fetch(all(puts(services, 370)));
  assert.deepEqual([calls(services, QUOTES), look.skipped(), look.room()], [4, 20, 0]);
});

Deno.test("chain figures: with neither stream nor snapshots the old ones stay, with their age", async () => {
  using services = await startServices();
  const { context, simulator, clock } = services;
  const [option] = puts(services, 1);
  const first = context.market.part(createChainFigures).look("SPY", [DAY], context);
  await first.fetch(all([option!]));
  const { bid, readAt } = first.of(option!);
  // From now on every question needs a connection of its own.
  context.live.close();
  simulator.faults.add({ kind: "socket_refused" });
  simulator.faults.add({ kind: "status", status: 500, path: QUOTES });
  clock.at += 60_000;
  const second = context.market.part(createChainFigures).look("SPY", [DAY], context);
  await second.fetch(all([option!]));
  assert.deepEqual([second.of(option!).bid, second.of(option!).readAt], [bid, readAt]);
  assert.equal(second.snapshotFailure()?.kind, "broker_unavailable");
});

Deno.test("chain figures: options the stream does not carry are read by snapshot, the others are not", async () => {
  using services = await startServices();
  const [carried, other] = puts(services, 2);
  const look = services.context.market.part(createChainFigures).look("SPY", [DAY], services.context);
  await look.fetch(all([carried!, { ...other!, streamer: null }]));
  assert.notEqual(look.of(other!).delta, null);
  assert.equal(look.streamFailure(), null);
  assert.equal(calls(services, QUOTES), 1);
});

Deno.test("chain figures: an option that is silent has no figures, and is not asked again at once", async () => {
  using services = await startServices();
  const [real] = puts(services, 1);
  const ghost: Quoted = { ...real!, symbol: "SPY   261218P00001000", streamer: ".SPY261218P1" };
  const look = services.context.market.part(createChainFigures).look("SPY", [DAY], services.context);
  // Late in a question there is little patience left.
  services.clock.at += 8_900;
  const startedAt = performance.now();
  await look.fetch([real!, ghost].map((quoted) => ({ quoted, parts: ["Quote", "Greeks"] })));
  const waited = performance.now() - startedAt;
  assert.deepEqual([look.of(ghost).readAt, look.of(ghost).delta], [null, null]);
  assert.notEqual(look.of(real!).delta, null);
  const again = performance.now();
  await look.fetch([{ quoted: ghost, parts: ["Quote", "Greeks"] }]);
  assert.ok(performance.now() - again < waited / 10, "known to be silent for half a minute");
});

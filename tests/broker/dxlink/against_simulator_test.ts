/** Live data from the simulated broker, inside the process and over real WebSockets, in good weather and bad. */

import assert from "node:assert/strict";
import { createBroker } from "../../../src/broker/broker.ts";
import { createLive } from "../../../src/broker/dxlink/create_live.ts";
import type { LiveAnswer, LiveQuestion, LiveType, OpenSocket } from "../../../src/broker/dxlink/live.ts";
import { type MarketData, marketDataByType } from "../../../src/broker/endpoints/market_data.ts";
import { compactOptionChain } from "../../../src/broker/endpoints/option_chains.ts";
import { createSimulator, type Fault, simulatorHandler } from "../../../src/simulator/simulator.ts";
import { FRIDAY } from "../../support/app.ts";

interface World extends AsyncDisposable {
  baseUrl: string;
  openSocket: OpenSocket;
}

/** The simulator inside this process, or behind a port. */
async function open(kind: "inside" | "over loopback", { linger = 0 } = {}) {
  const clock = { at: FRIDAY };
  const now = () => clock.at;
  const simulator = createSimulator({ now });
  const world: World = kind === "inside"
    ? { baseUrl: "https://simulated.invalid", openSocket: simulator.openSocket, [Symbol.asyncDispose]: async () => {} }
    : serve();
  function serve(): World {
    const handler = simulatorHandler(simulator, (request) => Deno.upgradeWebSocket(request));
    const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, handler);
    const closed: Promise<unknown>[] = [];
    return {
      baseUrl: `http://127.0.0.1:${server.addr.port}`,
      openSocket(url) {
        const socket = new WebSocket(url);
        closed.push(new Promise((resolve) => socket.addEventListener("close", resolve)));
        return socket;
      },
      async [Symbol.asyncDispose]() {
        await Promise.all(closed);
        await server.shutdown();
      },
    };
  }
  const log = () => {};
  const broker = createBroker({
    baseUrl: world.baseUrl,
    credentials: () => Promise.resolve(simulator.credentials),
    fetch: kind === "inside" ? simulator.fetch : globalThis.fetch,
    now,
    wait: () => Promise.resolve(),
    random: () => 0.5,
    log,
    userAgent: "ttai/test",
    source: "simulator",
    refusals: { read: () => Promise.resolve(null), remember: () => Promise.resolve() },
  });
  const live = createLive({ broker, openSocket: world.openSocket, now, log, socketScope: "process", linger });
  const chains = await broker.call(compactOptionChain, "SPY");
  assert.ok(chains.ok);
  const { symbols, streamerSymbols } = chains.value[0]!;
  return {
    simulator,
    broker,
    live,
    symbols,
    streamerSymbols,
    async [Symbol.asyncDispose]() {
      live.close();
      await world[Symbol.asyncDispose]();
    },
  };
}

const ask = (symbols: readonly string[], ...types: LiveType[]): LiveQuestion[] =>
  symbols.map((symbol) => ({ symbol, types }));

for (const kind of ["inside", "over loopback"] as const) {
  Deno.test(`live data ${kind}: every type of a stock, quotes and greeks of a thousand options, one connection`, async () => {
    await using house = await open(kind, { linger: 60_000 });
    const options = house.streamerSymbols.slice(0, 1000);
    const [stock, chain] = await Promise.all([
      house.live.read(ask(["AAPL"], "Quote", "Trade", "Summary", "Profile")),
      house.live.read(ask(options, "Quote", "Greeks", "Summary")),
    ]);
    assert.ok(stock.ok && chain.ok);
    assert.deepEqual([stock.value.ended, stock.value.missing], ["complete", []]);
    const { Quote, Trade, Summary, Profile } = stock.value.answers.get("AAPL")!;
    assert.ok(Quote!.bid! < Quote!.ask! && Trade!.price! > 0 && Summary!.prevClose! > 0 && Profile!.description);
    assert.deepEqual([chain.value.ended, chain.value.missing, chain.value.answers.size], ["complete", [], 1000]);
    for (const { Greeks } of chain.value.answers.values()) assert.ok(Math.abs(Greeks!.delta!) <= 1);
    assert.equal(house.simulator.sockets.length, 1);
  });

  Deno.test(`live data ${kind}: what the socket says is what REST says`, async () => {
    await using house = await open(kind);
    const options = [1, 2, 3].map((part) => Math.floor(house.symbols.length * part / 4));
    const live = await house.live.read(ask(options.map((place) => house.streamerSymbols[place]!), "Quote", "Greeks"));
    const rest = await house.broker.call(
      marketDataByType,
      options.map((place) => ({ type: "equity_option" as const, symbol: house.symbols[place]! })),
    );
    assert.ok(live.ok && rest.ok);
    const { answers } = live.value;
    const rows = new Map(rest.value.map((row) => [row.symbol, row]));
    const near = (one: number | null | undefined, other: number | null) => Math.abs(one! - other!) < 1e-6;
    for (const place of options) {
      const streamed: LiveAnswer = answers.get(house.streamerSymbols[place]!)!;
      const row: MarketData = rows.get(house.symbols[place]!)!;
      assert.deepEqual([streamed.Quote?.bid, streamed.Quote?.ask], [row.bid, row.ask]);
      assert.ok(near(streamed.Greeks?.delta, row.delta), `${streamed.Greeks?.delta} and ${row.delta}`);
      assert.ok(near(streamed.Greeks?.volatility, row.volatility));
    }
  });

  Deno.test(`live data ${kind}: a year of daily candles, whole and in order`, async () => {
    await using house = await open(kind);
    const answer = await house.live.candles("AAPL{=1d,tho=true}", FRIDAY - 365 * 86_400_000);
    assert.ok(answer.ok);
    const { candles, ended } = answer.value;
    assert.equal(ended, "complete");
    assert.ok(candles.length > 245 && candles.length < 256, `${candles.length}`);
    for (const [place, { at, open, high, low, close }] of candles.entries()) {
      assert.ok(place === 0 || at > candles[place - 1]!.at);
      assert.ok(low <= Math.min(open, close) && high >= Math.max(open, close));
    }
  });

  const outage = { kind: "broker_unavailable", endpoint: "live data", reason: "network" };
  const FAULTS: [Fault, expected: unknown, connections: number][] = [
    [{ kind: "socket_refused" }, outage, 0],
    [{ kind: "socket_dropped", frames: 1 }, outage, 2],
    [{ kind: "socket_token_expired" }, { kind: "forbidden", endpoint: "live data" }, 1],
    [{ kind: "socket_silent", frames: 0 }, { ...outage, reason: "timeout" }, 1],
    [{ kind: "socket_silent" }, "deadline", 1],
    [{ kind: "socket_half_silent" }, "deadline", 1],
    [{ kind: "socket_dropped_in_snapshot", times: 1 }, "complete", 2],
    [{ kind: "socket_dropped_in_snapshot" }, "closed", 2],
    [{ kind: "socket_dropped", frames: 4, times: 1 }, "complete", 2],
  ];
  for (const [fault, expected, connections] of FAULTS) {
    const name = Object.values(fault).join(" ");
    Deno.test(`live data ${kind}: ${name} ends in ${JSON.stringify(expected)}, in time and with all sockets closed`, async () => {
      await using house = await open(kind);
      house.simulator.faults.add(fault);
      const symbols = house.streamerSymbols.slice(0, 100);
      // Who waits for silence waits for long enough to hear the rest; everybody else must not wait at all.
      const isSilent = fault.kind === "socket_silent" || fault.kind === "socket_half_silent";
      const startedAt = performance.now();
      const answer = await house.live.read(ask(symbols, "Quote", "Greeks"), { patience: isSilent ? 400 : 60_000 });
      assert.ok(performance.now() - startedAt < 5000);
      assert.deepEqual(answer.ok ? answer.value.ended : answer.failure, expected);
      if (answer.ok) {
        const { answers, missing } = answer.value;
        const count = [...answers.values()].reduce((sum, one) => sum + Object.keys(one).length, 0);
        assert.equal(count + missing.reduce((sum, { types }) => sum + types.length, 0), 200, "nothing is lost");
        if (fault.kind === "socket_half_silent") assert.equal(answers.size, 50);
      }
      assert.equal(house.simulator.sockets.length, connections);
    });
  }
}

Deno.test("live data: a token that the broker has withdrawn is replaced", async () => {
  await using house = await open("inside");
  assert.ok((await house.live.read(ask(["AAPL"], "Quote"))).ok);
  house.simulator.faults.add({ kind: "socket_token_expired", times: 1 });
  const answer = await house.live.read(ask(["AAPL"], "Quote"));
  assert.ok(answer.ok && answer.value.ended === "complete");
  assert.equal(house.simulator.requests.filter(({ path }) => path === "/api-quote-tokens").length, 2);
});

Deno.test("live data: what nobody knows is missing by name", async () => {
  await using house = await open("inside");
  const answer = await house.live.read(ask(["AAPL", "NOSUCH", ".SPY200117C300"], "Quote"), { patience: 200 });
  assert.ok(answer.ok);
  assert.deepEqual([answer.value.ended, answer.value.missing.map(({ symbol }) => symbol)], [
    "deadline",
    ["NOSUCH", ".SPY200117C300"],
  ]);
  const none = await house.live.candles("NOSUCH{=1d}", 0, { patience: 200 });
  assert.ok(none.ok && none.value.candles.length === 0);
});

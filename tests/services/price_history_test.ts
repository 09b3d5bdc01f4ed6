import assert from "node:assert/strict";
import { explain } from "../../src/core/failure.ts";
import type { Instrument } from "../../src/core/symbol.ts";
import { type HistoryQuestion, readPriceHistory } from "../../src/services/price_history.ts";
import { startServices, type TestServices } from "../support/services.ts";

const MINUTE = 60_000;
const APPLE: Instrument = { type: "equity", symbol: "AAPL" };

const ask = async (services: TestServices, question: Partial<HistoryQuestion> = {}) => {
  const read = await readPriceHistory(
    { instrument: APPLE, interval: "1d", extended: false, ...question },
    services.context,
  );
  assert.ok(read.ok, read.ok ? "" : explain(read.failure));
  return read.value;
};

const refusal = async (services: TestServices, question: Partial<HistoryQuestion>): Promise<string> => {
  const read = await readPriceHistory(
    { instrument: APPLE, interval: "1d", extended: false, ...question },
    services.context,
  );
  assert.ok(!read.ok);
  return explain(read.failure);
};

/** What the stream has been told so far, in frames. */
const frames = ({ simulator }: TestServices): number =>
  simulator.sockets.reduce((sum, { received }) => sum + received, 0);

Deno.test("price history: yesterday's close is the quote's, today's candle ends at the last price", async () => {
  using services = await startServices();
  const { bars } = await ask(services, { span: "5d" });
  const quotes = await services.context.market.quotes.read([APPLE], services.context);
  assert.ok(quotes.ok);
  const quote = quotes.value.get("AAPL")!.value!;
  assert.equal(bars.length, 5);
  assert.deepEqual([bars.at(-2)!.close, bars.at(-1)!.close], [quote.prevClose, quote.last]);
  await services.settled();
});

Deno.test("price history: while the market trades only its end is looked at again, after a minute", async () => {
  using services = await startServices();
  const first = await ask(services);
  const asked = frames(services);
  services.clock.at += MINUTE - 1000;
  await ask(services);
  assert.equal(frames(services), asked);
  services.clock.at += 30 * MINUTE;
  const later = await ask(services);
  assert.ok(frames(services) > asked);
  assert.equal(later.fetchedAt, services.clock.at);
  assert.deepEqual(later.bars.slice(0, -1), first.bars.slice(0, -1));
  assert.notEqual(later.bars.at(-1)!.close, first.bars.at(-1)!.close);
  assert.equal(later.bars.at(-1)!.at, first.bars.at(-1)!.at);
  await services.settled();
});

Deno.test("price history: a new day's candle joins those that are kept", async () => {
  using services = await startServices({ at: Date.UTC(2026, 10, 18, 20) });
  await ask(services);
  services.clock.at += 22 * 60 * MINUTE;
  const { bars } = await ask(services, { span: "2d" });
  assert.deepEqual(bars.map(({ at }) => new Date(at).toISOString().slice(0, 10)), ["2026-11-18", "2026-11-19"]);
  await services.settled();
});

Deno.test("price history: after the close, and for days that are over, nobody is asked again", async () => {
  using services = await startServices({ at: Date.UTC(2026, 10, 20, 22) });
  await ask(services);
  const asked = frames(services);
  services.clock.at += 20 * 60 * MINUTE;
  await ask(services);
  await ask(services, { from: "2026-03-02", to: "2026-04-01" });
  assert.equal(frames(services), asked);
  await services.settled();
});

Deno.test("price history: when the end cannot be looked at again, what there is comes with the reason", async () => {
  using services = await startServices();
  const first = await ask(services);
  services.clock.at += 10 * MINUTE;
  services.context.live.close();
  services.simulator.faults.add({ kind: "socket_refused" });
  const later = await ask(services);
  assert.deepEqual([later.bars, later.fetchedAt], [first.bars, first.fetchedAt]);
  assert.equal(later.refreshFailure?.kind, "broker_unavailable");
  await services.settled();
});

Deno.test("price history: extended hours have more candles of shares; futures and coins always have all", async () => {
  using services = await startServices();
  const [regular, extended] = [
    await ask(services, { interval: "30m", span: "2d" }),
    await ask(services, { interval: "30m", span: "2d", extended: true }),
  ];
  assert.deepEqual([regular.series.hours, extended.series.hours], ["regular", "extended"]);
  assert.ok(extended.bars.length > regular.bars.length + 10);
  const future = await ask(services, {
    instrument: { type: "future", symbol: "/ESZ6" },
    interval: "1h",
    from: "2026-11-18",
    to: "2026-11-18",
  });
  assert.deepEqual([future.series.hours, future.bars.length], ["all", 23]);
  await services.settled();
});

const KINDS: Instrument[] = [
  { type: "equity", symbol: "BRK/B" },
  { type: "index", symbol: "SPX" },
  { type: "future", symbol: "/ESZ6" },
  { type: "cryptocurrency", symbol: "BTC/USD" },
  { type: "equity_option", symbol: "SPY   261218C00780000" },
];

for (const instrument of KINDS) {
  Deno.test(`price history: ${instrument.type} ${instrument.symbol} has candles that make sense`, async () => {
    using services = await startServices();
    const { bars } = await ask(services, { instrument, span: "1mo" });
    assert.ok(bars.length >= 20, `${bars.length}`);
    for (const { open, high, low, close } of bars) {
      assert.ok(low <= Math.min(open, close) && high >= Math.max(open, close) && low > 0);
    }
    await services.settled();
  });
}

Deno.test("price history: before the first trade of a day there is nothing, and that is said", async () => {
  using services = await startServices({ at: Date.UTC(2026, 10, 20, 13) });
  const text = await refusal(services, { interval: "5m", from: "2026-11-20" });
  assert.match(
    text,
    /^AAPL: has no candles from 2026-11-20 to .* Ask for a longer span or, before the opening, for `ext/,
  );
  await services.settled();
});

Deno.test("price history: without the stream there is none, and the next step is given", async () => {
  using services = await startServices();
  services.simulator.faults.add({ kind: "socket_refused" });
  assert.match(await refusal(services, {}), /could not be reached for live data\. Try again in a minute/);
  await services.settled();
});

Deno.test("price history: a snapshot that breaks off leaves the newest candles, and says so", async () => {
  using services = await startServices();
  services.simulator.faults.add({ kind: "socket_dropped_in_snapshot" });
  const { bars, ended } = await ask(services, { span: "1y" });
  assert.equal(ended, "closed");
  assert.ok(bars.length > 20 && bars.length < 252);
  assert.equal(new Date(bars.at(-1)!.at).toISOString().slice(0, 10), "2026-11-20");
  await services.settled();
});

Deno.test("price history: a share that does not exist is not found without waiting for the stream", async () => {
  using services = await startServices();
  assert.equal(
    await refusal(services, { instrument: { type: "equity", symbol: "ZZZZ" } }),
    "ZZZZ was not found. Check the spelling, or search for it first.",
  );
  await services.settled();
});

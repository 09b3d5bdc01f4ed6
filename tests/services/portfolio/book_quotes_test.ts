import assert from "node:assert/strict";
import { createBookQuotes } from "../../../src/services/portfolio/book_quotes.ts";
import { readBook } from "../../../src/services/portfolio/book.ts";
import type { Instrument } from "../../../src/core/symbol.ts";
import { startServices, type TestServices } from "../../support/services.ts";

const QUOTES = "/market-data/by-type";
const ASKED = [
  { type: "equity", symbol: "AAPL", streamer: "AAPL" },
  { type: "equity_option", symbol: "AAPL  261218C00320000", streamer: ".AAPL261218C320" },
] as const satisfies (Instrument & { streamer: string })[];

const callsTo = ({ simulator }: TestServices, start: string) =>
  simulator.requests.filter(({ path }) => path.startsWith(start)).length;

const parts = ({ broker, storage, clock }: TestServices, prefix: string) => ({
  broker,
  cache: storage.cache,
  now: () => clock.at,
  prefix,
});

Deno.test("book quotes: one customer's are kept for half a minute in one place, and are nobody else's", async () => {
  using services = await startServices();
  const { context, storage, clock } = services;
  const read = async (prefix: string) => {
    const { quotes, failures } = await createBookQuotes(parts(services, prefix)).read(ASKED, context);
    await services.settled();
    assert.deepEqual(failures, []);
    return quotes.get("AAPL")!;
  };
  const first = await read("user:a:");
  assert.deepEqual([first.source, callsTo(services, QUOTES)], ["rest", 1]);
  assert.ok(await storage.cache.read("user:a:book:quotes"));
  for (const key of ["book:quotes", "user:b:book:quotes"]) assert.equal(await storage.cache.read(key), null);
  // Another process of the same customer finds them, another customer does not.
  assert.deepEqual([await read("user:a:"), callsTo(services, QUOTES)], [first, 1]);
  await read("user:b:");
  assert.equal(callsTo(services, QUOTES), 2);
  clock.at += 30_000;
  assert.ok((await read("user:a:")).readAt > first.readAt);
  assert.equal(callsTo(services, QUOTES), 3);
});

Deno.test("book quotes: what a simulator has left behind is not the broker's", async () => {
  using services = await startServices();
  let source: "simulator" | "tastytrade" = "simulator";
  const broker = { ...services.broker, source: () => source };
  const quotes = createBookQuotes({ ...parts(services, ""), broker });
  await quotes.read(ASKED, services.context);
  await services.settled();
  source = "tastytrade";
  await quotes.read(ASKED, services.context);
  await createBookQuotes({ ...parts(services, ""), broker: { ...broker, source: () => "simulator" } })
    .read(ASKED, services.context);
  assert.equal(callsTo(services, QUOTES), 3, "each asks, because the cache has what the other left");
  await services.settled();
});

Deno.test("book quotes: what nobody knows is absent, and a failure is said", async () => {
  using services = await startServices();
  const quotes = createBookQuotes(parts(services, ""));
  const unknown = { type: "equity", symbol: "ZZZZ", streamer: "ZZZZ" } as const;
  const read = await quotes.read([...ASKED, unknown], services.context);
  assert.deepEqual([...read.quotes.keys()].sort(), [ASKED[0].symbol, ASKED[1].symbol]);
  await quotes.read([unknown], services.context);
  assert.equal(callsTo(services, QUOTES), 1, "not asked again at once");
  services.clock.at += 60_000;
  await quotes.read([unknown], services.context);
  assert.equal(callsTo(services, QUOTES), 2);
  services.simulator.faults.add({ kind: "status", status: 403, path: QUOTES });
  const failed = await quotes.read(ASKED, services.context);
  assert.deepEqual([failed.quotes.size, failed.failures.map(({ kind }) => kind)], [0, ["forbidden"]]);
  await services.settled();
});

async function largeBook(services: TestServices) {
  const read = await readBook({}, services.context);
  await services.settled();
  assert.ok(read.ok);
  return read.value;
}

Deno.test("book quotes: a large book is heard from the stream, and agrees with snapshots", async () => {
  using services = await startServices({ simulated: { largeBook: true }, customer: 2 });
  const { legs } = await largeBook(services);
  assert.equal(callsTo(services, QUOTES), 0);
  const options = legs.filter(({ right }) => right !== null);
  assert.ok(options.length > 200 && options.every(({ greeksSource }) => greeksSource === "stream"));
  const sample = options.slice(0, 60);
  const snapshots = await createBookQuotes(parts(services, "other:")).read(
    sample.map(({ held }) => ({ ...held.instrument!, streamer: null })),
    services.context,
  );
  const near = (one: number | null, other: number | null, by: number, what: string) =>
    assert.ok(Math.abs(one! - other!) <= by, `${what}: ${one} and ${other}`);
  for (const { held, mark, delta, theta, vega, impliedVolatility } of sample) {
    const snapshot = snapshots.quotes.get(held.symbol)!;
    near(mark, snapshot.mark, 0.011, held.symbol);
    near(delta, snapshot.delta, 0.005, held.symbol);
    near(theta, snapshot.theta, 0.005, held.symbol);
    near(vega, snapshot.vega, 0.005, held.symbol);
    near(impliedVolatility, snapshot.volatility, 0.002, held.symbol);
  }
  await services.settled();
});

Deno.test("book quotes: without the stream a large book costs one snapshot; the rest is the broker's marks and our greeks", async () => {
  using services = await startServices({ simulated: { largeBook: true }, customer: 2 });
  const heard = await largeBook(services);
  using deaf = await startServices({ simulated: { largeBook: true }, customer: 2 });
  deaf.simulator.faults.add({ kind: "socket_refused" });
  const { legs, warnings } = await largeBook(deaf);
  assert.equal(callsTo(deaf, QUOTES), 1);
  const bySource = Map.groupBy(legs.filter(({ right }) => right !== null), ({ greeksSource }) => greeksSource);
  assert.deepEqual([...bySource.keys()].sort(), ["model", "rest"]);
  assert.equal(bySource.get("rest")!.length, 40, "the sixty underlyings leave room for these");
  assert.ok(legs.every(({ mark, underlyingPrice }) => mark !== null && underlyingPrice !== null));
  // What is sold matters most.
  assert.ok(bySource.get("rest")!.every(({ held }) => held.quantity < 0));
  assert.match(warnings.join(" "), /Greeks computed here, .*: \d+ options/);
  assert.match(warnings.join(" "), /Shown at the broker's mark, .*: \d+ options/);
  const right = new Map(heard.legs.map((leg) => [leg.held.symbol, leg]));
  for (const leg of bySource.get("model")!) {
    const other = right.get(leg.held.symbol)!;
    assert.ok(Math.abs(leg.mark! - other.mark!) <= 0.03, `${leg.held.symbol}: ${leg.mark} and ${other.mark}`);
    assert.ok(Math.abs(leg.delta! - other.delta!) < 0.06, `${leg.held.symbol}: ${leg.delta} and ${other.delta}`);
    assert.deepEqual([leg.bid, leg.ask], [null, null]);
  }
});

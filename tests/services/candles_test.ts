import assert from "node:assert/strict";
import { type CandleQuestion, createCandleShelves } from "../../src/services/candles.ts";
import { startServices, type TestServices } from "../support/services.ts";

const HOUR = 3_600_000;
const DAILY: CandleQuestion = { symbol: "AAPL{=1d,tho=true}", interval: "1d", fromAt: Date.UTC(2026, 9, 1) };
const MINUTES: CandleQuestion = { symbol: "AAPL{=5m,tho=true}", interval: "5m", fromAt: Date.UTC(2026, 10, 19) };

/** What the stream has been told so far, in frames. */
const frames = ({ simulator }: TestServices): number =>
  simulator.sockets.reduce((sum, { received }) => sum + received, 0);

const read = async (services: TestServices, question: CandleQuestion) => {
  const answer = await services.context.market.part(createCandleShelves).candles.read([question], services.context);
  assert.ok(answer.ok);
  return [...answer.value.values()][0]!;
};

for (const [question, lifetime] of [[DAILY, 24 * HOUR], [MINUTES, HOUR / 4]] as const) {
  Deno.test(`candles: those of ${question.interval} are kept for ${lifetime / HOUR} hours`, async () => {
    using services = await startServices();
    const first = await read(services, question);
    assert.ok(first.value!.bars.length > 20);
    const asked = frames(services);
    services.clock.at += lifetime - 1000;
    assert.deepEqual(await read(services, question), first);
    assert.equal(frames(services), asked);
    services.clock.at += 2000;
    await read(services, question);
    assert.ok(frames(services) > asked);
    await services.settled();
  });
}

Deno.test("candles: bars are oldest first, and carry what a table shows", async () => {
  using services = await startServices();
  const { value } = await read(services, DAILY);
  const { bars, ended, name } = value!;
  assert.deepEqual([ended, name], ["complete", "AAPL{=1d,tho=true}@2026-10-01T00:00"]);
  assert.deepEqual(bars.map(({ at }) => at), bars.map(({ at }) => at).toSorted((a, b) => a - b));
  assert.deepEqual(Object.keys(bars[0]!), ["at", "open", "high", "low", "close", "volume"]);
  await services.settled();
});

Deno.test("candles: they lie in the cache under the customer's prefix, where the end of the day clears them", async () => {
  using services = await startServices({ prefix: "user:u1:" });
  await read(services, DAILY);
  await services.context.market.part(createCandleShelves).latestCandles.read([DAILY], services.context);
  await services.settled();
  assert.equal(await services.storage.cache.clear("user:u1:candles:"), 2);
});

Deno.test("candles: what broke off is shown and not kept", async () => {
  using services = await startServices();
  services.simulator.faults.add({ kind: "socket_dropped_in_snapshot" });
  const broken = await read(services, DAILY);
  assert.equal(broken.value!.ended, "closed");
  services.simulator.faults.clear();
  assert.equal((await read(services, DAILY)).value!.ended, "complete");
  await services.settled();
});

Deno.test("candles: several histories travel over one connection", async () => {
  using services = await startServices();
  const questions = ["SPY", "QQQ", "IWM"].map((symbol) => ({ ...DAILY, symbol: `${symbol}{=1d,tho=true}` }));
  const answers = await Promise.all(
    questions.map((question) =>
      services.context.market.part(createCandleShelves).candles.read([question], services.context)
    ),
  );
  assert.ok(answers.every((answer) => answer.ok && [...answer.value.values()][0]!.value!.bars.length > 20));
  assert.equal(services.simulator.sockets.length, 1);
  await services.settled();
});

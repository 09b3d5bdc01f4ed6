import assert from "node:assert/strict";
import type { Source } from "../../src/broker/broker.ts";
import { fail, ok } from "../../src/core/failure.ts";
import type { Call } from "../../src/services/batch.ts";
import { createShelf } from "../../src/services/shelf.ts";
import { createDenoKvStorage } from "../../src/storage/deno_kv.ts";
import { FRIDAY } from "../support/app.ts";

interface Row {
  name: string;
  price: number;
}

async function start() {
  const clock = { at: FRIDAY };
  const now = () => clock.at;
  const kv = await Deno.openKv(":memory:");
  const { cache } = createDenoKvStorage(kv, { now });
  const asked: string[][] = [];
  const work: Promise<unknown>[] = [];
  const trouble: { isOn: boolean; during?: () => Promise<void> } = { isOn: false };
  const call: Call = { signal: new AbortController().signal, onCall() {}, keepAlive: (task) => void work.push(task) };
  const open = (source: Source = "simulator") =>
    createShelf<string, Row>({
      cache,
      now,
      lifetimeSeconds: 30,
      limit: 100,
      name: (key) => key,
      cacheKey: (name) => `quote:${name}`,
      async fetch(keys) {
        asked.push([...keys]);
        await trouble.during?.();
        if (trouble.isOn) return fail({ kind: "rate_limited", retryAfterSeconds: 1 });
        return ok(keys.filter((key) => key !== "ZZZZ").map((name) => ({ name, price: asked.length })));
      },
      source: () => source,
      nameOf: (row) => row.name,
    });
  return { clock, asked, call, open, trouble, cache, written: () => Promise.all(work), close: () => kv.close() };
}

Deno.test("shelf: a value is fetched once and then remembered for its lifetime", async () => {
  const { open, call, asked, clock, close, written } = await start();
  const shelf = open();
  const first = await shelf.read(["AAPL"], call);
  clock.at += 29_999;
  assert.deepEqual(await shelf.read(["AAPL"], call), first);
  assert.equal(asked.length, 1);
  clock.at += 1;
  const later = await shelf.read(["AAPL"], call);
  assert.ok(later.ok);
  assert.deepEqual(later.value.get("AAPL"), {
    value: { name: "AAPL", price: 2 },
    fetchedAt: clock.at,
    source: "simulator",
  });
  await written();
  close();
});

Deno.test("shelf: another process finds the value in the cache, with its age", async () => {
  const { open, call, asked, clock, close, written } = await start();
  const first = await open().read(["AAPL"], call);
  await written();
  clock.at += 10_000;
  assert.deepEqual(await open().read(["AAPL"], call), first);
  assert.equal(asked.length, 1);
  clock.at += 20_000;
  await open().read(["AAPL"], call);
  assert.equal(asked.length, 2);
  await written();
  close();
});

Deno.test("shelf: what another source left in the cache is not used", async () => {
  const { open, call, asked, close, written } = await start();
  await open("simulator").read(["AAPL"], call);
  await written();
  const read = await open("tastytrade").read(["AAPL"], call);
  assert.ok(read.ok);
  assert.equal(read.value.get("AAPL")!.source, "tastytrade");
  assert.equal(asked.length, 2);
  await written();
  close();
});

Deno.test("shelf: only what is missing is fetched, and a key the source does not know is remembered as such", async () => {
  const { open, call, asked, close, written } = await start();
  const shelf = open();
  await shelf.read(["AAPL"], call);
  const both = await shelf.read(["AAPL", "ZZZZ"], call);
  assert.ok(both.ok);
  assert.equal(both.value.get("ZZZZ")!.value, null);
  await shelf.read(["ZZZZ"], call);
  assert.deepEqual(asked, [["AAPL"], ["ZZZZ"]]);
  await written();
  close();
});

Deno.test("shelf: a failed fetch is a failure, and nothing is remembered of it", async () => {
  const { open, call, trouble, close, written } = await start();
  const shelf = open();
  trouble.isOn = true;
  assert.equal((await shelf.read(["AAPL"], call)).ok, false);
  trouble.isOn = false;
  assert.equal((await shelf.read(["AAPL"], call)).ok, true);
  await written();
  close();
});

Deno.test("shelf: what is forgotten is fetched anew, also where it was on its way or in the cache", async () => {
  const { open, call, trouble, asked, close, written } = await start();
  const [shelf, other] = [open(), open()];
  const priceIn = async (shelf: ReturnType<typeof open>) => {
    const read = await shelf.read(["AAPL"], call);
    assert.ok(read.ok);
    return read.value.get("AAPL")!.value!.price;
  };
  assert.equal(await priceIn(shelf), 1);
  await written();
  await shelf.forget("AAPL");
  assert.equal(await priceIn(other), 2, "it is in nobody's cache");
  await other.forget("AAPL");
  trouble.during = () => shelf.forget("AAPL");
  assert.equal(await priceIn(shelf), 3);
  delete trouble.during;
  assert.equal(await priceIn(shelf), 4, "what was asked for before is not kept");
  assert.deepEqual([await priceIn(shelf), asked.length], [4, 4]);
  await written();
  close();
});

import assert from "node:assert/strict";
import { fail, ok, type Result } from "../../src/core/failure.ts";
import { type Call, createBatch } from "../../src/services/batch.ts";

/** A source that answers when told to, and notes what it was asked. */
function source(limit = 100) {
  const asked: string[][] = [];
  const signals: AbortSignal[] = [];
  const answers: ((result: Result<Map<string, string>>) => void)[] = [];
  const batch = createBatch<string, string>({
    limit,
    name: (key) => key,
    load(keys, { signal }) {
      asked.push(keys);
      signals.push(signal);
      return new Promise((resolve) => answers.push(resolve));
    },
  });
  const answer = (position: number) => answers[position]!(ok(new Map(asked[position]!.map((key) => [key, `${key}!`]))));
  return { batch, asked, signals, answers, answer };
}

function caller(): Call & { leave: () => void } {
  const abort = new AbortController();
  return {
    signal: abort.signal,
    leave: () => abort.abort(),
    onCall() {},
    keepAlive: (work) => void work.catch(() => {}),
  };
}

/** Lets everything that is ready to run do so. */
const settle = () => new Promise((resolve) => setTimeout(resolve));

Deno.test("batch: a hundred callers with the same key are one load", async () => {
  const { batch, asked, answer } = source();
  const reads = Array.from({ length: 100 }, () => batch.read(["AAPL"], caller()));
  await settle();
  assert.deepEqual(asked, [["AAPL"]]);
  answer(0);
  for (const read of reads) assert.deepEqual(await read, ok(new Map([["AAPL", "AAPL!"]])));
});

Deno.test("batch: keys asked for in the same turn travel together, and everyone gets only their own", async () => {
  const { batch, asked, answer } = source();
  const first = batch.read(["A", "B"], caller());
  const second = batch.read(["B", "C"], caller());
  await settle();
  assert.deepEqual(asked, [["A", "B", "C"]]);
  answer(0);
  assert.deepEqual([...(await first as { value: Map<string, string> }).value.keys()], ["A", "B"]);
  assert.deepEqual([...(await second as { value: Map<string, string> }).value.keys()], ["B", "C"]);
});

Deno.test("batch: who comes while a load is under way joins it for its keys, and waits for the next with others", async () => {
  const { batch, asked, answer } = source();
  const first = batch.read(["A"], caller());
  await settle();
  const joined = batch.read(["A"], caller());
  const later = [batch.read(["B"], caller()), batch.read(["C"], caller())];
  await settle();
  assert.deepEqual(asked, [["A"]]);
  answer(0);
  await Promise.all([first, joined]);
  await settle();
  assert.deepEqual(asked, [["A"], ["B", "C"]]);
  answer(1);
  await Promise.all(later);
});

Deno.test("batch: more keys than one load may carry are split", async () => {
  const { batch, asked, answer } = source(2);
  const read = batch.read(["A", "B", "C"], caller());
  await settle();
  answer(0);
  await settle();
  answer(1);
  assert.deepEqual(asked, [["A", "B"], ["C"]]);
  assert.deepEqual([...(await read as { value: Map<string, string> }).value.keys()], ["A", "B", "C"]);
});

Deno.test("batch: a failure reaches everybody who waited, and the next question is asked anew", async () => {
  const { batch, asked, answers } = source();
  const reads = [batch.read(["A"], caller()), batch.read(["A"], caller())];
  await settle();
  const failure = fail({ kind: "rate_limited", retryAfterSeconds: 1 });
  answers[0]!(failure);
  for (const read of reads) assert.deepEqual(await read, failure);
  void batch.read(["A"], caller());
  await settle();
  assert.equal(asked.length, 2);
});

Deno.test("batch: one caller leaving does not disturb the others; when all have left the load is aborted", async () => {
  const { batch, signals } = source();
  const [first, second] = [caller(), caller()];
  const reads = [batch.read(["A"], first), batch.read(["A"], second)];
  await settle();
  first.leave();
  assert.deepEqual(await reads[0], { ok: false, failure: { kind: "cancelled" } });
  assert.equal(signals[0]!.aborted, false);
  second.leave();
  assert.equal(signals[0]!.aborted, true);
});

Deno.test("batch: nobody joins a load that has been aborted", async () => {
  const { batch, asked, answer } = source();
  const first = caller();
  void batch.read(["A"], first);
  await settle();
  first.leave();
  const read = batch.read(["A"], caller());
  answer(0);
  await settle();
  answer(1);
  assert.deepEqual(await read, ok(new Map([["A", "A!"]])));
  assert.equal(asked.length, 2);
});

Deno.test("batch: a caller who has already gone asks nothing", async () => {
  const { batch, asked } = source();
  const gone = caller();
  gone.leave();
  assert.deepEqual(await batch.read(["A"], gone), { ok: false, failure: { kind: "cancelled" } });
  await settle();
  assert.deepEqual(asked, []);
});

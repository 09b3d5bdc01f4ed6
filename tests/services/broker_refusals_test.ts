import assert from "node:assert/strict";
import { rememberRefusals } from "../../src/services/broker_refusals.ts";
import { createDenoKvStorage } from "../../src/storage/deno_kv.ts";
import { FRIDAY } from "../support/app.ts";

Deno.test("broker refusals: a refused login is known to every process until its time is up", async () => {
  const clock = { at: FRIDAY };
  const kv = await Deno.openKv(":memory:");
  const { records } = createDenoKvStorage(kv, { now: () => clock.at });
  const refusal = { reason: "secret_refused", retryAt: FRIDAY + 60_000 } as const;
  assert.equal(await rememberRefusals(records).read("f".repeat(64)), null);
  await rememberRefusals(records).remember("f".repeat(64), refusal);
  await rememberRefusals(records).remember("f".repeat(64), refusal);
  assert.deepEqual(await rememberRefusals(records).read("f".repeat(64)), refusal);
  clock.at = refusal.retryAt;
  assert.equal(await rememberRefusals(records).read("f".repeat(64)), null);
  await rememberRefusals(records).remember("f".repeat(64), { ...refusal, retryAt: clock.at + 60_000 });
  assert.equal((await rememberRefusals(records).read("f".repeat(64)))!.retryAt, clock.at + 60_000);
  kv.close();
});

import assert from "node:assert/strict";
import { mergeContracts } from "../../../src/analytics/strategies/contracts.ts";
import { jot } from "./legs.ts";

Deno.test("contracts: shares first, then by expiration, strike, and calls before puts", () => {
  const sorted = jot("+100S -P90 -C95 -P95 +C80@60");
  assert.deepEqual(mergeContracts(sorted.toReversed()), sorted);
});

Deno.test("contracts: legs of one contract add up, whatever else they carry; what cancels is gone", () => {
  const priced = jot("+C100 +2C100 -P90 +P90 +100S -30S").map((leg, i) => ({ ...leg, price: i }));
  assert.deepEqual(mergeContracts(priced), jot("+70S +3C100"));
});

Deno.test("contracts: half a second apart is together, an hour apart is not", () => {
  const [call] = jot("+C100");
  const later = (seconds: number) => ({ ...call!, years: 30 / 365 + seconds / 31_536_000 });
  assert.equal(mergeContracts([call!, later(0.1)]).length, 1);
  assert.equal(mergeContracts([call!, later(3600)]).length, 2);
});

Deno.test("contracts: the legs given are not changed", () => {
  const legs = jot("+C100 +2C100");
  mergeContracts(legs);
  assert.deepEqual(legs, jot("+C100 +2C100"));
});

import assert from "node:assert/strict";
import { nearNames, plainName } from "../../src/services/near_names.ts";

const NAMES = ["High Options Volume", "Liquid ETFs", "Liquid Stocks", "Premium candidates", "tasty IVR", "高い IV"];

Deno.test("near names: a slip of the finger finds the name, the nearest first", () => {
  assert.deepEqual(nearNames("high option volumes", NAMES, 3), ["High Options Volume"]);
  assert.deepEqual(nearNames("liquid stock", NAMES, 3), ["Liquid Stocks", "Liquid ETFs"]);
  assert.deepEqual(nearNames("liquid", NAMES, 1).length, 1);
});

Deno.test("near names: nothing like it is nothing", () => {
  assert.deepEqual(nearNames("zzzz", NAMES, 3), []);
  assert.deepEqual(nearNames("", NAMES, 3), []);
});

Deno.test("near names: case, spaces and dashes do not make another name", () => {
  for (const name of ["High IV", "high-iv", " HIGH  IV "]) assert.equal(plainName(name), "high iv");
  assert.equal(plainName("高い IV"), "高い iv");
});

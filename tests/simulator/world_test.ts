import assert from "node:assert/strict";
import { createWorld } from "../../src/simulator/world.ts";

const counting = () => {
  let n = 0;
  return () => (n += 0.001);
};

Deno.test("world: no two tokens are alike, and each is its grant's until it expires", () => {
  const world = createWorld("seed", counting());
  const grant = world.grants[0]!;
  const [first, second] = [world.issueToken(grant, 0, 1000), world.issueToken(grant, 0, 1000)];
  assert.notEqual(first, second);
  assert.equal(world.grantOf(first, 999), grant);
  assert.equal(world.grantOf(first, 1000), null);
});

Deno.test("world: a token with other claims under the same seal is nobody's", () => {
  const world = createWorld("seed", counting());
  const [head, , seal] = world.issueToken(world.grants[0]!, 0, 1000).split(".");
  const [, claims] = world.issueToken(world.grants[0]!, 0, 9_000_000).split(".");
  assert.equal(world.grantOf(`${head}.${claims}.${seal}`, 0), null);
  assert.equal(world.grantOf("", 0), null);
  assert.equal(world.grantOf("..", 0), null);
});

Deno.test("world: the demo customer has two accounts of different kinds", () => {
  const { accounts } = createWorld("seed", counting()).grants[0]!.customer;
  assert.equal(accounts.length, 2);
  assert.deepEqual(accounts.map(({ margin }) => margin), [true, false]);
});

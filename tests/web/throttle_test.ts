import assert from "node:assert/strict";
import { createThrottle } from "../../src/web/throttle.ts";

function open(limit = 3) {
  const clock = { at: 1000 };
  return { clock, throttle: createThrottle({ limit, windowSeconds: 60, now: () => clock.at }) };
}

Deno.test("throttle: so many calls pass in a window that starts with the first, then none until it ends", () => {
  const { clock, throttle } = open();
  const answers = [0, 10_000, 49_999, 0, 0].map((wait) => {
    clock.at += wait;
    return throttle("ada");
  });
  assert.deepEqual(answers, [null, null, null, 61_000, 61_000]);
  clock.at = 61_000;
  assert.deepEqual([throttle("ada"), throttle("ada"), throttle("ada"), throttle("ada")], [null, null, null, 121_000]);
});

Deno.test("throttle: everybody has a window of their own", () => {
  const { throttle } = open(1);
  assert.equal(throttle("ada"), null);
  assert.equal(throttle("ben"), null);
  assert.notEqual(throttle("ada"), null);
});

Deno.test("throttle: of too many keys the oldest window is forgotten", () => {
  const { throttle } = open(1);
  throttle("first");
  throttle("second");
  for (let count = 0; count < 9_998; count++) throttle(`key ${count}`);
  assert.notEqual(throttle("first"), null);
  throttle("one more");
  assert.notEqual(throttle("second"), null, "the second is still there");
  assert.equal(throttle("first"), null, "the first has a new window");
});

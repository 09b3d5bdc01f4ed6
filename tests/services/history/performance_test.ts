import assert from "node:assert/strict";
import { performanceOf } from "../../../src/services/history/performance.ts";

const days = (...worths: number[]) => worths.map((worth, i) => ({ day: `2026-11-${10 + i}`, worth }));
const near = (one: number, other: number) => assert.ok(Math.abs(one - other) < 1e-12, `${one} is not ${other}`);

Deno.test("performance: without money moved it is that of the worth itself", () => {
  const { gain, deepestFall } = performanceOf(days(100, 120, 90, 108), []);
  near(gain, 0.08);
  near(deepestFall, 0.25);
});

Deno.test("performance: a withdrawal is no fall, and a deposit no gain", () => {
  assert.deepEqual(performanceOf(days(100, 60, 60), [{ day: "2026-11-11", dollars: -40 }]), {
    gain: 0,
    deepestFall: 0,
  });
  const paidIn = performanceOf(days(100, 150, 135), [{ day: "2026-11-11", dollars: 50 }]);
  near(paidIn.gain, -0.1);
  near(paidIn.deepestFall, 0.1);
});

Deno.test("performance: what moves between two days that are known belongs to the later, before the first to none", () => {
  const known = [{ day: "2026-11-13", worth: 100 }, { day: "2026-11-16", worth: 90 }];
  near(performanceOf(known, [{ day: "2026-11-15", dollars: -20 }, { day: "2026-11-13", dollars: 50 }]).gain, 0.1);
});

Deno.test("performance: an account that is opened with its first deposit begins there", () => {
  const { gain, deepestFall } = performanceOf(days(0, 1000, 1100), [{ day: "2026-11-11", dollars: 1000 }]);
  near(gain, 0.1);
  assert.equal(deepestFall, 0);
});

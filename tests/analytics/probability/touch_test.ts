import assert from "node:assert/strict";
import fc from "fast-check";
import { probabilityBelow, terminal } from "../../../src/analytics/probability/terminal.ts";
import { probabilityOfStaying, probabilityOfTouch } from "../../../src/analytics/probability/touch.ts";
import { readTable } from "../pricing/table.ts";

// The same cases every time: what chance finds belongs into a test of its own.
fc.configureGlobal({ seed: 20261122 });

const touches = await readTable<"S" | "barrier" | "T" | "r" | "q" | "sigma" | "prob_touch">("prob_touch");
const stays = await readTable<"S" | "lower" | "upper" | "T" | "r" | "q" | "sigma" | "prob_stay_inside">(
  "prob_stay_inside",
);

Deno.test(`touch: all ${touches.length} rows of the reference`, () => {
  assert.equal(touches.length, 160);
  for (const { S, barrier, T, r, q, sigma, prob_touch } of touches) {
    const touch = probabilityOfTouch({ spot: S, rate: r, carry: q }, barrier, sigma, T);
    assert.ok(Math.abs(touch - prob_touch) <= 1e-12, `${S} ${barrier}: ${touch} instead of ${prob_touch}`);
  }
});

Deno.test(`touch: staying inside, all ${stays.length} rows of the reference`, () => {
  assert.equal(stays.length, 80);
  for (const { S, lower, upper, T, r, q, sigma, prob_stay_inside } of stays) {
    const stay = probabilityOfStaying({ spot: S, rate: r, carry: q }, lower, upper, sigma, T);
    assert.ok(Math.abs(stay - prob_stay_inside) <= 1e-11, `${S} ${lower} ${upper}: ${stay}`);
  }
});

const finite = {
  barrier: fc.double({ min: 1e-3, max: 1e5, noNaN: true }),
  sigma: fc.double({ min: 0, max: 10, noNaN: true }),
  years: fc.double({ min: 0, max: 5, noNaN: true }),
  rate: fc.double({ min: -0.1, max: 0.2, noNaN: true }),
};

Deno.test("touch: it is a probability on any input, and never less than ending beyond", () => {
  fc.assert(fc.property(finite.barrier, finite.sigma, finite.years, finite.rate, (barrier, sigma, years, rate) => {
    const underlying = { spot: 100, rate, carry: 0.01 };
    const touch = probabilityOfTouch(underlying, barrier, sigma, years);
    assert.ok(touch >= 0 && touch <= 1, `${touch}`);
    if (sigma === 0 || years === 0) return;
    const below = probabilityBelow(terminal(underlying, sigma, years), barrier);
    assert.ok(touch >= (barrier > 100 ? 1 - below : below) - 1e-9);
  }));
});

Deno.test("touch: staying inside is a probability on any input, and nothing outside the range", () => {
  fc.assert(
    fc.property(
      finite.barrier,
      finite.barrier,
      finite.sigma,
      finite.years,
      finite.rate,
      (one, two, sigma, years, rate) => {
        const [low, high] = [Math.min(one, two), Math.max(one, two)];
        const underlying = { spot: 100, rate, carry: 0 };
        const stay = probabilityOfStaying(underlying, low, high, sigma, years);
        assert.ok(stay >= 0 && stay <= 1, `${stay}`);
        if (low >= 100 || high <= 100) assert.equal(stay, 0);
      },
    ),
  );
});

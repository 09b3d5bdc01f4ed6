import assert from "node:assert/strict";
import fc from "fast-check";
import { found, impliedDeviation } from "../../../src/analytics/pricing/implied_deviation.ts";
import { normCdf, normPdf } from "../../../src/analytics/pricing/normal.ts";

/** Spread over orders of magnitude. */
const scale = (min: number, max: number) =>
  fc.double({ min: Math.log(min), max: Math.log(max), noNaN: true }).map((logarithm) => Math.exp(logarithm));

/** What a deviation of `s` makes an option worth, and the parts it is made of. */
function worth(x: number, s: number): { asset: number; cash: number; density: number } {
  const [h, t] = [x / s, s / 2];
  return { asset: normCdf(h + t), cash: Math.exp(-x) * normCdf(h - t), density: normPdf(h + t) };
}

Deno.test("implied deviation: what went in comes out, from no guess, a good one and an absurd one", () => {
  let count = 0;
  fc.assert(
    fc.property(scale(1e-6, 30), scale(1e-4, 12), scale(1e-6, 1e6), (distance, s, absurd) => {
      const { asset, cash, density } = worth(-distance, s);
      const price = asset - cash;
      // The price must have digits, from its own subtraction and from the 1 it may be near to, to tell anything.
      const lost = 1e-15 * (asset + cash * (1 + (distance / s) ** 2) + distance / s ** 2) / (density * s);
      if (!(lost < 1e-3) || !(price > 0 && price < 1)) return;
      count++;
      for (const guess of [0, 1.03 * s, absurd * s]) {
        const answer = impliedDeviation(-distance, price, guess);
        assert.ok(Math.abs(answer / s - 1) <= 1e-14 + 4 * lost, `x ${-distance}, s ${s}, guess ${guess}: ${answer}`);
      }
    }),
    { numRuns: 20_000, seed: 1 },
  );
  assert.ok(count > 8000, `only ${count} prices told something`);
});

Deno.test("implied deviation: it leaves the parts of the price and the density of its answer behind", () => {
  fc.assert(
    fc.property(scale(1e-5, 3), scale(1e-2, 5), fc.boolean(), (distance, s, isGuessed) => {
      const { asset, cash } = worth(-distance, s);
      fc.pre(asset - cash > 1e-8 && asset - cash < 0.999);
      const answer = impliedDeviation(-distance, asset - cash, isGuessed ? 1.01 * s : 0);
      const now = worth(-distance, answer);
      for (const [i, expected] of [now.asset, now.cash, now.density].entries()) {
        const part = found[i]!;
        assert.ok(
          Math.abs(part - expected) <= 4e-14 * (1 + (distance / s) ** 2) * expected,
          `${i}: ${part}, ${expected}`,
        );
      }
    }),
    { numRuns: 5000, seed: 2 },
  );
});

Deno.test("implied deviation: at the money it is the inverse of the error function", () => {
  for (const s of [1e-6, 0.01, 0.4, 3, 9]) {
    const price = 2 * normCdf(s / 2) - 1;
    const lost = 4e-16 / (normPdf(s / 2) * s);
    assert.ok(Math.abs(impliedDeviation(0, price, 0) / s - 1) < 1e-14 + lost, `${s}`);
  }
});

Deno.test("implied deviation: the smallest price there is has one too", () => {
  for (const price of [Number.MIN_VALUE, 1e-300, 1e-100]) {
    const s = impliedDeviation(-0.5, price, 0);
    const h = -0.5 / s;
    // ln of the price in the tail, by the asymptotic series.
    const logarithm = -0.5 * (h + s / 2) ** 2 + Math.log(s / (h * h) / Math.sqrt(2 * Math.PI));
    assert.ok(Math.abs(logarithm / Math.log(price) - 1) < 1e-3, `${price}: ${s}`);
  }
});

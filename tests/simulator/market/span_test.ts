import assert from "node:assert/strict";
import { createNoise } from "../../../src/simulator/market/noise.ts";
import { joinSpans, partOfSpan, type Span, wholeSpan } from "../../../src/simulator/market/span.ts";

const noise = createNoise("span");
const grainOf = (seed: number) => ({
  shock: (node: number) => noise.normal(noise.stream("shock"), seed, node),
  chance: (node: number, n: number) => noise.uniform(noise.stream("chance"), seed, node * 8 + n),
});

const VARIANCE = 0.0004;
const whole = (seed: number): Span => wholeSpan(0, 0.01, VARIANCE, grainOf(seed));

Deno.test("span: parts joined again are the whole, wherever it is cut", () => {
  for (let seed = 0; seed < 20; seed++) {
    const part = (from: number, to: number) => partOfSpan(whole(seed), VARIANCE, grainOf(seed), from, to);
    assert.deepEqual(part(0, 1), whole(seed));
    for (const cut of [0.5, 0.25, 0.0625 * 7]) assert.deepEqual(joinSpans(part(0, cut), part(cut, 1)), whole(seed));
    for (const cut of [0.3141, 0.00001, 0.99999]) assert.deepEqual(joinSpans(part(0, cut), part(cut, 1)), whole(seed));
    let pieces = part(0, 1 / 390);
    for (let n = 1; n < 390; n++) pieces = joinSpans(pieces, part(n / 390, (n + 1) / 390));
    assert.deepEqual(pieces, whole(seed));
  }
});

Deno.test("span: the value at every instant lies within the range so far, which only grows", () => {
  for (let seed = 0; seed < 20; seed++) {
    let [high, low] = [-Infinity, Infinity];
    for (let position = 0; position <= 1; position += 0.0017) {
      const so = partOfSpan(whole(seed), VARIANCE, grainOf(seed), 0, position);
      assert.ok(so.low <= so.close && so.close <= so.high && so.high >= high && so.low <= low);
      assert.equal(so.close, partOfSpan(whole(seed), VARIANCE, grainOf(seed), position, position).close);
      [high, low] = [so.high, so.low];
    }
    assert.ok(high <= whole(seed).high && low >= whole(seed).low);
  }
});

Deno.test("span: the path moves like a Brownian one", () => {
  // The variance of steps, and the mean range of a bridge of unit variance: sqrt(pi / 2).
  let [steps, ranges] = [0, 0];
  const [count, pieces] = [400, 64];
  for (let seed = 0; seed < count; seed++) {
    const span = wholeSpan(0, 0, VARIANCE, grainOf(seed));
    ranges += span.high - span.low;
    let before = 0;
    for (let i = 1; i <= pieces; i++) {
      const value = partOfSpan(span, VARIANCE, grainOf(seed), i / pieces, i / pieces).close;
      steps += (value - before) ** 2;
      before = value;
    }
  }
  const variance = steps / count / VARIANCE * pieces / (pieces - 1);
  assert.ok(variance > 0.75 && variance < 1.25, `${variance}`);
  const range = ranges / count / Math.sqrt(VARIANCE);
  assert.ok(Math.abs(range - Math.sqrt(Math.PI / 2)) < 0.05, `${range}`);
});

Deno.test("noise: draws are even or normal, independent over streams and numbers, and repeatable", () => {
  const [a, b] = [noise.stream("a"), noise.stream("b")];
  assert.equal(noise.normal(a, 1, 2), createNoise("span").normal(a, 1, 2));
  assert.notEqual(createNoise("other").stream("a"), a);
  const count = 20_000;
  let [mean, squares, fourths, products, evens, neighbours] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < count; i++) {
    const value = noise.normal(a, i >> 5, i & 31);
    mean += value / count;
    squares += value ** 2 / count;
    fourths += value ** 4 / count;
    products += value * noise.normal(b, i >> 5, i & 31) / count;
    neighbours += value * noise.normal(a, i >> 5, (i & 31) + 1) / count;
    evens += noise.uniform(a, i, 7) / count;
  }
  const error = 5 / Math.sqrt(count);
  assert.ok(Math.abs(mean) < error && Math.abs(squares - 1) < 2 * error && Math.abs(fourths - 3) < 10 * error);
  assert.ok(Math.abs(products) < error && Math.abs(neighbours) < error && Math.abs(evens - 0.5) < error);
});

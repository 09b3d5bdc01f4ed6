import assert from "node:assert/strict";
import { black } from "../../../src/analytics/pricing/black.ts";
import { impliedVolatility } from "../../../src/analytics/pricing/implied_volatility.ts";
import {
  type OptionQuote,
  quotedVolatility,
  type QuoteLimits,
} from "../../../src/analytics/pricing/quoted_volatility.ts";

/** A put with strike 95 at a forward of 100, a month and a half to go. */
const quoted = (quote: OptionQuote, limits?: QuoteLimits) =>
  quotedVolatility(quote, 100, 95, 0.125, 0.99, "put", limits);
const implied = (price: number) => impliedVolatility(price, 100, 95, 0.125, 0.99, "put").volatility;

Deno.test("quoted volatility: the middle of two sides, both sides, and what the spread leaves open", () => {
  const { uncertainty, ...answer } = quoted({ bid: 1.2, ask: 1.3 });
  assert.deepEqual(answer, {
    volatility: implied(1.25),
    status: "ok",
    price: 1.25,
    bid: implied(1.2),
    ask: implied(1.3),
  });
  assert.ok(Math.abs(uncertainty! - (answer.ask! - answer.bid!) / 2) < 1e-5);
});

Deno.test("quoted volatility: without a market of two sides the mark is taken, and without one there is none", () => {
  assert.equal(quoted({ bid: 0, ask: 0.4, mark: 0.2 }).volatility, implied(0.2));
  assert.equal(quoted({ bid: null, ask: 0.4, mark: 0.2 }).uncertainty, null);
  // Crossed.
  assert.equal(quoted({ bid: 1.3, ask: 1.2, mark: 1.25 }).volatility, implied(1.25));
  assert.deepEqual(quoted({ bid: null, ask: 0.4 }), {
    volatility: null,
    status: "no_quote",
    price: null,
    bid: null,
    ask: implied(0.4),
    uncertainty: null,
  });
  assert.equal(quoted({ bid: NaN, ask: -1, mark: null }).status, "no_quote");
});

Deno.test("quoted volatility: a market too wide has two sides and no middle", () => {
  const wide = quoted({ bid: 0.5, ask: 1.5 });
  assert.deepEqual([wide.status, wide.volatility, wide.bid, wide.ask], [
    "wide_market",
    null,
    implied(0.5),
    implied(1.5),
  ]);
  assert.equal(quoted({ bid: 0.5, ask: 1.5 }, { widest: 1.1 }).status, "ok");
  // A tick or three apart is as near as cheap options come.
  assert.equal(quoted({ bid: 0.01, ask: 0.04 }).status, "ok");
});

Deno.test("quoted volatility: less than half a tick of time value implies nothing", () => {
  const years = 0.01;
  const deep = (mark: number, tick: number) =>
    quotedVolatility({ bid: null, ask: null, mark }, 100, 90, years, 1, "call", { tick });
  assert.deepEqual([deep(10.004, 0.01).status, deep(10.004, 0.01).volatility], ["ill_conditioned", null]);
  assert.equal(deep(10.02, 0.01).status, "ok");
  assert.equal(deep(10.02, 0.05).status, "ill_conditioned");
  assert.equal(deep(9.9, 0.01).status, "below_intrinsic");
});

Deno.test("quoted volatility: what has expired implies nothing, quoted or not", () => {
  for (const mark of [3, null]) {
    const { status, volatility } = quotedVolatility({ bid: null, ask: null, mark }, 100, 98, 0, 1, "call");
    assert.deepEqual([status, volatility], ["expired", null]);
  }
});

Deno.test("quoted volatility: a price of the model gives its volatility back", () => {
  const price = black(100, 95, 0.125, 0.31, 0.99, "put");
  const { volatility } = quoted({ bid: price, ask: price });
  assert.ok(Math.abs(volatility! - 0.31) < 1e-14);
});

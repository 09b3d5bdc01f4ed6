import assert from "node:assert/strict";
import { explain } from "../../../src/core/failure.ts";
import { betaTo, betaToMarket, indexOf, proxiesOf } from "../../../src/services/portfolio/betas.ts";
import { factsMap, factsOf } from "./risk_books.ts";

const TODAY = "2026-11-20";
const facts = factsMap(
  factsOf("SPY", { price: 780, beta: 1.01 }),
  factsOf("QQQ", { price: 700, beta: 1.2 }),
  factsOf("TLT", { price: 89, beta: -0.04 }),
  factsOf("AAPL", { price: 320, beta: 1.08 }),
  factsOf("NEW", { price: 12 }),
  factsOf("VIX", { price: 17 }),
  factsOf("/ESZ6", { price: 7900 }),
  factsOf("/NQZ6", { price: 26_000 }),
  factsOf("/CLF7", { price: 66 }),
  factsOf("BTC/USD", { price: 92_000 }),
);

Deno.test("betas: the broker's first, then the fund's that moves alike, shares at 1, all else unknown", () => {
  const of = (symbol: string) => betaToMarket(symbol, facts, TODAY);
  assert.deepEqual(of("AAPL"), { value: 1.08, source: "broker" });
  assert.deepEqual(of("/ESZ6"), { value: 1, source: "definition" });
  assert.deepEqual(of("SPY"), { value: 1, source: "definition" });
  assert.deepEqual(of("/NQZ6"), { value: 1.2, source: "fund" });
  assert.deepEqual(of("NEW"), { value: 1, source: "assumed" });
  for (const symbol of ["VIX", "/CLF7", "BTC/USD"]) assert.deepEqual(of(symbol), { value: null, source: "unknown" });
});

Deno.test("betas: funds that are to be asked for", () => {
  assert.deepEqual(proxiesOf(["AAPL", "/NQZ6", "NDX", "/CLF7", "BTC/USD"], TODAY), ["QQQ", "USO", "IBIT"]);
});

Deno.test("betas: another index divides them by its own beta, and is 1 to itself", () => {
  const index = indexOf("QQQ", facts, TODAY);
  assert.ok(index.ok);
  assert.deepEqual(index.value, { symbol: "QQQ", price: 700, beta: 1.2 });
  assert.deepEqual(betaTo(index.value, "QQQ", facts, TODAY), { value: 1, source: "definition" });
  assert.equal(betaTo(index.value, "AAPL", facts, TODAY).value, 1.08 / 1.2);
  assert.equal(betaTo(index.value, "SPY", facts, TODAY).value, 1 / 1.2);
  assert.equal(betaTo(index.value, "VIX", facts, TODAY).value, null);
});

Deno.test("betas: what has no price or no beta to speak of weighs nothing", () => {
  const refusal = (symbol: string): string => {
    const read = indexOf(symbol, facts, TODAY);
    return read.ok ? "" : explain(read.failure);
  };
  assert.match(refusal("XYZ"), /A price of XYZ was not found/);
  assert.match(refusal("NEW"), /NEW: has no beta/);
  assert.match(refusal("VIX"), /VIX: has no beta/);
  assert.match(refusal("TLT"), /has a beta of -0\.04 to SPY: too little/);
  assert.equal(refusal("/ESZ6"), "");
});

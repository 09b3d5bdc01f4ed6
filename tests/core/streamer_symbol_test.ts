import assert from "node:assert/strict";
import fc from "fast-check";
import { instrumentOfStreamer, streamerSymbolOf } from "../../src/core/streamer_symbol.ts";
import type { Instrument } from "../../src/core/symbol.ts";
import { days, futureOptions, options, streamed } from "./generated_symbols.ts";

// The same cases every time: what chance finds belongs into a test of its own.
fc.configureGlobal({ seed: 20261122 });

const TODAY = "2026-11-20";

const PAIRS: [Instrument, streamer: string][] = [
  [{ type: "equity", symbol: "AAPL" }, "AAPL"],
  [{ type: "equity", symbol: "BRK/B" }, "BRK/B"],
  [{ type: "index", symbol: "SPX" }, "SPX"],
  [{ type: "equity_option", symbol: "AAPL  260618C00257500" }, ".AAPL260618C257.5"],
  [{ type: "equity_option", symbol: "SPXW  261120P04025000" }, ".SPXW261120P4025"],
  [{ type: "equity_option", symbol: "BRKB  260612P01050550" }, ".BRKB260612P1050.55"],
  [{ type: "equity_option", symbol: "AAPL1 261218C00000500" }, ".AAPL1261218C0.5"],
  [{ type: "future", symbol: "/ESZ6" }, "/ESZ26:XCME"],
  [{ type: "future", symbol: "/CLF7" }, "/CLF27:XNYM"],
  [{ type: "future", symbol: "/GCG7" }, "/GCG27:XCEC"],
  [{ type: "future", symbol: "/ZNH7" }, "/ZNH27:XCBT"],
  [{ type: "future", symbol: "/VXZ6" }, "/VXZ26:XCBF"],
  [{ type: "cryptocurrency", symbol: "BTC/USD" }, "BTC/USD:CXTALP"],
];

for (const [instrument, streamer] of PAIRS) {
  Deno.test(`streamer symbol: ${instrument.symbol} is ${streamer}, both ways`, () => {
    assert.equal(streamerSymbolOf(instrument, TODAY), streamer);
    assert.deepEqual(instrumentOfStreamer(streamer, TODAY), instrument);
  });
}

Deno.test("streamer symbol: every instrument comes back from its streamer symbol, on any day", () => {
  fc.assert(
    fc.property(streamed, days, (instrument, day) => {
      const streamer = streamerSymbolOf(instrument, day);
      assert.notEqual(streamer, null);
      assert.deepEqual(instrumentOfStreamer(streamer!, day), instrument);
    }),
    { numRuns: 1000 },
  );
});

Deno.test("streamer symbol: an option's is written as the grammar says", () => {
  fc.assert(fc.property(options, ({ occ, streamer }) => {
    assert.equal(streamerSymbolOf({ type: "equity_option", symbol: occ }, TODAY), streamer);
  }));
});

Deno.test("streamer symbol: only the chain knows that of an option on a future", () => {
  fc.assert(fc.property(futureOptions, (option) => {
    assert.equal(streamerSymbolOf(option, TODAY), null);
  }));
  assert.equal(instrumentOfStreamer("./E1AN26C6260:XCME", TODAY), null);
});

Deno.test("streamer symbol: a product whose exchange is not known has none, but its streamer symbol can be read", () => {
  assert.equal(streamerSymbolOf({ type: "future", symbol: "/QQQQZ6" }, TODAY), null);
  assert.deepEqual(instrumentOfStreamer("/QQQQZ26:XCME", TODAY), { type: "future", symbol: "/QQQQZ6" });
});

Deno.test("streamer symbol: a contract of another decade keeps two digits of its year", () => {
  assert.deepEqual(instrumentOfStreamer("/ESZ36:XCME", TODAY), { type: "future", symbol: "/ESZ36" });
  assert.deepEqual(instrumentOfStreamer("/ESZ24:XCME", TODAY), { type: "future", symbol: "/ESZ24" });
});

const NONE = [
  "",
  "aapl",
  "BRK.B",
  "$SPX",
  "AAPL{=1d}",
  "BTC/USD",
  "/ESZ6",
  "/ESZ26",
  ".AAPL260231C100",
  ".AAPL",
  "btc/usd:CXTALP",
];
for (const symbol of NONE) {
  Deno.test(`streamer symbol: ${JSON.stringify(symbol)} is none`, () => {
    assert.equal(instrumentOfStreamer(symbol, TODAY), null);
  });
}

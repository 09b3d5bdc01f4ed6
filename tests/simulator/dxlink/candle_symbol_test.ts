import assert from "node:assert/strict";
import { parseCandleSymbol } from "../../../src/simulator/dxlink/candle_symbol.ts";

Deno.test("candle symbol: base, period and attributes, in any order", () => {
  const kind = (count: number, unit: string, more = {}) => ({
    period: { count, unit },
    regularOnly: false,
    from: "midnight",
    ...more,
  });
  const cases: [string, string, unknown][] = [
    ["AAPL{=1d}", "AAPL", kind(1, "d")],
    ["AAPL{=d}", "AAPL", kind(1, "d")],
    ["BRK/B{=15m,tho=true}", "BRK/B", kind(15, "m", { regularOnly: true })],
    ["AAPL{tho=true,=2h,a=s}", "AAPL", kind(2, "h", { regularOnly: true, from: "session" })],
    ["/ESZ26:XCME{=1mo,a=m,tho=false}", "/ESZ26:XCME", kind(1, "mo")],
    [".AAPL261218C257.5{=1w,price=last}", ".AAPL261218C257.5", kind(1, "w")],
    ["BTC/USD:CXTALP{=30s}", "BTC/USD:CXTALP", kind(30, "s")],
    ["SPX{=24h}", "SPX", kind(24, "h")],
    ["SPX{=y}", "SPX", kind(1, "y")],
  ];
  for (const [symbol, base, expected] of cases) {
    assert.deepEqual(parseCandleSymbol(symbol), { base, kind: expected }, symbol);
  }
});

Deno.test("candle symbol: what is none, or of a kind that nobody keeps, is none", () => {
  for (
    const symbol of [
      "AAPL",
      "{=1d}",
      "AAPL{}",
      "AAPL{=}",
      "AAPL{=0d}",
      "AAPL{=1x}",
      "AAPL{=25h}",
      "AAPL{=1t}",
      "AAPL{1d}",
      "AAPL{tho=true}",
      "AAPL{=1d,tho=yes}",
      "AAPL{=1d,price=mark}",
      "AAPL{=1d}{=1d}",
      "AAPL{=1d} ",
    ]
  ) assert.equal(parseCandleSymbol(symbol), null, symbol);
});

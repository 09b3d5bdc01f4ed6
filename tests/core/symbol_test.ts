import assert from "node:assert/strict";
import { formatOptionSymbol, type InstrumentType, parseOptionSymbol, recognizeSymbol } from "../../src/core/symbol.ts";

const KNOWN: [typed: string, type: InstrumentType, symbol: string][] = [
  ["AAPL", "equity", "AAPL"],
  [" aapl ", "equity", "AAPL"],
  ["brk.b", "equity", "BRK/B"],
  ["BRK/B", "equity", "BRK/B"],
  ["brk-b", "equity", "BRK/B"],
  ["BRK B", "equity", "BRK/B"],
  ["F", "equity", "F"],
  ["spx", "index", "SPX"],
  ["$SPX", "index", "SPX"],
  ["VIX", "index", "VIX"],
  ["AAPL  261218C00200000", "equity_option", "AAPL  261218C00200000"],
  ["aapl 261218c00200000", "equity_option", "AAPL  261218C00200000"],
  ["AAPL261218C00200000", "equity_option", "AAPL  261218C00200000"],
  [".AAPL261218C200", "equity_option", "AAPL  261218C00200000"],
  [".SPY261218P480.5", "equity_option", "SPY   261218P00480500"],
  ["SPXW  261120P04025000", "equity_option", "SPXW  261120P04025000"],
  ["/ESZ6", "future", "/ESZ6"],
  ["/esz6", "future", "/ESZ6"],
  ["/6AH7", "future", "/6AH7"],
  ["/NGZ19", "future", "/NGZ19"],
  ["./ESU6 E1AN6 260706P6260", "future_option", "./ESU6 E1AN6 260706P6260"],
  ["./ESZ6 ESZ6  261218P6300", "future_option", "./ESZ6 ESZ6  261218P6300"],
  ["./ESZ6 ESZ6 261218P6300", "future_option", "./ESZ6 ESZ6  261218P6300"],
  ["./CLZ2 LO1X2 221104C91", "future_option", "./CLZ2 LO1X2 221104C91"],
  ["BTC/USD", "cryptocurrency", "BTC/USD"],
  ["btc-usd", "cryptocurrency", "BTC/USD"],
];

for (const [typed, type, symbol] of KNOWN) {
  Deno.test(`symbol: ${JSON.stringify(typed)} is the ${type} ${JSON.stringify(symbol)}`, () => {
    assert.deepEqual(recognizeSymbol(typed), { ok: true, value: { type, symbol } });
  });
}

const REFUSED = [
  "",
  "   ",
  "🚀",
  "AAPL!",
  "A".repeat(500),
  "AAPL  260231C00200000",
  "//ES",
  "./ES",
  "1234",
  "AAPL\nMSFT",
];

for (const typed of REFUSED) {
  Deno.test(`symbol: ${JSON.stringify(typed.slice(0, 24))} (${typed.length} characters) is refused with an example`, () => {
    const result = recognizeSymbol(typed);
    assert.equal(result.ok, false);
    if (result.ok || result.failure.kind !== "invalid") throw new Error("expected an invalid argument");
    assert.match(result.failure.remedy!, /AAPL, BRK\/B, SPX/);
    assert.ok(result.failure.subject.length < 40, "what was typed is shown back shortened");
  });
}

Deno.test("symbol: a futures product without a month is refused with a contract to write instead", () => {
  const result = recognizeSymbol("/es");
  assert.ok(!result.ok && result.failure.kind === "invalid");
  assert.match(result.failure.remedy!, /\/ESZ6/);
});

Deno.test("symbol: what is shown back has no quotes, line breaks or letters beyond ASCII in it", () => {
  const result = recognizeSymbol('X"\n🚀 say');
  assert.ok(!result.ok && result.failure.kind === "invalid");
  assert.match(result.failure.subject, /^"[\x20-\x21\x23-\x7e]*"$/);
});

Deno.test("symbol: an option's parts and its symbol are the same thing", () => {
  for (
    const symbol of ["AAPL  260612C00110000", "SPY   260804P00500000", "SPXW  220520C04025000", "X     270115P00000500"]
  ) {
    assert.equal(formatOptionSymbol(parseOptionSymbol(symbol)!), symbol);
  }
  assert.deepEqual(parseOptionSymbol("BRKB  260612P01050550"), {
    root: "BRKB",
    expiration: "2026-06-12",
    right: "put",
    strike: 1050.55,
  });
  assert.equal(parseOptionSymbol("AAPL"), null);
});

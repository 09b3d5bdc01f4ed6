import assert from "node:assert/strict";
import fc from "fast-check";
import {
  formatFutureOptionSymbol,
  formatFutureSymbol,
  formatLongFutureSymbol,
  formatOptionSymbol,
  formatStreamerOption,
  type InstrumentType,
  parseFutureOptionSymbol,
  parseFutureSymbol,
  parseOccSymbol,
  parseOptionSymbol,
  recognizeSymbol,
} from "../../src/core/symbol.ts";
import { days, futureOptions, futureParts, options, streamed } from "./generated_symbols.ts";

// The same cases every time: what chance finds belongs into a test of its own.
fc.configureGlobal({ seed: 20261122 });

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

Deno.test("symbol: every instrument's own spelling is recognized, in small letters too", () => {
  fc.assert(
    fc.property(fc.oneof(streamed, futureOptions), (instrument) => {
      assert.deepEqual(recognizeSymbol(instrument.symbol), { ok: true, value: instrument });
      assert.deepEqual(recognizeSymbol(instrument.symbol.toLowerCase()), { ok: true, value: instrument });
    }),
    { numRuns: 1000 },
  );
});

Deno.test("symbol: options are read and written as the grammar says, in both spellings", () => {
  fc.assert(
    fc.property(options, ({ parts, occ, streamer }) => {
      assert.deepEqual(parseOccSymbol(occ), parts);
      assert.deepEqual(parseOptionSymbol(occ), parts);
      assert.deepEqual(parseOptionSymbol(streamer), parts);
      assert.equal(formatOptionSymbol(parts), occ);
      assert.equal(formatStreamerOption(parts), streamer);
    }),
    { numRuns: 1000 },
  );
});

Deno.test("symbol: what is read as an OCC symbol is one, to the letter", () => {
  const strange = fc.tuple(options, fc.nat(20), fc.constantFrom(..." 0129aACPZ/.-é")).map(([{ occ }, place, letter]) =>
    occ.slice(0, place) + letter + occ.slice(place + 1)
  );
  fc.assert(
    fc.property(strange, (symbol) => {
      const parts = parseOccSymbol(symbol);
      if (parts !== null) assert.equal(formatOptionSymbol(parts), symbol);
      // The tolerant reading knows at least as much.
      assert.ok(parts === null || parseOptionSymbol(symbol) !== null);
    }),
    { numRuns: 2000 },
  );
  for (
    const symbol of [
      "AAPL  260231C00200000",
      "AAPL  261318C00200000",
      "AAPL  260018C00200000",
      "AAPL  260600C00200000",
      "AAPL  250229C00200000",
      "AAPL  261218X00200000",
      "AAPL  261218C0020000",
      "AAPL  261218C002000000",
      "AA PL 261218C00200000",
      " AAPL 261218C00200000",
      "1AAPL 261218C00200000",
      "      261218C00200000",
      "aapl  261218c00200000",
    ]
  ) assert.equal(parseOccSymbol(symbol), null, symbol);
  assert.equal(parseOccSymbol("AAPL  280229C00200000")?.expiration, "2028-02-29");
});

Deno.test("symbol: one digit of a year means the year that ends the contract from a year ago to nine years ahead", () => {
  const read = (symbol: string, day: string) => {
    const parts = parseFutureSymbol(symbol, day)!;
    return `${parts.product} ${parts.year}-${parts.month}`;
  };
  assert.equal(read("/ESZ6", "2026-11-20"), "ES 2026-12");
  assert.equal(read("/ESU6", "2026-11-20"), "ES 2026-9");
  assert.equal(read("/ESZ5", "2026-11-20"), "ES 2025-12");
  assert.equal(read("/ESX5", "2026-11-20"), "ES 2025-11");
  assert.equal(read("/ESV5", "2026-11-20"), "ES 2035-10");
  assert.equal(read("/ESH7", "2026-11-20"), "ES 2027-3");
  assert.equal(read("/ESH0", "2029-11-20"), "ES 2030-3");
  assert.equal(read("/ESZ9", "2030-01-02"), "ES 2029-12");
  assert.equal(read("/NGZ19", "2026-11-20"), "NG 2019-12");
  assert.equal(read("/M2KH7", "2026-11-20"), "M2K 2027-3");
  for (const symbol of ["ESZ6", "/ES", "/ESA6", "/ESZ", "/ESZ206"]) {
    assert.equal(parseFutureSymbol(symbol, "2026-11-20"), null);
  }
});

Deno.test("symbol: a contract written on a day is read the same on that day", () => {
  fc.assert(
    fc.property(futureParts, days, (parts, day) => {
      assert.deepEqual(parseFutureSymbol(formatFutureSymbol(parts, day), day), parts);
      assert.deepEqual(parseFutureSymbol(formatLongFutureSymbol(parts), day), parts);
      // Months from the day to the contract's month.
      const ahead = (parts.year - Number(day.slice(0, 4))) * 12 + parts.month - Number(day.slice(5, 7));
      const isShort = formatFutureSymbol(parts, day).length < formatLongFutureSymbol(parts).length;
      assert.equal(isShort, ahead >= -12 && ahead < 108);
    }),
    { numRuns: 1000 },
  );
});

Deno.test("symbol: options on futures are read in parts and written back", () => {
  assert.deepEqual(parseFutureOptionSymbol("./ESU6 E1AN6 260706P6260"), {
    future: "/ESU6",
    root: "E1A",
    contract: "E1AN6",
    expiration: "2026-07-06",
    right: "put",
    strike: 6260,
  });
  fc.assert(fc.property(futureOptions, ({ symbol }) => {
    assert.equal(formatFutureOptionSymbol(parseFutureOptionSymbol(symbol)!), symbol);
  }));
  for (const symbol of ["./ESU6 E1AN6 260231P6260", "./ESU6 260706P6260", "/ESU6", "./6EZ6 EUUZ6 261204C0.0000001"]) {
    assert.equal(parseFutureOptionSymbol(symbol), null, symbol);
  }
});

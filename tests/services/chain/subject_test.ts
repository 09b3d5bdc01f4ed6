import assert from "node:assert/strict";
import { explain } from "../../../src/core/failure.ts";
import { subjectOf } from "../../../src/services/chain/subject.ts";

const DAY = "2026-11-20";

const READ: [text: string, symbol: string, rest: Record<string, unknown>][] = [
  ["spy", "SPY", { underlying: { type: "equity", symbol: "SPY" }, root: null }],
  ["brk.b", "BRK/B", { underlying: { type: "equity", symbol: "BRK/B" } }],
  ["$SPX", "SPX", { underlying: { type: "index", symbol: "SPX" }, root: null }],
  [" spxw ", "SPX", { underlying: { type: "index", symbol: "SPX" }, root: "SPXW" }],
  ["/ES", "/ES", { underlying: null, product: "ES", future: null }],
  ["/m2k", "/M2K", { product: "M2K" }],
  ["/ESZ6", "/ES", { underlying: null, product: "ES", future: "/ESZ6" }],
];

for (const [text, symbol, rest] of READ) {
  Deno.test(`subject: "${text}" is the chain of ${symbol}`, () => {
    const subject = subjectOf(text, DAY);
    assert.ok(subject.ok);
    assert.equal(subject.value.symbol, symbol);
    for (const [name, value] of Object.entries(rest)) {
      assert.deepEqual({ ...subject.value }[name as never], value, name);
    }
  });
}

const REFUSED: [text: string, problem: RegExp][] = [
  ["SPXW  261218P06000000", /is one option.*get_option_chain with \{"symbol":"SPX","expiration":"2026-12-18"\}/],
  ["./ESZ6 EW3Z6 261218P6300", /is one option.*\{"symbol":"\/ESZ6","expiration":"2026-12-18"\}/],
  ["btc-usd", /BTC\/USD: is a cryptocurrency/],
  ["🚀", /is not a symbol/],
];

for (const [text, problem] of REFUSED) {
  Deno.test(`subject: "${text}" has no chain, and is told why`, () => {
    const subject = subjectOf(text, DAY);
    assert.equal(subject.ok, false);
    if (!subject.ok) assert.match(explain(subject.failure), problem);
  });
}

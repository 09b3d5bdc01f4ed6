import assert from "node:assert/strict";
import { explain } from "../../../src/core/failure.ts";
import {
  type ChartAddress,
  formatChartAddress,
  readChartAddress,
} from "../../../src/services/position/chart_address.ts";

const plain = { scheme: "light", isCashSecured: false, format: "svg" } as const;

const WRITTEN: [address: ChartAddress, text: string][] = [
  [{
    ...plain,
    underlying: "SPY",
    legs: [
      { symbol: "SPY   261218P00640000", quantity: -1, price: 3.45 },
      { symbol: "SPY   261218P00620500", quantity: 1, price: 1.2 },
      { symbol: "SPY   270115P00620500", quantity: 1, price: 0.0001 },
    ],
  }, "SPY:-1x261218P640@3.45,1xP620.5@1.2,1x270115P620.5@0.0001.svg"],
  [{
    underlying: "SPX",
    legs: [{ symbol: "SPXW  261218C06800000", quantity: -2 }, { symbol: "SPX   261218C06900000", quantity: 2 }],
    scheme: "dark",
    isCashSecured: true,
    format: "png",
  }, "SPX:-2xSPXW261218C6800,2x261218C6900.cash.dark.png"],
  [{
    ...plain,
    underlying: "BRK/B",
    legs: [
      { symbol: "BRK/B", quantity: 100.5, price: 501 },
      { symbol: "BRKB  261218C00510000", quantity: -1, price: 7 },
    ],
  }, "BRK.B:100.5xshares@501,-1xBRKB261218C510@7.svg"],
  [{
    ...plain,
    scheme: "dark",
    underlying: "/6E",
    legs: [
      { symbol: "./6EZ6 EUUZ6 261204P1.065", quantity: -1, price: 0.0042 },
      { symbol: "./6EZ6 EUUZ6 261204C1.105", quantity: -1, price: 0.0031 },
      { symbol: "/6EZ6", quantity: 1, price: 1.0835 },
    ],
  }, ".6E:-1x6EZ6.EUUZ6.261204P1.065@0.0042,-1xC1.105@0.0031,1x.6EZ6@1.0835.dark.svg"],
];

for (const [address, text] of WRITTEN) {
  Deno.test(`chart address: ${text} is written, read back to the letter, and needs no escaping`, () => {
    assert.equal(formatChartAddress(address), text);
    assert.deepEqual(readChartAddress(text), { ok: true, value: address });
    assert.equal(new URL(`chart://position/${text}`).href, `chart://position/${text}`);
    assert.equal(encodeURI(text), text);
  });
}

Deno.test("chart address: without an ending it is SVG in light colours", () => {
  const read = readChartAddress("SPY:-1x261218P640");
  assert.ok(read.ok);
  assert.deepEqual([read.value.format, read.value.scheme, read.value.isCashSecured], ["svg", "light", false]);
});

Deno.test("chart address: a leg known only by its description has none", () => {
  const legs = [{ right: "put", strike: 640, expiration: "2026-12-18", quantity: -1 } as const];
  assert.throws(() => formatChartAddress({ ...plain, underlying: "SPY", legs }), RangeError);
});

const REFUSED: [text: string, sentence: RegExp][] = [
  ["", /^the address: is not one of a chart\. Write it as analyze_position gives it/],
  ["SPY", /is not one of a chart/],
  ["SPY:-1x261218P640.gif", /leg 1: is no contract that there can be/],
  ["SPY:261218P640.svg", /leg 1: is not `quantity`x`contract`/],
  ["SPY:-1xP640.svg", /leg 1: has no expiration, such as 261218/],
  ["SPY:-1x261218P640,1x261332P620.svg", /leg 2: is no contract that there can be/],
  ["SPY:-1x261218P640@-3.svg", /leg 1: is not `quantity`x`contract`/],
  [`SPY:${Array.from({ length: 13 }, () => "1x261218P640").join()}.svg`, /has 13 legs, at most 12/],
  [`SPY:${"1".repeat(700)}x261218P640.svg`, /has more than 600 characters/],
  ["<script>:1x261218P640.svg", /is not one of a chart/],
];

for (const [text, sentence] of REFUSED) {
  Deno.test(`chart address: ${text.slice(0, 40)} is refused in a sentence that shows a good one`, () => {
    const read = readChartAddress(text);
    assert.ok(!read.ok);
    assert.match(explain(read.failure), sentence);
    assert.match(explain(read.failure), /chart:\/\/position\/SPY:-1x261218P640@3\.45,1xP620@1\.2\.svg/);
  });
}

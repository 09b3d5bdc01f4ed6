/** Symbols as the broker's grammar allows them, made by chance. */

import fc from "fast-check";
import { addDays, type Day } from "../../src/core/calendar.ts";
import type { FutureParts, Instrument, OptionParts } from "../../src/core/symbol.ts";

const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
const MONTHS = "FGHJKMNQUVXZ";

const letters = (min: number, max: number) =>
  fc.array(fc.constantFrom(...LETTERS), { minLength: min, maxLength: max }).map((word) => word.join(""));

/** A day of this century's first half. */
export const days: fc.Arbitrary<Day> = fc.integer({ min: 0, max: 18_000 }).map((count) => addDays("2001-01-01", count));

export const products = fc.constantFrom(
  "ES",
  "MES",
  "NQ",
  "M2K",
  "6A",
  "6E",
  "CL",
  "NG",
  "GC",
  "ZN",
  "VX",
  "10Y",
  "BTC",
);

export const futureParts: fc.Arbitrary<FutureParts> = fc.record({
  product: products,
  year: fc.integer({ min: 2000, max: 2099 }),
  month: fc.integer({ min: 1, max: 12 }),
}, { noNullPrototype: true });

/** An option's parts, its OCC symbol and its streamer symbol, each written out here once more. */
export const options: fc.Arbitrary<{ parts: OptionParts; occ: string; streamer: string }> = fc.record({
  root: fc.tuple(letters(1, 5), fc.constantFrom("", "", "1", "2")).map((pair) => pair.join("")),
  expiration: days,
  right: fc.constantFrom("call", "put"),
  thousandths: fc.integer({ min: 1, max: 99_999_999 }),
}).map(({ root, expiration, right, thousandths }) => {
  const [year, month, day] = expiration.split("-");
  const tail = `${year!.slice(2)}${month}${day}${right === "call" ? "C" : "P"}`;
  const whole = Math.floor(thousandths / 1000);
  const rest = String(thousandths % 1000).padStart(3, "0").replace(/0+$/, "");
  return {
    parts: { root, expiration, right, strike: thousandths / 1000 },
    occ: (root + "      ").slice(0, 6) + tail + ("00000000" + thousandths).slice(-8),
    streamer: `.${root}${tail}${whole}${rest === "" ? "" : "." + rest}`,
  };
});

const equities: fc.Arbitrary<Instrument> = fc.tuple(
  // Words that are names of indices, and so none of shares.
  letters(1, 5).filter((word) =>
    !/^(SPX|XSP|VIX|NDX|XND|RUT|MRUT|DJX|OEX|XEO|VVIX|VXN|RVX|SOX|HGX|XAU|OSX|UTY|BKX|NYA|COMP|TNX|TYX|FVX|IRX|SKEW)$/
      .test(word)
  ),
  fc.constantFrom("", "", "/A", "/B", "/PRC", "/WS"),
).map((parts) => ({ type: "equity", symbol: parts.join("") }));

const indices: fc.Arbitrary<Instrument> = fc.constantFrom("SPX", "NDX", "RUT", "VIX", "XSP", "DJX", "VIX9D")
  .map((symbol) => ({ type: "index", symbol }));

const futures: fc.Arbitrary<Instrument> = fc.tuple(products, fc.constantFrom(...MONTHS), fc.nat(9))
  .map((parts) => ({ type: "future", symbol: `/${parts.join("")}` }));

const coins: fc.Arbitrary<Instrument> = fc.tuple(letters(2, 5), fc.constantFrom("USD", "USDC"))
  .map(([coin, money]) => ({ type: "cryptocurrency", symbol: `${coin}/${money}` }));

/** Those whose streamer symbol says all. */
export const streamed: fc.Arbitrary<Instrument> = fc.oneof(
  equities,
  indices,
  options.map(({ occ }): Instrument => ({ type: "equity_option", symbol: occ })),
  futures,
  coins,
);

/** Strikes in steps of a quarter or of a hundredth of a cent, written without trailing zeros. */
const strikes = fc.oneof(
  fc.integer({ min: 1, max: 40_000 }).map((quarters) => quarters / 4),
  fc.integer({ min: 1, max: 99_999 }).map((steps) => steps / 10_000),
);

export const futureOptions: fc.Arbitrary<Instrument> = fc.record({
  future: fc.tuple(products, fc.constantFrom(...MONTHS), fc.nat(9)).map((parts) => parts.join("")),
  contract: fc.tuple(
    fc.constantFrom("ES", "EW3", "E1A", "LO", "LO1", "OZN", "ON"),
    fc.constantFrom(...MONTHS),
    fc.nat(9),
  )
    .map((parts) => parts.join("")),
  expiration: days,
  right: fc.constantFrom("C", "P"),
  strike: strikes,
}).map(({ future, contract, expiration, right, strike }) => ({
  type: "future_option",
  symbol: `./${future} ${(contract + "     ").slice(0, 6)}${expiration.slice(2).split("-").join("")}${right}${strike}`,
}));

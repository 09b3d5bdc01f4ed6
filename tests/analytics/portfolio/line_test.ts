import assert from "node:assert/strict";
import { inOrder, optionTerms, toDollars, toMillionths } from "../../../src/analytics/portfolio/line.ts";
import { cashLine, day, endLine, option, tradeLine } from "./plain_lines.ts";

Deno.test("line: decimals of the broker become whole millionths, and cents again", () => {
  // The difference of these is not what it seems in binary.
  assert.equal(toMillionths(100.29) - toMillionths(100), 290_000);
  assert.equal(toMillionths(0.000166), 166);
  const sums: [millionths: number, dollars: number][] = [
    [1_005_000, 1.01],
    [-1_005_000, -1.01],
    [-4_999, 0],
    [123_456_789_012_345, 123_456_789.01],
  ];
  for (const [millionths, dollars] of sums) assert.ok(Object.is(toDollars(millionths), dollars), `${millionths}`);
});

Deno.test("line: by time, deliveries after the ends that cause them, what comes of a split after what goes, then by id", () => {
  const put = option("P", 100);
  const corporate = { kind: "corporate_action" as const };
  const lines = [
    cashLine(day(0), 1),
    endLine(day(1), put, 1, "assignment"),
    tradeLine(day(1), "XYZ", 100, "open", 100, { kind: "delivery" }),
    tradeLine(day(2), "XYZ", -100, "close", 0, corporate),
    tradeLine(day(2), "XYZ", 200, "open", 0, corporate),
    cashLine(day(3), 1),
    cashLine(day(3), 2),
  ];
  assert.deepEqual(inOrder(lines), lines);
  const [deposit, end, delivery, goes, comes, one, two] = lines;
  const mixed = [{ ...delivery!, id: 0 }, two!, { ...comes!, id: 0 }, goes!, one!, end!, deposit!];
  assert.deepEqual(inOrder(mixed).map(({ value }) => value), lines.map(({ value }) => value));
});

Deno.test("line: terms of options on shares and on futures, none of anything else", () => {
  assert.deepEqual(optionTerms("XYZ   260220P00100500")?.strike, 100.5);
  assert.deepEqual(optionTerms("./ESU6 E1AN6 260706P6260")?.expiration, "2026-07-06");
  for (const symbol of ["XYZ", "/ESZ6", "BTC/USD"]) assert.equal(optionTerms(symbol), null);
});

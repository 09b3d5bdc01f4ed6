import assert from "node:assert/strict";
import {
  dayText,
  dollarText,
  dollarTick,
  percentText,
  plain,
  priceDecimals,
  priceText,
  stampText,
  strikeText,
  timeText,
} from "../../src/charts/figures.ts";
import { newYorkInstant } from "../../src/core/calendar.ts";

const walk = <I, O>(write: (value: I) => O, rows: readonly (readonly [I, O])[]): void => {
  for (const [value, text] of rows) assert.equal(write(value), text);
};

Deno.test("figures: profit and loss has its sign before the dollar, cents below a thousand, and letters from a million on", () => {
  walk((value: number) => dollarText(value), [
    [0, "$0"],
    [-0, "$0"],
    [-0.001, "$0"],
    [0.5, "$0.50"],
    [-0.66, "−$0.66"],
    [12.5, "$12.50"],
    [-250, "−$250"],
    [531.314, "$531.31"],
    [999.994, "$999.99"],
    [999.996, "$1,000"],
    [1058.4, "$1,058"],
    [-26180, "−$26,180"],
    [999_499, "$999,499"],
    [1_000_000, "$1M"],
    [2_770_000, "$2.77M"],
    [-17_230_000, "−$17.23M"],
    [1_500_000, "$1.5M"],
    [10_000_000, "$10M"],
    [250_000_000, "$250M"],
    [1_200_000_000, "$1.2B"],
  ]);
});

Deno.test("figures: the axis tells neighbours apart", () => {
  assert.deepEqual([-0.5, 0, 0.5].map((value) => dollarTick(value, 1)), ["−$0.50", "$0.00", "$0.50"]);
  assert.deepEqual([-500, 0, 2000].map((value) => dollarTick(value, 0)), ["−$500", "$0", "$2,000"]);
  assert.deepEqual([0.005, 0.01].map((value) => dollarTick(value, 3)), ["$0.005", "$0.010"]);
});

Deno.test("figures: a price has the decimals it is quoted with, and a dollar only where there is one", () => {
  walk(
    (price: number) => priceText(price, "dollars"),
    [
      [671.34, "$671.34"],
      [0.0421, "$0.0421"],
      [1.5, "$1.50"],
      [742_350, "$742,350"],
      [6712.345, "$6,712.35"],
      [0.0000123, "$0.0000123"],
      [-3.2, "−$3.20"],
    ].slice(0, 7) as [number, string][],
  );
  walk((price: number) => priceText(price, "points"), [
    [6712.34, "6,712.34"],
    [1.0835, "1.0835"],
    [-37.63, "−37.63"],
    [58.06, "58.06"],
  ]);
  assert.equal(priceText(-0.001, "points", 2), "0.00");
  assert.equal(priceDecimals(0, "dollars"), 2);
});

Deno.test("figures: strikes have no zeros at the end", () => {
  walk(strikeText, [[540, "540"], [542.5, "542.5"], [1.085, "1.085"], [700_000, "700,000"], [0.05, "0.05"], [
    100,
    "100",
  ]]);
});

Deno.test("figures: percents are signed, with a decimal below a hundred", () => {
  walk(percentText, [[-0.0424, "−4.2%"], [0.1, "+10.0%"], [0, "0.0%"], [-0.0001, "0.0%"], [4.32, "+432%"], [
    0.9996,
    "+100%",
  ]]);
});

Deno.test("figures: thousands are grouped, the sign is left to others", () => {
  walk((value: number) => plain(value, 1), [[1234567.89, "1,234,567.9"], [-12.34, "12.3"], [999, "999.0"]]);
});

Deno.test("figures: days and times are New York's, the year where it is another", () => {
  const at = newYorkInstant("2026-11-20", 9 * 60 + 5);
  assert.equal(stampText(at), "Nov 20, 2026, 09:05 ET");
  assert.equal(timeText(at), "09:05 ET");
  assert.equal(dayText("2026-12-18", "2026-11-20"), "Dec 18");
  assert.equal(dayText("2027-01-05", "2026-11-20"), "Jan 5, 2027");
});

import assert from "node:assert/strict";
import * as fc from "fast-check";
import type { Leg } from "../../src/analytics/positions/leg.ts";
import { areaOf } from "../../src/charts/lettering.ts";
import type { Area } from "../../src/charts/label_place.ts";
import { palettes, type Scheme } from "../../src/charts/palette.ts";
import type { Picture, Text } from "../../src/charts/picture.ts";
import { profitChart } from "../../src/charts/profit/profit_chart.ts";
import { profitView } from "../../src/charts/profit/view.ts";
import { strokes } from "../../src/charts/profit/words.ts";
import { svg } from "../../src/charts/svg.ts";
import { textWidth } from "../../src/charts/text_width.ts";
import {
  condor,
  coveredCall,
  type Drawable,
  drawable,
  EXPECTED,
  HARD,
  ratioSpread,
  SPY,
  yearsTo,
} from "./positions.ts";
import { contrast, groundsOf } from "./contrast.ts";

const isUpdate = Deno.args.includes("--update");
const SCHEMES: Scheme[] = ["light", "dark"];
const ALL = Object.entries({ ...EXPECTED, ...HARD });
/** Bytes of SVG, however many legs. */
const MOST_BYTES = 12_000;

const draw = (name: string, more: Partial<Drawable> & { scheme?: Scheme } = {}): Picture =>
  profitChart({ ...{ ...EXPECTED, ...HARD }[name]!, scheme: "light", ...more });
const textsOf = ({ shapes }: Picture): Text[] => shapes.filter((shape) => shape.kind === "text");
const wordsOf = (picture: Picture): string[] => textsOf(picture).map(({ text }) => text);

for (const [name, position] of Object.entries(EXPECTED)) {
  for (const scheme of SCHEMES) {
    Deno.test(`profit chart: the ${name.replace("_", " ")} in ${scheme} is the accepted picture`, async () => {
      const file = new URL(`../fixtures/charts/${name}_${scheme}.svg`, import.meta.url);
      const wanted = svg(profitChart({ ...position, scheme }));
      if (isUpdate) await Deno.writeTextFile(file, wanted);
      const accepted = await Deno.readTextFile(file);
      assert.ok(wanted === accepted, `${name}_${scheme}.svg changed: look at it, then run \`deno task snapshots\``);
    });
  }
}

Deno.test(`profit chart: no picture of ${ALL.length} positions has more than ${MOST_BYTES} bytes, nor differs the second time`, () => {
  for (const [name, position] of ALL) {
    for (const scheme of SCHEMES) {
      const text = svg(profitChart({ ...position, scheme }));
      assert.ok(new TextEncoder().encode(text).length <= MOST_BYTES, `${name}: ${text.length}`);
      assert.equal(svg(profitChart({ ...position, scheme })), text);
    }
  }
});

const overlap = (a: Area, b: Area): boolean =>
  Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
  Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;

function assertTidy(picture: Picture): void {
  const texts = textsOf(picture);
  for (const [place, text] of texts.entries()) {
    const area = areaOf(text);
    assert.ok(area.left >= 0 && area.right <= picture.width, `${text.text} is cut at a side`);
    assert.ok(area.top >= 0 && area.bottom <= picture.height, `${text.text} is cut above or below`);
    for (const other of texts.slice(place + 1)) {
      assert.ok(!overlap(area, areaOf(other)), `${text.text} overlaps ${other.text}`);
    }
  }
  for (const shape of picture.shapes) {
    const numbers = Object.values(shape).flat().filter((value) => typeof value === "number");
    assert.ok(numbers.every(Number.isFinite), JSON.stringify(shape));
    if (shape.kind !== "line" && shape.kind !== "polygon") continue;
    shape.points.forEach((value, i) =>
      assert.ok(value >= -0.01 && value <= (i % 2 === 0 ? picture.width : picture.height) + 0.01, JSON.stringify(shape))
    );
  }
}

Deno.test("profit chart: no text overlaps another or is cut, at 320, 600 and 1000 pixels", () => {
  for (const [, position] of ALL) {
    for (const width of [320, 600, 1000]) assertTidy(profitChart({ ...position, scheme: "dark", width }));
  }
});

Deno.test("profit chart: the same for 300 random positions of one to forty legs", () => {
  const leg = fc.tuple(
    fc.integer({ min: -5, max: 5 }).filter((quantity) => quantity !== 0),
    fc.constantFrom("C" as const, "P" as const),
    fc.double({ min: 0.5, max: 1.6, noNaN: true }),
    fc.constantFrom(...["2026-11-20", "2026-12-18", "2027-01-15", "2027-12-17"].map(yearsTo)),
    fc.double({ min: 0.05, max: 2.5, noNaN: true }),
  );
  const position = fc.record({
    legs: fc.array(leg, { minLength: 1, maxLength: 40 }),
    spot: fc.double({ min: -2, max: 5.5, noNaN: true }),
    width: fc.integer({ min: 320, max: 1200 }),
    height: fc.integer({ min: 1, max: 800 }),
    shares: fc.array(fc.integer({ min: -500, max: 500 }), { maxLength: 3 }),
    subtitle: fc.string({ maxLength: 120 }),
    unit: fc.constantFrom("dollars" as const, "points" as const),
  });
  fc.assert(
    fc.property(position, ({ legs, spot: power, width, height, shares, subtitle, unit }) => {
      const spot = 10 ** power;
      const market = { spot, rate: 0.04, carry: 0.01, volatility: 0.3 };
      const options = legs.map(([quantity, right, moneyness, years, volatility]) => {
        const strike = Number((spot * moneyness).toPrecision(4));
        return [quantity, right, strike, years, volatility] as const;
      });
      const linear = shares.map((quantity): Leg => ({ kind: "stock", quantity, multiplier: 1, price: spot * 1.02 }));
      const random = drawable("Random", market, options, { linear, subtitle, unit });
      assertTidy(profitChart({ ...random, scheme: "light", width, height }));
    }),
    { numRuns: 300, seed: 5 },
  );
});

Deno.test("profit chart: every text has a contrast of at least 4.5 to all that it stands on", () => {
  for (const [name, position] of ALL) {
    for (const scheme of SCHEMES) {
      const picture = profitChart({ ...position, scheme });
      for (const text of textsOf(picture)) {
        for (const ground of groundsOf(picture, text)) {
          const found = contrast(text.fill, ground);
          assert.ok(found >= 4.5, `${name} ${scheme}: ${text.text} in ${text.fill} on ${ground}: ${found.toFixed(2)}`);
        }
      }
    }
  }
});

Deno.test("profit chart: the curves can be told apart without their colours, and stand out from the ground", () => {
  for (const scheme of SCHEMES) {
    const palette = palettes[scheme];
    const looks = Object.values(strokes(palette));
    assert.equal(new Set(looks.map(({ dash }) => dash.join(" "))).size, 3);
    for (const { color } of looks) assert.ok(contrast(color, palette.background) >= 3, color);
  }
  const picture = draw("condor");
  const dashes = picture.shapes.flatMap((shape) =>
    shape.kind === "line" && shape.width >= 2 ? [shape.dash?.join(" ") ?? ""] : []
  );
  // Each pattern is both in the legend and in the frame.
  for (const dash of ["", "9 5", "2 3.5"]) assert.equal(dashes.filter((other) => other === dash).length, 2, dash);
});

Deno.test("profit chart: it says the moments, the breakevens in dollars and percent, the extremes and the expected move", () => {
  const words = wordsOf(draw("condor"));
  const { breakevens } = condor.profile!;
  for (
    const wanted of [
      "SPY iron condor",
      "SIMULATED",
      "At expiration, Jan 15, 2027 (56 days)",
      "Halfway, Dec 18",
      "Now",
      `$${breakevens[0]!.toFixed(2)} −6.1%`,
      `$${breakevens[1]!.toFixed(2)} +5.7%`,
      `Max profit $${condor.profile!.maxProfit!.toFixed(0)}`,
      `Max loss −$${condor.profile!.maxLoss!.toLocaleString("en-US")}`,
      "$671.34 now",
      "−$500",
      "620",
      "+1P",
      "−1C",
    ]
  ) {
    assert.ok(words.includes(wanted), `${wanted} is not among ${words.join(" | ")}`);
  }
  assert.ok(words.some((text) => text.startsWith("Expected move ±$41.63 (6.2%)")));
  assert.ok(words.some((text) => text.startsWith("Source: tastytrade (simulated market), Nov 20, 2026, 10:31 ET.")));
  assert.ok(!wordsOf(draw("covered_call")).includes("SIMULATED"));
});

Deno.test("profit chart: circles stand where the profit at expiration is nothing", () => {
  const picture = draw("condor");
  const dots = picture.shapes.filter((shape) => shape.kind === "dot");
  const curve = picture.shapes.findLast((shape) => shape.kind === "line" && shape.width === 2.6)!;
  assert.ok(curve.kind === "line" && dots.length === 2);
  for (const { x, y } of dots) {
    const place = curve.points.findIndex((value, i) => i % 2 === 0 && value >= x) - 2;
    const [fromX, fromY, toX, toY] = curve.points.slice(place, place + 4) as [number, number, number, number];
    assert.ok(Math.abs(fromY + (toY - fromY) * (x - fromX) / (toX - fromX) - y) < 0.5);
  }
});

Deno.test("profit chart: what has no limit is said so, what lies at a price of zero too, and what cannot lose", () => {
  assert.equal(ratioSpread.profile!.maxLoss, null);
  assert.ok(wordsOf(draw("ratio_spread")).includes("Max loss unlimited"));
  assert.ok(wordsOf(draw("long_call")).includes("Max profit unlimited"));
  assert.ok(
    wordsOf(draw("covered_call")).includes(`Max loss −$${coveredCall.profile!.maxLoss!.toLocaleString("en-US")} at $0`),
  );
  assert.ok(wordsOf(draw("covered_call")).includes("+100 shares at $268.20"));
  assert.ok(wordsOf(draw("free")).includes("Max loss $0"));
  const sure = { ...condor.profile!, best: 300, worst: 20, breakevens: [] };
  assert.ok(wordsOf(draw("condor", { profile: sure })).includes("Least profit $20"));
  const lost = { ...condor.profile!, best: -15.5, worst: -80, breakevens: [] };
  assert.ok(wordsOf(draw("condor", { profile: lost })).includes("Least loss −$15.50"));
});

Deno.test("profit chart: legs that live differently long say how long, and that the curves are modelled", () => {
  const words = wordsOf(draw("calendar"));
  for (const wanted of ["190", "−1C 28d", "+1C 56d", "At first expiration, Dec 18 (28 days)"]) {
    assert.ok(words.includes(wanted));
  }
  assert.ok(words.some((text) => text.endsWith("Curves by model, IV unchanged.")));
});

Deno.test("profit chart: on the last day half time is an hour, and after it there is only the expiration", () => {
  assert.ok(wordsOf(draw("today")).includes("Halfway, 13:15 ET"));
  const words = wordsOf(draw("expired"));
  assert.ok(words.includes("At expiration, today") && !words.some((text) => /^(Now|Halfway)/.test(text)));
});

Deno.test("profit chart: what has no room is counted below, and what lies outside is named there", () => {
  const forty = wordsOf(draw("forty")).join(" ");
  assert.match(forty, /\d+ of 40 strikes are not labelled\. \d+ of 28 breakevens are not labelled\./);
  assert.match(
    wordsOf(draw("far")).join(" "),
    /Breakeven outside: \$350\.00 −47\.9%, \$900\.00 \+34\.1%\. Strikes outside: 350, 900\./,
  );
});

Deno.test("profit chart: shares alone have a curve, and neither expiration nor extremes", () => {
  const words = wordsOf(draw("shares"));
  assert.ok(words.includes("Now") && words.includes("+100 shares at $650.00"));
  assert.ok(!words.some((text) => /expiration|Max/.test(text)));
});

Deno.test("profit chart: names are cut to the room there is, and nothing in them becomes markup", () => {
  const picture = draw("words");
  const [title] = textsOf(picture);
  assert.ok(title!.text.endsWith("…") && textWidth(title!.text, 18, "semibold") <= 600 - 32);
  const text = svg(picture);
  assert.ok(text.includes("A &lt;b&gt;position&lt;/b&gt; &amp; &quot;its&quot;"));
  assert.ok(!text.includes("<b>"));
});

Deno.test("profit chart: a description for those who do not see it", () => {
  assert.equal(
    draw("condor").description,
    "Profit and loss over the price of the underlying, $671.34 now. Max profit $442. Max loss −$1,058. " +
      "Breakeven $630.58 −6.1%, $709.42 +5.7%. Simulated market.",
  );
});

Deno.test("profit chart: a side that goes on beyond the picture does not crush the other one", () => {
  const ends = (curve: readonly number[]): number[] => curve.filter((_, i) => i % 2 === 1);
  const put = profitView(HARD.short_put!);
  const lowest = Math.min(...ends(put.expiration!));
  // To three times the profit, or as far as the expected move can lead.
  assert.ok(lowest < -150 && put.bottom > -90 && put.bottom < -3 * put.top, `${lowest}, ${put.bottom} to ${put.top}`);
  const ticket = profitView(drawable("Long call", SPY, [[1, "C", 730, yearsTo("2026-12-18")]]));
  const highest = Math.max(...ends(ticket.expiration!), ...ends(ticket.now!));
  assert.ok(
    ticket.top < highest && ticket.top >= -3 * ticket.bottom,
    `${ticket.bottom} to ${ticket.top}, not ${highest}`,
  );
  // What has an end is shown to it, however lopsided.
  const whole = profitView(HARD.butterfly!);
  assert.deepEqual([whole.bottom, whole.top].map(Math.round), [-95, 905]);
});

Deno.test("profit chart: a price that is not positive and a picture too small are refused", () => {
  assert.throws(() => draw("condor", { underlying: { spot: 0, rate: 0, carry: 0 } }), RangeError);
  assert.throws(() => draw("condor", { width: 200 }), RangeError);
  assert.throws(() => draw("condor", { height: NaN }), RangeError);
});

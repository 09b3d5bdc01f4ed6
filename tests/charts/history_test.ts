import assert from "node:assert/strict";
import { extremesOf, type ValueChart, valueChart } from "../../src/charts/history/value_chart.ts";
import { areaOf } from "../../src/charts/lettering.ts";
import type { Picture, Text } from "../../src/charts/picture.ts";
import { svg } from "../../src/charts/svg.ts";
import { addDays, isTradingDay } from "../../src/core/calendar.ts";

const isUpdate = Deno.args.includes("--update");

/** A year that rises, falls by a tenth and rises again. */
const YEAR = Array.from({ length: 365 }, (_, i) => addDays("2025-11-21", i)).filter(isTradingDay).map((day, i) => ({
  day,
  value: 100_000 + 90 * i - (i > 120 ? 12_000 * Math.exp(-(((i - 150) / 15) ** 2)) : 0) + 400 * Math.sin(i / 3),
}));

const chart: ValueChart = {
  title: "Net liquidation, all accounts",
  subtitle: "2025-11-21 to 2026-11-20",
  days: YEAR,
  at: Date.UTC(2026, 10, 20, 21, 30),
  source: "simulator",
  isSimulated: true,
  scheme: "light",
};

const textsOf = ({ shapes }: Picture): Text[] => shapes.filter((shape) => shape.kind === "text");

for (const scheme of ["light", "dark"] as const) {
  Deno.test(`value chart: a year in ${scheme} is the accepted picture`, async () => {
    const file = new URL(`../fixtures/charts/net_liquidation_${scheme}.svg`, import.meta.url);
    const wanted = svg(valueChart({ ...chart, scheme }));
    if (isUpdate) await Deno.writeTextFile(file, wanted);
    const accepted = await Deno.readTextFile(file);
    assert.ok(wanted === accepted, "the picture changed: look at it, then run `deno task snapshots`");
  });
}

Deno.test("value chart: the line goes through every day, highest above and lowest below all others", () => {
  const picture = valueChart(chart);
  const line = picture.shapes.find((shape) => shape.kind === "line" && shape.points.length === 2 * YEAR.length);
  assert.ok(line?.kind === "line");
  const heights = line.points.filter((_, i) => i % 2 === 1);
  const { highest, lowest } = extremesOf(YEAR);
  assert.equal(heights.indexOf(Math.min(...heights)), YEAR.indexOf(highest));
  assert.equal(heights.indexOf(Math.max(...heights)), YEAR.indexOf(lowest));
  const places = line.points.filter((_, i) => i % 2 === 0);
  assert.ok(places.every((x, i) => i === 0 || x > places[i - 1]!));
});

Deno.test("value chart: no text leaves the picture or covers another, narrow or wide, of two days or a year", () => {
  const flat = [{ day: "2026-11-19", value: 5000 }, { day: "2026-11-20", value: 5000 }];
  const below = [{ day: "2026-11-19", value: 250 }, { day: "2026-11-20", value: -1250.5 }];
  for (const days of [YEAR, YEAR.slice(-10), flat, below]) {
    for (const width of [320, 400, 600, 1200]) {
      const picture = valueChart({ ...chart, days, width });
      const areas = textsOf(picture).map((text) => ({ text: text.text, ...areaOf(text) }));
      for (const [i, a] of areas.entries()) {
        assert.ok(a.left >= 0 && a.right <= picture.width && a.bottom <= picture.height, `${width}: ${a.text}`);
        for (const b of areas.slice(i + 1)) {
          const covers = Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
            Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
          assert.ok(!covers, `${width}, ${days.length} days: ${a.text} and ${b.text}`);
        }
      }
    }
  }
});

Deno.test("value chart: it is described in words, with what is simulated said", () => {
  assert.match(
    valueChart(chart).description,
    /^From \$100,000 on 2025-11-21 to \$122,\d{3} on 2026-11-20 \(\+22\.\d%\)\. Highest .* Simulated market\.$/,
  );
});

Deno.test("value chart: one day is no line", () => {
  assert.throws(() => valueChart({ ...chart, days: YEAR.slice(0, 1) }), RangeError);
  assert.throws(() => valueChart({ ...chart, width: 300 }), RangeError);
});

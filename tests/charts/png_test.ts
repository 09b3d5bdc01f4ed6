import assert from "node:assert/strict";
import * as fc from "fast-check";
import { palettes } from "../../src/charts/palette.ts";
import type { Picture, Shape } from "../../src/charts/picture.ts";
import { createCanvas } from "../../src/charts/png/canvas.ts";
import { type Contours, createCoverage, LEVELS } from "../../src/charts/png/coverage.ts";
import { textContours } from "../../src/charts/png/glyphs.ts";
import { box, circle, dashes, stroke } from "../../src/charts/png/outline.ts";
import { paletteColors } from "../../src/charts/png/palette_colors.ts";
import { paint, png } from "../../src/charts/png/png.ts";
import { profitChart } from "../../src/charts/profit/profit_chart.ts";
import { textWidth } from "../../src/charts/text_width.ts";
import { readPng } from "./png_reader.ts";
import { EXPECTED, HARD } from "./positions.ts";

/** Bytes of a picture of 1,200 pixels. */
const MOST_BYTES = 80_000;
const WIDTH = 40;
const HEIGHT = 70;

/** The coverage of each pixel, 0 to 1. */
function coverageOf(contours: Contours): Float64Array {
  const found = new Float64Array(WIDTH * HEIGHT);
  createCoverage(WIDTH, HEIGHT)(contours, (from, to, level) => found.fill(level / LEVELS, from, to));
  return found;
}

const total = (coverage: Float64Array): number => coverage.reduce((sum, part) => sum + part, 0);

function winding(points: readonly number[]): number {
  let twice = 0;
  for (let i = 0; i < points.length; i += 2) {
    const next = (i + 2) % points.length;
    twice += points[i]! * points[next + 1]! - points[next]! * points[i + 1]!;
  }
  return twice / 2;
}

/** The part of a pixel inside a convex polygon, by clipping the polygon at the pixel's sides and measuring what is left. */
function exactPart(polygon: readonly number[], column: number, row: number): number {
  let points = [...polygon];
  for (const [axis, limit, sign] of [[0, column, 1], [0, column + 1, -1], [1, row, 1], [1, row + 1, -1]] as const) {
    const clipped: number[] = [];
    for (let i = 0; i < points.length; i += 2) {
      const [x, y] = [points[i]!, points[i + 1]!];
      const [nextX, nextY] = [points[(i + 2) % points.length]!, points[(i + 3) % points.length]!];
      const [here, there] = [sign * ((axis === 0 ? x : y) - limit), sign * ((axis === 0 ? nextX : nextY) - limit)];
      if (here >= 0) clipped.push(x, y);
      if (here * there < 0) {
        const part = here / (here - there);
        clipped.push(x + (nextX - x) * part, y + (nextY - y) * part);
      }
    }
    points = clipped;
  }
  return points.length < 6 ? 0 : Math.abs(winding(points));
}

Deno.test("png: each pixel is covered by the part of it that is inside, for 500 random triangles, also beyond the edges", () => {
  const place = fc.double({ min: -20, max: 90, noNaN: true });
  fc.assert(
    fc.property(fc.tuple(place, place, place, place, place, place), (triangle) => {
      const found = coverageOf([triangle]);
      for (let row = 0; row < HEIGHT; row++) {
        for (let column = 0; column < WIDTH; column++) {
          const exact = exactPart(triangle, column, row);
          const off = Math.abs(found[row * WIDTH + column]! - exact);
          assert.ok(off <= 0.5 / LEVELS + 1e-3, `${column},${row}: ${found[row * WIDTH + column]} for ${exact}`);
        }
      }
    }),
    { numRuns: 500, seed: 3 },
  );
});

Deno.test("png: nothing is left behind by a shape for the next one", () => {
  const cover = createCoverage(WIDTH, HEIGHT);
  cover([[-5, -5, 60, 3, 60, 90, 20, 33]], () => {});
  const found = new Float64Array(WIDTH * HEIGHT);
  cover([[3, 2, 9, 2, 9, 40, 3, 40]], (from, to, level) => found.fill(level / LEVELS, from, to));
  assert.equal(total(found), 6 * 38);
});

Deno.test("png: circles and boxes have their area", () => {
  assert.ok(Math.abs(total(coverageOf(circle(20, 30, 12))) - Math.PI * 144) < 3);
  assert.ok(Math.abs(total(coverageOf(box(3.5, 4.25, 20, 30, 6))) - (600 - (4 - Math.PI) * 36)) < 3);
  assert.equal(total(coverageOf(box(3.5, 4.25, 20, 30))), 600);
});

Deno.test("png: a line covers what is within half its width, whatever its turns", () => {
  const point = fc.tuple(fc.integer({ min: 6, max: 34 }), fc.integer({ min: 6, max: 64 }));
  fc.assert(
    fc.property(fc.array(point, { minLength: 2, maxLength: 6 }), (places) => {
      const line = places.filter(([x, y], i) => i === 0 || x !== places[i - 1]![0] || y !== places[i - 1]![1]).flat();
      fc.pre(line.length >= 4);
      const contours = stroke(line, 6);
      for (const points of contours) assert.ok(winding(points) >= -1e-9, "winds the other way");
      const found = coverageOf(contours);
      const distance = (x: number, y: number): number => {
        let least = Infinity;
        for (let i = 2; i < line.length; i += 2) {
          const [ax, ay, bx, by] = line.slice(i - 2, i + 2) as [number, number, number, number];
          const part = Math.max(
            0,
            Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)),
          );
          least = Math.min(least, Math.hypot(x - ax - part * (bx - ax), y - ay - part * (by - ay)));
        }
        return least;
      };
      const toEnd = (x: number, y: number): number =>
        Math.min(Math.hypot(x - line[0]!, y - line[1]!), Math.hypot(x - line.at(-2)!, y - line.at(-1)!));
      for (let row = 0; row < HEIGHT; row++) {
        for (let column = 0; column < WIDTH; column++) {
          const [x, y, part] = [column + 0.5, row + 0.5, found[row * WIDTH + column]!];
          // Half a pixel's diagonal on either side of the edge is neither in nor out.
          if (distance(x, y) > 3.8) assert.equal(part, 0);
          if (distance(x, y) < 2.2 && toEnd(x, y) > 4) assert.equal(part, 1);
        }
      }
    }),
    { numRuns: 300, seed: 9 },
  );
});

Deno.test("png: dashes follow the line around its corners and leave their gaps", () => {
  assert.deepEqual(dashes([0, 0, 10, 0, 10, 10], [4, 2]), [
    [0, 0, 4, 0],
    [6, 0, 10, 0],
    [10, 2, 10, 6],
    [10, 8, 10, 10],
  ]);
  assert.deepEqual(dashes([0, 0, 3, 0, 3, 5], [5, 1]), [[0, 0, 3, 0, 3, 2], [3, 3, 3, 5]]);
});

Deno.test("png: text stands on its line, at its anchor, as wide as it was measured", () => {
  const text = { kind: "text", x: 20, y: 60, text: "H–H", size: 10, weight: "regular", fill: "#000000" } as const;
  const width = textWidth("H–H", 10, "regular");
  for (const [anchor, left] of [["start", 20], ["middle", 20 - width / 2], ["end", 20 - width]] as const) {
    const contours = textContours({ ...text, anchor }, 2);
    const xs = contours.flatMap((points) => points.filter((_, i) => i % 2 === 0));
    const ys = contours.flatMap((points) => points.filter((_, i) => i % 2 === 1));
    assert.ok(Math.abs(Math.min(...xs) - 2 * left) < 3 && Math.abs(Math.max(...xs) - 2 * (left + width)) < 3);
    assert.equal(Math.max(...ys), 120);
    assert.ok(Math.abs(120 - Math.min(...ys) - 0.69 * 20) < 0.1);
  }
});

Deno.test("png: colours lie over each other as strongly as they are said to", () => {
  const canvas = createCanvas(4, 1, "#204060");
  canvas.fill(box(0, 0, 2, 1), "#ffffff", 0.5);
  canvas.fill(box(1.5, 0, 1.5, 1), "#000000");
  const colors = [...canvas.pixels].map((number) => canvas.colors[number]!.toString(16).padStart(6, "0"));
  assert.deepEqual(colors, ["90a0b0", "485058", "000000", "204060"]);
});

Deno.test("png: a palette keeps 256 colours exactly, and of more the most used", () => {
  const grey = (value: number): number => value << 16 | value << 8 | value;
  const few = Array.from({ length: 256 }, (_, value) => grey(value));
  const exact = paletteColors(few, Uint16Array.from({ length: 256 }, (_, number) => number));
  few.forEach((color, number) => assert.equal(exact.palette[3 * exact.places[number]!], color & 255));
  const many = [...few, 0xff0000, 0x00ff00, 0xfe0001];
  const pixels = Uint16Array.from([...few.keys(), 256, 256, 256, 257, 257, 258]);
  const { palette, places } = paletteColors(many, pixels);
  assert.equal(palette.length, 768);
  assert.deepEqual([...palette.subarray(3 * places[256]!, 3 * places[256]! + 3)], [255, 0, 0]);
  assert.deepEqual([...palette.subarray(3 * places[258]!, 3 * places[258]! + 3)], [255, 0, 0]);
});

Deno.test("png: the file holds the picture at its scale, with colours no eye tells from the painted ones, in 80 KB", async () => {
  for (const [name, position] of Object.entries({ ...EXPECTED, ...HARD })) {
    for (const scheme of ["light", "dark"] as const) {
      const picture = profitChart({ ...position, scheme });
      const bytes = await png(picture);
      assert.ok(bytes.length <= MOST_BYTES, `${name}: ${bytes.length} bytes`);
      const image = readPng(bytes);
      assert.deepEqual([image.width, image.height], [2 * picture.width, 2 * picture.height]);
      assert.ok(image.colors <= 256);
      const canvas = paint(picture, 2);
      let [strong, sum] = [0, 0];
      for (let at = 0; at < canvas.pixels.length; at++) {
        const color = canvas.colors[canvas.pixels[at]!]!;
        for (let channel = 0; channel < 3; channel++) {
          const off = Math.abs((color >> (16 - 8 * channel) & 255) - image.pixels[3 * at + channel]!);
          if (off > 16) strong++;
          sum += off;
        }
      }
      assert.ok(sum / image.pixels.length < 0.02, `${name} ${scheme}: off by ${sum / image.pixels.length} of 255`);
      assert.ok(
        strong / image.pixels.length < 1e-4,
        `${name} ${scheme}: ${strong / image.pixels.length} are off by over 16`,
      );
    }
  }
});

Deno.test("png: areas, lines and dots are where the picture has them", async () => {
  const shapes: Shape[] = [
    { kind: "polygon", points: [0, 0, 20, 0, 20, 20, 0, 20], fill: "#ff0000" },
    { kind: "box", x: 20, y: 0, width: 20, height: 20, fill: "#00ff00", opacity: 0.5 },
    { kind: "line", points: [0, 30, 40, 30], stroke: "#0000ff", width: 4, dash: [10, 10] },
    { kind: "dot", x: 50, y: 10, radius: 5, fill: "#ffff00", stroke: "#000000", width: 2 },
  ];
  const picture: Picture = { width: 60, height: 40, background: "#ffffff", title: "", description: "", shapes };
  for (const scale of [1, 2, 3]) {
    const { pixels, width } = readPng(await png(picture, scale));
    const at = (x: number, y: number): string =>
      [...pixels.subarray(3 * (y * scale * width + x * scale)).slice(0, 3)].map((value) =>
        value.toString(16).padStart(2, "0")
      ).join("");
    assert.deepEqual(
      [at(10, 10), at(30, 10), at(5, 30), at(15, 30), at(25, 30), at(50, 10), at(45, 10), at(58, 38)],
      ["ff0000", "80ff80", "0000ff", "ffffff", "0000ff", "ffff00", "000000", "ffffff"],
    );
  }
});

Deno.test("png: a picture is never finer than its colours can be counted", () => {
  const canvas = createCanvas(50, 50, palettes.light.background);
  assert.throws(() => {
    for (let i = 0; i < 5000; i++) canvas.fill(box(0, 0, 1, 1), `#${i.toString(16).padStart(6, "0")}`);
  }, RangeError);
});

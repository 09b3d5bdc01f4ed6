import assert from "node:assert/strict";
import { outlines as regular } from "../../src/charts/font/regular.ts";
import { outlines as semibold } from "../../src/charts/font/semibold.ts";
import { textContours } from "../../src/charts/png/glyphs.ts";
import { advanceOf, CHARACTERS } from "../../src/charts/text_width.ts";

const SIZE = 1000;
const contoursOf = (text: string, weight: "regular" | "semibold") =>
  textContours({ kind: "text", x: 0, y: 0, text, size: SIZE, weight, anchor: "start", fill: "#000000" }, 1);

/** Twice the area around which a contour winds. */
const winding = (points: readonly number[]): number => {
  let twice = 0;
  for (let i = 0; i < points.length; i += 2) {
    const next = (i + 2) % points.length;
    twice += points[i]! * points[next + 1]! - points[next]! * points[i + 1]!;
  }
  return twice;
};

Deno.test("font: the tables hold every character once, as lines and quadratic curves in whole numbers", () => {
  for (const outlines of [regular, semibold]) {
    const rows = outlines.trim().replaceAll("\n ", "").split("\n");
    assert.deepEqual(rows.map((row) => row[0]), [...CHARACTERS].filter((character) => character !== " "));
    for (const row of rows) assert.match(row.slice(1), /^(M-?\d+ -?\d+(l-?\d+(-| )\d+|q-?\d+((-| )\d+){3})+)+$/);
  }
});

Deno.test("font: every character keeps to its place, and its counters wind the other way than its outside", () => {
  for (const weight of ["regular", "semibold"] as const) {
    for (const character of CHARACTERS) {
      const contours = contoursOf(character, weight);
      const xs = contours.flatMap((points) => points.filter((_, i) => i % 2 === 0));
      const ys = contours.flatMap((points) => points.filter((_, i) => i % 2 === 1));
      assert.equal(contours.length === 0, character === " ");
      assert.ok(xs.every((x) => x >= -70 && x <= advanceOf(character, weight) + 70), character);
      assert.ok(ys.every((y) => y >= -850 && y <= 250), character);
    }
    // An O is a ring, an 8 has two holes, an i is two pieces.
    assert.deepEqual(contoursOf("O", weight).map((points) => Math.sign(winding(points))).sort(), [-1, 1]);
    assert.deepEqual(contoursOf("8", weight).map((points) => Math.sign(winding(points))).sort(), [-1, -1, 1]);
    assert.equal(new Set(contoursOf("i", weight).map((points) => Math.sign(winding(points)))).size, 1);
  }
});

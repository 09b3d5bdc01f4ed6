import assert from "node:assert/strict";
import { areaAround, placeLabel } from "../../src/charts/label_place.ts";

const WITHIN = { left: 0, top: 0, right: 200, bottom: 100 };
const SIZE = { width: 40, height: 10 };
const free = { within: WITHIN, taken: [], curve: [] };

Deno.test("label place: in the middle above or below the point, as asked", () => {
  assert.deepEqual(placeLabel({ x: 100, y: 50 }, SIZE, free, "above"), { left: 80, top: 34, right: 120, bottom: 44 });
  assert.deepEqual(placeLabel({ x: 100, y: 50 }, SIZE, free, "below"), { left: 80, top: 56, right: 120, bottom: 66 });
});

Deno.test("label place: on the other side at the edge, and pushed inwards", () => {
  assert.equal(placeLabel({ x: 100, y: 4 }, SIZE, free, "above")!.top, 10);
  assert.equal(placeLabel({ x: 199, y: 50 }, SIZE, free, "above")!.right, 200);
});

Deno.test("label place: never over what is taken, rather to the side than over a curve", () => {
  const point = { x: 100, y: 50 };
  const above = placeLabel(point, SIZE, { ...free, taken: [{ left: 0, top: 0, right: 200, bottom: 45 }] }, "above");
  assert.equal(above!.top, 56);
  const curve = Array.from({ length: 100 }, (_, i) => ({ x: 60 + i, y: 100 - i }));
  const place = placeLabel({ x: 110, y: 50 }, SIZE, { ...free, curve }, "above")!;
  assert.ok(curve.every(({ x, y }) => x <= place.left || x >= place.right || y <= place.top || y >= place.bottom));
  assert.equal(placeLabel(point, SIZE, { ...free, taken: [WITHIN] }, "above"), null);
  assert.equal(placeLabel(point, { width: 300, height: 10 }, free, "above"), null);
});

Deno.test("label place: the area around a point", () => {
  assert.deepEqual(areaAround({ x: 5, y: 6 }, 2), { left: 3, top: 4, right: 7, bottom: 8 });
});

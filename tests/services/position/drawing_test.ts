import assert from "node:assert/strict";
import { analyzePosition } from "../../../src/services/position/analyze_position.ts";
import { drawingOf } from "../../../src/services/position/drawing.ts";
import { resolvePosition } from "../../../src/services/position/resolve_position.ts";
import { FRIDAY } from "../../support/app.ts";
import { startServices } from "../../support/services.ts";

const SOLD: [underlying: string, title: RegExp, unit: string][] = [
  ["SPY", /^SPY short put$/, "dollars"],
  ["SPX", /^SPX short put$/, "points"],
  ["/ES", /^\/ES[FGHJKMNQUVXZ]\d short put$/, "points"],
];

for (const [underlying, title, unit] of SOLD) {
  Deno.test(`drawing: of a put sold on ${underlying} it names position, days and credit, and counts in ${unit}`, async () => {
    using services = await startServices();
    const leg = { right: "put", delta: 0.3, expiration: 30, quantity: -1 } as const;
    const position = await resolvePosition({ underlying, legs: [leg] }, services.context);
    assert.ok(position.ok);
    const analysis = analyzePosition(position.value);
    assert.ok(analysis.ok);
    const drawing = drawingOf(position.value, analysis.value);
    assert.match(drawing.title, title);
    const { entryPrice, multiplier } = position.value.legs[0]!;
    assert.match(drawing.subtitle, /^2026-12-\d\d, \d\d days · credit \$/);
    const credit = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    assert.ok(drawing.subtitle.endsWith(` $${credit.format(entryPrice * multiplier)}`), drawing.subtitle);
    assert.deepEqual([drawing.unit, drawing.isSimulated, drawing.source], [unit, true, "simulator"]);
    assert.ok(drawing.expectedMove.low < position.value.spot && position.value.spot < drawing.expectedMove.high);
    assert.ok(drawing.at <= FRIDAY);
  });
}

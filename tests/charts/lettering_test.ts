import assert from "node:assert/strict";
import { areaOf, lineHeight, SIZES, write } from "../../src/charts/lettering.ts";
import { textWidth } from "../../src/charts/text_width.ts";

Deno.test("lettering: a text covers its width from its anchor, and its height around its line", () => {
  const width = textWidth("Now", SIZES.text, "regular");
  for (const [anchor, left] of [["start", 100], ["middle", 100 - width / 2], ["end", 100 - width]] as const) {
    const area = areaOf(write("Now", { x: 100, y: 50, fill: "#000000", anchor }));
    assert.deepEqual([area.left, area.right], [left, left + width]);
    assert.ok(area.top < 50 - 0.7 * SIZES.text && area.bottom > 50);
    assert.ok(area.bottom - area.top <= lineHeight(SIZES.text));
  }
});

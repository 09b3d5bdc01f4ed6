import assert from "node:assert/strict";
import { palettes } from "../../src/charts/palette.ts";
import { contrast } from "./contrast.ts";

Deno.test("palette: words can be read on the ground, marks can be seen, in light and in dark", () => {
  for (const palette of Object.values(palettes)) {
    for (const color of Object.values(palette)) assert.match(color, /^#[0-9a-f]{6}$/);
    for (const name of ["text", "quiet", "profitText", "lossText"] as const) {
      assert.ok(contrast(palette[name], palette.background) >= 4.5, name);
    }
    for (const name of ["expiration", "halfway", "now", "zero", "band"] as const) {
      assert.ok(contrast(palette[name], palette.background) >= 3, name);
    }
    assert.ok(contrast(palette.markText, palette.mark) >= 4.5);
  }
  assert.ok(contrast("#000000", "#ffffff") === 21);
});

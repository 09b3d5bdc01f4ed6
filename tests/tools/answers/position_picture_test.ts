import assert from "node:assert/strict";
import { explain } from "../../../src/core/failure.ts";
import { analyzePosition } from "../../../src/services/position/analyze_position.ts";
import { drawingOf } from "../../../src/services/position/drawing.ts";
import { resolvePosition } from "../../../src/services/position/resolve_position.ts";
import { positionPicture } from "../../../src/tools/answers/position_picture.ts";
import { startServices } from "../../support/services.ts";

for (const underlying of ["SPY", "/ES", "SPX"]) {
  Deno.test(`position picture: of ${underlying} it is a PNG of 1200 pixels, sharp at 600`, async () => {
    using services = await startServices();
    const legs = ([["put", -1, 45], ["call", -1, 45], ["put", 1, 60]] as const)
      .map(([right, quantity, expiration]) => ({ right, delta: 0.2, quantity, expiration }))
      .filter(({ expiration }) => underlying !== "/ES" || expiration === 45);
    const position = await resolvePosition({ legs, underlying }, services.context);
    assert.ok(position.ok, position.ok ? "" : explain(position.failure));
    const analysis = analyzePosition(position.value);
    assert.ok(analysis.ok);
    const { mimeType, bytes } = await positionPicture(drawingOf(position.value, analysis.value), "dark");
    assert.equal(mimeType, "image/png");
    const head = new DataView(bytes.buffer, bytes.byteOffset);
    assert.deepEqual([head.getUint32(0), head.getUint32(16)], [0x89504e47, 1200]);
    assert.ok(bytes.length < 150_000, `${bytes.length} bytes`);
  });
}

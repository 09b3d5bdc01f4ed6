import assert from "node:assert/strict";
import { createLog } from "../../src/core/log.ts";

const NOON = Date.UTC(2026, 10, 20, 17);

Deno.test("log: a line is one JSON object with time, level and event first", () => {
  const lines: string[] = [];
  const log = createLog({ write: (line) => lines.push(line), now: () => NOON, least: "info" });
  log("info", "request", { status: 200, tool: undefined });
  assert.deepEqual(lines, ['{"time":"2026-11-20T17:00:00.000Z","level":"info","event":"request","status":200}']);
});

Deno.test("log: lines below the least level are dropped", () => {
  const lines: string[] = [];
  const log = createLog({ write: (line) => lines.push(line), now: () => NOON, least: "warn" });
  for (const level of ["debug", "info", "warn", "error"] as const) log(level, level);
  assert.deepEqual(lines.map((line) => JSON.parse(line).event), ["warn", "error"]);
});

Deno.test("log: a secret that slipped into a field is blotted out, every time it occurs", () => {
  const lines: string[] = [];
  const log = createLog({
    write: (line) => lines.push(line),
    now: () => NOON,
    least: "info",
    secrets: ["s3cret-value"],
  });
  log("error", "broke", { error: "no s3cret-value, and again s3cret-value" });
  assert.match(lines[0]!, /no \[secret\], and again \[secret\]/);
  assert.doesNotMatch(lines[0]!, /s3cret/);
});

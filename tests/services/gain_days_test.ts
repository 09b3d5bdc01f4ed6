import assert from "node:assert/strict";
import { newYorkInstant } from "../../src/core/calendar.ts";
import { gainDayOf, gainDays } from "../../src/services/gain_days.ts";

Deno.test("gain days: while the exchanges rest today is the last session's day, except for coins", () => {
  const on = (day: string) => {
    const days = gainDays(newYorkInstant(day, 12 * 60));
    return [gainDayOf("equity_option", days), gainDayOf("cryptocurrency", days)];
  };
  assert.deepEqual(on("2026-11-20"), ["2026-11-20", "2026-11-20"]);
  assert.deepEqual(on("2026-11-22"), ["2026-11-20", "2026-11-22"]);
  // Thanksgiving.
  assert.deepEqual(on("2026-11-26"), ["2026-11-25", "2026-11-26"]);
  assert.equal(gainDayOf(undefined, gainDays(newYorkInstant("2026-11-21", 60))), "2026-11-20");
});

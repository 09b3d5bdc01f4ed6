import assert from "node:assert/strict";
import { fromNewYork, newYorkTime, newYorkWall } from "../../src/services/new_york_time.ts";

Deno.test("new york time: winter is five hours behind UTC, summer four", () => {
  assert.equal(newYorkTime(Date.UTC(2026, 10, 20, 16)), "2026-11-20T11:00-05:00");
  assert.equal(newYorkTime(Date.UTC(2026, 6, 1, 13, 30)), "2026-07-01T09:30-04:00");
  assert.equal(newYorkWall(Date.UTC(2026, 6, 1, 3, 59, 59)), "2026-06-30T23:59");
});

Deno.test("new york time: what is written is read back as the same minute, in all seasons", () => {
  for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2027, 0, 1); at += 7 * 3_600_000) {
    // In the hour that autumn repeats, a wall clock alone cannot tell which of the two it is.
    if (newYorkWall(at).startsWith("2026-11-01T01:")) continue;
    assert.equal(fromNewYork(newYorkWall(at)), at);
    assert.equal(Date.parse(newYorkTime(at)), at);
  }
});

Deno.test("new york time: a day is its midnight, and what is no day or minute is none", () => {
  assert.equal(fromNewYork("2026-11-20"), Date.UTC(2026, 10, 20, 5));
  for (const text of ["", "2026-02-30", "2026-13-01", "20-11-2026", "2026-11-20T24:00", "2026-11-20T12:60", "today"]) {
    assert.equal(fromNewYork(text), null, text);
  }
});

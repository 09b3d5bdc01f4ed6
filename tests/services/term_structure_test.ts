import assert from "node:assert/strict";
import { addDays } from "../../src/core/calendar.ts";
import { mainTenors, tenorsOf } from "../../src/services/term_structure.ts";

const TODAY = "2026-11-20";
const at = (days: number, iv: number | null = 0.2) => ({ day: addDays(TODAY, days), settlement: "PM" as const, iv });

Deno.test("term structure: what has expired and what has no figure is left out, the rest comes soonest first", () => {
  const tenors = tenorsOf([at(28), at(-1), at(7, null), at(0, 0.3)], TODAY);
  assert.deepEqual(tenors.map(({ daysToExpiration, iv }) => [daysToExpiration, iv]), [[0, 0.3], [28, 0.2]]);
});

Deno.test("term structure: of many the ones nearest to the usual days are taken, each once", () => {
  const every = Array.from({ length: 60 }, (_, week) => at(week * 7 + 7));
  const main = mainTenors(tenorsOf(every, TODAY)).map(({ daysToExpiration }) => daysToExpiration);
  assert.deepEqual(main, [7, 14, 28, 42, 63, 91, 182, 364]);
});

Deno.test("term structure: of few all are taken, of none none", () => {
  assert.equal(mainTenors(tenorsOf([at(30), at(33)], TODAY)).length, 2);
  assert.deepEqual(mainTenors([]), []);
});

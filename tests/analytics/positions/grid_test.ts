import assert from "node:assert/strict";
import { profitByDay, profitByVolatility } from "../../../src/analytics/positions/grid.ts";
import { profitAt } from "../../../src/analytics/positions/outcome.ts";
import { readPositions } from "./reference.ts";

const { legs, underlying } = (await readPositions())[0]!;
const SPOTS = [380, 430, 480];

Deno.test("grid: a row a day, a column a price, from today on", () => {
  const rows = profitByDay(legs, underlying, SPOTS, [0, 7, 30]);
  assert.deepEqual(rows[0], SPOTS.map((spot) => profitAt(legs, spot, underlying)));
  assert.deepEqual(rows[1]![1], profitAt(legs, 430, underlying, { years: 7 / 365 }));
  assert.deepEqual(rows.map((row) => row.length), [3, 3, 3]);
});

Deno.test("grid: what is sold loses by a rise of volatility", () => {
  const [calm, now, wild] = profitByVolatility(legs, underlying, [430], [0.75, 1, 1.5]);
  assert.deepEqual(now, [profitAt(legs, 430, underlying)]);
  assert.ok(calm![0]! > now![0]! && now![0]! > wild![0]!);
});

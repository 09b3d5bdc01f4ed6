import assert from "node:assert/strict";
import { atTheMoneyVolatility, expectedMove } from "../../src/analytics/expected_move.ts";
import { readTable } from "./pricing/table.ts";

Deno.test("expected move: as in the reference table, which has a published example", async () => {
  const rows = await readTable<"S" | "iv" | "days" | "em_simple">("expected_move");
  for (const { S, iv, days, em_simple } of rows) {
    assert.ok(Math.abs(expectedMove(S, iv, days / 365) - em_simple) < 1e-9 * em_simple, `${S}, ${iv}, ${days} days`);
  }
  assert.ok(rows.some(({ S, days, em_simple }) => S === 279 && days === 45 && em_simple.toFixed(2) === "14.69"));
});

Deno.test("expected move: none without time or volatility", () => {
  assert.equal(expectedMove(100, 0.3, 0), 0);
  assert.equal(expectedMove(100, 0, 1), 0);
});

Deno.test("at the money: on the line between the strikes around the forward, whatever their order", () => {
  const smile = [{ strike: 110, volatility: 0.18 }, { strike: 90, volatility: 0.26 }, { strike: 100, volatility: 0.2 }];
  assert.ok(Math.abs(atTheMoneyVolatility(smile, 95)! - 0.23) < 1e-12);
  assert.ok(Math.abs(atTheMoneyVolatility(smile, 107.5)! - 0.185) < 1e-12);
  assert.equal(atTheMoneyVolatility(smile, 100), 0.2);
});

Deno.test("at the money: beyond the strikes the nearest one, without strikes nothing", () => {
  const smile = [{ strike: 90, volatility: 0.26 }, { strike: 100, volatility: 0.2 }];
  assert.equal(atTheMoneyVolatility(smile, 120), 0.2);
  assert.equal(atTheMoneyVolatility(smile, 50), 0.26);
  assert.equal(atTheMoneyVolatility([], 50), null);
});

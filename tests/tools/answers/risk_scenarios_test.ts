import assert from "node:assert/strict";
import { stressBook } from "../../../src/analytics/portfolio/stress.ts";
import { gridOf, ofNet, scenarioOf, whatIfOf } from "../../../src/tools/answers/risk_scenarios.ts";
import { largePortfolio, SMALL } from "./risk_portfolio.ts";

const { risk } = SMALL;
const profitAt = (spot: number, volatility: number, days: number): number =>
  stressBook(risk.book, risk.betas, [spot], [volatility], [days]).worst.profit;

// deno-lint-ignore no-explicit-any
const plain = (value: object): any => JSON.parse(JSON.stringify(value));

Deno.test("risk scenarios: each cell of the grid stands in the row of its move and the column of its days", () => {
  const { rows } = plain(gridOf(risk));
  for (const [move, change, ...profits] of rows) {
    for (const [i, days] of [0, 7, 14].entries()) {
      assert.ok(
        Math.abs(profits[i] - profitAt(move / 100, 1 + change / 100, days)) <= 0.5001,
        `${move} ${change} ${days}`,
      );
    }
  }
});

Deno.test("risk scenarios: a scenario is the sum of its positions, the largest losses named", () => {
  const scenario = plain(scenarioOf(risk, { spot: -0.1, volatility: 1.5, days: 7 }, 200_000));
  const expected = profitAt(-0.1, 1.5, 7);
  assert.ok(Math.abs(scenario.profit - expected) <= 0.5);
  assert.ok(Math.abs(scenario.percent_of_net_liq - expected / 2000) <= 0.005);
  assert.deepEqual([scenario.index_move, scenario.iv_change, scenario.days], [-10, 50, 7]);
  const many = plain(scenarioOf(largePortfolio().risk, { spot: -0.1, volatility: 1, days: 0 }, null));
  assert.ok(many.losers.length === 10 && many.others.positions > 50);
  assert.ok(
    many.losers.every((row: [string, string, number], i: number) => i === 0 || row[2] >= many.losers[i - 1][2]),
  );
  const told = [...many.losers, ...many.gainers].reduce((sum: number, row) => sum + row[2], 0);
  assert.ok(Math.abs(told + many.others.profit - many.profit) <= 10);
});

Deno.test("risk scenarios: without a word on volatility the usual changes are shown, with one only that", () => {
  const open = plain(whatIfOf({ spot: -0.1, volatility: null, days: 1 }, risk, null, 200_000));
  assert.deepEqual(open.profit_by_iv_change.map(([change]: [number]) => change), [-25, 0, 50]);
  for (const [change, profit] of open.profit_by_iv_change) {
    assert.ok(Math.abs(profit - profitAt(-0.1, 1 + change / 100, 1)) <= 0.5);
  }
  assert.equal(open.profit, open.profit_by_iv_change[1][1]);
  const said = plain(whatIfOf({ spot: -0.1, volatility: 1.3, days: 1 }, risk, risk, 200_000));
  assert.equal(said.profit_by_iv_change, undefined);
  assert.ok(said.iv_change === 30 && said.profit_with_candidate === said.profit);
});

Deno.test("risk scenarios: a share of the net liquidation needs one", () => {
  assert.deepEqual([ofNet(50, 1000), ofNet(50, 0), ofNet(50, null), ofNet(1, 3000, 3)], [5, null, null, 0.033]);
});

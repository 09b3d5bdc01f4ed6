import assert from "node:assert/strict";
import { portfolioRiskAnswer } from "../../../src/tools/answers/portfolio_risk_answer.ts";
import { ANSWER_LIMIT } from "../../../src/tools/answer_size.ts";
import { FRIDAY } from "../../services/portfolio/risk_books.ts";
import { largePortfolio, portfolioOf, SMALL } from "./risk_portfolio.ts";

// deno-lint-ignore no-explicit-any
const answerOf = (...[portfolio, whatIf, now = FRIDAY]: [any, any?, number?]): any =>
  JSON.parse(JSON.stringify(portfolioRiskAnswer(portfolio, whatIf ?? null, now)));

Deno.test("portfolio risk answer: sums, capital and where they come from", () => {
  const answer = answerOf(SMALL);
  const { totals } = SMALL.risk;
  assert.deepEqual(answer.accounts, ['***0001 "Margin"']);
  assert.deepEqual([answer.weighted_by, answer.index_price, answer.legs], ["SPY", 780, 5]);
  assert.deepEqual([answer.net_liquidation, answer.buying_power_used_percent], [200_000, 25]);
  assert.ok(Math.abs(answer.totals.beta_weighted_delta - totals.delta) <= 0.005);
  assert.equal(answer.totals.theta, Math.round(totals.theta * 100) / 100);
  assert.equal(answer.totals.theta_percent_of_net_liq, Math.round(totals.theta / 2000 * 1000) / 1000);
  assert.ok(Math.abs(answer.totals.delta_per_percent - totals.delta * 7.8) <= 0.5);
  assert.ok(Math.abs(answer.totals.index_up_1_percent - totals.upOne) <= 0.5);
  assert.deepEqual([answer.source, answer.simulated, answer.session, answer.time], [
    "simulator",
    true,
    "open",
    "2026-11-20T11:00-05:00",
  ]);
  assert.deepEqual(answer.unknown, ["beta of BTC/USD (not moved with the index)"]);
});

Deno.test("portfolio risk answer: the grid, the worst case by position, underlyings, concentration, short gamma", () => {
  const { stress, worst_case, underlyings, concentration, short_gamma } = answerOf(SMALL);
  assert.deepEqual(stress.columns, ["index_move", "iv_change", "after_0_days", "after_7_days", "after_14_days"]);
  assert.equal(stress.rows.length, 21);
  assert.deepEqual(stress.rows[0].slice(0, 2), [-20, -25]);
  const worst = Math.min(...stress.rows.flatMap((row: number[]) => row.slice(2)));
  assert.equal(worst_case.profit, worst);
  assert.deepEqual(worst_case.losers[0].slice(0, 2), ["AAPL covered call x 2, 2026-12-18", "***0001"]);
  const told = [...worst_case.losers, ...worst_case.gainers].reduce((sum: number, row) => sum + row[2], 0);
  assert.ok(Math.abs(told + (worst_case.others?.profit ?? 0) - worst) <= 3);
  assert.deepEqual(underlyings.rows.map((row: unknown[]) => row.slice(0, 3)), [["AAPL", 320, 1.25], [
    "BTC/USD",
    92000,
    null,
  ]]);
  assert.equal(underlyings.rows[1][4], null, "coins have no weight that is known");
  for (const by of ["by_sector", "by_expiration", "by_strategy"]) {
    const share = concentration[by].reduce((sum: number, row: number[]) => sum + row[2]!, 0);
    assert.ok(Math.abs(share - 100) <= 0.3, by);
  }
  assert.deepEqual(short_gamma.rows.map((row: unknown[]) => [row[0], row[1], row[5]]), [[
    "AAPL",
    "2026-11-25",
    "310P",
  ]]);
});

Deno.test("portfolio risk answer: a book of 300 legs on a hundred underlyings fits, and nothing is lost in its tables", () => {
  const portfolio = largePortfolio();
  assert.equal(portfolio.risk.items.length, 300);
  const answer = answerOf(portfolio);
  assert.ok(JSON.stringify(answer).length < ANSWER_LIMIT / 2, `${JSON.stringify(answer).length}`);
  const { rows, more } = answer.underlyings;
  assert.equal(rows.length + more.count, 100);
  const shares = rows.reduce((sum: number, row: number[]) => sum + row.at(-1)!, 0);
  assert.ok(Math.abs(shares + more.share - 100) <= 2);
  assert.deepEqual(answer.concentration.by_sector.at(-1)[0], "8 more");
  assert.ok(answer.worst_case.others.positions > 50);
  assert.ok(answer.cut_moves.length > 0 && answer.cut_moves.length <= 12);
});

Deno.test("portfolio risk answer: a scenario is answered instead of the tables, an empty book says so", () => {
  const answer = answerOf(SMALL, { spot: -0.1, volatility: null, days: 1 });
  assert.ok(answer.what_if.profit < 0 && answer.stress === undefined && answer.underlyings === undefined);
  const empty = answerOf(portfolioOf([], []));
  assert.deepEqual([empty.legs, empty.totals.beta_weighted_delta, empty.stress], [0, 0, undefined]);
  assert.equal(empty.note, "nothing is held whose risk could be told");
});

Deno.test("portfolio risk answer: what is not known is null", () => {
  const capital = { ...SMALL.capital, netLiquidation: null, buyingPowerUsed: null, buyingPowerLeft: null };
  const answer = answerOf({ ...SMALL, capital });
  assert.deepEqual(
    [answer.net_liquidation, answer.buying_power_used_percent, answer.totals.theta_percent_of_net_liq],
    [null, null, null],
  );
  assert.equal(answer.worst_case.percent_of_net_liq, null);
});

Deno.test("portfolio risk answer: another index says what its betas are", () => {
  const answer = answerOf({ ...SMALL, index: { symbol: "QQQ", price: 700, beta: 1.2 } });
  assert.deepEqual([answer.weighted_by, answer.index_beta], ["QQQ", 1.2]);
  assert.match(answer.model, /betas are those to SPY divided by QQQ's own$/);
  assert.equal(answerOf(SMALL).index_beta, undefined);
});

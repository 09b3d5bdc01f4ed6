import assert from "node:assert/strict";
import { explain } from "../../../src/core/failure.ts";
import { answerPortfolioRisk } from "../../../src/tools/answers/portfolio_risk.ts";
import type { RiskInput } from "../../../src/tools/account/get_portfolio_risk.ts";
import { startServices } from "../../support/services.ts";

Deno.test("portfolio risk: legs follow the rules of every other tool, and a wrong one is named", async () => {
  using services = await startServices();
  const refusal = async (candidate: RiskInput["candidate"]): Promise<string> => {
    const answer = await answerPortfolioRisk({ candidate }, services.context);
    await services.settled();
    return answer.ok ? "" : explain(answer.failure);
  };
  assert.match(await refusal([{ symbol: "SPY" }]), /^candidate leg 1, quantity: .*Write legs as \{"symbol"/);
  assert.match(await refusal([{ symbol: "AAPL", quantity: 1 }, { quantity: 1, rigth: "put" }]), /candidate leg 2: /);
  assert.match(
    await refusal([{ underlying: "SPY", expiration: 30, right: "straddle", quantity: 1 }]),
    /leg 1, right: /,
  );
});

Deno.test("portfolio risk: percent become fractions, and what is not said stays as it is", async () => {
  using services = await startServices();
  const ask = async (input: RiskInput) => {
    const answer = await answerPortfolioRisk(input, services.context);
    await services.settled();
    assert.ok(answer.ok);
    // deno-lint-ignore no-explicit-any
    return JSON.parse(JSON.stringify(answer.value)) as any;
  };
  const { what_if } = await ask({ account: "0002", spot_move: -10, iv_change: 25, days: 2 });
  assert.deepEqual([what_if.index_move, what_if.iv_change, what_if.days], [-10, 25, 2]);
  const later = await ask({ account: "0002", days: 3 });
  assert.deepEqual([later.what_if.index_move, later.what_if.iv_change, later.what_if.days], [0, 0, 3]);
  const plain = await ask({ account: "0002" });
  assert.ok(plain.what_if === undefined && plain.stress.rows.length === 21);
  // KO and PFE fall by their betas, SPY as itself.
  const fallen = await ask({ account: "0002", spot_move: -10 });
  const cell = plain.stress.rows.find((row: number[]) => row[0] === -10 && row[1] === 0);
  assert.ok(Math.abs(fallen.what_if.profit - cell[2]) <= 1);
});

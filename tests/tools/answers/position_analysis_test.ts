import assert from "node:assert/strict";
import { explain } from "../../../src/core/failure.ts";
import { type AnalysisArguments, positionAnalysis } from "../../../src/tools/answers/position_analysis.ts";
import { imagesOf } from "../../../src/tools/tool.ts";
import { startServices, type TestServices } from "../../support/services.ts";

// deno-lint-ignore no-explicit-any -- tests look into every corner of an answer
async function analysisOf({ context }: TestServices, given: AnalysisArguments): Promise<any> {
  const answer = await positionAnalysis(given, context);
  assert.ok(answer.ok, answer.ok ? "" : explain(answer.failure));
  return answer.value;
}

const PUT = { right: "put", delta: 0.3, expiration: 34, quantity: -1 } as const;

Deno.test("position analysis: a forecast comes in percent, and more of it is worse for what is sold", async () => {
  using services = await startServices();
  const values = [];
  for (const forecast_volatility of [10, 20, 40]) {
    const { expected_value } = await analysisOf(services, { legs: [PUT], underlying: "AAPL", forecast_volatility });
    assert.equal(expected_value.forecast_volatility, forecast_volatility);
    values.push(expected_value.at_forecast);
  }
  assert.deepEqual(values, values.toSorted((a, b) => b - a));
});

Deno.test("position analysis: at the volatility that the price implies, a forecast expects what the market does", async () => {
  using services = await startServices();
  const given = { legs: [PUT], underlying: "SPX", entry: "natural" as const };
  const first = await analysisOf(services, given);
  const forecast_volatility = first.legs.rows[0][first.legs.columns.indexOf("iv")];
  const { expected_value: { at_forecast, at_market_iv } } = await analysisOf(services, {
    ...given,
    forecast_volatility,
  });
  assert.ok(Math.abs(at_forecast - at_market_iv) < 5, `${at_forecast} and ${at_market_iv} dollars of 10,000`);
});

Deno.test("position analysis: shares beside the options bring nothing by themselves, whatever the forecast", async () => {
  using services = await startServices();
  const given = { underlying: "SPY", forecast_volatility: 25 };
  const call = { right: "call", delta: 0.3, expiration: 45, quantity: -1 } as const;
  const naked = await analysisOf(services, { ...given, legs: [call] });
  const covered = await analysisOf(services, { ...given, legs: [call, { symbol: "SPY", quantity: 100 }] });
  const [a, b] = [naked, covered].map(({ expected_value }) => expected_value.at_forecast as number) as [number, number];
  assert.ok(Math.abs(a - b) < 0.5, `${a} and ${b}`);
});

Deno.test("position analysis: legs are added to what is held, and need not name the underlying", async () => {
  using services = await startServices();
  const held = await analysisOf(services, { position: "AAPL" });
  const both = await analysisOf(services, { position: "AAPL", legs: [{ ...PUT, quantity: 2 }] });
  assert.equal(both.legs.rows.length, held.legs.rows.length + 1);
  assert.equal(both.entry.at, "held and mid");
});

Deno.test("position analysis: a picture only where one is asked for", async () => {
  using services = await startServices();
  assert.equal(imagesOf(await analysisOf(services, { legs: [PUT], underlying: "AAPL" })).length, 0);
  assert.equal(imagesOf(await analysisOf(services, { legs: [PUT], underlying: "AAPL", chart: true })).length, 1);
});

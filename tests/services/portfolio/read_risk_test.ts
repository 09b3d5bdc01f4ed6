import assert from "node:assert/strict";
import { explain } from "../../../src/core/failure.ts";
import { readBook } from "../../../src/services/portfolio/book.ts";
import { readRisk, type RiskQuestion } from "../../../src/services/portfolio/read_risk.ts";
import { startServices, type TestServices } from "../../support/services.ts";
import { slowValue } from "../../analytics/portfolio/slow_book.ts";

async function read(services: TestServices, question: RiskQuestion = {}) {
  const risk = await readRisk(question, services.context);
  await services.settled();
  assert.ok(risk.ok, risk.ok ? "" : explain(risk.failure));
  return risk.value;
}

Deno.test("risk: everything that is held, weighed by the definition with the broker's betas", async () => {
  using services = await startServices();
  const { risk, index, capital, accounts, unknown, warnings } = await read(services);
  const book = await readBook({}, services.context);
  assert.ok(book.ok);
  const legs = book.value.legs;
  assert.equal(risk.items.length, legs.length);
  assert.deepEqual([index.symbol, index.beta, accounts.length], ["SPY", 1, 2]);
  const underlyings = ["AAPL", "QQQ", "KO", "PFE", "SBUX", "DAL", "NKE"];
  const metrics = await services.context.market.metrics.read(underlyings, services.context);
  assert.ok(metrics.ok);
  const [delta, theta] = legs.reduce(([delta, theta], leg) => {
    const { underlying, quantity, instrument } = leg.held;
    const isIndex = /^(SPY|SPX|\/M?ES..)$/.test(underlying);
    const beta = instrument!.type === "cryptocurrency" ? 0 : isIndex ? 1 : metrics.value.get(underlying)!.value!.beta!;
    const size = quantity * leg.multiplier;
    return [
      delta! + size * (leg.delta ?? 1) * beta * leg.underlyingPrice! / index.price,
      theta! + size * (leg.theta ?? 0),
    ];
  }, [0, 0]);
  assert.ok(Math.abs(risk.totals.delta - delta!) < 1e-6 && Math.abs(risk.totals.theta - theta!) < 1e-6);
  assert.ok(capital.netLiquidation! > 100_000 && capital.buyingPowerUsed! > 10_000);
  assert.deepEqual(unknown, ["beta of BTC/USD, ETH/USD (not moved with the index)"]);
  assert.deepEqual(warnings, []);
});

Deno.test("risk: the grid of the simulator's accounts agrees with a slow revaluation", async () => {
  using services = await startServices();
  const { risk } = await read(services);
  const { items, stress } = risk;
  const notional = items.reduce((sum, { holding: { size, spot } }) => sum + Math.abs(size) * spot, 0);
  const now = items.map(({ holding }) => slowValue(holding, holding.spot, 1, 0));
  for (const cell of stress.cells.filter((_, i) => i % 5 === 0)) {
    const slow = items.reduce(
      (sum, { holding, beta }, i) =>
        sum + slowValue(holding, holding.spot * (1 + (beta ?? 0) * cell.spot), cell.volatility, cell.days) - now[i]!,
      0,
    );
    assert.ok(Math.abs(cell.profit - slow) < 2e-4 * notional, `${JSON.stringify(cell)} instead of ${slow}`);
  }
});

Deno.test("risk: the values it starts from are the market's", async () => {
  using services = await startServices();
  const { risk } = await read(services);
  const book = await readBook({}, services.context);
  assert.ok(book.ok);
  for (const [i, leg] of book.value.legs.entries()) {
    const { holding } = risk.items[i]!;
    const mark = leg.bid !== null && leg.ask !== null && leg.bid > 0 ? (leg.bid + leg.ask) / 2 : leg.mark!;
    const value = slowValue(holding, holding.spot, 1, 0) / holding.size;
    // Binomial trees of a hundred steps, of a half-penny market.
    assert.ok(Math.abs(value - mark) <= 2e-4 * holding.spot + 0.006, `${leg.held.symbol}: ${value} for ${mark}`);
  }
});

Deno.test("risk: one account, another index, and a candidate", async () => {
  using services = await startServices();
  const legs = [{ underlying: "KO", expiration: 35, right: "put" as const, delta: 0.25, quantity: -1 }];
  const { risk, index, candidate, accounts } = await read(services, {
    account: "0002",
    index: "QQQ",
    candidate: { legs },
  });
  assert.deepEqual(accounts.map(({ masked }) => masked), ["***0002"]);
  assert.ok(index.symbol === "QQQ" && index.beta > 1.05);
  const added = candidate!.risk.items.slice(risk.items.length);
  assert.deepEqual(added.map(({ account, product }) => [account, product]), [["candidate", "KO"]]);
  const change = added[0]!.greeks.delta * -100 * added[0]!.beta! * added[0]!.holding.spot / index.price;
  assert.ok(Math.abs(candidate!.risk.totals.delta - risk.totals.delta - change) < 1e-9);
  assert.equal(candidate!.risk.structures.length, risk.structures.length + 1);
  assert.equal(candidate!.risk.structures.at(-1)!.parts[0]!.at, risk.items.length);
  assert.equal(candidate!.capital.basis, "with_holdings");
});

Deno.test("risk: of several accounts a candidate is meant for the one that holds what it closes", async () => {
  using services = await startServices();
  const { risk } = await read(services, {});
  const held = risk.items.filter(({ product }) => product === "AAPL");
  assert.equal(held.length, 2);
  const legs = held.map(({ symbol, quantity }) => ({ symbol, quantity: -quantity }));
  const { candidate } = await read(services, { candidate: { legs } });
  const { basis, change } = candidate!.capital;
  assert.ok(basis === "with_holdings" && change! < -10_000, `${basis} ${change}`);
  const [before, after] = [risk, candidate!.risk].map(({ underlyings }) => underlyings.get("AAPL")!.dollarDelta);
  assert.ok(Math.abs(after!) < 0.01 * before!, "nothing is left of it");
  const other = {
    candidate: { legs: [{ underlying: "AAPL", expiration: 35, right: "put" as const, delta: 0.25, quantity: -1 }] },
  };
  assert.equal((await read(services, other)).candidate!.capital.basis, "alone");
});

Deno.test("risk: an account costs at most six calls upstream", async () => {
  using services = await startServices();
  await services.broker.token();
  let calls = 0;
  const context = { ...services.context, onCall: () => void calls++ };
  const risk = await readRisk({ account: "0001" }, context);
  await services.settled();
  assert.ok(risk.ok && calls <= 6, `${calls} calls`);
});

Deno.test("risk: refuses what is no index, and what cannot be a candidate", async () => {
  using services = await startServices();
  const refusal = async (question: RiskQuestion): Promise<string> => {
    const risk = await readRisk(question, services.context);
    await services.settled();
    return risk.ok ? "" : explain(risk.failure);
  };
  assert.match(await refusal({ index: "???" }), /is not a symbol/);
  assert.match(await refusal({ index: "ZZZZQ" }), /A price of ZZZZQ was not found/);
  assert.match(await refusal({ index: "TLT" }), /TLT: has a beta of/);
  assert.match(await refusal({ candidate: { legs: [] } }), /legs: is empty/);
  assert.match(await refusal({ account: "nobody" }), /account: no account is called so/);
});

import assert from "node:assert/strict";
import { createAccountShelves } from "../../../src/services/account_shelves.ts";
import { chooseAccounts, nameAccount } from "../../../src/services/accounts.ts";
import { readRiskCapital } from "../../../src/services/portfolio/risk_capital.ts";
import { startServices, type TestServices } from "../../support/services.ts";

async function numbersOf({ context }: TestServices) {
  const accounts = await chooseAccounts(undefined, context);
  assert.ok(accounts.ok && accounts.value.length === 2);
  return accounts.value.map((account) => [nameAccount(account), account.number] as const);
}

Deno.test("risk capital: sums over the accounts that were read, as their balances say", async () => {
  using services = await startServices();
  const { context } = services;
  const numbers = await numbersOf(services);
  const both = await readRiskCapital(new Map(numbers), context);
  const shelf = await context.market.part(createAccountShelves).balances.read(numbers.map(([, one]) => one), context);
  assert.ok(shelf.ok);
  const [first, second] = numbers.map(([, number]) => shelf.value.get(number)!.value!.balances[0]!);
  assert.equal(both.netLiquidation, first!.netLiquidation + second!.netLiquidation);
  assert.equal(both.buyingPowerUsed, first!.usedOptionBuyingPower! + second!.usedOptionBuyingPower!);
  assert.equal(both.buyingPowerLeft, first!.optionBuyingPower! + second!.optionBuyingPower!);
  assert.deepEqual([...both.kinds], [["***0001", "margin"], ["***0002", "ira"]]);
  assert.deepEqual(both.warnings, []);
  const one = await readRiskCapital(new Map([numbers[1]!]), context);
  assert.deepEqual([one.netLiquidation, [...one.kinds.values()]], [second!.netLiquidation, ["ira"]]);
  await services.settled();
});

Deno.test("risk capital: what cannot be read is null and says why", async () => {
  using services = await startServices();
  const { context, simulator } = services;
  const numbers = await numbersOf(services);
  simulator.faults.add({ kind: "status", status: 403, path: "/accounts/5WS00001/balances" });
  const capital = await readRiskCapital(new Map(numbers), context);
  assert.deepEqual([capital.netLiquidation, capital.buyingPowerUsed, capital.buyingPowerLeft], [null, null, null]);
  assert.match(capital.warnings.join(), /^Balances of \*\*\*0001: tastytrade does not permit/);
  await services.settled();
});

Deno.test("risk capital: without accounts nothing is known", async () => {
  using services = await startServices();
  const { netLiquidation, kinds } = await readRiskCapital(new Map(), services.context);
  assert.deepEqual([netLiquidation, kinds.size], [null, 0]);
  await services.settled();
});

import assert from "node:assert/strict";
import { accountBalances } from "../../src/resources/account_balances.ts";
import { balanceOf } from "../../src/simulator/book/balance.ts";
import { demoCustomers } from "../../src/simulator/customers.ts";
import { FRIDAY } from "../support/app.ts";
import { startServices } from "../support/services.ts";

// deno-lint-ignore no-explicit-any -- the answer is data for a model
type Value = any;

const rowsOf = ({ balances: { columns, rows } }: Value): Value[] =>
  rows.map((row: unknown[]) => Object.fromEntries(columns.map((name: string, i: number) => [name, row[i]])));

Deno.test("portfolio://balances/{account}: cash, value and buying power of an account are the broker's", async () => {
  using services = await startServices();
  const [account] = demoCustomers()[0]!.accounts;
  const read = await accountBalances.read("0001", services.context);
  assert.ok(read.ok);
  const [row] = rowsOf(read.value);
  const { market, books } = services.simulator;
  const expected = balanceOf(market, account!, books.of(account!, FRIDAY).ledger, FRIDAY);
  assert.deepEqual(
    [row.account, row.currency, row.net_liquidation, row.cash, row.option_buying_power, row.initial_requirement],
    ["***0001", "USD", expected.netLiquidation, expected.cash, expected.optionBuyingPower, expected.initial],
  );
  assert.equal(row.maintenance_call, 0);
  await services.settled();
});

Deno.test("portfolio://balances/{account}: of an account that is denied the reason is said, and accounts are completed", async () => {
  using services = await startServices({ simulated: { accounts: { "5WS00002": "denied" } } });
  const denied = await accountBalances.read("0002", services.context);
  assert.ok(!denied.ok && denied.failure.kind === "forbidden");
  assert.deepEqual(await accountBalances.complete!("00", services.context), ["0001", "0002"]);
  await services.settled();
});

import assert from "node:assert/strict";
import { portfolioBalances } from "../../src/resources/portfolio_balances.ts";
import { startServices } from "../support/services.ts";

Deno.test("portfolio://balances: all accounts, and one that is denied is named", async () => {
  using services = await startServices();
  // deno-lint-ignore no-explicit-any -- the answer is data for a model
  const read = async (): Promise<any> => {
    const read = await portfolioBalances.read("", services.context);
    assert.ok(read.ok);
    return read.value;
  };
  const all = await read();
  assert.deepEqual(all.balances.rows.map(([account]: string[]) => account), ["***0001", "***0002"]);
  assert.equal(all.warnings, undefined);
  assert.ok(!JSON.stringify(all).includes("5WS"), "numbers are masked");
  services.clock.at += 30_000;
  services.simulator.faults.add({ kind: "status", status: 403, path: "/accounts/5WS00002/balances" });
  const one = await read();
  assert.deepEqual(one.balances.rows.map(([account]: string[]) => account), ["***0001"]);
  assert.match(one.warnings.join(" "), /\*\*\*0002: tastytrade does not permit/);
  await services.settled();
});

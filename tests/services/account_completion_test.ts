import assert from "node:assert/strict";
import { completeAccount } from "../../src/services/account_completion.ts";
import { chooseAccounts } from "../../src/services/accounts.ts";
import { startServices } from "../support/services.ts";

Deno.test("account completion: by nickname or by the last characters of the number, and what is offered is understood", async () => {
  using services = await startServices();
  const complete = (typed: string) => completeAccount(typed, services.context);
  assert.deepEqual(await complete(""), ["Simulated margin", "Simulated retirement"]);
  assert.deepEqual(await complete("simulated R"), ["Simulated retirement"]);
  assert.deepEqual(await complete("0001"), ["0001"]);
  assert.deepEqual(await complete("***"), ["***0001", "***0002"]);
  assert.deepEqual(await complete("5WS"), [], "the number itself is not told");
  for (const offered of ["Simulated margin", "0001", "***0001"]) {
    const chosen = await chooseAccounts(offered, services.context);
    assert.ok(chosen.ok && chosen.value.length === 1, offered);
  }
  await services.settled();
});

Deno.test("account completion: nobody waits for a failure", async () => {
  using services = await startServices();
  services.simulator.faults.add({ kind: "status", status: 403, path: "/customers/me/accounts" });
  assert.deepEqual(await completeAccount("s", services.context), []);
  await services.settled();
});

Deno.test("account completion: a nickname is offered as it is shown", async () => {
  using services = await startServices();
  const [ada] = [...services.simulator.world.customers.values()];
  ada!.accounts[0]!.nickname = `Mine 5WS00001 <b>${"x".repeat(100)}`;
  assert.deepEqual(await completeAccount("mine", services.context), [
    "Mine ***0001 ?b?xxxxxxxxxxxxxxxxxxxxxxxxx".slice(0, 40),
  ]);
  await services.settled();
});

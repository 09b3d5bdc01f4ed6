import assert from "node:assert/strict";
import { accounts } from "../../src/broker/endpoints/accounts.ts";
import { checkBroker } from "../../src/services/broker_check.ts";
import { startServices } from "../support/services.ts";

Deno.test("broker check: login, customer and quote, each with its time and nothing personal", async () => {
  using services = await startServices();
  const { ok, steps } = await checkBroker(services.context);
  assert.equal(ok, true);
  assert.deepEqual(steps.map(({ step }) => step), ["login", "customer", "quote"]);
  for (const { milliseconds } of steps) assert.ok(milliseconds >= 0);
  const found = await services.broker.call(accounts, undefined);
  assert.ok(found.ok && found.value.length > 0);
  for (const { number } of found.value) assert.ok(!JSON.stringify(steps).includes(number));
});

Deno.test("broker check: it ends at the first step that fails", async () => {
  using services = await startServices();
  services.simulator.faults.add({ kind: "status", status: 403, path: "/customers/me" });
  const { ok, steps } = await checkBroker(services.context);
  assert.equal(ok, false);
  assert.deepEqual(steps.map((step) => [step.step, step.ok]), [["login", true], ["customer", false]]);
  assert.match(steps[1]!.detail, /does not permit this login to read customer/);
});

import assert from "node:assert/strict";
import { accountPositions } from "../../src/resources/account_positions.ts";
import { startServices } from "../support/services.ts";

Deno.test("portfolio://positions/{account}: of one account by its last digits or nickname, which can be completed", async () => {
  using services = await startServices();
  for (const account of ["***0002", "0002", "Simulated retirement"]) {
    const read = await accountPositions.read(account, services.context);
    // deno-lint-ignore no-explicit-any -- the answer is data for a model
    assert.ok(read.ok && (read.value as any).positions.rows.length === 4, account);
  }
  assert.deepEqual(await accountPositions.complete!("Sim", services.context), [
    "Simulated margin",
    "Simulated retirement",
  ]);
  const none = await accountPositions.read("9999", services.context);
  assert.ok(!none.ok && none.failure.kind === "invalid");
  await services.settled();
});

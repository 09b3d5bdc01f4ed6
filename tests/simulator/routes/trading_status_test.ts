import assert from "node:assert/strict";
import { SIMULATED_CREDENTIALS } from "../../../src/simulator/simulator.ts";
import { startClient } from "../client.ts";

/** What the Python client cannot do without. */
const REQUIRED = "account-number equities-margin-calculation-type fee-schedule-name futures-margin-rate-multiplier " +
  "has-intraday-equities-margin id is-aggregated-at-clearing is-closed is-closing-only is-cryptocurrency-enabled " +
  "is-frozen is-full-equity-margin-required is-futures-closing-only is-futures-intra-day-enabled is-futures-enabled " +
  "is-in-day-trade-equity-maintenance-call is-in-margin-call is-pattern-day-trader " +
  "is-small-notional-futures-intra-day-enabled is-roll-the-day-forward-enabled are-far-otm-net-options-restricted " +
  "options-level short-calls-enabled small-notional-futures-margin-rate-multiplier is-equity-offering-enabled " +
  "is-equity-offering-closing-only updated-at";

Deno.test("trading status: every key the clients need, and what the account may do", async () => {
  const { get } = startClient();
  const { body } = await get("/accounts/5WS00001/trading-status");
  for (const key of [...REQUIRED.split(" "), "is-risk-reducing-only"]) assert.ok(key in body.data, key);
  const { data } = body;
  assert.deepEqual([data["equities-margin-calculation-type"], data["is-futures-enabled"], data["is-in-margin-call"]], [
    "Reg T",
    true,
    false,
  ]);
  const ben =
    (await startClient({ credentials: SIMULATED_CREDENTIALS[1] }).get("/accounts/5WT00117/trading-status")).body;
  assert.deepEqual(
    [ben.data["equities-margin-calculation-type"], ben.data["short-calls-enabled"], ben.data["options-level"]],
    ["Cash", false, "Covered And Cash Secured"],
  );
});

Deno.test("position limit: whole numbers, orders no larger than positions", async () => {
  const { data } = (await startClient().get("/accounts/5WS00001/position-limit")).body;
  for (const kind of ["equity", "equity-option", "future", "future-option"]) {
    const [order, position] = [data[`${kind}-order-size`], data[`${kind}-position-size`]];
    assert.ok(Number.isInteger(order) && Number.isInteger(position) && order <= position);
  }
});

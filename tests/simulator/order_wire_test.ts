import assert from "node:assert/strict";
import { type Client, type Json, startClient } from "./client.ts";

/** What the Python client cannot do without. */
const REQUIRED = ("account-number time-in-force order-type underlying-symbol underlying-instrument-type status " +
  "cancellable editable edited updated-at legs").split(" ");

const all = async ({ get }: Client, number = "5WS00001"): Promise<Json[]> =>
  (await get(`/accounts/${number}/orders?start-date=2026-10-15&per-page=200`)).body.data.items;

Deno.test("order wire: every order has the keys the clients need, whole numbers where they are whole", async () => {
  const rows = await all(startClient());
  for (const row of rows) {
    for (const key of REQUIRED) assert.ok(key in row, key);
    assert.deepEqual([typeof row.id, typeof row["updated-at"], typeof row.size], ["number", "number", "number"]);
    assert.match(row["global-request-id"], /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}=order-api=[0-9a-f]{12}$/);
    for (const leg of row.legs) {
      for (const key of ["instrument-type", "symbol", "action", "fills"]) assert.ok(key in leg, key);
      const isCoin = leg["instrument-type"] === "Cryptocurrency";
      if ("quantity" in leg) assert.equal(typeof leg.quantity, isCoin ? "string" : "number");
      for (const fill of leg.fills) {
        assert.deepEqual([typeof fill["fill-id"], typeof fill["fill-price"]], ["string", "string"]);
      }
    }
  }
});

Deno.test("order wire: a kind of order has its prices and no others", async () => {
  const rows = await all(startClient());
  const kinds = Map.groupBy(rows, (row) => row["order-type"] as string);
  const has: Record<string, string[]> = {
    "Limit": ["price", "price-effect"],
    "Market": [],
    "Stop": ["stop-trigger"],
    "Stop Limit": ["price", "price-effect", "stop-trigger"],
    "Notional Market": ["value", "value-effect"],
  };
  for (const [kind, keys] of Object.entries(has)) {
    for (const row of kinds.get(kind)!) {
      const found = ["price", "price-effect", "value", "value-effect", "stop-trigger"].filter((key) => key in row);
      assert.deepEqual(found.sort(), keys.sort(), kind);
      assert.equal(row.legs.every((leg: Json) => "quantity" in leg), kind !== "Notional Market");
    }
  }
});

Deno.test("order wire: states say what can be done, and what happened when", async () => {
  const rows = await all(startClient());
  const of = (status: string): Json[] => rows.filter((row) => row.status === status);
  const can = (row: Json) => [row.cancellable, row.editable];
  assert.ok(
    ["Live", "Routed", "In Flight", "Received"].every((status) =>
      of(status).every((row) => String(can(row)) === "true,true")
    ),
  );
  assert.ok(of("Contingent").every((row) => String(can(row)) === "true,false"));
  for (const status of ["Filled", "Cancelled", "Expired", "Rejected", "Removed", "Partially Removed"]) {
    for (const row of of(status)) {
      assert.deepEqual(can(row), [false, false]);
      assert.ok(row["terminal-at"] <= new Date(row["updated-at"]).toISOString().replace("Z", "+00:00"));
      assert.equal("cancelled-at" in row, status === "Cancelled");
      assert.equal("reject-reason" in row, status === "Rejected");
      assert.equal("cancelled-size" in row, status.endsWith("Removed"));
    }
  }
  for (const row of of("Cancelled")) {
    assert.ok(row["cancelled-at"] < row["terminal-at"] && row["received-at"] < row["cancelled-at"]);
  }
  assert.ok(of("Replace Requested").every((row) => row.edited && "replacing-order-id" in row));
  const [conditional] = rows.filter((row) => "rules" in row && row.status === "Contingent");
  assert.equal(conditional["contingent-status"], "Pending Condition");
  assert.deepEqual(conditional.rules.conditions[0].symbol, "SPY");
  assert.ok(rows.some((row) => row["time-in-force"] === "GTD" && /^\d{4}-\d\d-\d\d$/.test(row["gtc-date"])));
});

Deno.test("order wire: what is left of a leg is what was not executed", async () => {
  for (const row of await all(startClient())) {
    for (const leg of row.legs) {
      const filled = leg.fills.reduce((sum: number, fill: Json) => sum + Number(fill.quantity), 0);
      if (!("quantity" in leg)) continue;
      assert.ok(Math.abs(Number(leg["remaining-quantity"]) - (Number(leg.quantity) - filled)) < 1e-9);
      if (row.status === "Filled") assert.equal(Number(leg["remaining-quantity"]), 0);
    }
  }
});

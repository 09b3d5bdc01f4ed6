import assert from "node:assert/strict";
import { type Json, startClient } from "../client.ts";

const PATH = "/accounts/5WS00001/complex-orders";
const client = startClient();
const items = async (path: string): Promise<Json[]> => (await client.get(path)).body.data.items;

Deno.test("complex orders: the newest first, ten a page, each with its parts in full", async () => {
  const { body } = await client.get(PATH);
  assert.equal(body.pagination["per-page"], 10);
  const all = await items(`${PATH}?per-page=200`);
  assert.deepEqual(body.data.items, all.slice(0, 10));
  for (const complex of all) {
    const parts = [complex["trigger-order"], ...complex.orders].filter((part) => part !== undefined);
    assert.ok(parts.every((part: Json) => part["complex-order-id"] === complex.id));
    const [type] = new Set(parts.map((part: Json) => part["complex-order-tag"].split("::")[0]));
    assert.equal(type, complex.type);
    assert.equal("trigger-order" in complex, ["OTO", "OTOCO"].includes(complex.type));
    assert.equal("terminal-at" in complex, parts.every((part: Json) => "terminal-at" in part));
    assert.equal("ratio-price-threshold" in complex, complex.type === "PAIRS");
  }
});

Deno.test("complex orders: children wait for the trigger, which works, and are no clients' orders of the exchange", async () => {
  const bracket = (await items(`${PATH}/live`)).find((complex) => complex.type === "OTOCO")!;
  assert.equal(bracket["trigger-order"].status, "Live");
  assert.deepEqual(
    bracket.orders.map((part: Json) => [part.status, part["contingent-status"], part["order-type"]]),
    [["Contingent", "Pending Order", "Limit"], ["Contingent", "Pending Order", "Stop"]],
  );
  for (const part of bracket.orders) assert.ok(!("ext-client-order-id" in part) && part.cancellable && !part.editable);
  const one = (await client.get(`/accounts/5WS00001/orders/${bracket.orders[0].id}`)).body.data;
  assert.deepEqual(one, bracket.orders[0]);
});

Deno.test("complex orders: live have a part that works or changed today; each is found by its own number", async () => {
  const live = await items(`${PATH}/live`);
  const all = await items(`${PATH}?per-page=200`);
  assert.deepEqual(
    live,
    all.filter((complex) => !("terminal-at" in complex) || complex["terminal-at"] > "2026-11-20T05"),
  );
  for (const complex of live) assert.deepEqual((await client.get(`${PATH}/${complex.id}`)).body.data, complex);
  assert.equal((await client.get(`${PATH}/${live[0].orders[0].id}`)).status, 404);
});

Deno.test("complex orders: an order that was changed is related to what took its place", async () => {
  const changed = (await items(`${PATH}?per-page=200`)).find((complex) => "related-orders" in complex)!;
  const [related] = changed["related-orders"];
  assert.equal(related.status, "Cancelled");
  assert.ok(changed.orders.some((part: Json) => part.id === related["replacing-order-id"]));
});

/** What an order's answer says when the broker uses words we do not know, or leaves a side out. */

import assert from "node:assert/strict";
import { type Order, placedOrder } from "../../../src/broker/endpoints/order.ts";
import { orderCheckAnswer } from "../../../src/broker/endpoints/order_check.ts";
import { orders } from "../../../src/broker/endpoints/orders.ts";
import { placedComplexOrder } from "../../../src/broker/endpoints/complex_orders.ts";

// deno-lint-ignore no-explicit-any
const miniature = async (name: string): Promise<any> =>
  JSON.parse(await Deno.readTextFile(new URL(`../../fixtures/wire/${name}.json`, import.meta.url))).data;

async function readWith(change: Record<string, unknown>): Promise<Order> {
  return placedOrder.parse({ ...(await miniature("orders")).items[0], ...change });
}

Deno.test("orders: money comes in for a credit, goes out for a debit, and is unknown in any other case", async () => {
  for (
    const [effect, price] of [["Credit", 1.15], ["Debit", -1.15], ["None", null], ["", null], [
      undefined,
      null,
    ]] as const
  ) assert.equal((await readWith({ "price-effect": effect })).price, price, `${effect}`);
  assert.equal((await readWith({ price: "0.0", "price-effect": "None" })).price, 0);
  assert.equal((await readWith({ value: "250.0", "value-effect": "Debit" })).value, -250);
});

Deno.test("orders: what is neither bought nor sold has no quantity", async () => {
  const leg = (await miniature("orders")).items[0].legs[0];
  const quantities = async (action: string) => {
    const [read] = (await readWith({ legs: [{ ...leg, action }] })).legs;
    return [read!.action, read!.quantity, read!.remainingQuantity, read!.fills[0]!.quantity];
  };
  assert.deepEqual(await quantities("Buy"), ["buy", 2, 1, 1]);
  assert.deepEqual(await quantities("Sell to Close"), ["sell_to_close", -2, -1, -1]);
  assert.deepEqual(await quantities("Allocate"), ["allocate", null, null, null]);
  assert.deepEqual(await quantities("Buy now! {}"), [null, null, null, null]);
});

Deno.test("orders: what is left of a leg that was sold is a plain zero", async () => {
  const leg = (await miniature("orders")).items[0].legs[0];
  const read = await readWith({ legs: [{ ...leg, "remaining-quantity": 0 }] });
  assert.ok(Object.is(read.legs[0]!.remainingQuantity, 0));
});

Deno.test("orders: an order for dollars has legs without quantities", async () => {
  const read = await readWith({ legs: [{ symbol: "ABC", "instrument-type": "Equity", action: "Buy to Open" }] });
  assert.deepEqual(read.legs[0]!.quantity, null);
  assert.deepEqual(read.legs[0]!.fills, []);
});

Deno.test("orders: the last change is told in milliseconds or as a timestamp, and 0 is none", async () => {
  const at = async (value: unknown) => (await readWith({ "updated-at": value })).updatedAt;
  const expected = Date.UTC(2026, 10, 20, 15);
  assert.equal(await at(expected), expected);
  assert.equal(await at(`${expected}`), expected);
  assert.equal(await at("2026-11-20T15:00:00.000+00:00"), expected);
  for (const nothing of [0, "0", "", "soon", null, undefined]) assert.equal(await at(nothing), null, `${nothing}`);
});

Deno.test("orders: conditions are read under either of their names", async () => {
  const { rules } = (await miniature("orders")).items[0];
  const { conditions, ...rest } = rules;
  const renamed = await readWith({ rules: undefined, "order-rule": { ...rest, "order-conditions": conditions } });
  assert.deepEqual(renamed.rules, (await readWith({})).rules);
  const undirected = structuredClone(rules);
  undirected.conditions[0]["price-components"][0]["quantity-direction"] = "Sideways";
  assert.equal((await readWith({ rules: undirected })).rules!.conditions[0]!.components[0]!.quantity, null);
});

Deno.test("orders: a complex order of a new kind is read", async () => {
  const read = placedComplexOrder.parse({ ...(await miniature("complex_order")), type: "Something New" });
  assert.equal(read.type, "something_new");
});

Deno.test("orders: a check whose money has no known side says nothing of it", async () => {
  const wire = await miniature("order_check");
  wire["buying-power-effect"]["change-in-buying-power-effect"] = "Sideways";
  wire["fee-calculation"]["total-fees-effect"] = "Sideways";
  const check = orderCheckAnswer.parse(wire);
  assert.equal(check.buyingPower.buyingPowerChange, null);
  assert.equal(check.fees!.total, null);
});

Deno.test("orders: a search without filters asks for the newest hundred", () => {
  assert.equal(
    orders.path({ accountNumber: "5WA00001", startAt: 0 }),
    "/accounts/5WA00001/orders?start-at=1970-01-01T00%3A00%3A00.000Z&sort=Desc&page-offset=0&per-page=100",
  );
});

Deno.test({
  name: "orders: the recorded ones are 41, all told apart, with those that were refused",
  ignore: Deno.env.get("TTAI_RECORDINGS") === undefined,
  async fn() {
    const path = `${Deno.env.get("TTAI_RECORDINGS")}/mcp-official/tastytrade_search_orders.json`;
    const read = orders.answer.parse(JSON.parse(await Deno.readTextFile(path)));
    assert.equal(new Set(read.map(({ id }) => id)).size, 41);
    assert.deepEqual(read.map(({ updatedAt }) => updatedAt), read.map(({ updatedAt }) => updatedAt).sort().reverse());
    const statuses = Map.groupBy(read, ({ status }) => status);
    assert.deepEqual([...statuses].map(([status, { length }]) => [status, length]), [["cancelled", 39], [
      "rejected",
      2,
    ]]);
    assert.equal(read.filter(({ price }) => price !== null && price < 0).length, 39);
    assert.equal(read.filter(({ price }) => price !== null && price > 0).length, 1);
    assert.deepEqual(read.filter(({ stopPrice }) => stopPrice !== null).map(({ price, type }) => [price, type]), [
      [null, "stop"],
    ]);
  },
});

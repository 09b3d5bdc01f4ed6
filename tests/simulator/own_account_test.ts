import assert from "node:assert/strict";
import { accountRoute } from "../../src/simulator/own_account.ts";
import { demoCustomers } from "../../src/simulator/customers.ts";
import type { CustomerCall } from "../../src/simulator/route.ts";

Deno.test("own account: a route gets the account of its path, when it is the caller's", () => {
  const route = accountRoute("GET", "/x", (_call, account) => ({ status: 200, body: account.number }));
  assert.deepEqual([route.method, route.path], ["GET", "/accounts/:number/x"]);
  const [ada, ben] = demoCustomers();
  const ask = (customer: typeof ada) =>
    route.handle({ customer, parameters: { number: "5WT00117" } } as unknown as CustomerCall);
  assert.deepEqual(ask(ben), { status: 200, body: "5WT00117" });
  assert.equal(ask(ada).status, 403);
});

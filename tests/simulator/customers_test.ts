import assert from "node:assert/strict";
import { demoCustomers } from "../../src/simulator/customers.ts";

Deno.test("customers: they differ in everything that tells people apart", () => {
  const customers = demoCustomers();
  assert.equal(customers.length, 3);
  for (const key of ["externalId", "firstName", "email", "phone", "birthDate"] as const) {
    assert.equal(new Set(customers.map((customer) => customer[key])).size, 3, key);
  }
});

Deno.test("customers: one has margin and retirement accounts, one cash, one none, with numbers that differ when masked", () => {
  const accounts = demoCustomers().map(({ accounts }) => accounts);
  assert.deepEqual(accounts.map((held) => held.map(({ type, margin }) => [type, margin])), [
    [["Individual", true], ["Roth IRA", false]],
    [["Individual", false]],
    [],
  ]);
  assert.equal(new Set(accounts.flat().map(({ number }) => number.slice(-4))).size, 3);
});

Deno.test("customers: each world has its own, so that a revocation in one is none in another", () => {
  demoCustomers()[0]!.revocations++;
  assert.equal(demoCustomers()[0]!.revocations, 0);
});

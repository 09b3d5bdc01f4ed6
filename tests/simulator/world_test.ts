import assert from "node:assert/strict";
import { SIMULATED_CREDENTIALS, SIMULATED_REFRESH_TOKEN } from "../../src/simulator/credentials.ts";
import { createWorld, isRevoked, type World } from "../../src/simulator/world.ts";

const counting = () => {
  let n = 0;
  return () => (n += 0.001);
};

const [ADA, BEN] = ["C5100000001", "C5100000002"] as const;

/** A grant of Ben's to the partner, as the authorize page makes it. */
function partnerGrant({ applications, customers }: World) {
  const customer = customers.get(BEN)!;
  const application = [...applications.values()].find(({ allowsRedirect }) => allowsRedirect !== undefined)!;
  return { application, customer, scopes: ["read"], revocations: customer.revocations };
}

Deno.test("world: no two tokens are alike, and each is its grant's until it expires", () => {
  const world = createWorld("seed", counting());
  const grant = world.grantToRefresh(SIMULATED_REFRESH_TOKEN)!;
  const [first, second] = [1, 2].map(() => world.issue("at+jwt", grant, 0, { exp: 1 })) as [string, string];
  assert.notEqual(first, second);
  assert.deepEqual(world.grantOf(first, 999), grant);
  assert.equal(world.grantOf(first, 1000), null);
  assert.equal(world.grantOf("", 0), null);
});

Deno.test("world: each personal grant is of one customer to an application of their own", () => {
  const world = createWorld("seed", counting());
  const grants = SIMULATED_CREDENTIALS.map(({ refreshToken }) => world.grantToRefresh(refreshToken)!);
  assert.deepEqual(grants.map(({ customer }) => customer), [...world.customers.values()]);
  assert.equal(new Set(grants.map(({ application }) => application.clientSecret)).size, 3);
  assert.equal(world.grantToRefresh("simulated-refresh-token-4"), null);
});

Deno.test("world: after a restart the tokens of before are good", () => {
  const [before, after] = [createWorld("seed", counting()), createWorld("seed", counting())];
  const grant = partnerGrant(before);
  const access = before.issue("at+jwt", grant, 0, { exp: 900 });
  assert.equal(after.grantOf(access, 1)?.customer, after.customers.get(BEN));
  const refreshed = after.grantToRefresh(before.issue("rt+jwt", grant, 0))!;
  assert.deepEqual([refreshed.customer.firstName, refreshed.scopes, isRevoked(refreshed)], ["Ben", ["read"], false]);
});

Deno.test("world: a revocation ends what one customer gave before, and nothing else", () => {
  const world = createWorld("seed", counting());
  const refreshToken = world.issue("rt+jwt", partnerGrant(world), 0);
  world.revoke(BEN);
  const again = world.issue("rt+jwt", partnerGrant(world), 0);
  const isGone = (token: string) => isRevoked(world.grantToRefresh(token)!);
  assert.deepEqual(SIMULATED_CREDENTIALS.map((known) => isGone(known.refreshToken)), [false, true, false]);
  assert.deepEqual([isGone(refreshToken), isGone(again)], [true, false]);
  world.revoke();
  assert.deepEqual([SIMULATED_REFRESH_TOKEN, again].map(isGone), [true, true]);
  assert.equal(world.customers.get(ADA)!.revocations, 1);
  assert.throws(() => world.revoke("C9"), RangeError);
});

Deno.test("world: after a restart a later grant can be revoked too, and an earlier one stays so", () => {
  const before = createWorld("seed", counting());
  const first = before.issue("rt+jwt", partnerGrant(before), 0);
  before.revoke(BEN);
  const second = before.issue("rt+jwt", partnerGrant(before), 0);
  const after = createWorld("seed", counting());
  const isGone = (token: string) => isRevoked(after.grantToRefresh(token)!);
  assert.deepEqual([isGone(second), isGone(first)], [false, true]);
  after.revoke(BEN);
  assert.equal(isGone(second), true);
});

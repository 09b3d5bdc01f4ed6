import assert from "node:assert/strict";
import { createFailedLogins } from "../../src/simulator/failed_logins.ts";

const HOUR = 3_600_000;

Deno.test("failed logins: by default no number of them locks", () => {
  const failedLogins = createFailedLogins();
  for (let i = 0; i < 100; i++) failedLogins.add("x", 0);
  assert.equal(failedLogins.isLocked(0), false);
  assert.deepEqual([failedLogins.count, failedLogins.countWith("x"), failedLogins.countWith("y")], [100, 100, 0]);
});

Deno.test("failed logins: the last one allowed locks for eight hours, and then as many are allowed again", () => {
  const failedLogins = createFailedLogins(2);
  failedLogins.add("x", 0);
  assert.equal(failedLogins.isLocked(0), false);
  failedLogins.add("y", 5);
  assert.equal(failedLogins.isLocked(5), true);
  assert.equal(failedLogins.isLocked(8 * HOUR + 4), true);
  assert.equal(failedLogins.isLocked(8 * HOUR + 5), false);
  failedLogins.add("x", 9 * HOUR);
  assert.equal(failedLogins.isLocked(9 * HOUR), false);
  failedLogins.add("x", 9 * HOUR);
  assert.equal(failedLogins.isLocked(9 * HOUR), true);
});

import assert from "node:assert/strict";
import { type NearOption, shortGamma } from "../../../src/analytics/portfolio/near_expiration.ts";

const option: NearOption = {
  underlying: "A",
  expiration: "2026-11-27",
  daysLeft: 7,
  spot: 100,
  size: -200,
  strike: 98,
  right: "put",
  gamma: 0.05,
};

Deno.test("near expiration: gamma sold in one underlying and expiration, net of what is bought, with the nearest strike", () => {
  const [one, ...others] = shortGamma([
    option,
    { ...option, strike: 101, right: "call", size: -100, gamma: 0.06 },
    { ...option, strike: 90, size: 100, gamma: 0.02 },
  ]);
  assert.equal(others.length, 0);
  const { gamma, perPercent, distance, ...rest } = one!;
  assert.ok(Math.abs(gamma - (-10 - 6 + 2)) < 1e-9);
  // A percent of $100 is a dollar: 14 shares of delta, $1,400 of them.
  assert.ok(Math.abs(perPercent + 1400) < 1e-9 && Math.abs(distance - 0.01) < 1e-12);
  assert.deepEqual(rest, {
    underlying: "A",
    expiration: "2026-11-27",
    daysLeft: 7,
    strike: 101,
    right: "call",
  });
});

Deno.test("near expiration: later ones, and those in which more is bought than sold, are left out; the heaviest is first", () => {
  const found = shortGamma([
    { ...option, underlying: "LATER", daysLeft: 8 },
    { ...option, underlying: "BOUGHT", size: 100 },
    { ...option, underlying: "HEDGED" },
    { ...option, underlying: "HEDGED", size: 300 },
    { ...option, underlying: "SMALL", size: -1 },
    { ...option, underlying: "LARGE", daysLeft: 0, strike: 103 },
  ]);
  assert.deepEqual(found.map(({ underlying }) => underlying), ["LARGE", "SMALL"]);
  assert.ok(found[0]!.distance < 0, "a put at 103 is in the money");
});

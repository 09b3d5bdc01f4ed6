import assert from "node:assert/strict";
import { americanPrice } from "../../../src/analytics/pricing/american.ts";
import type { AmericanTerms } from "../../../src/analytics/pricing/american_option.ts";
import { assignmentRisk } from "../../../src/analytics/pricing/assignment.ts";

const call: AmericanTerms = { spot: 110, strike: 100, years: 30 / 365, rate: 0.05, right: "call" };
const put: AmericanTerms = { spot: 80, strike: 100, years: 90 / 365, rate: 0.05, right: "put" };
const dividend = (days: number, amount = 1) => [{ years: days / 365, amount }];

/** The level for an option priced by the model. */
function modelled(terms: AmericanTerms, volatility: number): string {
  return assignmentRisk(terms, americanPrice({ ...terms, volatility }, "fine")).level;
}

Deno.test("assignment: out of the money nobody exercises, on the last day everybody in it", () => {
  const { level, reason, extrinsic } = assignmentRisk({ ...call, spot: 95 }, 1.2);
  assert.deepEqual([level, reason, extrinsic], ["none", "out_of_the_money", 1.2]);
  const last = assignmentRisk({ ...put, years: 0 }, 20);
  assert.deepEqual([last.level, last.reason], ["likely", "expiration"]);
});

Deno.test("assignment: a call is exercised before a dividend that is more than the put it gives up", () => {
  const terms = { ...call, dividends: dividend(2) };
  const risk = assignmentRisk(terms, 10.3, 0.2);
  assert.equal(risk.reason, "dividend");
  assert.equal(risk.level, "likely");
  assert.equal(risk.exYears, 2 / 365);
  assert.equal(risk.protection, 0.2);
  assert.ok(Math.abs(risk.extrinsic - 0.3) < 1e-12);
  // A dollar less four weeks of interest on the strike.
  assert.ok(Math.abs(risk.benefit - (1 - 0.05 * 100 * 28 / 365)) < 0.003, `${risk.benefit}`);
  // The put is worth more: the holder is better off selling, but the time value is less than the dividend brings.
  assert.equal(assignmentRisk(terms, 10.5, 0.8).level, "elevated");
  assert.equal(assignmentRisk(terms, 11.5, 1.6).level, "none");
});

Deno.test("assignment: weeks before the dividend the risk is elevated, not likely", () => {
  const risk = assignmentRisk({ ...call, dividends: dividend(20) }, 10.1, 0.05);
  assert.deepEqual([risk.level, risk.reason], ["elevated", "dividend"]);
});

Deno.test("assignment: without a dividend a call is exercised only if nobody pays its value", () => {
  assert.deepEqual(
    [assignmentRisk(call, 10.9).level, assignmentRisk(call, 10.9).reason],
    ["none", "time_value"],
  );
  const parity = assignmentRisk(call, 9.99);
  assert.deepEqual([parity.level, parity.reason, parity.exYears], ["elevated", "at_parity", null]);
});

Deno.test("assignment: a put is exercised when the interest on its strike is more than the call it gives up", () => {
  const risk = assignmentRisk(put, 20, 0.3);
  assert.deepEqual([risk.level, risk.reason, risk.exYears], ["likely", "interest", null]);
  assert.ok(Math.abs(risk.benefit - 100 * (1 - Math.exp(-0.05 * 90 / 365))) < 1e-12);
  assert.equal(assignmentRisk(put, 20.9, 2).level, "elevated");
  assert.equal(assignmentRisk(put, 23, 4).level, "none");
  // A dividend to come is a reason to wait.
  assert.equal(assignmentRisk({ ...put, dividends: dividend(30, 2) }, 20.4, 0.4).level, "none");
});

Deno.test("assignment: what the model would exercise is likely, what it would keep is not", () => {
  assert.equal(modelled(put, 0.15), "likely");
  assert.equal(modelled(put, 0.6), "none");
  // The eve of the dividend.
  const eve = { ...call, spot: 130, dividends: dividend(0.1, 2) };
  assert.equal(modelled(eve, 0.2), "likely");
  assert.equal(modelled({ ...eve, spot: 101 }, 0.5), "none");
  assert.equal(modelled({ ...call, spot: 150, dividendYield: 0.12, years: 0.5 }, 0.15), "likely");
});

Deno.test("assignment: without the other side's price parity stands in for it", () => {
  const terms = { ...call, dividends: dividend(2) };
  const { protection } = assignmentRisk(terms, 10.3);
  const byParity = 10.3 - (110 - Math.exp(-0.05 * 2 / 365)) + 100 * Math.exp(-0.05 * 30 / 365);
  assert.ok(Math.abs(protection - byParity) < 1e-12);
  assert.throws(() => assignmentRisk(terms, NaN), /price must be finite/);
});

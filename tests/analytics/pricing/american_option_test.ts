import assert from "node:assert/strict";
import { americanProblem, type AmericanTerms, certainValue } from "../../../src/analytics/pricing/american_option.ts";

const put: AmericanTerms = { spot: 90, strike: 100, years: 1, rate: 0.05, right: "put" };

Deno.test("american option: its dividends are sorted, and only those before expiration count", () => {
  const dividends = [{ years: 0.6, amount: 1 }, { years: 0.1, amount: 2 }, { years: 1.2, amount: 9 }, {
    years: -0.1,
    amount: 9,
  }];
  const problem = americanProblem({ ...put, dividends });
  assert.deepEqual(problem.dividends, [{ years: 0.1, amount: 2 }, { years: 0.6, amount: 1 }]);
  assert.ok(Math.abs(problem.asset - (90 - 2 * Math.exp(-0.005) - Math.exp(-0.03))) < 1e-12);
  assert.deepEqual([problem.exercise, problem.sign], [10, -1]);
});

Deno.test("american option: it knows when waiting costs nothing", () => {
  const isEuropean = (terms: Partial<AmericanTerms>) => americanProblem({ ...put, ...terms }).isEuropean;
  assert.equal(isEuropean({}), false);
  assert.equal(isEuropean({ rate: 0 }), true);
  assert.equal(isEuropean({ right: "call" }), true);
  assert.equal(isEuropean({ right: "call", dividendYield: 0.01 }), false);
  assert.equal(isEuropean({ right: "call", dividends: [{ years: 0.5, amount: 1 }] }), false);
  assert.equal(isEuropean({ right: "call", dividends: [{ years: 1.5, amount: 1 }] }), true);
  assert.equal(isEuropean({ right: "call", onFuture: true }), false);
  assert.equal(americanProblem({ ...put, onFuture: true, dividendYield: 0.9 }).dividendYield, 0.05);
});

Deno.test("american option: without chance it is exercised when that pays most", () => {
  const worth = (terms: Partial<AmericanTerms>) => certainValue(americanProblem({ ...put, ...terms }));
  assert.equal(worth({}), 10);
  // Just after the dividend.
  const after = worth({ dividends: [{ years: 0.2, amount: 5 }] });
  assert.ok(Math.abs(after - (100 * Math.exp(-0.01) - 90 + 5 * Math.exp(-0.01))) < 1e-12);
  // The call earns interest until the yield on the grown share is more.
  const call = { right: "call", strike: 80, spot: 90, years: 5, rate: 0.06, dividendYield: 0.04 } as const;
  const at = Math.log(0.06 * 80 / (0.04 * 90)) / 0.02;
  assert.equal(worth(call), Math.max(10, 90 * Math.exp(-0.2) - 80 * Math.exp(-0.3)));
  assert.ok(at > 5);
  const turned = { ...call, rate: 0.05, years: 20 };
  const turn = Math.log(0.05 * 80 / (0.04 * 90)) / 0.01;
  assert.ok(Math.abs(worth(turned) - (90 * Math.exp(-0.04 * turn) - 80 * Math.exp(-0.05 * turn))) < 1e-12);
});

Deno.test("american option: terms that no option has are a bug", () => {
  for (const bad of [0, -1, NaN, Infinity]) {
    assert.throws(() => americanProblem({ ...put, spot: bad }), /spot must be positive/);
    assert.throws(() => americanProblem({ ...put, strike: bad }), /strike must be positive/);
  }
  assert.throws(() => americanProblem({ ...put, years: -1 }), /years must be zero or positive/);
  assert.throws(() => americanProblem({ ...put, rate: 5000 }), /rate must be within 100/);
  assert.throws(() => americanProblem({ ...put, dividendYield: NaN }), /dividendYield must be finite/);
  assert.throws(() => americanProblem({ ...put, dividends: [{ years: 0.1, amount: 91 }] }), /less than the share/);
  assert.throws(() => americanProblem({ ...put, dividends: [{ years: NaN, amount: 1 }] }), RangeError);
});

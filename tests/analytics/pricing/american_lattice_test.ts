import assert from "node:assert/strict";
import { aroundRoot, latticeValue } from "../../../src/analytics/pricing/american_lattice.ts";
import { type AmericanOption, americanProblem } from "../../../src/analytics/pricing/american_option.ts";
import { bsm } from "../../../src/analytics/pricing/black.ts";
import { presentValueOfDividends } from "../../../src/analytics/pricing/dividends.ts";

const put: AmericanOption = { spot: 100, strike: 105, years: 0.5, rate: 0.05, volatility: 0.3, right: "put" };

/** The same tree in the plainest code: all nodes, no shortcuts. */
function plainTree({ spot, strike, years, rate, volatility, right, ...rest }: AmericanOption, steps: number): number {
  const [carry, sign, dividends] = [rest.dividendYield ?? 0, right === "call" ? 1 : -1, rest.dividends ?? []];
  const start = spot - presentValueOfDividends(dividends, rate, years);
  const odds = (d: number): number => {
    const size = (d / (steps + 1 / 3 + 0.1 / (steps + 1))) ** 2 * (steps + 1 / 6);
    return 0.5 + Math.sign(d) * Math.sqrt(0.25 * (1 - Math.exp(-size)));
  };
  const root = volatility * Math.sqrt(years);
  const d1 = (Math.log(start / strike) + (rate - carry) * years) / root + root / 2;
  const [p, asset] = [odds(d1 - root), odds(d1)];
  const step = years / steps;
  const growth = Math.exp((rate - carry) * step);
  const [up, down] = [growth * asset / p, growth * (1 - asset) / (1 - p)];
  /** Exercise now, or just before or after an ex-date before the next step, seen from now. */
  const exercise = (i: number, j: number): number => {
    const [now, share] = [i * step, start * up ** j * down ** (i - j)];
    const worth = (from: number): number => {
      let sum = share - strike * Math.exp(-rate * (from - now));
      for (const { years: at, amount } of dividends) {
        const isPaid = at > now && (sign > 0 ? at >= from : at > from) || (sign > 0 && at === from);
        if (isPaid) sum += amount * Math.exp(-rate * (at - now));
      }
      return sign * sum;
    };
    const moments = dividends.map(({ years: at }) => at).filter((at) => at >= now && at < now + step);
    // At the present moment itself a dividend that goes ex now is gone for a put; for a call it is a moment of its own.
    const present = sign * (share - strike) +
      sign *
        dividends.reduce(
          (sum, { years: at, amount }) => at > now ? sum + amount * Math.exp(-rate * (at - now)) : sum,
          0,
        );
    return Math.max(present, ...moments.map(worth));
  };
  let values = Array.from(
    { length: steps + 1 },
    (_, j) => Math.max(0, sign * (start * up ** j * down ** (steps - j) - strike)),
  );
  for (let i = steps - 1; i >= 0; i--) {
    values = Array.from({ length: i + 1 }, (_, j) => {
      const kept = Math.exp(-rate * step) * (p * values[j + 1]! + (1 - p) * values[j]!);
      return Math.max(kept, exercise(i, j));
    });
  }
  return values[0]!;
}

Deno.test("american lattice: it is Leisen and Reimer's tree, for all its shortcuts", () => {
  const paying = [{ years: 0.07, amount: 6 }, { years: 0.31, amount: 4 }, { years: 0.4925, amount: 9 }];
  for (const right of ["call", "put"] as const) {
    for (const strike of [60, 99, 105, 170]) {
      for (const other of [{ dividendYield: 0 }, { dividendYield: 0.08 }, { dividends: paying }]) {
        const option = { ...put, strike, right, ...other };
        const value = latticeValue(americanProblem(option), option.volatility, 51);
        assert.ok(Math.abs(value - plainTree(option, 51)) < 1e-11, `${JSON.stringify(option)}: ${value}`);
      }
    }
  }
});

Deno.test("american lattice: the values beside the root are those of a share worth more, and worth less", () => {
  for (const right of ["call", "put"] as const) {
    const problem = americanProblem({ ...put, right, dividendYield: 0.03 });
    const value = latticeValue(problem, 0.3, 101, true);
    assert.ok(Math.abs(value - latticeValue(problem, 0.3, 101)) < 1e-12);
    const [low, middle, high, atLow, atMiddle, atHigh] = aroundRoot as unknown as number[];
    assert.ok(low! < middle! && middle! < high! && Math.abs(middle! - 100) < 1e-9);
    assert.equal(atMiddle, value);
    for (const [asset, there] of [[low!, atLow!], [high!, atHigh!]] as const) {
      assert.ok(Math.abs(latticeValue({ ...problem, asset, spot: asset }, 0.3, 101) - there) < 0.01);
    }
  }
});

Deno.test("american lattice: a dividend between two steps is waited for", () => {
  // A deep call with little time value is held until just before the dividend, wherever the steps fall.
  for (const years of [0.111, 0.1133, 0.12]) {
    const problem = americanProblem({ ...put, strike: 60, right: "call", dividends: [{ years, amount: 5 }] });
    assert.ok(Math.abs(latticeValue(problem, 0.3, 101) - (100 - 60 * Math.exp(-0.05 * years))) < 0.01, `${years}`);
  }
  // And a deep put until just after it.
  const deep = americanProblem({ ...put, strike: 160, dividends: [{ years: 0.1111, amount: 5 }] });
  const exercised = 160 * Math.exp(-0.05 * 0.1111) - (100 - 5 * Math.exp(-0.05 * 0.1111));
  assert.ok(Math.abs(latticeValue(deep, 0.1, 101) - exercised) < 0.01);
});

Deno.test("american lattice: it converges to the European price where early exercise is worth nothing", () => {
  const option = { ...put, right: "call" } as const;
  const exact = bsm(100, 105, 0.5, 0.05, 0, 0.3, "call");
  const errors = [25, 51, 101, 201].map((steps) => Math.abs(latticeValue(americanProblem(option), 0.3, steps) - exact));
  // Of second order.
  for (let i = 1; i < errors.length; i++) assert.ok(errors[i]! < errors[i - 1]! / 3.5, `${errors}`);
});

Deno.test("american lattice: where the asset hardly moves there is no tree", () => {
  assert.ok(Number.isNaN(latticeValue(americanProblem(put), 1e-6, 51)));
  assert.ok(latticeValue(americanProblem({ ...put, strike: 60, years: 1 / 365 }), 0.2, 51) >= 0);
});

import assert from "node:assert/strict";
import type { Leg } from "../../../src/analytics/positions/leg.ts";
import { probabilityOfReaching } from "../../../src/analytics/probability/reach_profit.ts";

interface Row {
  legs: Leg[];
  underlying: { spot: number; rate: number; carry: number };
  sigma: number;
  target: number;
  stop: number | null;
  daily: number;
  beforeStop: number | null;
}

async function readRows(): Promise<Row[]> {
  const text = await Deno.readTextFile(new URL("../../fixtures/quant/p50.csv", import.meta.url));
  const [head, ...lines] = text.trim().split("\n").filter((line) => !line.startsWith("#"));
  const columns = head!.split(",");
  return lines.map((line) => {
    const row = Object.fromEntries(line.split(",").map((cell, i) => [columns[i]!, cell]));
    const sigma = Number(row.sigma);
    const legs = row.legs!.split(";").map((text): Leg => {
      const [quantity, kind, strike] = text.split(":");
      const held = { quantity: Number(quantity), multiplier: 1, price: 0 };
      if (kind === "stock") return { kind, ...held };
      const right = kind as "call" | "put";
      return {
        kind: "option",
        ...held,
        right,
        strike: Number(strike),
        years: Number(row.days) / 365,
        volatility: sigma,
      };
    });
    // The reference gives what the whole position costs.
    legs[0]!.price = Number(row.entry_value) / legs[0]!.quantity;
    return {
      legs,
      underlying: { spot: Number(row.S), rate: Number(row.r), carry: 0 },
      sigma,
      target: Number(row.target_profit),
      stop: row.stop_loss ? Number(row.stop_loss) : null,
      daily: Number(row.p50_daily),
      beforeStop: row.p50_daily_before_stop ? Number(row.p50_daily_before_stop) : null,
    };
  });
}

const rows = await readRows();

Deno.test(`reach profit: all ${rows.length} rows of the reference within 0.002, with and without a stop`, () => {
  assert.equal(rows.length, 48);
  for (const { legs, underlying, sigma, target, stop, daily, beforeStop } of rows) {
    const plain = probabilityOfReaching(legs, underlying, sigma, { profit: target });
    assert.ok(Math.abs(plain.probability - daily) <= 0.002, `${plain.probability} instead of ${daily}`);
    if (stop === null) continue;
    const stopped = probabilityOfReaching(legs, underlying, sigma, { profit: target, stop });
    assert.ok(Math.abs(stopped.probability - beforeStop!) <= 0.002, `${stopped.probability} instead of ${beforeStop}`);
  }
});

Deno.test("reach profit: less time, a nearer stop and a higher target make it less likely", () => {
  for (const { legs, underlying, sigma, target } of rows.slice(0, 12)) {
    const chance = (options: Parameters<typeof probabilityOfReaching>[3]) =>
      probabilityOfReaching(legs, underlying, sigma, options).probability;
    const plain = chance({ profit: target });
    const years = Math.min(...legs.map((leg) => leg.kind === "option" ? leg.years : Infinity));
    assert.ok(chance({ profit: target * 1.2 }) < plain);
    assert.ok(chance({ profit: target, until: years / 2 }) < plain);
    assert.ok(chance({ profit: target, stop: target }) < plain);
  }
});

Deno.test("reach profit: the days it takes lie within the life, and grow with the target", () => {
  for (const { legs, underlying, sigma, target } of rows.slice(0, 12)) {
    const days = (profit: number) => probabilityOfReaching(legs, underlying, sigma, { profit }).expectedDays!;
    const life = Math.max(...legs.map((leg) => leg.kind === "option" ? leg.years * 365 : 0));
    assert.ok(days(target) >= 1 && days(target) <= life);
    assert.ok(days(target * 1.5) > days(target));
  }
});

Deno.test("reach profit: what cannot be reached has no days, and what has no end is refused", () => {
  const { legs, underlying, sigma } = rows[0]!;
  const never = probabilityOfReaching(legs, underlying, sigma, { profit: 1e6 });
  assert.deepEqual(never, { probability: 0, expectedDays: null });
  const shares: Leg = { kind: "stock", quantity: 1, multiplier: 1, price: 90 };
  assert.throws(() => probabilityOfReaching([shares], underlying, sigma, { profit: 1 }), RangeError);
});

Deno.test("reach profit: expired, or without volatility, nothing is reached any more", () => {
  const { legs, underlying, sigma, target } = rows[0]!;
  assert.equal(probabilityOfReaching(legs, underlying, 0, { profit: target }).probability, 0);
  assert.equal(probabilityOfReaching(legs, underlying, sigma, { profit: target, until: 0 }).probability, 0);
});

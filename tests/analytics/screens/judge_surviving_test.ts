import assert from "node:assert/strict";
import fc from "fast-check";
import { createBook } from "../../../src/analytics/screens/book.ts";
import { limitsOf } from "../../../src/analytics/screens/criteria.ts";
import { FAMILIES } from "../../../src/analytics/screens/families.ts";
import {
  BREAKEVEN_COUNT,
  BREAKEVENS,
  CREDIT,
  MAX_LOSS,
  MAX_PROFIT,
  POP,
} from "../../../src/analytics/screens/figures.ts";
import { MEASURES, rankingBy } from "../../../src/analytics/screens/measures.ts";
import { createTrial } from "../../../src/analytics/screens/trial.ts";
import { black } from "../../../src/analytics/pricing/black.ts";
import { probabilityBetween, terminal } from "../../../src/analytics/probability/terminal.ts";
import { modelBoard } from "./model_board.ts";

const KINDS = ["call_calendar", "put_calendar", "call_diagonal", "put_diagonal"] as const;

const anyCase = fc.record({
  kind: fc.constantFrom(...KINDS),
  rate: fc.double({ min: 0, max: 0.15, noNaN: true }),
  carry: fc.double({ min: 0, max: 0.15, noNaN: true }),
  volatility: fc.double({ min: 0.03, max: 2, noNaN: true }),
  lean: fc.double({ min: -0.02, max: 0.02, noNaN: true }),
  days: fc.tuple(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 600 })),
  sold: fc.integer({ min: 60, max: 150 }),
  inward: fc.integer({ min: 1, max: 50 }),
  discount: fc.double({ min: 0.05, max: 0.99, noNaN: true }),
});

Deno.test("judge surviving: the peak, the greatest loss, breakevens and chances of any calendar and diagonal", () => {
  let winners = 0;
  fc.assert(
    fc.property(anyCase, ({ kind, rate, carry, volatility, lean, days: [near, more], sold, inward, discount }) => {
      const isCall = kind.startsWith("call");
      const sign = isCall ? 1 : -1;
      const held = kind.endsWith("calendar") ? sold : sold - sign * inward;
      const board = modelBoard({
        rate,
        carry,
        days: [near, near + more],
        strikes: [...new Set([sold, held])].sort((a, b) => a - b),
        smile: (distance) => Math.max(0.02, volatility + lean * distance),
        half: () => 0,
        // Cheaper than the model says, so that there is something to win.
        spoil(side, row, _right, days) {
          if (days > near) side.bid[row] = side.ask[row] = side.ask[row]! * discount;
        },
      });
      const liquidity = { maxSpread: { dollars: 1e3, fraction: 1 }, minOpenInterest: 0 };
      const book = createBook(board, { liquidity });
      const [front, back] = book.shelves;
      const contract = (shelf: typeof front, strike: number) => {
        const ladder = isCall ? shelf!.calls : shelf!.puts;
        return ladder.ids[ladder.strikes.indexOf(strike)] ?? -1;
      };
      const legs = Int32Array.of(contract(front, sold), contract(back, held), -1, -1);
      fc.pre(legs.subarray(0, 2).every((id) => id >= 0 && book.mid[id]! > 0.005));
      const trial = createTrial(book, FAMILIES[kind], limitsOf({}), rankingBy(MEASURES.pop));
      const figures = trial.examine(legs);
      fc.pre(figures[MAX_PROFIT]! > 0.01);

      const years = more / 365;
      const long = book.volatility[legs[1]!]!;
      const profitAt = (price: number): number => {
        const forward = price * Math.exp((rate - carry) * years);
        const value = black(forward, held, years, long, Math.exp(-rate * years), isCall ? "call" : "put");
        const exercise = Math.max(0, sign * (price - held));
        return figures[CREDIT]! + Math.max(value, exercise) - Math.max(0, sign * (price - sold));
      };
      assert.ok(Math.abs(figures[MAX_PROFIT]! - profitAt(sold)) < 1e-9);
      const outlook = terminal({ spot: 100, rate, carry }, front!.expiration.volatility, front!.years);
      let chance = 0;
      const PARTS = 4000;
      const edges = Array.from(
        { length: PARTS + 1 },
        (_, i) => Math.exp(outlook.mean + outlook.deviation * (-7 + 14 * i / PARTS)),
      );
      for (let i = 0; i < PARTS; i++) {
        const [low, high] = [edges[i]!, edges[i + 1]!];
        const profit = profitAt(Math.sqrt(low * high));
        assert.ok(profit <= figures[MAX_PROFIT]! + 1e-7 && profit >= -figures[MAX_LOSS]! - 1e-7);
        if (profit > 1e-9) chance += probabilityBetween(outlook, low, high);
      }
      assert.ok(Math.abs(chance - figures[POP]!) < 5e-3, `${chance} and ${figures[POP]}`);
      for (let i = 0; i < figures[BREAKEVEN_COUNT]!; i++) {
        const price = figures[BREAKEVENS + i]!;
        assert.ok(Math.abs(profitAt(price)) < 1e-7 * Math.max(1, price), `${price}: ${profitAt(price)}`);
      }
      if (figures[POP]! > 0) winners++;
    }),
    { numRuns: 1200, seed: 3 },
  );
  assert.ok(winners > 400, `${winners}`);
});

import assert from "node:assert/strict";
import { estimateMargin } from "../../../src/analytics/margin/requirement.ts";
import {
  CASH_SETTLED_INDEX_MARGIN,
  EQUITY_MARGIN,
  leveraged,
  type MarginRules,
} from "../../../src/analytics/margin/rules.ts";
import { createBook } from "../../../src/analytics/screens/book.ts";
import { limitsOf } from "../../../src/analytics/screens/criteria.ts";
import { FAMILIES } from "../../../src/analytics/screens/families.ts";
import { FAMILY_NAMES } from "../../../src/analytics/screens/family_names.ts";
import { createLegWriter, shelfOf } from "../../../src/analytics/screens/position_legs.ts";
import { createRegulationT } from "../../../src/analytics/screens/regulation_t.ts";
import { searchFamily } from "../../../src/analytics/screens/search.ts";
import { modelBoard, steps } from "./model_board.ts";

/** Puts far out cost more than calls: the side that takes more with its premium may take less without. */
const board = modelBoard({
  days: [20, 60],
  strikes: steps(70, 130, 2.5),
  smile: (distance) => Math.max(0.1, 0.35 - 0.2 * distance),
  half: (value) => 0.01 + 0.02 * value,
});
const OPEN = FAMILY_NAMES.map((name) => FAMILIES[name]).filter(({ shape }) => !shape.isCovered && shape.shares === 0);

const rules: [string, MarginRules][] = [
  ["shares", EQUITY_MARGIN],
  ["indexes settled in cash", CASH_SETTLED_INDEX_MARGIN],
  ["a fund that moves twice as much", leveraged(EQUITY_MARGIN, 2)],
  ["a floor a contract", { ...EQUITY_MARGIN, floor: 250 }],
];

for (const [title, margin] of rules) {
  for (const account of ["margin", "ira"] as const) {
    Deno.test(`regulation t: never more than margin of ${title} asks (${account}), and most often just that`, () => {
      let [count, equal] = [0, 0];
      for (const fill of ["mid", "natural"] as const) {
        const book = createBook(board, {
          liquidity: { maxSpread: { dollars: 9, fraction: 1 }, minOpenInterest: 0 },
          fill,
        });
        for (const family of OPEN) {
          const floorOf = createRegulationT(book, family.shape, margin);
          const write = createLegWriter(book, family.shape);
          searchFamily(book, family, limitsOf({}), 4000, (front, legs) => {
            const years = family.shape.rights.map((_, leg) => shelfOf(book, legs[leg]!).years);
            const { net } = estimateMargin(write(legs, years), board.spot, { rules: margin, account });
            if (net === null) return;
            const floor = floorOf(legs);
            const what = () => `${family.name} ${[...legs].map((id) => book.strike[id])} ${front.daysLeft} days`;
            assert.ok(floor <= net, `${what()}: ${floor} and ${net}`);
            count++;
            if (net - floor < 0.02) equal++;
          });
        }
      }
      assert.ok(count > 100);
      if (margin === EQUITY_MARGIN && account === "margin") assert.ok(equal > 0.95 * count, `${equal} of ${count}`);
    });
  }
}

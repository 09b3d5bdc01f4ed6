import assert from "node:assert/strict";
import { probabilityOfReaching } from "../../../src/analytics/probability/reach_profit.ts";
import { createBook } from "../../../src/analytics/screens/book.ts";
import { reachOf } from "../../../src/analytics/screens/reach.ts";
import { screen } from "../../../src/analytics/screens/screen.ts";
import { modelBoard } from "./model_board.ts";

const book = createBook(modelBoard({ half: () => 0.01 }), { liquidity: { minOpenInterest: 0 } });
const best = (family: "put_credit_spread" | "long_call") =>
  screen(book, { family, criteria: { days: { min: 40, max: 40 } }, rankBy: "pop", top: 1 }).candidates[0]!;

Deno.test("reach: half of the greatest profit is reached as the general function says", () => {
  const candidate = best("put_credit_spread");
  const reaching = reachOf(candidate, { fraction: 0.5, until: 19 / 365 });
  const { legs, underlying, volatility, measures } = candidate;
  assert.deepEqual(
    reaching,
    probabilityOfReaching(legs, underlying, volatility, { profit: measures.max_profit! / 2, until: 19 / 365 }),
  );
  const whole = reachOf(candidate, { fraction: 0.5 })!;
  assert.ok(whole.probability > reaching!.probability && whole.probability < 1);
  const stopped = reachOf(candidate, { fraction: 0.5, stop: measures.max_profit! })!;
  assert.ok(stopped.probability < whole.probability);
});

Deno.test("reach: a profit without limit has no half; a part is above 0 and at most 1", () => {
  assert.equal(reachOf(best("long_call"), { fraction: 0.5 }), null);
  assert.throws(() => reachOf(best("put_credit_spread"), { fraction: 0 }), RangeError);
  assert.throws(() => reachOf(best("put_credit_spread"), { fraction: 50 }), RangeError);
});

import assert from "node:assert/strict";
import { attentionOf } from "../../../src/services/portfolio/attention.ts";
import type { StrategyLine } from "../../../src/services/portfolio/strategy_line.ts";
import type { UnderlyingFacts } from "../../../src/services/portfolio/underlyings.ts";
import { FRIDAY } from "../../support/app.ts";
import { facts, leg, lineOf } from "./legs.ts";

const reasonsOf = (line: StrategyLine, known?: Partial<UnderlyingFacts>) =>
  attentionOf(line, facts(known), FRIDAY).reasons.map(({ id, says }) => [id, says]);

const strangle = (put: Partial<Parameters<typeof leg>[0]>, call: Partial<Parameters<typeof leg>[0]> = {}) =>
  lineOf(
    leg({ right: "put", strike: 90, quantity: -2, entry: 1.5, mark: 1.4, delta: -0.2, ...put }),
    leg({ right: "call", strike: 110, quantity: -2, entry: 1.5, mark: 1.4, delta: 0.2, ...call }),
  );

Deno.test("attention: a strangle that does nothing is left in peace", () => {
  assert.deepEqual(reasonsOf(strangle({})), []);
});

Deno.test("attention: 21 days, half of the profit, and twice the credit are told with their figures", () => {
  assert.deepEqual(reasonsOf(strangle({ days: 22 }, { days: 22 })), []);
  assert.deepEqual(reasonsOf(strangle({ days: 21 }, { days: 21 })), [["21_days", "21 days left: close or roll at 21"]]);
  assert.deepEqual(reasonsOf(strangle({ mark: 0.1 })), [
    ["profit_target", "50 % of the most it can make: take it at 50 %"],
  ]);
  assert.deepEqual(reasonsOf(strangle({ mark: 0.11 })), []);
  assert.deepEqual(reasonsOf(strangle({ mark: 7.6 })), [["stop", "loss is 2.0 times the credit"]]);
});

Deno.test("attention: a sold strike is tested at 50 delta or when the price has reached it, the other one is not named", () => {
  const tested = { spot: 89.1, delta: -0.48 };
  assert.deepEqual(reasonsOf(strangle(tested, { spot: 89.1 })), [
    ["tested", "sold put 90 tested, 1 % in the money, delta 0.48"],
  ]);
  assert.deepEqual(reasonsOf(strangle({ spot: 91, delta: -0.5 }, { spot: 91 })), [
    ["tested", "sold put 90 tested, 1.1 % out of the money, delta 0.50"],
  ]);
  // Both strikes of a straddle are always near: it has no such rule.
  const straddle = lineOf(
    leg({ right: "put", strike: 100, quantity: -1, entry: 4, mark: 4, delta: -0.5 }),
    leg({ right: "call", strike: 100, quantity: -1, entry: 4, mark: 4, delta: 0.5 }),
  );
  assert.deepEqual(reasonsOf(straddle), []);
});

Deno.test("attention: an expiration today or tomorrow says what is in the money", () => {
  const put = (days: number, spot: number) =>
    lineOf(leg({ right: "put", strike: 100, quantity: 1, entry: 2, mark: 1, days, spot, delta: -0.4 }));
  assert.deepEqual(reasonsOf(put(8, 101)), []);
  assert.deepEqual(reasonsOf(put(3, 101)), [["expires", "expires in 3 days"]]);
  assert.deepEqual(reasonsOf(put(1, 101)), [["expires", "expires tomorrow"]]);
  assert.deepEqual(reasonsOf(put(0, 98)), [["expires", "expires today with bought put 100 in the money"]]);
});

Deno.test("attention: a call that a dividend will have exercised comes first, and an index option never does", () => {
  const call = (mark: number) => leg({ right: "call", strike: 90, quantity: -1, entry: 5, mark, delta: 0.9, days: 28 });
  const shares = leg({ quantity: 100, entry: 80, mark: 100 });
  const known = { exDividendDay: "2026-11-24", dividendPerShare: 2 };
  const [first] = attentionOf(lineOf(shares, call(10)), facts(known), FRIDAY).reasons;
  assert.deepEqual(first, {
    id: "assignment",
    urgency: 3,
    says: "sold call 90 likely to be assigned early before 2026-11-24: the dividend is worth more than its time value",
  });
  const ids = (more: Partial<UnderlyingFacts>) => reasonsOf(lineOf(shares, call(10.2)), more).map(([id]) => id);
  assert.ok(!ids({}).includes("assignment"));
  assert.ok(!ids({ ...known, instrument: { type: "index", symbol: "ABC" } }).includes("assignment"));
});

Deno.test("attention: after the bell a share's move does not make its options seem to have no time value", () => {
  const put = (spot: number) =>
    lineOf(leg({ right: "put", strike: 100, quantity: -1, entry: 3, mark: 5, delta: -0.6, days: 28, spot }));
  const ids = (spot: number, now: number) => attentionOf(put(spot), facts(), now).reasons.map(({ id }) => id);
  assert.ok(ids(95.05, FRIDAY).includes("assignment"), "worth what exercise pays");
  assert.ok(!ids(97, FRIDAY).includes("assignment"));
  const evening = FRIDAY + 6 * 3_600_000;
  assert.ok(!ids(95.05, evening).includes("assignment"), "its price is from before the bell");
  assert.ok(ids(60, evening).includes("assignment"), "so deep in the money nothing else helps");
});

Deno.test("attention: a report counts within a week, and only for options that live through it", () => {
  const report = (day: string) => ({ earnings: { day, isEstimated: true, time: null } });
  assert.deepEqual(reasonsOf(strangle({}), report("2026-11-27")), [
    ["earnings", "earnings 2026-11-27 (estimated), before it expires"],
  ]);
  assert.deepEqual(reasonsOf(strangle({}), report("2026-11-28")), []);
  const shares = lineOf(leg({ quantity: 100, entry: 80, mark: 100 }));
  assert.deepEqual(reasonsOf(shares, report("2026-11-27")), []);
  const { coming } = attentionOf(shares, facts(report("2026-11-27")), FRIDAY);
  assert.deepEqual(coming, [{ what: "earnings", day: "2026-11-27", days: 7, isEstimated: true }]);
});

Deno.test("attention: what comes next is the soonest of expiration, report and ex-dividend day, none of them behind us", () => {
  const known = {
    earnings: { day: "2026-12-22", isEstimated: false, time: null },
    exDividendDay: "2026-12-02",
  };
  const { coming } = attentionOf(strangle({}), facts(known), FRIDAY);
  assert.deepEqual(coming.map(({ what, days }) => [what, days]), [["ex_dividend", 12], ["earnings", 32], [
    "expires",
    45,
  ]]);
});

Deno.test("attention: of a covered call the rule is about the call, whatever the shares have made", () => {
  const covered = lineOf(
    leg({ quantity: 200, entry: 110, mark: 100 }),
    leg({ right: "call", strike: 112, quantity: -2, entry: 2, mark: 0.9, delta: 0.2 }),
  );
  assert.deepEqual(reasonsOf(covered), [
    ["profit_target", "what was sold has made 55 % of its credit: buy it back at 50 %"],
  ]);
});

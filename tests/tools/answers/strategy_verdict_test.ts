import assert from "node:assert/strict";
import type { Strategies } from "../../../src/services/strategies/find_strategies.ts";
import type { StrategyQuestion } from "../../../src/services/strategies/question.ts";
import { emptyVerdict } from "../../../src/tools/answers/strategy_verdict.ts";
import { FRIDAY } from "../../support/app.ts";

const SATURDAY = FRIDAY + 86_400_000;
const QUESTION = { days: { min: 30, max: 60 }, target: null, avoidEarnings: true } as StrategyQuestion;
const NO_REFUSALS = { noMarket: 0, wideSpread: 0, openInterest: 0, volume: 0, noGreeks: 0, noExpiration: 0 };
const LOOKED = {
  symbol: "ABC",
  usable: 40,
  tried: 0,
  widths: [] as number[],
  refusals: NO_REFUSALS,
  expirations: ["2026-12-24"],
  earnings: { kind: "none" },
};

const verdict = (
  looked: Partial<typeof LOOKED & { earnings: object }>[],
  question: Partial<StrategyQuestion> = {},
  now = FRIDAY,
): string =>
  emptyVerdict(
    { looked: looked.map((one) => ({ ...LOOKED, ...one })) } as unknown as Strategies,
    { ...QUESTION, ...question },
    now,
  );

Deno.test("strategy verdict: nothing that can be traded is told with its reasons, the most frequent first", () => {
  const none = { usable: 0, refusals: { ...NO_REFUSALS, wideSpread: 3, noMarket: 40 } };
  assert.equal(
    verdict([none]),
    "Nothing can be traded: all 43 options were left out, 40 have no bid or a crossed market, 3 have a spread over 10 % and 0.05. Ask again in a moment, or ask for other days or another underlying.",
  );
  assert.match(verdict([none, none], {}, SATURDAY), /^Nothing .* all 86 .*\. Ask again when the market is open\.$/);
  assert.match(verdict([{ usable: 0 }]), /no option is listed near the money/);
  assert.match(
    verdict([none, {}]),
    /^No candidate has the days .* Only 40 of 83 options can be traded: 40 have no bid/,
  );
});

Deno.test("strategy verdict: a width that there is not, by underlying", () => {
  const narrow = { widths: [2.5, 5] };
  assert.match(verdict([narrow], { width: 3 }), / are 3 apart; the nearest widths are 2\.5 and 5\.$/);
  assert.match(verdict([{ widths: [1] }], { width: 0.4 }), / are 0\.4 apart; the nearest width is 1\.$/);
  assert.match(verdict([narrow, { symbol: "XYZ" }], { width: 3 }), /widths are ABC 2\.5 and 5, XYZ none\.$/);
  assert.match(verdict([{}], { width: 3 }), /are 3 apart; there are no two strikes in these days\.$/);
  const there = verdict([{ widths: [3] }, narrow], { width: 3 });
  assert.equal(there, "No candidate has the days (30 to 60), deltas and widths asked for. Widen them.");
});

Deno.test("strategy verdict: earnings that stand in the way, criteria that nothing meets, and nothing to search", () => {
  const early = { earnings: { kind: "expected", day: "2026-12-01" } };
  assert.match(
    verdict([early]),
    /before earnings \(ABC on 2026-12-01\)\. Widen them, or set avoid_earnings to false\.$/,
  );
  assert.match(verdict([{ tried: 7 }]), /^None of 7 candidates meets all criteria\./);
  assert.match(verdict([{ tried: 7 }], { target: {} as never }), /^None of 7 candidates makes money at the target/);
  assert.match(verdict([]), /^No underlying was left to search/);
});

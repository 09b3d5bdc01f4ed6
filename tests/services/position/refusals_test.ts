import assert from "node:assert/strict";
import { newYorkInstant } from "../../../src/core/calendar.ts";
import { explain } from "../../../src/core/failure.ts";
import { analyzePosition } from "../../../src/services/position/analyze_position.ts";
import type { LegInput } from "../../../src/services/position/leg_input.ts";
import { type PositionQuestion, resolvePosition } from "../../../src/services/position/resolve_position.ts";
import { startServices, type TestServices } from "../../support/services.ts";

async function refusal({ context }: TestServices, question: PositionQuestion): Promise<string> {
  const resolved = await resolvePosition(question, context);
  if (!resolved.ok) return explain(resolved.failure);
  const analysis = analyzePosition(resolved.value);
  assert.equal(analysis.ok, false);
  return analysis.ok ? "" : explain(analysis.failure);
}

const put = (more: Partial<LegInput>): LegInput => ({
  right: "put",
  strike: 730,
  expiration: "2026-12-18",
  quantity: -1,
  ...more,
});

const REFUSED: [name: string, question: PositionQuestion, sentence: RegExp][] = [
  ["mixed underlyings", {
    legs: [{ symbol: "AAPL", quantity: 100 }, put({ underlying: "MSFT" })],
  }, /legs: are on different underlyings: AAPL, MSFT\. Analyze the legs of each underlying by themselves/],
  ["a quantity of zero", { legs: [put({ quantity: 0 })], underlying: "SPY" }, /leg 1: has quantity 0\. Write -1/],
  ["half a contract", { legs: [put({ quantity: 0.5 })], underlying: "SPY" }, /leg 1: has 0\.5 contracts\. Options are/],
  [
    "expired legs",
    { legs: [put({ expiration: "2026-11-13" })], underlying: "SPY" },
    /expired on 2026-11-13\. The nearest/,
  ],
  [
    "a day without options",
    { legs: [put({ expiration: "2026-12-19" })], underlying: "SPY" },
    /SPY has no options that expire on 2026-12-19\. The nearest expiration that trades is 2026-12-18 \(28 days, SPY\)/,
  ],
  [
    "a strike that does not exist",
    { legs: [put({ strike: 730.37 })], underlying: "SPY" },
    /there is no put with strike 730\.37 on 2026-12-18 \(SPY\)\. The nearest strikes are 729, 730, 731, 732/,
  ],
  ["a strike beyond all", { legs: [put({ strike: 99_999 })], underlying: "SPY" }, /The nearest strikes are \d+, \d+\./],
  [
    "a negative price",
    { legs: [put({ price: -2 })], underlying: "SPY" },
    /leg 1: has price -2\. Prices are dollars a share and never negative, whether bought or sold/,
  ],
  [
    "a delta in percent",
    { legs: [put({ strike: undefined, delta: 30 })], underlying: "SPY" },
    /leg 1: has delta 30\. .*write a 30-delta option as 0\.30/,
  ],
  [
    "forty legs",
    { legs: Array.from({ length: 40 }, () => put({})), underlying: "SPY" },
    /40 legs: are more than one position has \(at most 12\)/,
  ],
  ["no legs", { legs: [] }, /legs: is empty\. Send at least one option/],
  ["no option", { legs: [{ symbol: "AAPL", quantity: 100 }] }, /legs: has no option\. Add one, or ask get_quote/],
  ["legs that cancel each other", { legs: [put({}), put({ quantity: 1 })], underlying: "SPY" }, /cancel each other/],
  ["an index to hold", { legs: [{ symbol: "SPX", quantity: 1 }] }, /SPX: is an index, which cannot be held/],
  [
    "half a description",
    { legs: [{ right: "put", quantity: -1 }], underlying: "SPY" },
    /leg 1: describes an option only in part\. Add `expiration` .* and `strike` or `delta`/,
  ],
  ["no underlying", { legs: [put({})] }, /leg 1: names no underlying/],
  ["a symbol nobody knows", { legs: [put({ underlying: "ZZZZQ" })] }, /An option chain of ZZZZQ|ZZZZQ was not found/],
];

for (const [name, question, sentence] of REFUSED) {
  Deno.test(`position: ${name} is refused in a sentence`, async () => {
    using services = await startServices();
    assert.match(await refusal(services, question), sentence);
  });
}

Deno.test("position: zero days on a day on which nothing expires is refused with the nearest day", async () => {
  using services = await startServices({ at: newYorkInstant("2026-11-19", 11 * 60) });
  const legs = [put({ expiration: 0, strike: undefined, delta: 0.3 })];
  assert.match(
    await refusal(services, { legs, underlying: "AAPL" }),
    /nothing that trades expires today\. The nearest expiration that trades is 2026-11-20 \(1 days?, AAPL\)/,
  );
});

import assert from "node:assert/strict";
import type { CompactChain } from "../../../src/broker/endpoints/option_chains.ts";
import { newYorkInstant } from "../../../src/core/calendar.ts";
import { explain } from "../../../src/core/failure.ts";
import { type Choice, chooseExpirations } from "../../../src/services/chain/expirations.ts";
import { listingOf } from "../../../src/services/chain/listing.ts";
import { type ChainArguments, questionOf } from "../../../src/services/chain/question.ts";
import { subjectOf } from "../../../src/services/chain/subject.ts";
import { FRIDAY } from "../../support/app.ts";

/** On 2026-11-20, a third Friday, 11:00 in New York. */
const chain = (root: string, type: string, settlement: "AM" | "PM", days: string[]): CompactChain => ({
  underlying: "SPX",
  root,
  isStandard: true,
  settlement,
  expirationType: type,
  sharesPerContract: 100,
  symbols: days.map((day) => `${root.padEnd(6)}${day}C06000000`),
  streamerSymbols: days.map((day) => `.${root}${day}C6000`),
});

const LISTING = listingOf({ type: "index", symbol: "SPX" }, [
  chain("SPX", "Regular", "AM", ["261120", "261218", "270115"]),
  chain("SPXW", "Regular", "PM", ["261120", "261218", "270115"]),
  chain("SPXW", "Weekly", "PM", ["261119", "261123", "270104"]),
  chain("SPXW", "End-Of-Month", "PM", ["261130"]),
]);

function choose(given: Omit<ChainArguments, "symbol">, { now = FRIDAY, symbol = "SPX" } = {}) {
  const subject = subjectOf(symbol, "2026-11-20");
  const question = questionOf({ symbol, ...given }, now);
  assert.ok(subject.ok && question.ok);
  return chooseExpirations(LISTING, subject.value, question.value, now);
}

const names = (series: Choice["shown"]): string[] => series.map(({ day, root }) => `${day.slice(5)} ${root}`);

function chosen(given: Omit<ChainArguments, "symbol">, about?: Parameters<typeof choose>[1]) {
  const choice = choose(given, about);
  assert.ok(choice.ok, choice.ok ? "" : explain(choice.failure));
  const { shown, listed, stopped } = choice.value;
  return { shown: names(shown), listed: names(listed), stopped: names(stopped) };
}

function refusal(given: Omit<ChainArguments, "symbol">, about?: Parameters<typeof choose>[1]): string {
  const choice = choose(given, about);
  assert.equal(choice.ok, false);
  return choice.ok ? "" : explain(choice.failure);
}

Deno.test("expirations: without a wish all that trade are listed, and the one nearest 45 days is shown", () => {
  assert.deepEqual(chosen({}), {
    shown: ["01-04 SPXW"],
    listed: [
      "11-20 SPXW",
      "11-23 SPXW",
      "11-30 SPXW",
      "12-18 SPX",
      "12-18 SPXW",
      "01-04 SPXW",
      "01-15 SPX",
      "01-15 SPXW",
    ],
    stopped: [],
  });
});

Deno.test("expirations: of several on the day nearest 45 days the one that trades until the evening", () => {
  assert.deepEqual(chosen({ expiration_type: "monthly" }).shown, ["01-15 SPXW"]);
});

Deno.test("expirations: 0DTE on a third Friday is the evening root; the morning one stopped trading the day before", () => {
  assert.deepEqual(chosen({ max_dte: 0 }), { shown: ["11-20 SPXW"], listed: ["11-20 SPXW"], stopped: ["11-20 SPX"] });
  assert.deepEqual(chosen({ expiration: "2026-11-20" }).stopped, ["11-20 SPX"]);
});

Deno.test("expirations: the morning root trades until the evening before", () => {
  const thursday = (minutes: number) => ({ now: newYorkInstant("2026-11-19", minutes) });
  assert.deepEqual(chosen({ min_dte: 1, max_dte: 1 }, thursday(15 * 60)).shown, ["11-20 SPX", "11-20 SPXW"]);
  assert.deepEqual(chosen({ min_dte: 1, max_dte: 1 }, thursday(17 * 60)).shown, ["11-20 SPXW"]);
});

Deno.test("expirations: a range of days has both ends", () => {
  assert.deepEqual(chosen({ min_dte: 3, max_dte: 28 }).shown, ["11-23 SPXW", "11-30 SPXW", "12-18 SPX", "12-18 SPXW"]);
  assert.deepEqual(chosen({ min_dte: 46 }).shown, ["01-15 SPX", "01-15 SPXW"]);
});

Deno.test("expirations: by kind, and by root where one was named", () => {
  assert.deepEqual(chosen({ expiration_type: "month_end", max_dte: 60 }).shown, ["11-30 SPXW"]);
  assert.deepEqual(chosen({ expiration: "2026-12-18" }, { symbol: "SPXW" }).shown, ["12-18 SPXW"]);
});

const REFUSED: [what: string, given: Omit<ChainArguments, "symbol">, text: RegExp][] = [
  [
    "a day without options",
    { expiration: "2026-12-17", strikes: 5 },
    /SPX: has no options that expire on 2026-12-17\. The nearest is 2026-12-18 \(28 days\): ask with \{"symbol":"SPX","expiration":"2026-12-18","strikes":5\}\.$/,
  ],
  ["a day long past", { expiration: "2025-12-19" }, /options of 2025-12-19 have expired\. The nearest is 2026-11-20/],
  [
    "days between which nothing expires",
    { min_dte: 12, max_dte: 20, right: "put" },
    /no expiration between 2026-12-02 and 2026-12-10\. The nearest is 2026-11-30 \(10 days\): ask with \{"symbol":"SPX","right":"put","expiration"/,
  ],
  ["days beyond all", { min_dte: 400 }, /no expiration after 2027-12-25\. The nearest is 2027-01-15/],
  [
    "a kind that there is not",
    { expiration_type: "quarterly" },
    /has no quarterly expirations\. The nearest is 2027-01-04/,
  ],
];

for (const [what, given, text] of REFUSED) {
  Deno.test(`expirations: ${what} is answered with what there is and the call for it`, () => {
    assert.match(refusal(given), text);
  });
}

Deno.test("expirations: what has expired today is over once the bell has rung", () => {
  const evening = { now: newYorkInstant("2026-11-20", 16 * 60) };
  assert.match(
    refusal({ expiration: "2026-11-20" }, evening),
    /options of 2026-11-20 have stopped trading\. The nearest is 2026-11-23/,
  );
  assert.match(refusal({ max_dte: 0 }, evening), /no expiration between 2026-11-20 and 2026-11-20/);
  assert.equal(chosen({}, evening).listed[0], "11-23 SPXW");
});

Deno.test("expirations: a root without options, and a listing that is over", () => {
  assert.match(refusal({}, { symbol: "VIXW" }), /VIXW: has no listed options\. Ask search_symbols/);
  assert.match(refusal({}, { now: newYorkInstant("2027-02-01", 600) }), /SPX: has no expirations\. Ask search_symbols/);
});

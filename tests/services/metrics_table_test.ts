import assert from "node:assert/strict";
import { type MarketMetrics, marketMetrics } from "../../src/broker/endpoints/market_metrics.ts";
import type { MetricsRow, NextEarnings } from "../../src/services/market_metrics.ts";
import {
  factsOf,
  METRICS_COLUMNS,
  tableRow,
  termRow,
  termTable,
  unknownByColumn,
} from "../../src/services/metrics_table.ts";

const [NOTHING] = marketMetrics.answer.parse({ items: [{ symbol: "NOTHING" }] }) as [MarketMetrics];

const row = (
  symbol: string,
  figures: Partial<MarketMetrics>,
  earnings: NextEarnings = { kind: "unknown" },
): MetricsRow => ({
  symbol,
  metrics: { ...NOTHING, ...figures, symbol },
  earnings,
  nextExDay: null,
});

const cell = (from: MetricsRow, column: string) => tableRow(from)[METRICS_COLUMNS.indexOf(column)];

Deno.test("metrics table: fractions are shown in percent, what is unknown as null", () => {
  const one = row("AAPL", { ivRank: 0.42733, ivIndex5DayChange: -0.0123, beta: 1.2345, marketCap: 4e12 });
  assert.equal(tableRow(one).length, METRICS_COLUMNS.length);
  assert.deepEqual(
    ["symbol", "iv_rank", "iv_5d_change", "beta", "market_cap", "hv_30_day"].map((name) => cell(one, name)),
    [
      "AAPL",
      42.73,
      -1.23,
      1.23,
      4e12,
      null,
    ],
  );
});

const WORDS: [earnings: NextEarnings, date: string | null, is: string | null][] = [
  [{ kind: "expected", day: "2026-12-01", isEstimated: true, time: null }, "2026-12-01", "estimated"],
  [{ kind: "expected", day: "2026-12-01", isEstimated: false, time: null }, "2026-12-01", "announced"],
  [{ kind: "reported", day: "2026-11-12" }, "2026-11-12", "reported; next date unknown"],
  [{ kind: "none" }, null, "never: no company"],
  [{ kind: "unknown" }, null, null],
];

for (const [earnings, date, is] of WORDS) {
  Deno.test(`metrics table: earnings that are ${is ?? "unknown"} are marked so`, () => {
    assert.deepEqual([cell(row("A", {}, earnings), "earnings_date"), cell(row("A", {}, earnings), "earnings_is")], [
      date,
      is,
    ]);
  });
}

Deno.test("metrics table: the unknown is named by column, and by `all` where it is everyone's", () => {
  const rows = [row("A", { ivRank: 0.1 }, { kind: "none" }), row("B", {}, { kind: "unknown" })];
  const unknown = unknownByColumn(rows);
  assert.deepEqual(unknown.iv_rank, ["B"]);
  assert.equal(unknown.beta, "all");
  assert.deepEqual(unknown.earnings_date, ["B"], "that a fund has no earnings is known");
});

Deno.test("metrics table: one underlying has all its figures, and the names of those that are missing", () => {
  const facts = factsOf(row("A", { ivRank: 0.1, pe: 20, industry: "Software" }));
  assert.deepEqual([facts.symbol, facts.iv_rank, facts.price_earnings_ratio, facts.industry], [
    "A",
    10,
    20,
    "Software",
  ]);
  assert.ok(facts.unknown.includes("beta") && facts.unknown.includes("dividend_annual"));
  assert.ok(!facts.unknown.includes("iv_rank"));
});

Deno.test("metrics table: the broker's words are shortened and lose what could pose as ours", () => {
  const words = `Tech "ignore\nthis" ${"x".repeat(60)}`;
  assert.equal(cell(row("A", { sector: words }), "sector"), `Tech ?ignore?this? ${"x".repeat(21)}`);
});

Deno.test("metrics table: term structure is days and percent, with dates for one underlying", () => {
  const tenors = [{ day: "2026-12-18", daysToExpiration: 28, settlement: "PM" as const, iv: 0.2512 }];
  assert.deepEqual(termRow(tenors, true), [[28, 25.12]]);
  assert.deepEqual(termTable(tenors, false), {
    columns: ["expiration", "days", "iv", "settlement"],
    rows: [["2026-12-18", 28, 25.12, "PM"]],
    of: 1,
  });
});

import assert from "node:assert/strict";
import { type MarketMetrics, marketMetrics } from "../../src/broker/endpoints/market_metrics.ts";
import type { MetricsRow, NextEarnings } from "../../src/services/market_metrics.ts";
import { type FilterName, type MetricsFilters, sift, sortRows } from "../../src/services/metrics_filter.ts";

const TODAY = "2026-11-20";
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
const reports = (day: string): NextEarnings => ({ kind: "expected", day, isEstimated: false, time: null });

/** `fits`, `does not fit` or the filters that cannot be told. */
function verdict(row: MetricsRow, filters: MetricsFilters): string | FilterName[] {
  const { fitting, undecided } = sift([row], filters, TODAY);
  return undecided[0]?.filters ?? (fitting.length === 1 ? "fits" : "does not fit");
}

const LIMITS: [name: keyof MetricsFilters, figure: keyof MarketMetrics, limit: number, fits: number, not: number][] = [
  ["minIvRank", "ivRank", 0.5, 0.5, 0.49],
  ["maxIvRank", "ivRank", 0.5, 0.5, 0.51],
  ["minIvPercentile", "ivPercentile", 0.5, 0.9, 0.1],
  ["minIvHvDifference", "ivHvDifference", 0, 0.01, -0.01],
  ["minLiquidity", "liquidityRating", 3, 3, 2],
  ["maxBeta", "beta", 1, -2, 1.1],
  ["minMarketCap", "marketCap", 1e9, 2e9, 1e8],
];

for (const [name, figure, limit, fits, not] of LIMITS) {
  Deno.test(`filter: ${name} keeps what is within, and does not judge what is unknown`, () => {
    assert.equal(verdict(row("A", { [figure]: fits }), { [name]: limit }), "fits");
    assert.equal(verdict(row("A", { [figure]: not }), { [name]: limit }), "does not fit");
    assert.deepEqual(verdict(row("A", {}), { [name]: limit }), [name]);
  });
}

Deno.test("filter: a sector is named by a part of it, in any case", () => {
  assert.equal(verdict(row("A", { sector: "Financial Services" }), { sector: "financial" }), "fits");
  assert.equal(verdict(row("A", { sector: "Energy" }), { sector: "financial" }), "does not fit");
  assert.deepEqual(verdict(row("A", {}), { sector: "energy" }), ["sector"]);
});

const EARNINGS: [earnings: NextEarnings, after: unknown, before: unknown, none: unknown][] = [
  // Filters: after 2026-12-01, before 2026-12-31, none within 14 days (to 2026-12-04).
  [reports("2026-11-20"), "does not fit", "fits", "does not fit"],
  [reports("2026-12-01"), "fits", "fits", "does not fit"],
  [reports("2026-12-04"), "fits", "fits", "does not fit"],
  [reports("2026-12-05"), "fits", "fits", "fits"],
  [reports("2027-01-01"), "fits", "does not fit", "fits"],
  [{ kind: "none" }, "does not fit", "does not fit", "fits"],
  [{ kind: "unknown" }, ["earningsAfter"], ["earningsBefore"], ["noEarningsWithinDays"]],
  [{ kind: "reported", day: "2026-11-12" }, ["earningsAfter"], ["earningsBefore"], ["noEarningsWithinDays"]],
];

for (const [earnings, after, before, none] of EARNINGS) {
  const name = "day" in earnings ? `${earnings.kind} on ${earnings.day}` : earnings.kind;
  Deno.test(`filter: earnings ${name} are judged by their day, today included`, () => {
    const one = row("A", {}, earnings);
    assert.deepEqual(verdict(one, { earningsAfter: "2026-12-01" }), after);
    assert.deepEqual(verdict(one, { earningsBefore: "2026-12-31" }), before);
    assert.deepEqual(verdict(one, { noEarningsWithinDays: 14 }), none);
  });
}

Deno.test("filter: one that does not fit is enough, whatever else is unknown", () => {
  assert.equal(verdict(row("A", { beta: 3 }), { maxBeta: 1, minIvRank: 0.5 }), "does not fit");
  assert.deepEqual(verdict(row("A", { beta: 1 }), { maxBeta: 1, minIvRank: 0.5, sector: "x" }), [
    "minIvRank",
    "sector",
  ]);
  assert.equal(verdict(row("A", {}), {}), "fits");
});

Deno.test("sorting: the unknown comes last both ways, and equals keep their order", () => {
  const rows = [row("A", {}), row("B", { ivRank: 0.2 }), row("C", { ivRank: 0.8 }), row("D", { ivRank: 0.2 })];
  const symbols = (isAscending: boolean) => sortRows(rows, "iv_rank", isAscending).map(({ symbol }) => symbol).join("");
  assert.deepEqual([symbols(false), symbols(true)], ["CBDA", "BDCA"]);
});

Deno.test("sorting: earnings go by the day of the next report, symbols by the alphabet", () => {
  const rows = [
    row("B", {}, reports("2027-01-05")),
    row("A", {}, { kind: "none" }),
    row("C", {}, reports("2026-12-05")),
  ];
  assert.deepEqual(sortRows(rows, "earnings", true).map(({ symbol }) => symbol), ["C", "B", "A"]);
  assert.deepEqual(sortRows(rows, "symbol", true).map(({ symbol }) => symbol), ["A", "B", "C"]);
});

import assert from "node:assert/strict";
import { readSpan } from "../../../src/services/transactions/span.ts";

const NOW = Date.UTC(2026, 10, 20, 16);
const BEGINNING = "1970-01-01";

const SPANS: [from: string | undefined, to: string | undefined, usual: "year" | "all", first: string, last: string][] =
  [
    [undefined, undefined, "year", "2026-01-01", "2026-11-20"],
    [undefined, undefined, "all", BEGINNING, "2026-11-20"],
    ["all", undefined, "year", BEGINNING, "2026-11-20"],
    ["2025", "2025", "year", "2025-01-01", "2025-12-31"],
    ["2024-02", "2024-02", "year", "2024-02-01", "2024-02-29"],
    ["2026-10", "2026-12", "year", "2026-10-01", "2026-11-20"],
    ["2026-11-20", undefined, "year", "2026-11-20", "2026-11-20"],
    [" 2026-03-31 ", "2027", "all", "2026-03-31", "2026-11-20"],
    [undefined, "2024", "year", BEGINNING, "2024-12-31"],
  ];

Deno.test("span: days, months and years, until today", () => {
  for (const [from, to, usual, first, last] of SPANS) {
    assert.deepEqual(
      readSpan({ from, to }, usual, NOW),
      { ok: true, value: { from: first, to: last } },
      `${from} ${to}`,
    );
  }
});

Deno.test("span: after midnight in London it is still yesterday in New York", () => {
  const read = readSpan({}, "year", Date.UTC(2027, 0, 1, 3));
  assert.deepEqual(read, { ok: true, value: { from: "2026-01-01", to: "2026-12-31" } });
});

Deno.test("span: what is no day, and what is turned round, is refused by its name", () => {
  const subjectOf = (from: string | undefined, to?: string) => {
    const read = readSpan({ from, to }, "year", NOW);
    return read.ok ? null : read.failure.kind === "invalid" ? read.failure.subject : read.failure.kind;
  };
  for (const text of ["", "20260101", "2026-13", "2025-02-29", "2026-1-1", "last year", "0000-00-00"]) {
    assert.equal(subjectOf(text), "from", text);
    assert.equal(subjectOf(undefined, text), "to", text);
  }
  assert.equal(subjectOf("2026-12"), "from");
  assert.equal(subjectOf("2026-05", "2026-04-30"), "to");
  assert.equal(subjectOf(undefined, "all"), "to");
});

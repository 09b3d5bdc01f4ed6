import assert from "node:assert/strict";
import { all, explain, fail, type Failure, ok } from "../../src/core/failure.ts";

const EXAMPLES: Failure[] = [
  { kind: "invalid", subject: "symbol", problem: "is empty", remedy: "Send AAPL" },
  { kind: "unauthenticated", reason: "secret_refused", retryAt: Date.UTC(2026, 10, 20, 12) },
  { kind: "unauthenticated", reason: "grant_refused" },
  { kind: "forbidden", endpoint: "quotes" },
  { kind: "forbidden", endpoint: "changing a watchlist", isWrite: true },
  { kind: "not_found", subject: "XYZZY" },
  { kind: "conflict", subject: "alerts/1" },
  { kind: "too_large", subject: "notes/1", size: 70_000, limit: 60_000 },
  { kind: "rate_limited", retryAfterSeconds: 30 },
  { kind: "broker_unavailable", endpoint: "quotes", reason: "network" },
  { kind: "broker_unavailable", endpoint: "quotes", reason: "timeout" },
  { kind: "broker_unavailable", endpoint: "quotes", reason: "server_error", status: 502 },
  { kind: "broker_unavailable", endpoint: "quotes", reason: "not_json" },
  { kind: "broker_refused", endpoint: "quotes", status: 400, code: "validation_error" },
  { kind: "broker_refused", endpoint: "creating a watchlist", status: 422, problems: ["`name` is taken already"] },
  { kind: "outcome_unknown", endpoint: "changing a watchlist", reason: "network" },
  { kind: "outcome_unknown", endpoint: "changing a watchlist", reason: "timeout" },
  { kind: "outcome_unknown", endpoint: "changing a watchlist", reason: "server_error", status: 502 },
  { kind: "outcome_unknown", endpoint: "changing a watchlist", reason: "unreadable" },
  { kind: "broker_changed", endpoint: "quotes", path: "data.items.0.symbol" },
  { kind: "cancelled" },
];

Deno.test("failure: every kind is explained in whole sentences that differ", () => {
  const texts = EXAMPLES.map(explain);
  for (const text of texts) assert.match(text, /^\S.*[.]$/s);
  assert.equal(new Set(texts).size, EXAMPLES.length);
});

Deno.test("failure: an explanation says what to do next", () => {
  assert.equal(explain(EXAMPLES[0]!), "symbol: is empty. Send AAPL.");
  assert.match(explain(EXAMPLES[1]!), /Correct TT_CLIENT_SECRET and restart.*2026-11-20T12:00:00/);
  const paused = EXAMPLES.find(({ kind }) => kind === "rate_limited")!;
  assert.match(explain(paused), /Try again in 30 s/);
});

Deno.test("failure: of a change it is said whether it took place, or that nobody knows", () => {
  const texts = EXAMPLES.filter((failure) => "endpoint" in failure && /watchlist/.test(failure.endpoint)).map(explain);
  assert.deepEqual(texts, [
    'tastytrade does not permit this login: changing a watchlist. Nothing was changed. The grant may lack the scope "trade", or its customer may only look at this account.',
    "tastytrade refused the request for creating a watchlist (HTTP 422): `name` is taken already. Check what was asked; asking the same again will not help.",
    ...["the connection was lost", "no answer in time", "HTTP 502", "an answer TTAI cannot read"].map((why) =>
      `It is not known whether tastytrade has done this: changing a watchlist (${why}). Look at how things stand before repeating it.`
    ),
  ]);
});

Deno.test("result: all gives every value, or the first failure", () => {
  assert.deepEqual(all([ok(1), ok(2)]), ok([1, 2]));
  const first = fail({ kind: "not_found", subject: "a" });
  assert.deepEqual(all([ok(1), first, fail({ kind: "cancelled" })]), first);
});

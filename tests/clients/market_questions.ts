/** What an options trader asks about the market in a conversation, and what a good answer has. */

import assert from "node:assert/strict";
import type { TestClient, ToolAnswer } from "../support/clients.ts";

export interface Question {
  asks: string;
  tool: string;
  input: Record<string, unknown>;
  // deno-lint-ignore no-explicit-any -- answers have every shape
  check(value: any): void;
}

/** A column of a table, or of all options of a chain. */
// deno-lint-ignore no-explicit-any
function column(value: any, name: string): any[] {
  const place = value.columns.indexOf(name);
  assert.ok(place >= 0, `no column ${name} in ${value.columns}`);
  const rows: unknown[][] = value.rows ??
    value.chains.flatMap(({ calls = [], puts = [] }: Record<string, unknown[][]>) => [...calls, ...puts]);
  return rows.map((row) => row[place]);
}

const TEN = ["AAPL", "MSFT", "NVDA", "AMZN", "META", "TSLA", "AMD", "JPM", "XOM", "KO"];

/** The most an answer may have, in characters. */
export const MOST = 20_000;

export const MARKET_QUESTIONS: Question[] = [
  {
    asks: "SPY puts of 16 to 30 delta, 30 to 60 days out",
    tool: "get_option_chain",
    input: { symbol: "SPY", min_dte: 30, max_dte: 60, right: "put", min_delta: 0.16, max_delta: 0.3 },
    check(value) {
      const deltas = column(value, "delta");
      assert.ok(deltas.length > 20);
      for (const delta of deltas) assert.ok(delta <= -0.16 && delta >= -0.3, `${delta}`);
      for (const { dte } of expirationsOf(value)) assert.ok(dte >= 30 && dte <= 60);
    },
  },
  {
    asks: "SPX options that expire today",
    tool: "get_option_chain",
    input: { symbol: "SPX", min_dte: 0, max_dte: 0 },
    check: (value) => assert.ok(column(value, "strike").length >= 20),
  },
  {
    asks: "/ES monthly options",
    tool: "get_option_chain",
    input: { symbol: "/ES", expiration_type: "monthly", min_dte: 20, max_dte: 60 },
    check: (value) => assert.ok(column(value, "strike").length >= 10),
  },
  {
    asks: "AAPL's chain",
    tool: "get_option_chain",
    input: { symbol: "AAPL" },
    check(value) {
      assert.ok(expirationsOf(value).length > 10);
      assert.ok(column(value, "strike").length >= 20);
    },
  },
  {
    asks: "a year of AAPL, day by day",
    tool: "get_price_history",
    input: { symbol: "AAPL", span: "1y", interval: "1d", rows: 260 },
    check: (value) => assert.ok(value.candles > 240 && value.rows.length > 240, `${value.candles}`),
  },
  {
    asks: "AAPL's quote",
    tool: "get_quote",
    input: { symbol: "AAPL" },
    check: (value) => assert.ok(value.bid > 0 && value.iv_rank !== null),
  },
  {
    asks: "what Apple is called",
    tool: "search_symbols",
    input: { query: "apple" },
    check: (value) => assert.ok(column(value, "symbol").includes("AAPL")),
  },
  {
    asks: "which of ten have high IV rank, best first",
    tool: "get_market_metrics",
    input: { symbols: TEN, min_iv_rank: 20, sort: "iv_rank" },
    check(value) {
      const ranks = column(value, "iv_rank");
      assert.ok(ranks.length > 0);
      assert.deepEqual(ranks, [...ranks].sort((a, b) => b - a));
      for (const rank of ranks) assert.ok(rank >= 20);
    },
  },
];

// deno-lint-ignore no-explicit-any
function expirationsOf(value: any): { dte: number }[] {
  const { columns, rows } = value.expirations;
  const place = columns.indexOf("dte");
  assert.ok(place >= 0, columns.join());
  return rows.map((row: number[]) => ({ dte: row[place] }));
}

/** Asks through a real client; where the answer names another call instead (no session today), that one is made. */
export async function ask(client: TestClient, { tool, input, check }: Question): Promise<ToolAnswer> {
  let answer = await client.callTool(tool, input);
  const instead = answer.isError ? /ask with (\{.*\})/.exec(answer.text)?.[1] : undefined;
  if (instead !== undefined) answer = await client.callTool(tool, JSON.parse(instead));
  assert.equal(answer.isError, false, answer.text);
  assert.ok(answer.text.length <= MOST, `${answer.text.length} characters`);
  check(answer.value);
  return answer;
}

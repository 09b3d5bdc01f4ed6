/** What an options trader asks about positions in a conversation, and what a person would check in the answers. */

import assert from "node:assert/strict";
import type { ToolAnswer } from "../support/clients.ts";
import { MOST } from "./market_questions.ts";

/** Calls a tool and gives its answer, whatever it says. */
export type Call = (tool: string, input: Record<string, unknown>) => Promise<ToolAnswer>;

export interface OptionQuestion {
  asks: string;
  /** Asks it as a model would, checks the answer, and gives it. */
  ask(call: Call): Promise<ToolAnswer>;
}

// deno-lint-ignore no-explicit-any -- answers have every shape
type Row = Record<string, any>;

interface OrderLeg {
  symbol: string;
  quantity: number;
}

const rowsOf = (columns: readonly string[], rows: readonly unknown[][]): Row[] =>
  rows.map((row) => Object.fromEntries(columns.map((name, place) => [name, row[place]])));

/** The put or call of an OCC symbol, its day and its strike. */
function contractOf(symbol: string) {
  const [, date, right, strike] = /^.{6}(\d{6})([CP])(\d{8})$/.exec(symbol)!;
  return { day: `20${date!.replace(/(..)(..)(..)/, "$1-$2-$3")}`, right: right!, strike: Number(strike) / 1000 };
}

async function answered(call: Call, tool: string, input: Record<string, unknown>): Promise<ToolAnswer> {
  const answer = await call(tool, input);
  assert.equal(answer.isError, false, answer.text);
  assert.ok(answer.text.length <= MOST, `${answer.text.length} characters`);
  return answer;
}

/** What analyze_position says of a candidate's legs has to be what find_strategies said. */
async function checkAgain(call: Call, legs: OrderLeg[], { expires, credit_mid }: Row, strategy: RegExp): Promise<Row> {
  const { value } = await answered(call, "analyze_position", { legs });
  assert.match(value.strategy, strategy);
  assert.ok(expires.startsWith(value.expiration), `${value.expiration}, not ${expires}`);
  const credit = value.entry.credit ?? -value.entry.debit;
  assert.equal(Math.sign(credit), Math.sign(credit_mid), "a credit is a credit");
  return value;
}

const LIST = "Premium candidates";

async function cashSecuredPuts(call: Call): Promise<ToolAnswer> {
  const metrics = await answered(call, "get_market_metrics", { watchlist: LIST });
  const known = new Map(rowsOf(metrics.value.columns, metrics.value.rows).map((row) => [row.symbol, row]));
  const question = {
    watchlist: LIST,
    families: ["cash_secured_put"],
    min_delta: 0.25,
    max_delta: 0.35,
    avoid_earnings: true,
    rank_by: "return_on_capital",
  };
  let min_iv_rank = 40;
  let answer = await call("find_strategies", { ...question, min_iv_rank });
  if (answer.isError) {
    // On a day on which volatility is low everywhere, a person asks for less.
    assert.match(answer.text, /IV rank/);
    answer = await call("find_strategies", { ...question, min_iv_rank: min_iv_rank = 10 });
  }
  assert.equal(answer.isError, false, answer.text);
  const { value } = answer;
  const candidates = rowsOf(value.columns, value.candidates);
  assert.ok(candidates.length > 0, answer.text);
  for (const [place, row] of candidates.entries()) {
    const { iv_rank, earnings } = known.get(row.symbol)!;
    assert.ok(iv_rank >= min_iv_rank, `${row.symbol} has an IV rank of ${iv_rank}`);
    const next = /\d{4}-\d\d-\d\d/.exec(JSON.stringify(earnings ?? null))?.[0];
    assert.ok(next === undefined || next > row.expires, `${row.symbol} reports on ${next}`);
    assert.ok(Math.abs(row.deltas[0] + 0.3) < 0.056, `${row.deltas[0]}`);
    assert.ok(row.credit_mid > 0 && row.credit_mid >= row.credit_natural);
    assert.ok(place === 0 || row.return_on_capital <= candidates[place - 1]!.return_on_capital, "best return first");
    const [leg, ...others] = value.legs[place] as OrderLeg[];
    const { right, strike, day } = contractOf(leg!.symbol);
    assert.deepEqual([right, leg!.quantity, day, others.length], ["P", -1, row.expires, 0]);
    assert.ok(Math.abs(row.capital - 100 * (strike - row.credit_mid)) < 1.5, "the cash that secures it");
  }
  const again = await checkAgain(call, value.legs[0], candidates[0]!, /^short put$/);
  assert.equal(again.events.earnings, null);
  return answer;
}

async function ironCondor(call: Call): Promise<ToolAnswer> {
  const answer = await answered(call, "find_strategies", {
    symbols: ["SPY"],
    families: ["iron_condor"],
    min_dte: 38,
    max_dte: 52,
    min_delta: 0.13,
    max_delta: 0.19,
  });
  const { value } = answer;
  const candidates = rowsOf(value.columns, value.candidates);
  assert.ok(candidates.length > 0, answer.text);
  for (const [place, row] of candidates.entries()) {
    const legs: OrderLeg[] = value.legs[place];
    assert.deepEqual(legs.map(({ symbol, quantity }) => contractOf(symbol).right + quantity), [
      "P1",
      "P-1",
      "C-1",
      "C1",
    ]);
    const strikes = legs.map(({ symbol }) => contractOf(symbol).strike);
    assert.deepEqual(strikes, strikes.toSorted((a, b) => a - b));
    assert.ok(strikes[1]! < value.prices.SPY && value.prices.SPY < strikes[2]!);
    for (const delta of [row.deltas[1], row.deltas[2]]) assert.ok(Math.abs(Math.abs(delta) - 0.16) < 0.036, `${delta}`);
    assert.ok(row.days >= 38 && row.days <= 52);
    assert.ok(row.credit_mid > 0 && row.max_profit > 0 && row.max_loss > 0);
    const width = Math.max(strikes[1]! - strikes[0]!, strikes[3]! - strikes[2]!);
    assert.ok(Math.abs(row.max_profit + row.max_loss - 100 * width) < 1, "what is won and lost adds up to the width");
  }
  const again = await checkAgain(call, value.legs[0], candidates[0]!, /iron condor/);
  assert.equal(again.risk, "defined");
  return answer;
}

const SPEND = 2000;

async function view(call: Call): Promise<ToolAnswer> {
  const { value: quote } = await answered(call, "get_quote", { symbol: "NVDA" });
  const price = Math.round(1.05 * (quote.mid ?? quote.last));
  const chain = await answered(call, "get_option_chain", { symbol: "NVDA" });
  const days = rowsOf(chain.value.expirations.columns, chain.value.expirations.rows);
  const by: string = days.find(({ dte }) => dte >= 21)!.expiration;
  const answer = await answered(call, "find_strategies", { symbols: ["NVDA"], target: { price, by, spend: SPEND } });
  const { value } = answer;
  const candidates = rowsOf(value.columns, value.candidates);
  assert.ok(candidates.length > 0, answer.text);
  for (const row of candidates) {
    assert.ok(row.units >= 1 && row.units * row.capital <= SPEND + 0.5, `${row.units} for ${row.capital}`);
    assert.ok(row.expires >= by && row.profit_at_target > 0);
    assert.ok(row.max_loss === null || row.max_loss <= row.capital + 0.5, "no more is lost than is spent");
  }
  await checkAgain(call, value.legs[0], candidates[0]!, /./);
  return answer;
}

/** Positions that find_rolls names: the sold option the price is nearest to, and the legs to ask with. */
const NAMED =
  /sold (put|call) [\d.]+ is [\d.]+ % (in|out of) the money\): (\{"legs":\[.*?\](?:,"account_type":"\w+")?\})/g;

async function rollTested(call: Call): Promise<ToolAnswer> {
  const first = await call("find_rolls", {});
  let answer = first;
  if (first.isError) {
    // The user's is a put; what is in the money comes before what is not.
    const named = [...first.text.matchAll(NAMED)]
      .toSorted((a, b) => a[2]! === b[2]! ? (a[1]! < b[1]! ? 1 : -1) : a[2] === "in" ? -1 : 1);
    assert.ok(named.length > 0, first.text);
    answer = await answered(call, "find_rolls", JSON.parse(named[0]![3]!));
  }
  const { value } = answer;
  const sold = rowsOf(value.now.legs.columns, value.now.legs.rows)
    .filter(({ symbol, quantity }) => quantity < 0 && symbol.length === 21)
    .map(({ symbol, quantity }) => {
      const { right, strike } = contractOf(symbol);
      return { symbol, quantity, right, beyond: right === "P" ? strike - value.price : value.price - strike };
    }).sort((a, b) => b.beyond - a.beyond);
  const tested = sold[0]!;
  const hasCrossed = value.triggers.met.some((text: string) => text.startsWith("strike_crossed"));
  assert.equal(hasCrossed, tested.beyond >= 0, answer.text);
  const rows = rowsOf(value.columns, value.rolls);
  assert.ok(rows.length > 0, answer.text);
  const isCredit = !value.verdict.startsWith("None");
  for (const [place, row] of rows.entries()) {
    const { close, open } = value.orders[place] as { close: OrderLeg[] | "close_all"; open: OrderLeg[] };
    const closed = close === "close_all" ? value.close_all as OrderLeg[] : close;
    if (row.kind !== "untested_side_in") {
      const back = closed.find((leg): boolean => leg.symbol === tested.symbol);
      assert.equal(back?.quantity, -tested.quantity, "the tested one is bought back, all of it");
      assert.ok(open.some(({ symbol, quantity }) => contractOf(symbol).right === tested.right && quantity < 0));
    }
    assert.ok(open.every(({ symbol }) => contractOf(symbol).day === row.to && row.days_added >= 0));
    assert.ok(row.credit_mid >= row.credit_natural);
    if (isCredit) assert.ok(row.credit_natural > 0, "ranked for its credit");
  }
  return answer;
}

export const OPTION_QUESTIONS: OptionQuestion[] = [
  {
    asks:
      "30-delta cash-secured puts on the symbols of my list with IV rank over 40 and no earnings before expiration, " +
      "best return on capital",
    ask: cashSecuredPuts,
  },
  { asks: "iron condor on SPY about 45 days, 16 delta", ask: ironCondor },
  { asks: "I think NVDA is 5 % higher by then, 2,000 dollars", ask: view },
  { asks: "roll my tested short put", ask: rollTested },
];

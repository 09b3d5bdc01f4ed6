/** What a trader asks about their accounts in a conversation, and what a person would check in the answers. */

import assert from "node:assert/strict";
import type { ToolAnswer } from "../support/clients.ts";
import { MOST } from "./market_questions.ts";
import type { Call } from "./option_questions.ts";

/** Who asks, and what they know of their own book. */
export interface Asker {
  customer: 0 | 1 | 2;
  /** Number of accounts. */
  accounts: number;
  /** The underlying on which they run a wheel. */
  wheel?: string;
  /** One of their lists; without one they begin it. */
  list?: string;
  /** The last Friday that has ended, such as 2026-11-20. */
  friday: string;
  /** Whether what was held on that day was written down. */
  isWrittenDown: boolean;
  /** The part by which figures of two answers may differ, because the market moves between them. */
  slack: number;
}

export interface AccountQuestion {
  asks: string;
  /** Asks it as a model would, checks the answers, and gives them. */
  ask(call: Call, asker: Asker): Promise<ToolAnswer[]>;
}

// deno-lint-ignore no-explicit-any -- answers have every shape
type Row = Record<string, any>;

const rowsOf = ({ columns, rows }: { columns: string[]; rows: unknown[][] }): Row[] =>
  rows.map((row) => Object.fromEntries(columns.map((name, place) => [name, row[place]])));

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const inCents = (dollars: number): number => Math.round(dollars * 100);
const sumOfCents = (rows: readonly Row[], name: string): number => sum(rows.map((row) => inCents(row[name])));

function near(one: number, other: number, slack: number, what: string): void {
  assert.ok(Math.abs(one - other) <= 0.011 + slack * Math.abs(other), `${what}: ${one}, elsewhere ${other}`);
}

async function answered(call: Call, tool: string, input: Record<string, unknown> = {}): Promise<ToolAnswer> {
  const answer = await call(tool, input);
  assert.equal(answer.isError, false, answer.text);
  assert.ok(answer.text.length <= MOST, `${answer.text.length} characters`);
  assert.equal(answer.value.simulated, true);
  assert.doesNotMatch(answer.text, /5W[STL]\d/, "numbers are masked");
  return answer;
}

/** The answer and those it says how to ask for. */
async function allPages(call: Call, tool: string, input: Record<string, unknown> = {}): Promise<ToolAnswer[]> {
  const pages = [await answered(call, tool, input)];
  for (let more; (more = pages.at(-1)!.value.more) !== undefined;) {
    const [, named, next] = /ask (\w+) with (\{.*\})/.exec(more)!;
    assert.equal(named, tool);
    pages.push(await answered(call, tool, JSON.parse(next!)));
  }
  return pages;
}

async function accountsOf(call: Call, { accounts }: Asker): Promise<ToolAnswer[]> {
  const answer = await answered(call, "list_accounts");
  const rows = rowsOf(answer.value);
  assert.deepEqual([answer.value.open, rows.length], [accounts, accounts]);
  assert.ok(answer.value.default.startsWith(rows[0]!.account));
  for (const row of rows) {
    assert.ok(row.net_liquidation > 10_000 && row.option_buying_power <= row.net_liquidation, JSON.stringify(row));
    assert.match(row.margin_or_cash, /^(cash|margin)/);
  }
  return [answer];
}

async function book(call: Call, asker: Asker): Promise<ToolAnswer[]> {
  const pages = await allPages(call, "get_portfolio");
  const { value } = pages[0]!;
  const lines = pages.flatMap((page) => rowsOf(page.value.strategies));
  const accounts = rowsOf(value.accounts);
  const each = accounts.filter(({ account }) => account !== "all");
  const all = accounts.at(-1)!;
  assert.deepEqual([each.length, lines.length], [asker.accounts, all.strategies]);
  for (const name of ["pl_open", "pl_today"]) {
    assert.equal(sumOfCents(each, name), inCents(all[name]));
    const apart = Math.abs(sumOfCents(lines, name) - inCents(all[name]));
    assert.ok(apart <= 100 * asker.slack * all.net_liquidation, `${name}: lines are ${apart} cents from the total`);
  }
  const options = lines.filter(({ strategy, underlying, percent_of_max }) =>
    percent_of_max !== null && !underlying.startsWith("/") && !/covered|collar|stock/.test(strategy)
  );
  assert.ok(options.length > 0);
  for (const { quantity, entry, mark, pl_open, percent_of_max: percent, underlying } of options) {
    assert.ok(Math.abs(pl_open - 100 * quantity * (entry + mark)) < 0.02 * quantity + 1, `${underlying}: ${pl_open}`);
    assert.ok(Math.abs(percent - 100 * (1 + mark / entry)) < 1, `${underlying}: ${percent} %`);
  }
  // The same money, risk and positions as in the answers of other tools.
  const listed = rowsOf((await answered(call, "list_accounts")).value);
  for (const { account, net_liquidation, cash } of listed) {
    const row = each.find((one) => one.account === account)!;
    near(row.net_liquidation, net_liquidation, asker.slack, "net_liquidation");
    near(row.cash, cash, asker.slack, "cash");
  }
  const risk = await answered(call, "get_portfolio_risk");
  const { totals, positions, legs } = risk.value;
  assert.deepEqual([positions, legs], [all.strategies, all.positions]);
  near(totals.theta, all.theta, 10 * asker.slack, "theta");
  near(totals.vega, all.vega, 10 * asker.slack, "vega");
  return [...pages, risk];
}

/** What a rule has to say of every line of these kinds. */
const SOLD = /^(short (put|strangle|call)|cash-secured put|iron condor|(put|call) credit spread)$/;

async function week(call: Call, { slack }: Asker): Promise<ToolAnswer[]> {
  const pages = await allPages(call, "get_portfolio", { attention_only: true });
  const rows = pages.flatMap((page) => rowsOf(page.value.strategies));
  const [count] = /^\d+/.exec(pages[0]!.value.look_at)!;
  assert.equal(rows.length, Number(count));
  for (const { look_at, price, days, percent_of_max: percent } of rows) {
    assert.ok(look_at !== null);
    for (
      const [, right, strike, away, side] of look_at.matchAll(/sold (put|call) ([\d.]+) tested, ([\d.]+) % (in|out)/g)
    ) {
      const beyond = (right === "put" ? Number(strike) - price : price - Number(strike)) / price;
      assert.equal(beyond >= 0 ? "in" : "out", side, look_at);
      assert.ok(Math.abs(100 * Math.abs(beyond) - Number(away)) < 0.11, look_at);
    }
    for (const [, left] of look_at.matchAll(/(\d+) days left: close or roll/g)) {
      assert.ok(Number(left) <= 21 && Number(left) === days, look_at);
    }
    for (const [, made, target] of look_at.matchAll(/([\d.]+) % of the most it can make: take it at (\d+) %/g)) {
      assert.ok(Number(made) >= Number(target) && Math.abs(Number(made) - percent) < 0.11, look_at);
    }
  }
  const quiet = (await allPages(call, "get_portfolio")).flatMap((page) => rowsOf(page.value.strategies))
    .filter(({ look_at }) => look_at === null);
  for (
    const { strategy, days, percent_of_max: percent, underlying } of quiet.filter(({ strategy }) => SOLD.test(strategy))
  ) {
    assert.ok(days > 21 && percent < 50 + 100 * slack, `${underlying} ${strategy}: ${days} days, ${percent} %`);
  }
  return pages;
}

async function fall(call: Call, { slack }: Asker): Promise<ToolAnswer[]> {
  const answer = await answered(call, "get_portfolio_risk", { spot_move: -10, days: 1 });
  const { value } = answer;
  const { what_if: { columns, losers, gainers, others, ...what } } = value;
  assert.deepEqual([value.weighted_by, what.index_move, what.days], ["SPY", -10, 1]);
  const told = rowsOf({ columns, rows: [...losers, ...gainers] });
  const parts = sum(told.map(({ profit }) => profit)) + (others?.profit ?? 0);
  assert.ok(Math.abs(parts - what.profit) <= told.length, `${parts}, not ${what.profit}`);
  assert.ok(told.slice(0, losers.length).every(({ profit }) => profit < 0));
  near(what.percent_of_net_liq, 100 * what.profit / value.net_liquidation, 0.001, "percent");
  assert.deepEqual(what.profit_by_iv_change.find(([change]: [number]) => change === 0), [0, what.profit]);
  const { value: whole } = await answered(call, "get_portfolio_risk");
  const [now, later] = rowsOf(whole.stress).filter(({ index_move, iv_change }) => index_move === -10 && iv_change === 0)
    .flatMap(({ after_0_days, after_7_days }) => [after_0_days, after_7_days]);
  // A day is between no day and seven.
  const margin = 0.02 * Math.abs(now) + slack * whole.net_liquidation;
  assert.ok(what.profit >= Math.min(now, later) - margin && what.profit <= Math.max(now, later) + margin);
  const { value: portfolio } = await answered(call, "get_portfolio", { limit: 1 });
  near(value.net_liquidation, rowsOf(portfolio.accounts).at(-1)!.net_liquidation, slack + 0.0001, "net liquidation");
  return [answer];
}

async function wheel(call: Call, { wheel: symbol }: Asker): Promise<ToolAnswer[]> {
  const input = { view: "campaigns", symbol };
  const [answer, ...pages] = await allPages(call, "get_transactions", input);
  const campaigns = [answer!, ...pages].flatMap(({ value: { columns, campaigns } }) =>
    rowsOf({ columns, rows: campaigns })
  );
  const { value } = answer!;
  assert.deepEqual([campaigns.length, value.count], [value.count, campaigns.length]);
  const ended = campaigns.filter(({ ended }) => ended !== null);
  assert.equal(sumOfCents(ended, "total"), inCents(value.result_of_ended));
  for (const one of campaigns) {
    assert.equal(
      inCents(one.options) + inCents(one.shares) + inCents(one.other) - inCents(one.fees),
      inCents(one.total),
    );
    if (one.ended !== null) assert.equal(one.realized, one.total);
  }
  const { value: all } = await answered(call, "get_transactions", { symbol, from: "all" });
  assert.equal(sumOfCents(campaigns, "total"), inCents(all.cash_change));
  assert.equal(sumOfCents(campaigns, "fees"), inCents(all.fees.total));
  assert.equal(sumOfCents(campaigns, "realized"), inCents(all.realized_after_fees) + inCents(all.dividends ?? 0));
  const offset = campaigns.findIndex(({ strategy, assigned, ended }) =>
    /wheel/.test(strategy) && assigned > 0 && ended
  );
  assert.ok(offset >= 0, JSON.stringify(campaigns));
  const told = await answered(call, "get_transactions", { ...input, offset, limit: 1 });
  const story = rowsOf({ columns: told.value.story_columns, rows: told.value.story_of_first });
  assert.equal(sumOfCents(story, "net"), inCents(campaigns[offset]!.total));
  assert.ok(story.some(({ what }) => /assignment/.test(what)), JSON.stringify(story));
  return [answer!, told];
}

async function fees(call: Call, { friday, accounts }: Asker): Promise<ToolAnswer[]> {
  const from = friday.slice(0, 4);
  const answer = await answered(call, "get_transactions", { from });
  const { total, ...kinds } = answer.value.fees;
  assert.ok(total > 0 && Object.values(kinds).length > 1);
  assert.equal(sum(Object.values<number>(kinds).map(inCents)), inCents(total));
  if (accounts > 1) assert.equal(sumOfCents(Object.values(answer.value.by_account), "fees"), inCents(total));
  const pages = await allPages(call, "get_transactions", { from, view: "rows", limit: 200 });
  const rows = pages.flatMap(({ value }) => rowsOf(value));
  assert.equal(rows.length, answer.value.count);
  assert.equal(sumOfCents(rows, "fees"), inCents(total));
  assert.equal(sumOfCents(rows, "net"), inCents(answer.value.cash_change));
  return [answer, ...pages];
}

const NEW = "COST";

async function list(call: Call, { list }: Asker): Promise<ToolAnswer[]> {
  const shown = async (): Promise<string[]> => {
    const { value: { columns, own } } = await answered(call, "get_watchlists");
    const name = list ?? "Ideas";
    if (!rowsOf({ columns, rows: own }).some((one) => one.name === name)) return [];
    return rowsOf((await answered(call, "get_watchlists", { name })).value).map(({ symbol }) => symbol);
  };
  const before = await shown();
  assert.ok(!before.includes(NEW));
  const wanted = list === undefined ? { action: "create", name: "Ideas" } : { action: "add", name: list };
  const answer = await answered(call, "update_watchlist", { ...wanted, symbols: [NEW] });
  const { added, after, undo } = answer.value;
  assert.deepEqual([added, after.symbols], [[NEW], [...before, NEW]]);
  assert.deepEqual(await shown(), [...before, NEW]);
  await answered(call, undo.tool, undo.arguments);
  assert.deepEqual(await shown(), before);
  return [answer];
}

async function sinceFriday(call: Call, { friday, isWrittenDown, slack }: Asker): Promise<ToolAnswer[]> {
  const answer = await answered(call, "get_account_history", { since: friday, changes: true });
  const { net_liquidation: { from, to, change }, days, changes, unknown = [] } = answer.value;
  const rows: [string, number][] = days.rows;
  assert.deepEqual([from, to], [rows[0]!.slice(0, 2), rows.at(-1)!.slice(0, 2)]);
  assert.equal(from[0], friday);
  assert.equal(inCents(change), inCents(to[1]) - inCents(from[1]));
  const listed = rowsOf((await answered(call, "list_accounts")).value);
  near(to[1], sum(listed.map((row) => row.net_liquidation)), slack + 0.001, "net liquidation");
  if (!isWrittenDown) {
    assert.equal(changes, null);
    assert.match(unknown.join(), new RegExp(`what account \\S+ held on ${friday}`));
    return [answer];
  }
  assert.deepEqual(changes.map(({ since }: Row) => since), listed.map(() => friday));
  for (const { columns, rows, more, gains_of_what_is_still_held: gains } of changes) {
    const shown = rowsOf({ columns, rows });
    assert.ok(shown.length > 0);
    if (more === undefined) assert.equal(sum(Object.values<number>(gains).map(inCents)), sumOfCents(shown, "gain"));
  }
  return [answer];
}

async function orders(call: Call): Promise<ToolAnswer[]> {
  const answer = await answered(call, "get_orders");
  const filled = await answered(call, "get_orders", { status: "filled" });
  for (const order of rowsOf(filled.value)) {
    assert.equal(order.state, "filled");
    // An order for so many dollars names no number beforehand.
    if (order.quantity === null) continue;
    assert.equal(order.filled, order.quantity);
    // What was paid stands in the history as well.
    const day = order.changed.slice(0, 10);
    const { value } = await answered(call, "get_transactions", {
      view: "rows",
      from: day,
      to: day,
      account: order.account.replaceAll("*", ""),
      limit: 200,
    });
    const lines = rowsOf(value).filter(({ time }) => time.slice(0, 16) === order.changed.slice(0, 16));
    const price = sum(order.legs.map(([quantity, symbol, effect]: [number, string, string]) => {
      const wanted = `${quantity > 0 ? "bought" : "sold"} to ${effect}`;
      const of = lines.filter((line) => line.symbol === symbol && wanted.startsWith(line.what));
      assert.ok(Math.abs(sum(of.map((line) => line.quantity)) - Math.abs(quantity)) < 1e-6, `${order.id} ${symbol}`);
      return -sum(of.map((line) => Math.sign(quantity) * line.quantity * line.price)) / order.quantity;
    }));
    assert.ok(Math.abs(price - order.fill_price) < 0.006, `${order.id}: ${price}, not ${order.fill_price}`);
  }
  for (const order of rowsOf(answer.value)) assert.ok(order.state in answer.value.states, order.state);
  return [answer, filled];
}

export const ACCOUNT_QUESTIONS: AccountQuestion[] = [
  { asks: "list my accounts", ask: accountsOf },
  { asks: "how is my book", ask: book },
  { asks: "what must I look at this week", ask: week },
  { asks: "what if SPY falls 10 % tomorrow", ask: fall },
  { asks: "what did I pay in fees this year", ask: fees },
  { asks: "what changed since Friday", ask: sinceFriday },
  { asks: "is my order filled", ask: orders },
  { asks: "add COST to my list", ask: list },
  {
    asks: "how did my wheel do",
    ask: (call, asker) => asker.wheel === undefined ? Promise.resolve([]) : wheel(call, asker),
  },
];

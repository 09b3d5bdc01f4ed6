import assert from "node:assert/strict";
import type { Fault } from "../../../src/simulator/simulator.ts";
import { ROLL_MEASURE_NAMES } from "../../../src/analytics/rolls/measures.ts";
import { startApp, type TestApp } from "../../support/app.ts";
import { legacyRequest, resultOf, type ToolAnswer } from "../../support/clients.ts";

const call = async (app: TestApp, name: string, input: Record<string, unknown>): Promise<ToolAnswer> =>
  await resultOf(await app.fetch(legacyRequest("tools/call", { name, arguments: input })));
const ask = (app: TestApp, input: Record<string, unknown>) => call(app, "find_rolls", input);

type Row = Record<string, unknown>;
interface Order {
  symbol: string;
  quantity: number;
}

const rowsOf = ({ value }: ToolAnswer, table = "rolls"): Row[] =>
  (value[table] ?? []).map((row: unknown[]) =>
    Object.fromEntries(value.columns.map((name: string, place: number) => [name, row[place]]))
  );

/** The orders of a roll, the shorthand for closing everything written out. */
const ordersOf = ({ value }: ToolAnswer, place: number, table = "orders"): { close: Order[]; open: Order[] } => {
  const { close, open } = value[table][place];
  return { close: close === "close_all" ? value.close_all : close, open };
};

const metOf = ({ value }: ToolAnswer): string[] => value.triggers.met.map((text: string) => text.split(":")[0]);

/** SPY stands at about 784 in the simulator. */
const TESTED_PUT = { symbol: "SPY", expiration: "2026-12-04", right: "put", strike: 789, quantity: -1, price: 6.5 };

Deno.test("find_rolls: roll my tested short put", async () => {
  await using app = await startApp();
  const answer = await ask(app, { legs: [TESTED_PUT] });
  assert.equal(answer.isError, false, answer.text);
  assert.ok(answer.text.length < 5000, `${answer.text.length} characters`);
  const { value } = answer;
  assert.equal(value.position, "short put");
  assert.deepEqual(metOf(answer).slice(0, 3), ["21_days", "tested_by_delta", "strike_crossed"]);
  assert.match(value.verdict, /^\d+ of \d+ rolls bring a net credit at natural prices after costs/);
  const rows = rowsOf(answer);
  assert.equal(rows.length, 5);
  assert.equal(value.orders.length, rows.length);
  let last = Infinity;
  for (const [place, row] of rows.entries()) {
    const perDay = row.credit_per_day as number;
    assert.ok(perDay > 0 && perDay <= last && (row.credit_natural as number) > 0);
    last = perDay;
    assert.ok((row.days_added as number) > 0 && (row.credit_mid as number) >= (row.credit_natural as number));
    const { close, open } = ordersOf(answer, place);
    assert.deepEqual(close, [{ symbol: "SPY   261204P00789000", quantity: 1 }]);
    assert.equal(open.length, 1);
    assert.equal(open[0]!.quantity, -1);
    assert.equal(open[0]!.symbol.slice(6, 12), (row.to as string).slice(2).replaceAll("-", ""));
  }
});

Deno.test("find_rolls: credits and breakevens are those of the chain's quotes, with what was paid and the costs", async () => {
  await using app = await startApp();
  const answer = await ask(app, { legs: [TESTED_PUT], limit: 20, allow_debit: true });
  const quotes = new Map<string, { bid: number; ask: number }>();
  for (const expiration of new Set(["2026-12-04", ...rowsOf(answer).map(({ to }) => to as string)])) {
    const chain = await call(app, "get_option_chain", {
      symbol: "SPY",
      expiration,
      right: "put",
      min_strike: 740,
      max_strike: 830,
    });
    const columns: string[] = chain.value.columns;
    for (const row of chain.value.chains[0].puts) {
      const [strike, bid, offer] = ["strike", "bid", "ask"].map((name) => row[columns.indexOf(name)]);
      quotes.set(`${expiration} ${strike}`, { bid, ask: offer });
    }
  }
  const old = quotes.get("2026-12-04 789")!;
  const oldMid = (old.bid + old.ask) / 2;
  const costs = 1.13 + 0.13;
  assert.ok(rowsOf(answer).length > 15);
  for (const row of rowsOf(answer)) {
    const strike = Number(/-1 ([\d.]+)P/.exec(row.opens as string)![1]);
    const { bid, ask: offer } = quotes.get(`${row.to} ${strike}`)!;
    const mid = (bid + offer) / 2;
    assert.ok(Math.abs((row.credit_natural as number) - ((bid - old.ask) * 100 - costs)) < 0.011);
    assert.ok(Math.abs((row.credit_mid as number) - ((mid - oldMid) * 100 - costs)) < 0.011);
    // 6.50 was received, the old put bought back, the new one sold.
    const breakeven = strike - (6.5 - oldMid + mid - costs / 100);
    assert.ok(Math.abs((row.breakevens as number[])[0]! - breakeven) < 0.011);
    assert.ok(Math.abs((row.max_profit as number) - (6.5 - oldMid + mid - costs / 100) * 100) < 0.011);
  }
});

Deno.test("find_rolls: each measure ranks the same rolls by itself", async () => {
  await using app = await startApp();
  const columns: Record<string, (row: Row) => number> = {
    credit_per_day: ({ credit_per_day }) => credit_per_day as number,
    credit: ({ credit_natural }) => credit_natural as number,
    pop: ({ pop }) => pop as number,
    theta: ({ theta }) => theta as number,
    delta: ({ delta }) => -Math.abs(delta as number),
    capital: ({ capital }) => -(capital as number),
    theta_on_capital: ({ theta, capital }) => (theta as number) / (capital as number),
  };
  for (const rank_by of ROLL_MEASURE_NAMES) {
    const answer = await ask(app, { legs: [TESTED_PUT], rank_by, limit: 20 });
    const values = rowsOf(answer).map(columns[rank_by]!);
    assert.ok(values.length > 10);
    assert.ok(values.every((value, i) => i === 0 || value <= values[i - 1]! + 0.06), `${rank_by}: ${values}`);
    assert.match(answer.value.ranked_by, new RegExp(`^${rank_by}: `));
  }
});

Deno.test("find_rolls: what is held is found by its symbol or by being tested, at the prices paid", async () => {
  await using app = await startApp();
  const first = await ask(app, {});
  const several = /Choose one and ask with its legs: .*?: (\{"legs":\[.*?\](?:,"account_type":"\w+")?\})/.exec(
    first.text,
  );
  const answer = first.isError ? await ask(app, JSON.parse(several![1]!)) : first;
  assert.equal(answer.isError, false, answer.text);
  assert.ok(metOf(answer).includes("strike_crossed"), "the most tested one comes first");
  const held = await ask(app, { position: "SPX" });
  assert.equal(held.isError, false, held.text);
  assert.match(held.value.held, /^SPX iron condor in Simulated margin$/);
  const { columns, rows } = held.value.now.legs;
  assert.ok(rows.length === 4 && rows.every((row: unknown[]) => row[columns.indexOf("entry_source")] === "held"));
  assert.equal(held.value.triggers.unknown, undefined);
  assert.ok(held.text.length < 6000, `${held.text.length} characters`);
  // A condor is moved as a whole, its wings as wide as before.
  for (const [place] of rowsOf(held).entries()) {
    const strikes = ordersOf(held, place).open.map(({ symbol }) => Number(symbol.slice(13)) / 1000);
    assert.equal(strikes.length, 4);
    assert.equal(Math.abs(strikes[0]! - strikes[1]!), 50);
    assert.equal(Math.abs(strikes[2]! - strikes[3]!), 50);
  }
});

Deno.test("find_rolls: what is held where nothing is lent is secured by cash", async () => {
  await using app = await startApp();
  const { value } = await ask(app, { position: "PFE" });
  assert.match(value.held, /^PFE short put x 2 in Simulated retirement$/);
  const [[symbol, quantity, , , bid, ask_]] = value.now.legs.rows;
  const strike = Number(symbol.slice(13)) / 1000;
  assert.ok(Math.abs(value.now.capital - -100 * quantity * (strike - (bid + ask_) / 2)) < 1, `${value.now.capital}`);
  const lent = await ask(app, { position: "PFE", account_type: "margin" });
  assert.ok(lent.value.now.capital < value.now.capital / 3);
  const analyzed = await call(app, "analyze_position", { position: "PFE" });
  assert.deepEqual([analyzed.value.strategy, analyzed.value.capital.account], ["cash-secured put", "cash"]);
  const several = await ask(app, {});
  assert.match(several.text, /PFE short put x 2 in Simulated retirement \(sold put 27\.5 is 1\.8 % in the money\): /);
  assert.match(
    several.text,
    /"symbol":"PFE {3}261218P00027500","quantity":-2,"price":0\.6\}\],"account_type":"cash"\}/,
  );
});

Deno.test("find_rolls: rolls that go through earnings are said to, those that do not are not", async () => {
  await using app = await startApp();
  const { value } = await ask(app, { position: "NKE" });
  assert.ok(value.now.legs.rows[0][0].slice(6, 12) < "261222");
  assert.equal(value.earnings_date, "2026-12-22");
  assert.match(value.warning, /^Rolls to 2026-12-24 and later go through the earnings of 2026-12-22\./);
  const before = await ask(app, { position: "NKE", kinds: ["untested_side_in"] });
  assert.doesNotMatch(before.value.warning ?? "", /earnings/);
});

Deno.test("find_rolls: greeks are those that analyze_position says, dividends inside the life and all", async () => {
  await using app = await startApp();
  for (const position of ["NKE", "SPX"]) {
    const answer = await ask(app, { position, limit: 20, allow_debit: true });
    assert.equal(answer.isError, false, answer.text);
    const { now } = answer.value;
    const legs: Order[] = now.legs.rows.map(([symbol, quantity, price]: [string, number, number]) => ({
      symbol,
      quantity,
      price,
    }));
    const assertSame = async (held: Order[], shown: Row, where: string): Promise<void> => {
      const analyzed = await call(app, "analyze_position", { legs: held });
      assert.equal(analyzed.isError, false, analyzed.text);
      const { delta, theta } = analyzed.value.greeks;
      // Quotes go on while questions are asked.
      assert.ok(
        Math.abs((shown.theta as number) - theta) < 0.02 * Math.abs(theta),
        `${where}: ${shown.theta}, ${theta}`,
      );
      assert.ok(Math.abs((shown.delta as number) - delta) < 1, `${where}: ${shown.delta}, ${delta}`);
    };
    await assertSame(legs, now, position);
    for (const [place, row] of rowsOf(answer).slice(0, 3).entries()) {
      const { close, open } = ordersOf(answer, place);
      const kept = legs.filter(({ symbol }) => !close.some((order) => order.symbol === symbol));
      await assertSame([...kept, ...open], row, `${position} rolled to ${row.opens} ${row.to}`);
    }
  }
});

Deno.test("find_rolls: a crossed strangle may be inverted; the other side comes in and nothing else is closed", async () => {
  await using app = await startApp();
  const legs = [TESTED_PUT, { ...TESTED_PUT, right: "call", strike: 815, price: 3 }];
  const answer = await ask(app, { legs, kinds: ["inverted", "untested_side_in"], limit: 20 });
  const rows = rowsOf(answer);
  assert.ok(rows.some(({ kind }) => kind === "inverted") && rows.some(({ kind }) => kind === "untested_side_in"));
  for (const [place, { kind, days_added }] of rows.entries()) {
    const { close, open } = ordersOf(answer, place);
    if (kind === "inverted") {
      const strike = (right: string) =>
        Number(open.find(({ symbol }) => symbol[12] === right)?.symbol.slice(13)) / 1000;
      assert.ok(strike("C") < 789);
    } else {
      assert.equal(days_added, 0);
      assert.deepEqual(close.map(({ symbol }) => symbol), ["SPY   261204C00815000"]);
    }
  }
});

Deno.test("find_rolls: without the opening price nothing is claimed about profit", async () => {
  await using app = await startApp();
  const { price: _, ...leg } = TESTED_PUT;
  const answer = await ask(app, { legs: [leg] });
  assert.deepEqual(answer.value.triggers.unknown, [
    "half_profit",
    "loss_of_credit",
    "loss_of_twice_credit",
    "unlikely_profit",
  ]);
  assert.equal(answer.value.now.profit, null);
  assert.match(answer.value.now.note, /^what was paid is not known/);
});

Deno.test("find_rolls: when no roll brings a credit it says so, and shows the smallest debits", async () => {
  await using app = await startApp();
  const answer = await ask(app, { legs: [TESTED_PUT], kinds: ["down"] });
  assert.match(answer.value.verdict, /^None of 3 rolls brings a net credit at natural prices after costs/);
  const credits = rowsOf(answer).map(({ credit_natural }) => credit_natural as number);
  assert.ok(credits.every((credit, i) => credit < 0 && (i === 0 || credit <= credits[i - 1]!)));
});

Deno.test("find_rolls: options on futures have no capital of ours, and stay on their contract", async () => {
  await using app = await startApp();
  const legs = [{ underlying: "/ES", expiration: 20, right: "put", delta: 0.3, quantity: -1, price: 40 }];
  const answer = await ask(app, { legs });
  assert.equal(answer.isError, false, answer.text);
  assert.equal(answer.value.now.capital, null);
  assert.ok(answer.value.unknown.includes("capital"));
  const future = answer.value.close_all[0].symbol.slice(0, 6);
  for (const { open } of answer.value.orders) assert.equal(open[0].symbol.slice(0, 6), future);
});

const REFUSED: [name: string, input: Record<string, unknown>, text: RegExp][] = [
  [
    "a position in which nothing is sold",
    { legs: [{ ...TESTED_PUT, quantity: 1 }] },
    /nothing in this position is sold/,
  ],
  ["an expired option", { legs: [{ ...TESTED_PUT, expiration: "2026-11-13" }] }, /expired on 2026-11-13/],
  [
    "the last expiration there is",
    { legs: [{ ...TESTED_PUT, expiration: 2000, strike: 790 }] },
    /no later expiration than \d{4}-\d\d-\d\d is listed/,
  ],
  [
    "days in which nothing expires",
    { legs: [TESTED_PUT], min_days: 15, max_days: 16 },
    /no expiration after 2026-12-04 \(14 days\) has 15 to 16 days left\. Set min_days and max_days so that they include \d+ days/,
  ],
  [
    "bounds that exclude each other",
    { legs: [TESTED_PUT], min_days: 30, max_days: 20 },
    /30 is more than max_days, 20/,
  ],
  ["a kind that this position cannot have", { legs: [TESTED_PUT], kinds: ["inverted"] }, /choose of out, out_and_away/],
  ["a symbol that is not held", { position: "TSLA" }, /nothing is held there/],
  ["an account that there is not", { account: "9999" }, /no account is called so/],
  [
    "two underlyings",
    { legs: [TESTED_PUT, { ...TESTED_PUT, symbol: "QQQ", strike: 600 }] },
    /different underlyings: SPY, QQQ/,
  ],
  ["a quantity of zero", { legs: [{ ...TESTED_PUT, quantity: 0 }] }, /has quantity 0/],
  ["a price below zero", { legs: [{ ...TESTED_PUT, price: -1 }] }, /has price -1/],
  ["a strike that does not exist", { legs: [{ ...TESTED_PUT, strike: 789.3 }] }, /The nearest strikes are .*789/],
  ["forty legs", { legs: Array.from({ length: 40 }, () => TESTED_PUT) }, /40 legs: are more than one position has/],
  ["a measure that there is not", { legs: [TESTED_PUT], rank_by: "luck" }, /rank_by/],
];

for (const [name, input, text] of REFUSED) {
  Deno.test(`find_rolls: ${name} is refused in a sentence`, async () => {
    await using app = await startApp();
    const answer = await ask(app, input);
    assert.equal(answer.isError, true, answer.text.slice(0, 300));
    assert.match(answer.text, text);
  });
}

const FAULTS: [name: string, fault: Fault][] = [
  ["is refused", { kind: "socket_refused" }],
  ["breaks in the middle", { kind: "socket_dropped_in_snapshot" }],
];

for (const [name, fault] of FAULTS) {
  Deno.test(`find_rolls: when the stream ${name}, the rolls come from snapshots, and it is said once`, async () => {
    await using app = await startApp();
    app.simulator.faults.add(fault);
    const answer = await ask(app, { legs: [TESTED_PUT] });
    assert.equal(answer.isError, false, answer.text);
    assert.equal(answer.value.warning.match(/REST snapshots/g).length, 1);
    assert.equal(rowsOf(answer).length, 5);
  });
}

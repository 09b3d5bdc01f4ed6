import assert from "node:assert/strict";
import { newYorkDay, sessionState } from "../../src/core/calendar.ts";
import { type Book, createBooks } from "../../src/simulator/book/books.ts";
import { quoteOf } from "../../src/simulator/book/instrument.ts";
import type { Position } from "../../src/simulator/book/ledger.ts";
import { netValue, totalCosts } from "../../src/simulator/book/transaction.ts";
import { demoCustomers } from "../../src/simulator/customers.ts";
import { createMarket } from "../../src/simulator/market/market.ts";
import { SIMULATED_CREDENTIALS } from "../../src/simulator/simulator.ts";
import { FRIDAY, type Json, startClient } from "./client.ts";
import { centsIn, rebuild } from "./book/plain_books.ts";

const DAY = 86_400_000;
const market = createMarket("ttai");
const books = createBooks(market);
const [margin, retirement, cash] = demoCustomers().flatMap(({ accounts }) => accounts);
const ACCOUNTS = [margin!, retirement!, cash!];

const open = ({ ledger }: Book): Position[] => [...ledger.positions.values()].filter(({ quantity }) => quantity !== 0);

for (const [person, credentials] of SIMULATED_CREDENTIALS.slice(0, 2).entries()) {
  Deno.test(`books: of customer ${person + 1} positions, cash, profit and fees follow from the transactions alone, to the cent`, async () => {
    const { get, simulator } = startClient({ credentials });
    for (const account of demoCustomers()[person]!.accounts) {
      const path = `/accounts/${account.number}`;
      const rows = (await get(`${path}/transactions?per-page=2000`)).body.data.items;
      const positions = (await get(`${path}/positions`)).body.data.items;
      const balance = (await get(`${path}/balances/USD`)).body.data;
      const { ledger } = simulator.books.of(account, FRIDAY);
      const multipliers = new Map(
        [...ledger.positions].map(([symbol, { instrument }]) => [symbol, instrument.multiplier]),
      );
      const plain = rebuild(rows, ({ symbol }) => multipliers.get(symbol)!);
      assert.equal(plain.cash, Math.round(Number(balance["cash-balance"]) * 100));
      assert.deepEqual([plain.cash, plain.fees, plain.realized], [ledger.cash, ledger.costs, ledger.realized]);
      assert.ok(plain.fees > 10_000 && plain.realized !== 0 && rows.length > 200, `${rows.length} rows`);
      assert.equal(positions.length, plain.held.size);
      for (const position of positions) {
        const sign = position["quantity-direction"] === "Long" ? 1 : -1;
        const { symbol } = position;
        assert.ok(Math.abs(sign * Number(position.quantity) - plain.held.get(symbol)!) < 1e-9, symbol);
        assert.ok(Math.abs(Number(position["average-open-price"]) - plain.average.get(symbol)!) < 1e-6, symbol);
        assert.equal(position.multiplier, multipliers.get(symbol));
      }
    }
  });
}

Deno.test("books: cash is deposits, income and profit, less costs and what open positions took", () => {
  for (const account of ACCOUNTS) {
    const { ledger } = books.of(account, FRIDAY);
    const invested = [...ledger.positions.values()].reduce((sum, { instrument, openValue, settledValue }) =>
      // A future takes nothing when it is opened, and brings its gains every evening.
      sum + (instrument.type === "Future" ? openValue + settledValue : openValue), 0);
    assert.equal(ledger.cash, ledger.deposits + ledger.income + ledger.realized - ledger.costs + invested);
  }
});

Deno.test("books: every trade is inside the market of its instant, a multiple of the tick, while it is open", () => {
  let count = 0;
  for (const account of ACCOUNTS) {
    for (const { type, instrument, move, at } of books.of(account, FRIDAY).transactions) {
      if (type !== "Trade") continue;
      const { bid, ask } = quoteOf(market, instrument!, at);
      const price = move!.price!;
      assert.ok(price >= bid! && price <= ask!, `${instrument!.symbol}: ${bid} ${price} ${ask}`);
      const { below, small, large } = instrument!.ticks;
      const ticks = price / (price < below ? small : large);
      assert.ok(Math.abs(ticks - Math.round(ticks)) < 1e-6, `${instrument!.symbol} ${price}`);
      assert.equal(sessionState("equity", at), "open");
      count++;
    }
  }
  assert.ok(count > 1000, `${count} trades`);
});

Deno.test("books: trades cost what the broker charges, everything else nothing but the delivery of shares", () => {
  for (const account of ACCOUNTS) {
    for (const transaction of books.of(account, FRIDAY).transactions) {
      const { type, instrument, move, costs } = transaction;
      assert.ok(Number.isSafeInteger(transaction.value) && Number.isSafeInteger(netValue(transaction)));
      if (type === "Money Movement") assert.equal(totalCosts(transaction), 0);
      if (type === "Receive Deliver") assert.equal(totalCosts(transaction), instrument!.type === "Equity" ? 500 : 0);
      if (type !== "Trade" || instrument!.type !== "Equity Option") continue;
      const { action, quantity, price } = move!;
      assert.equal(costs.commission, action.endsWith("Open") ? Math.min(quantity * 100, 1000) : 0);
      assert.equal(costs.clearing, quantity * 10);
      assert.ok(costs.regulatory >= quantity * 2 && costs.regulatory < quantity * 3);
      assert.equal(costs.proprietary, instrument!.underlying === "SPX" ? quantity * (price! < 1 ? 60 : 72) : 0);
    }
  }
});

Deno.test("books: the same seed gives the same history, another seed another one", () => {
  const again = createBooks(createMarket("ttai"));
  const other = createBooks(createMarket("another"));
  for (const account of ACCOUNTS) {
    assert.deepEqual(again.of(account, FRIDAY), books.of(account, FRIDAY));
    assert.notDeepEqual(other.of(account, FRIDAY).ledger.cash, books.of(account, FRIDAY).ledger.cash);
  }
});

Deno.test("books: what was stays as it was, whichever instants are asked for in which order", () => {
  const forwards = createBooks(market);
  for (const days of [-400, -90, -7, -1, 0]) {
    const at = FRIDAY + days * DAY;
    for (const account of ACCOUNTS) {
      const { transactions } = forwards.of(account, at);
      assert.deepEqual(books.of(account, at).transactions, transactions);
      assert.ok(transactions.every((transaction) => transaction.at <= at));
      assert.deepEqual(books.of(account, FRIDAY).transactions.slice(0, transactions.length), transactions);
    }
  }
});

Deno.test("books: lines are in the order of time, with ids that grow and are nobody else's", () => {
  const all = ACCOUNTS.map((account) => books.of(account, FRIDAY).transactions);
  for (const transactions of all) {
    for (let place = 1; place < transactions.length; place++) {
      assert.ok(
        transactions[place]!.at >= transactions[place - 1]!.at && transactions[place]!.id > transactions[place - 1]!.id,
      );
    }
  }
  const ids = all.flatMap((transactions) => transactions.map(({ id }) => id));
  assert.equal(new Set(ids).size, ids.length);
});

/** Instants over two years and a half: mornings, evenings, nights, weekends and holidays. */
const INSTANTS = Array.from({ length: 90 }, (_, place) => Date.UTC(2024, 10, 1) + place * 10.37 * DAY);

Deno.test("books: whenever one looks nothing expired is held, and everything held has a market", () => {
  let kinds = new Set<string>();
  for (const at of INSTANTS) {
    for (const account of ACCOUNTS) {
      for (const { instrument } of open(books.of(account, at))) {
        assert.ok(instrument.expiresAt === null || instrument.expiresAt > at, instrument.symbol);
        quoteOf(market, instrument, at);
        kinds = kinds.add(instrument.type);
      }
    }
  }
  assert.equal(kinds.size, 5);
});

Deno.test("books: options are gone at the instant they expire, in the money as shares", () => {
  const { transactions } = books.of(cash!, FRIDAY);
  const ends = transactions.filter(({ subType }) => subType === "Assignment");
  assert.ok(ends.length >= 2);
  for (const { at, instrument, move } of ends) {
    const { option, underlying, symbol } = instrument!;
    assert.equal(at, instrument!.expiresAt);
    const held = (instant: number, name: string) => books.of(cash!, instant).ledger.positions.get(name)?.quantity ?? 0;
    assert.equal(held(at - 1, symbol), -move!.quantity);
    assert.equal(held(at, symbol), 0);
    const shares = move!.quantity * 100 * (option!.right === "put" ? 1 : -1);
    assert.equal(held(at, underlying) - held(at - 1, underlying), shares);
    const price = market.equity(underlying, at)!.close!;
    assert.ok(option!.right === "put" ? price < option!.strike : price > option!.strike);
  }
});

Deno.test("books: whenever one looks, the sold options have days left, and the cash account could pay for its puts", () => {
  for (const at of INSTANTS) {
    for (const account of ACCOUNTS) {
      const book = books.of(account, at);
      const sold = open(book).filter(({ instrument, quantity }) => instrument.option !== null && quantity < 0);
      assert.ok(sold.length > 0);
      const days = sold.map(({ instrument }) => (instrument.expiresAt! - at) / DAY);
      assert.ok(Math.max(...days) > 10 && Math.max(...days) < 70, `${account.number} ${new Date(at).toISOString()}`);
      if (account.margin) {
        assert.ok(Math.min(...days) > 3);
        continue;
      }
      const puts = sold.filter(({ instrument }) => instrument.option!.right === "put");
      const owed = puts.reduce(
        (sum, { instrument, quantity }) => sum - quantity * instrument.option!.strike * 10_000,
        0,
      );
      assert.ok(book.ledger.cash >= owed, `${account.number}: ${book.ledger.cash} for ${owed}`);
      for (const { instrument, quantity } of sold.filter(({ instrument }) => instrument.option!.right === "call")) {
        assert.ok(book.ledger.positions.get(instrument.underlying)!.quantity >= -100 * quantity, "covered");
      }
    }
  }
});

Deno.test("books: the margin account always has its condor, its covered call, its strangle, futures and coins", () => {
  let tested = 0;
  for (const at of INSTANTS) {
    const held = open(books.of(margin!, at));
    const of = (underlying: string) => held.filter(({ instrument }) => instrument.underlying === underlying);
    assert.deepEqual(of("SPX").map(({ quantity }) => quantity).sort(), [-1, -1, 1, 1]);
    assert.deepEqual(of("AAPL").map(({ quantity }) => quantity).sort(), [-2, 200]);
    assert.equal(held.filter(({ instrument: { type } }) => type === "Future Option").length, 2);
    assert.deepEqual(held.filter(({ instrument: { type } }) => type === "Future").map(({ quantity }) => quantity), [2]);
    assert.equal(held.filter(({ instrument: { type } }) => type === "Cryptocurrency").length, 2);
    const strangle = held.filter(({ instrument: { type, underlying, option } }) =>
      type === "Equity Option" && option !== null && !["SPX", "AAPL", "QQQ"].includes(underlying)
    );
    assert.ok(strangle.length >= 2 && strangle.length % 2 === 0);
    const isTested = strangle.some(({ instrument: { underlying, option } }) => {
      const price = market.equity(underlying, at)!.mark;
      return option!.right === "put" ? price < option!.strike : price > option!.strike;
    });
    if (isTested) tested++;
  }
  assert.ok(tested > INSTANTS.length * 0.6, `${tested} of ${INSTANTS.length}`);
});

Deno.test("books: the wheel was rolled at least twice, assigned, and called away", () => {
  const lines = books.of(cash!, FRIDAY).transactions.filter(({ instrument }) => instrument?.underlying === "UBER");
  const orders = Map.groupBy(lines.filter(({ order }) => order !== null), ({ order }) => order!.id);
  const rolls = [...orders.values()].filter((legs) => legs.length === 2);
  assert.ok(rolls.length >= 2, `${rolls.length} rolls`);
  for (const [closed, opened] of rolls) {
    assert.deepEqual([closed!.move!.action, opened!.move!.action], ["Buy to Close", "Sell to Open"]);
    assert.equal(closed!.instrument!.option!.strike, opened!.instrument!.option!.strike);
    assert.ok(closed!.value + opened!.value > 0, "for a credit");
  }
  const ends = lines.filter(({ subType }) => subType === "Assignment").map(({ instrument }) =>
    instrument!.option!.right
  );
  assert.ok(ends.includes("put") && ends.includes("call"));
});

Deno.test("books: dividends are paid for the shares held on the ex-day, later, and interest each month", () => {
  const lines = books.of(retirement!, FRIDAY).transactions;
  const dividends = lines.filter(({ subType, instrument }) => subType === "Dividend" && instrument!.symbol === "KO");
  const listing = market.prices.listings.get("KO")!;
  const due = market.prices.events.dividends(listing, "2024-09-07", "2026-11-05");
  assert.equal(dividends.length, due.length);
  for (const [place, { value, at }] of dividends.entries()) {
    assert.equal(value, Math.round(300 * due[place]!.amount * 100));
    assert.ok(newYorkDay(at) > due[place]!.exDay);
  }
  const months = lines.filter(({ subType }) => subType === "Credit Interest").map(({ at }) =>
    newYorkDay(at).slice(0, 7)
  );
  assert.equal(new Set(months).size, months.length);
  assert.ok(months.length >= 24);
});

Deno.test("books: a future brings its gain every evening, and is moved on before it ends", () => {
  const lines = books.of(margin!, FRIDAY).transactions.filter(({ instrument }) => instrument?.type === "Future");
  for (const [symbol, own] of Map.groupBy(lines, ({ instrument }) => instrument!.symbol)) {
    const trades = own.filter(({ type }) => type === "Trade");
    assert.ok(trades.every(({ value }) => value === 0));
    assert.ok(trades.every(({ instrument, at }) => at < instrument!.expiresAt!));
    if (trades.length < 2) continue;
    const [bought, sold] = trades.map(({ move }) => move!.price!) as [number, number];
    const gained = own.reduce((sum, { value }) => sum + value, 0);
    assert.equal(gained, Math.round((sold - bought) * 2 * 5 * 100), symbol);
  }
});

Deno.test("books: an account has nothing before it is opened, and its deposit from then on", () => {
  for (const account of ACCOUNTS) {
    assert.deepEqual(books.of(account, account.openedAt - 1).transactions, []);
    const [first] = books.of(account, account.openedAt).transactions;
    assert.deepEqual([first!.subType, first!.value > 0], ["Deposit", true]);
  }
});

Deno.test("books: the wire says of fees what the lines say", async () => {
  const { get } = startClient();
  const rows: Json[] = (await get("/accounts/5WS00001/transactions?types[]=Trade")).body.data.items;
  for (const row of rows) {
    const parts = ["value", "commission", "clearing-fees", "regulatory-fees", "proprietary-index-option-fees"];
    assert.equal(centsIn(row, "net-value"), parts.reduce((sum, key) => sum + centsIn(row, key), 0), row.description);
  }
  assert.equal(rows.length, 250);
});

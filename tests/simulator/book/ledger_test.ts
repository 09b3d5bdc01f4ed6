import assert from "node:assert/strict";
import fc from "fast-check";
import {
  coinInstrument,
  futureInstrument,
  type Instrument,
  shareInstrument,
} from "../../../src/simulator/book/instrument.ts";
import { createLedger, keepBooks } from "../../../src/simulator/book/ledger.ts";
import { settlementEntry } from "../../../src/simulator/book/trading_desk.ts";
import {
  type Action,
  centsOf,
  type Entry,
  FREE,
  signOf,
  type Transaction,
} from "../../../src/simulator/book/transaction.ts";
import { createMarket } from "../../../src/simulator/market/market.ts";
import { FRIDAY } from "../client.ts";

const market = createMarket("ledger");
const share = shareInstrument(market.prices.listings.get("AAPL")!);
const coin = coinInstrument(market.cryptocurrencies.coins.get("BTC/USD")!);
const future = futureInstrument(market.futures.contracts(market.futures.products.get("ES")!, FRIDAY)[0]!);
const TODAY = "2026-11-20";

function trade(instrument: Instrument, action: Action, quantity: number, price: number, commission = 0): Entry {
  const value = instrument.type === "Future" ? 0 : -signOf(action) * centsOf(instrument, quantity, price);
  const costs = { ...FREE, commission };
  const move = { action, quantity, price };
  return { at: FRIDAY, type: "Trade", subType: action, description: "", value, costs, instrument, move, order: null };
}

const entered = (entries: readonly Entry[]): Transaction[] => entries.map((entry, id) => ({ ...entry, id }));

const booksOf = (...entries: Entry[]) => keepBooks(entered(entries), TODAY);

Deno.test("ledger: what was bought first is sold first", () => {
  const books = booksOf(
    trade(share, "Buy to Open", 10, 100),
    trade(share, "Buy to Open", 10, 110),
    trade(share, "Sell to Close", 15, 120, 7),
  );
  const held = books.positions.get("AAPL")!;
  assert.deepEqual([held.quantity, held.averageOpenPrice, held.openValue], [5, 110, -55_000]);
  assert.deepEqual([books.realized, held.realizedToday], [25_000, 25_000]);
  assert.deepEqual([books.cash, books.costs], [-100_000 - 110_000 + 180_000 - 7, 7]);
});

Deno.test("ledger: what is sold short gains when it falls", () => {
  const books = booksOf(trade(share, "Sell to Open", 10, 100), trade(share, "Buy to Close", 4, 90));
  const held = books.positions.get("AAPL")!;
  assert.deepEqual([held.quantity, held.openValue, books.realized, books.cash], [-6, 60_000, 4000, 64_000]);
});

Deno.test("ledger: a position that is opened again begins anew, but for what the day has brought", () => {
  const first = [trade(share, "Buy to Open", 1, 100), trade(share, "Sell to Close", 1, 103)];
  const held = booksOf(...first, trade(share, "Buy to Open", 2, 99)).positions.get("AAPL")!;
  assert.deepEqual([held.quantity, held.averageOpenPrice, held.realized, held.realizedToday], [2, 99, 0, 300]);
  const later = keepBooks(entered(first), "2026-11-23").positions.get("AAPL")!;
  assert.deepEqual([later.quantity, later.realizedToday, later.averageOpenPrice], [0, 0, 0]);
});

Deno.test("ledger: coins are counted in hundred-millionths and leave no dust", () => {
  const parts = [0.1, 0.2, 0.30000001];
  const bought = parts.map((quantity) => trade(coin, "Buy to Open", quantity, 90_000));
  const sold = parts.map((quantity) => trade(coin, "Sell to Close", quantity, 91_000));
  assert.equal(booksOf(...bought).positions.get("BTC/USD")!.quantity, 0.60000001);
  const books = booksOf(...bought, ...sold);
  assert.deepEqual([books.positions.get("BTC/USD")!.quantity, books.realized], [0, books.cash]);
});

Deno.test("ledger: a future's gains come in as they are settled, and again as profit when it is closed", () => {
  const bought = trade(future, "Buy to Open", 2, 7000);
  const evening = settlementEntry(future, FRIDAY, 2 * 10 * 5000, 7010);
  const open = booksOf(bought, evening);
  assert.deepEqual([open.cash, open.realized, open.positions.get(future.symbol)!.settledValue], [
    100_000,
    0,
    70_100_000,
  ]);
  const rest = settlementEntry(future, FRIDAY, -1 * 4 * 5000, 7006);
  const half = booksOf(bought, evening, rest, trade(future, "Sell to Close", 1, 7006));
  assert.deepEqual([half.cash, half.realized], [80_000, 30_000]);
  assert.equal(half.positions.get(future.symbol)!.settledValue, 35_050_000);
});

Deno.test("ledger: deposits, dividends and interest are told apart", () => {
  const cash = (subType: string, value: number): Entry => ({
    ...trade(share, "Buy to Open", 1, 1),
    type: "Money Movement",
    subType,
    value,
    move: null,
  });
  const books = booksOf(
    cash("Deposit", 1000),
    cash("Withdrawal", -300),
    cash("Dividend", 24),
    cash("Debit Interest", -4),
  );
  assert.deepEqual([books.deposits, books.income, books.cash, books.realized], [700, 20, 720, 0]);
});

Deno.test("ledger: what cannot be is a mistake of whoever enters it", () => {
  for (
    const entries of [
      [trade(share, "Sell to Close", 1, 1)],
      [trade(share, "Buy to Open", 1, 1), trade(share, "Sell to Close", 2, 1)],
      [trade(share, "Buy to Open", 1, 1), trade(share, "Sell to Open", 1, 1)],
      [trade(share, "Sell to Open", 1, 1), trade(share, "Sell to Close", 1, 1)],
    ]
  ) assert.throws(() => booksOf(...entries), RangeError);
});

Deno.test("ledger: whatever is traded, cash is profit less costs and what is open, and lines may come one by one", () => {
  const step = fc.record({
    buys: fc.boolean(),
    quantity: fc.integer({ min: 1, max: 9 }),
    cents: fc.integer({ min: 1, max: 99_999 }),
  });
  fc.assert(fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
    const keeper = createLedger(TODAY);
    const entries: Entry[] = [];
    let held = 0;
    for (const { buys, quantity, cents } of steps) {
      const closes = held !== 0 && buys === (held < 0);
      const size = closes ? Math.min(quantity, Math.abs(held)) : quantity;
      const action: Action = `${buys ? "Buy" : "Sell"} to ${closes ? "Close" : "Open"}`;
      entries.push(trade(share, action, size, cents / 100, 3));
      held += buys ? size : -size;
    }
    entered(entries).forEach(keeper.enter);
    const books = keeper.books();
    const position = books.positions.get("AAPL");
    assert.equal(position?.quantity ?? 0, held);
    assert.equal(books.cash, books.realized - books.costs + (position?.openValue ?? 0));
    assert.equal(books.costs, 3 * steps.length);
    assert.deepEqual(keepBooks(entered(entries), TODAY), books);
  }));
});

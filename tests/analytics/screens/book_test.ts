import assert from "node:assert/strict";
import { bsm } from "../../../src/analytics/pricing/black.ts";
import { createBook } from "../../../src/analytics/screens/book.ts";
import { isClose } from "../positions/reference.ts";
import { modelBoard } from "./model_board.ts";

const ANY = { maxSpread: { dollars: 0.05, fraction: 0.1 }, minOpenInterest: 100, minVolume: 10 };

Deno.test("book: what cannot be traded is left out, counted by its first reason", () => {
  const board = modelBoard({
    days: [30],
    strikes: [90, 95, 100, 105, 110],
    half: () => 0.01,
    spoil(side, row, right) {
      if (right === "put") return;
      if (row === 0) side.bid[row] = 0;
      if (row === 1) side.bid[row] = side.ask[row]! + 0.01;
      if (row === 2) side.ask[row] = side.bid[row]! * 1.2;
      if (row === 3) side.openInterest[row] = NaN;
      if (row === 4) side.volume[row] = 9;
    },
  });
  const { refusals, shelves } = createBook(board, { liquidity: ANY });
  assert.deepEqual(refusals, {
    noMarket: 2,
    wideSpread: 1,
    openInterest: 1,
    volume: 1,
    noGreeks: 0,
    noExpiration: 0,
  });
  assert.equal(shelves[0]!.calls.ids.length, 0);
  assert.equal(shelves[0]!.puts.ids.length, 5);
  const open = createBook(board, { liquidity: { ...ANY, minOpenInterest: 0, minVolume: 0 } });
  assert.equal(open.refusals.openInterest + open.refusals.volume, 0);
});

Deno.test("book: a spread may be so many dollars or that part of the middle, whichever is more, and no more", () => {
  const quote = (bid: number, ask: number): number => {
    const board = modelBoard({
      days: [30],
      strikes: [100],
      spoil: (side) => [side.bid[0], side.ask[0]] = [bid, ask],
    });
    return createBook(board, { liquidity: ANY }).shelves[0]!.calls.ids.length;
  };
  assert.deepEqual([quote(0.1, 0.15), quote(0.1, 0.16)], [1, 0]);
  // A tenth of 2.00 is 0.20.
  assert.deepEqual([quote(1.9, 2.1), quote(1.9, 2.11)], [1, 0]);
  assert.deepEqual([quote(2, 2), quote(NaN, 2), quote(2, Infinity)], [1, 0, 0]);
});

Deno.test("book: an option without greeks, an expiration that is over or has no volatility", () => {
  const board = modelBoard({
    days: [10, 30, 60],
    strikes: [95, 100, 105],
    half: () => 0.01,
    spoil: (side, row) => row === 1 && (side.theta[row] = NaN),
  });
  const [gone, whole, blind] = board.expirations;
  const { refusals, shelves } = createBook(
    { ...board, expirations: [{ ...gone!, years: 0, daysLeft: 0 }, whole!, { ...blind!, volatility: NaN }] },
    { liquidity: ANY },
  );
  assert.deepEqual(shelves.map(({ daysLeft }) => daysLeft), [30]);
  assert.equal(refusals.noExpiration, 12);
  assert.equal(refusals.noGreeks, 2);
});

Deno.test("book: worth is what the formula on the spot price says, at an option's own volatility and at the forecast", () => {
  const board = modelBoard({ days: [30, 60], strikes: [90, 100, 110], half: () => 0.01, carry: 0.02, rate: 0.05 });
  const book = createBook(board, { liquidity: ANY, forecast: 0.31, fill: "natural" });
  let seen = 0;
  for (const { calls, puts, years } of book.shelves) {
    for (const [ladder, right] of [[calls, "call"], [puts, "put"]] as const) {
      for (const id of ladder.ids) {
        const value = (volatility: number) => bsm(100, book.strike[id]!, years, 0.05, 0.02, volatility, right);
        assert.ok(isClose(book.worth[id]!, value(book.volatility[id]!), 1e-12));
        assert.ok(isClose(book.forecastWorth[id]!, value(0.31), 1e-12));
        assert.equal(book.paid[id], book.ask[id]);
        assert.equal(book.got[id], book.bid[id]);
        seen++;
      }
    }
  }
  assert.equal(seen, 12);
  assert.ok(isClose(book.forwardAt(45 / 365), 100 * Math.exp(0.03 * 45 / 365), 1e-12));
  const { mean, deviation } = book.outlookAt(30 / 365);
  assert.ok(isClose(deviation, book.shelves[0]!.deviation, 1e-12) && isClose(mean, book.shelves[0]!.mean, 1e-12));
});

Deno.test("book: what makes no sense is refused", () => {
  const board = modelBoard();
  for (const forecast of [0, -1, NaN]) assert.throws(() => createBook(board, { forecast }), RangeError);
  for (const wrong of [{ spot: 0 }, { multiplier: NaN }, { rate: Infinity }]) {
    assert.throws(() => createBook({ ...board, ...wrong }), RangeError);
  }
  assert.deepEqual(createBook({ ...board, expirations: [] }).shelves, []);
});

/** Boards from the listing and the stream, on the simulator. */

import assert from "node:assert/strict";
import { createBook } from "../../src/analytics/screens/book.ts";
import { explain, type Result } from "../../src/core/failure.ts";
import { type BoardReading, readBoard } from "../../src/services/board/board.ts";
import { futureContracts } from "../../src/services/board/future_contracts.ts";
import { contractOf } from "../../src/services/chain/series.ts";
import { startServices, type TestServices } from "../support/services.ts";

const value = <T>(result: Result<T>): T => {
  assert.ok(result.ok, result.ok ? "" : explain(result.failure));
  return result.value;
};

const read = async (
  { context }: TestServices,
  symbol: string,
  span: { min: number; max: number },
  most = 1500,
): Promise<BoardReading> => value(await readBoard({ symbol, spans: [span], most }, context));

Deno.test("board: strikes reach three expected moves, both sides, with prices and greeks that can be searched", async () => {
  using services = await startServices();
  const { board, contracts, known, seriesOf, leftOut, narrowed } = await read(services, "AAPL", { min: 30, max: 60 });
  assert.ok(board.expirations.length >= 2 && leftOut.length === 0 && narrowed.length === 0);
  assert.equal(board.multiplier, 100);
  let sum = 0;
  for (const { day, root, daysLeft, years, forward, volatility, strikes, call, put } of board.expirations) {
    assert.ok(daysLeft >= 30 && daysLeft <= 60 && Math.abs(years * 365 - daysLeft) < 1);
    assert.ok(Math.abs(forward / board.spot - 1) < 0.03 && volatility > 0.05 && volatility < 1);
    const reach = 3 * board.spot * volatility * Math.sqrt(years);
    const listed = seriesOf({ day, root }).strikes;
    const expected = listed.filter((strike) => Math.abs(strike - forward) <= reach);
    assert.deepEqual([...strikes], expected);
    sum += 2 * strikes.length;
    const middle = strikes.findIndex((strike) => strike >= forward);
    assert.ok(call.bid[middle]! > 0 && call.ask[middle]! >= call.bid[middle]! && put.bid[middle]! > 0);
    assert.ok(call.delta[middle]! > 0.3 && call.delta[middle]! < 0.6 && put.delta[middle]! < -0.4);
    assert.ok(call.openInterest[middle]! >= 0 && Number.isNaN(call.volume[middle]!), "trades are not asked about");
    assert.match(contractOf(seriesOf({ day, root }), strikes[0]!, "put").symbol, /^AAPL {2}\d{6}P\d{8}$/);
  }
  assert.equal(contracts, sum);
  assert.equal(known, sum);
  assert.equal(createBook(board).shelves.length, board.expirations.length);
});

Deno.test("board: too many contracts are cut to the room there is, and it is said what was left out", async () => {
  using services = await startServices();
  const { board, contracts, leftOut, narrowed } = await read(services, "SPY", { min: 20, max: 120 }, 200);
  assert.ok(contracts <= 200 && contracts > 150, `${contracts} contracts`);
  assert.equal(board.expirations.length, 2);
  assert.deepEqual(narrowed, board.expirations.map(({ day }) => day));
  assert.ok(leftOut.length > 3 && leftOut.every((day) => !narrowed.includes(day)));
  for (const { forward, strikes } of board.expirations) {
    assert.equal(strikes.length, 50);
    assert.ok(strikes[0]! < forward && strikes.at(-1)! > forward);
  }
});

Deno.test("board: an index has one root a day, that of the evening", async () => {
  using services = await startServices();
  const all = await read(services, "SPX", { min: 20, max: 60 });
  assert.ok(all.kind === "index" && all.board.expirations.every(({ root }) => root === "SPXW"));
  const days = all.board.expirations.map(({ day }) => day);
  assert.equal(new Set(days).size, days.length);
});

Deno.test("board: days in which nothing expires are refused with the nearest ones", async () => {
  using services = await startServices();
  const result = await readBoard({ symbol: "AAPL", spans: [{ min: 1901, max: 1902 }], most: 100 }, services.context);
  assert.ok(!result.ok);
  assert.match(
    explain(result.failure),
    /AAPL: no expiration has 1901 to 1902 days left\. The nearest have \d+, \d+, \d+;/,
  );
});

Deno.test("board: a symbol that there is not is not found", async () => {
  using services = await startServices();
  const result = await readBoard({ symbol: "ZZZZQ", spans: [{}], most: 100 }, services.context);
  assert.ok(!result.ok && result.failure.kind === "not_found");
});

Deno.test("board: without the stream snapshots fill it as far as they reach, the rest is NaN", async () => {
  using services = await startServices();
  services.simulator.faults.add({ kind: "socket_refused" });
  const { board, contracts, known, streamFailure } = await read(services, "SPY", { min: 40, max: 50 });
  assert.notEqual(streamFailure, null);
  assert.ok(known > 0 && known < contracts, `${known} of ${contracts}`);
  const bids = board.expirations.flatMap(({ call, put }) => [...call.bid, ...put.bid]);
  assert.equal(bids.filter(Number.isNaN).length > 0, true);
});

Deno.test("board: options on a future are of one contract, whose price and point they have", async () => {
  using services = await startServices();
  const { board, kind, seriesOf } = await read(services, "/ES", { min: 15, max: 45 });
  assert.equal(kind, "future");
  const [first, other] = [board.symbol, board.symbol === "/ESZ6" ? "/ESH7" : "/ESZ6"];
  assert.equal(board.multiplier, 50);
  assert.ok(board.expirations.length > 0);
  for (const { day, root, forward } of board.expirations) {
    assert.equal(seriesOf({ day, root }).underlying.symbol, first);
    assert.ok(Math.abs(forward / board.spot - 1) < 0.001, "a future is its own forward");
  }
  const next = await read(services, other, { min: 15, max: 45 });
  assert.equal(next.board.symbol, other);
  assert.notEqual(next.board.spot, board.spot);
});

Deno.test("board: a product's contracts are those with options in the days asked for, the most wanted first", async () => {
  using services = await startServices();
  const of = async (product: string, min: number, max: number) =>
    value(await futureContracts(product, [{ min, max }], services.context));
  assert.deepEqual((await of("/ES", 15, 45)).sort(), ["/ESH7", "/ESZ6"]);
  assert.deepEqual(await of("/ES", 1, 25), ["/ESZ6"]);
  assert.deepEqual(await of("/ESH7", 1, 25), ["/ESH7"]);
  assert.equal((await of("/CL", 0, 400)).length, 3);
  assert.deepEqual(await of("/GC", 30, 60), ["/GC"], "the board says why there is nothing");
});

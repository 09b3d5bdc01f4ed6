import assert from "node:assert/strict";
import { formatOptionSymbol } from "../../../src/core/symbol.ts";
import { optionInstrument, shareInstrument } from "../../../src/simulator/book/instrument.ts";
import { createLedger, type Position } from "../../../src/simulator/book/ledger.ts";
import { dividendsOn, expire } from "../../../src/simulator/book/settlement.ts";
import { centsOf, FREE } from "../../../src/simulator/book/transaction.ts";
import { createMarket } from "../../../src/simulator/market/market.ts";
import { FRIDAY } from "../client.ts";

const market = createMarket("settlement");

/** A position in an option that expires on the Friday, so many strikes away from the price at the close. */
function position(underlying: string, right: "call" | "put", quantity: number, steps: number): Position {
  const listing = market.prices.listings.get(underlying)!;
  const expiration = market.chains.expirations(listing, FRIDAY)
    .findLast(({ day, settlement }) => day === "2026-11-20" && settlement === "PM")!;
  const price = market.equity(underlying, expiration.expiresAt)!.close!;
  const strikes = market.chains.strikes(listing, expiration, FRIDAY);
  const strike = strikes[strikes.findIndex((strike) => strike >= price) + steps]!;
  const symbol = formatOptionSymbol({ root: expiration.root, expiration: expiration.day, right, strike });
  const instrument = optionInstrument(market.chains.find(symbol, FRIDAY)!);
  return {
    instrument,
    quantity,
    averageOpenPrice: 1,
    lots: [],
    openValue: 0,
    realized: 0,
    realizedToday: 0,
    openedAt: 0,
    updatedAt: 0,
    settledValue: 0,
  };
}

const told = (held: Position, shares = 0) =>
  expire(market, held, shares).map(({ subType, move, value, costs }) => ({
    subType,
    action: move!.action,
    quantity: move!.quantity,
    price: move!.price,
    value,
    fee: costs.commission,
  }));

Deno.test("settlement: out of the money there is nothing left", () => {
  for (const [quantity, action] of [[-2, "Buy to Close"], [3, "Sell to Close"]] as const) {
    assert.deepEqual(told(position("AAPL", "call", quantity, 2)), [
      { subType: "Expiration", action, quantity: Math.abs(quantity), price: null, value: 0, fee: 0 },
    ]);
  }
});

Deno.test("settlement: a cent in the money is enough", () => {
  const held = position("AAPL", "call", -1, 0);
  const { instrument } = held;
  const price = market.equity("AAPL", instrument.expiresAt!)!.close!;
  for (const [distance, subType] of [[0.01, "Assignment"], [0, "Expiration"]] as const) {
    const strike = Math.round((price - distance) * 100) / 100;
    const option = { ...instrument.option!, strike };
    assert.equal(told({ ...held, instrument: { ...instrument, option } })[0]!.subType, subType);
  }
});

Deno.test("settlement: shares change hands at the strike, those held first", () => {
  const put = position("AAPL", "put", -2, 2);
  const strike = put.instrument.option!.strike;
  const removed = { subType: "Assignment", action: "Buy to Close", quantity: 2, price: null, value: 0, fee: 0 };
  const bought = (action: string, quantity: number, fee: number) => ({
    subType: action,
    action,
    quantity,
    price: strike,
    value: -Math.round(quantity * strike * 100),
    fee,
  });
  assert.deepEqual(told(put), [removed, bought("Buy to Open", 200, 500)]);
  assert.deepEqual(told(put, 50), [removed, bought("Buy to Open", 200, 500)]);
  assert.deepEqual(told(put, -150), [removed, bought("Buy to Close", 150, 500), bought("Buy to Open", 50, 0)]);
});

Deno.test("settlement: calls that were sold take shares away, those that were bought bring them", () => {
  const call = position("AAPL", "call", -1, -2);
  const strike = call.instrument.option!.strike;
  const value = Math.round(100 * strike * 100);
  assert.deepEqual(told(call, 100)[1], {
    subType: "Sell to Close",
    action: "Sell to Close",
    quantity: 100,
    price: strike,
    value,
    fee: 500,
  });
  assert.deepEqual(told(call)[1]!.action, "Sell to Open");
  const [removed, brought] = told(position("AAPL", "call", 1, -2));
  assert.deepEqual([removed!.subType, removed!.action], ["Exercise", "Sell to Close"]);
  assert.deepEqual([brought!.action, brought!.value], ["Buy to Open", -value]);
});

Deno.test("settlement: options on an index are settled in cash", () => {
  for (const [quantity, subType] of [[-1, "Cash Settled Assignment"], [1, "Cash Settled Exercise"]] as const) {
    const held = position("SPX", "call", quantity, -3);
    const level = market.equity("SPX", held.instrument.expiresAt!)!.close!;
    const worth = level - held.instrument.option!.strike;
    const [line, ...more] = told(held);
    assert.deepEqual(more, []);
    assert.equal(line!.subType, subType);
    assert.equal(line!.value, Math.sign(quantity) * centsOf(held.instrument, 1, worth));
    assert.ok(line!.value * quantity > 0);
  }
});

Deno.test("settlement: who has sold shares pays their dividends", () => {
  const instrument = shareInstrument(market.prices.listings.get("KO")!);
  const [event] = market.prices.events.dividends(market.prices.listings.get("KO")!, "2026-01-01", "2026-12-31");
  for (const [action, sign] of [["Buy to Open", 1], ["Sell to Open", -1]] as const) {
    const ledger = createLedger();
    ledger.enter({
      id: 1,
      at: FRIDAY,
      type: "Trade",
      subType: action,
      description: "",
      value: 0,
      costs: FREE,
      instrument,
      move: { action, quantity: 100, price: 70 },
      order: null,
    });
    const [payment, ...more] = dividendsOn(market, ledger.books(), event!.exDay);
    assert.deepEqual([payment!.value, more], [sign * Math.round(10_000 * event!.amount), []]);
    assert.deepEqual(dividendsOn(market, ledger.books(), "2026-11-20"), []);
  }
});

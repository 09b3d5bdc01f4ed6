import assert from "node:assert/strict";
import { newYorkInstant } from "../../../src/core/calendar.ts";
import { formatOptionSymbol } from "../../../src/core/symbol.ts";
import { closeBefore, dayBasis } from "../../../src/simulator/book/day_basis.ts";
import { coinInstrument, type Instrument, shareInstrument } from "../../../src/simulator/book/instrument.ts";
import { createMarket } from "../../../src/simulator/market/market.ts";

const market = createMarket("day basis");
const share = shareInstrument(market.prices.listings.get("AAPL")!);
const THURSDAY = "2026-11-19";
const quote = { previousClose: 98, previousDay: THURSDAY };
const at = (minutes: number) => newYorkInstant(THURSDAY, minutes);

const basis = (instrument: Instrument, ...lots: [quantity: number, price: number, at: number][]) =>
  dayBasis({ instrument, lots: lots.map(([quantity, price, at]) => ({ quantity, price, at })) }, quote);

Deno.test("day basis: the close before for what was held then, its own price for what came after", () => {
  assert.equal(basis(share, [10, 90, at(15 * 60)]), 98);
  assert.equal(basis(share, [10, 90, at(15 * 60)], [10, 104, at(16 * 60 + 1)]), 101);
  assert.equal(basis(share, [30, 104, at(17 * 60)]), 104);
  assert.equal(basis(share), 98);
});

Deno.test("day basis: a future's day ends with its settlement, a coin's with the day of Greenwich", () => {
  const future: Instrument = { ...share, type: "Future" };
  assert.equal(basis(future, [1, 104, at(18 * 60)]), 104);
  assert.equal(basis(future, [1, 104, at(15 * 60)]), 98);
  const coin = coinInstrument(market.cryptocurrencies.coins.get("BTC/USD")!);
  assert.equal(basis(coin, [0.5, 104, at(18 * 60)]), 98);
  assert.equal(basis(coin, [0.5, 104, at(19 * 60 + 1)]), 104);
});

Deno.test("day basis: an option's close before today is Friday's on Monday morning, Thursday's at the weekend", () => {
  const FRIDAY = newYorkInstant("2026-11-20", 12 * 60);
  const listing = market.prices.listings.get("AAPL")!;
  const [expiration] = market.chains.expirations(listing, FRIDAY).filter(({ day }) => day > "2026-12-01");
  const [strike] = market.chains.strikes(listing, expiration!, FRIDAY).slice(-1);
  const symbol = formatOptionSymbol({ root: "AAPL", expiration: expiration!.day, right: "put", strike: strike! });
  const daysOf = (...days: string[]) =>
    days.map((day) => closeBefore(market.option(symbol, newYorkInstant(day, 5 * 60))!, day).previousDay);
  assert.deepEqual(daysOf("2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23"), [
    THURSDAY,
    THURSDAY,
    THURSDAY,
    "2026-11-20",
  ]);
});

/** Rolls from the listing, the stream and what is held, on the simulator. */

import assert from "node:assert/strict";
import type { RollMeasureName } from "../../src/analytics/rolls/measures.ts";
import { frontSides } from "../../src/analytics/rolls/sides.ts";
import { explain, type Result } from "../../src/core/failure.ts";
import { newYorkDay } from "../../src/core/calendar.ts";
import { readListing } from "../../src/services/chain/chain.ts";
import type { Listing } from "../../src/services/chain/series.ts";
import { subjectOf } from "../../src/services/chain/subject.ts";
import type { LegInput } from "../../src/services/position/leg_input.ts";
import type { Position } from "../../src/services/position/position.ts";
import { resolvePosition } from "../../src/services/position/resolve_position.ts";
import { chooseHeld } from "../../src/services/rolls/held_position.ts";
import { readRolls, type RollQuestion } from "../../src/services/rolls/read_rolls.ts";
import { booksOf, rollFacts } from "../../src/services/rolls/roll_facts.ts";
import { heldContracts, nettedLegs, rollListing } from "../../src/services/rolls/roll_listing.ts";
import { FRIDAY } from "../support/app.ts";
import { type Rewriting, startServices, type TestServices } from "../support/services.ts";

const ANY: RollQuestion = {
  measure: "credit_per_day" as RollMeasureName,
  kinds: null,
  debits: false,
  account: "margin",
  span: { min: 0, max: Infinity },
};
const TODAY = newYorkDay(FRIDAY);

const value = <T>(result: Result<T>): T => {
  assert.ok(result.ok, result.ok ? "" : explain(result.failure));
  return result.value;
};

const resolve = async ({ context }: TestServices, ...legs: LegInput[]): Promise<Position> =>
  value(await resolvePosition({ legs }, context));

const put = (strike: number, quantity: number, price?: number): LegInput => ({
  symbol: "SPY",
  expiration: "2026-12-04",
  right: "put",
  strike,
  quantity,
  price,
});

const listingOf = async ({ context }: TestServices, symbol: string): Promise<Listing> =>
  value(await readListing(value(subjectOf(symbol, TODAY)), context));

Deno.test("rolls: later expirations are one a day, of the same root where there is one, within the span", async () => {
  using services = await startServices();
  const position = await resolve(services, {
    symbol: "SPX",
    expiration: "2026-12-04",
    right: "put",
    delta: 0.3,
    quantity: -1,
  });
  const [front] = heldContracts(position, TODAY);
  assert.equal(front!.daysLeft, 14);
  const listing = await listingOf(services, "SPX");
  const found = rollListing(listing, position, front!, { min: 20, max: 40 }, { today: TODAY, now: FRIDAY });
  const [first, ...later] = found.expirations;
  assert.deepEqual([first!.day, first!.root], [front!.day, front!.root]);
  assert.ok(later.length > 3);
  assert.equal(new Set(later.map(({ day }) => day)).size, later.length);
  // On the third Friday both roots expire.
  assert.equal(listing.series.filter(({ day }) => day === "2026-12-18").length, 2);
  assert.ok(later.every(({ root, daysLeft }) => root === "SPXW" && daysLeft >= 20 && daysLeft <= 40));
  assert.ok(found.outside.every((days) => days > 14 && (days < 20 || days > 40)) && found.outside.length > 5);
  assert.throws(() => found.seriesOf({ day: "2026-12-04", root: "XYZ" }), RangeError);
});

Deno.test("rolls: legs of one contract are added up at the mean price, and what cancels is gone", async () => {
  using services = await startServices();
  const position = await resolve(services, put(780, -1, 4), put(780, -3, 8), put(770, 1, 2), put(770, -1, 3));
  const [leg, ...others] = nettedLegs(position);
  assert.equal(others.length, 0);
  assert.deepEqual([leg!.quantity, leg!.entryPrice, leg!.leg.quantity, leg!.leg.price], [-4, 7, -4, 7]);
});

Deno.test("rolls: facts are those of what is sold first", async () => {
  using services = await startServices();
  const position = await resolve(services, put(789, -2, 6.5), put(779, 2, 3), {
    symbol: "SPY",
    expiration: "2027-01-15",
    right: "call",
    strike: 800,
    quantity: 1,
  });
  const sides = frontSides(heldContracts(position, TODAY), position.spot);
  const [sold, bought] = position.legs;
  const profit = 200 * (6.5 - sold!.mid!) - 200 * (3 - bought!.mid!);
  const books = booksOf(position, sides);
  assert.ok(Math.abs(books.credit! - 700) < 1e-9 && Math.abs(books.profit! - profit) < 1e-9);
  const facts = rollFacts(position, sides, 0.4);
  assert.equal(facts.daysLeft, 14);
  assert.equal(facts.shortDelta, Math.abs(sold!.delta));
  assert.ok(Math.abs(facts.beyond! - (789 - position.spot) / position.spot) < 1e-12);
  assert.ok(Math.abs(facts.profitTaken! - profit / 700) < 1e-12);
  assert.ok(Math.abs(facts.lossToCredit! - Math.max(0, -profit) / 700) < 1e-12);
  assert.equal(facts.probabilityOfProfit, 0.4);
});

Deno.test("rolls: without the prices paid for what is sold first, credit and profit are unknown", async () => {
  using services = await startServices();
  const position = await resolve(services, put(789, -2), put(779, 2, 3));
  const sides = frontSides(heldContracts(position, TODAY), position.spot);
  assert.deepEqual(booksOf(position, sides), { credit: null, profit: null });
  const { profitTaken, lossToCredit } = rollFacts(position, sides, null);
  assert.deepEqual([profitTaken, lossToCredit], [null, null]);
});

Deno.test("rolls: a sold put without time value is at risk of assignment, unless it is European", async () => {
  using services = await startServices();
  const riskOf = async (leg: LegInput) => {
    const position = await resolve(services, leg);
    return rollFacts(position, frontSides(heldContracts(position, TODAY), position.spot), null).assignment;
  };
  assert.equal(await riskOf(put(850, -1)), 1);
  assert.equal(await riskOf(put(789, -1)), 0);
  assert.equal(await riskOf({ ...put(8500, -1), symbol: "SPX" }), 0);
});

Deno.test("rolls: one question to the stream prices all candidates", async () => {
  using services = await startServices();
  const position = await resolve(services, put(789, -1, 6.5), put(779, 1, 3));
  await services.settled();
  let questions = 0;
  const { context } = services;
  const live: typeof context.live = {
    ...context.live,
    read: (...question) => {
      questions++;
      return context.live.read(...question);
    },
  };
  const rolls = value(await readRolls(position, ANY, { ...context, live }));
  assert.ok(rolls.judged > 15);
  assert.deepEqual(rolls.obstacles, { no_market: 0, no_bid: 0, no_volatility: 0 });
  assert.equal(questions, 1);
});

/** Figures as if they had just been read: puts of 2026-12-04 with a market from `bid` to `ask`. */
async function plant({ storage, clock }: TestServices, strikes: number[], bid: number | null, ask: number | null) {
  const at = clock.at;
  const entry = { Quote: [at, bid, ask], Greeks: [at, 10, 0.2, -0.5, 0.01, -0.2, 0.5] };
  const entries = strikes.map((strike) => [`SPY   261204P${String(strike * 1000).padStart(8, "0")}`, entry]);
  await storage.cache.write("chain:SPY:2026-12-04", { source: "simulator", entries }, 300);
}

const BROKEN: [name: string, bid: number | null, ask: number | null, text: RegExp][] = [
  ["that nobody offers", 9.9, null, /has no offer at the moment, so it cannot be closed/],
  ["with a crossed market", 10, 9, /has a crossed market at the moment/],
];

for (const [name, bid, ask, text] of BROKEN) {
  Deno.test(`rolls: a held option ${name} is named`, async () => {
    using services = await startServices();
    await plant(services, [789], bid, ask);
    const rolls = await readRolls(await resolve(services, put(789, -1, 6.5)), ANY, services.context);
    assert.ok(!rolls.ok);
    assert.match(explain(rolls.failure), /^SPY {3}261204P00789000: /);
    assert.match(explain(rolls.failure), text);
  });
}

Deno.test("rolls: where nobody bids for what would be sold, it is said", async () => {
  using services = await startServices();
  await plant(services, Array.from({ length: 40 }, (_, i) => 748 + i), 0, 0.01);
  const question: RollQuestion = { ...ANY, kinds: ["down"] };
  const rolls = await readRolls(await resolve(services, put(789, -1, 6.5)), question, services.context);
  assert.ok(!rolls.ok);
  assert.match(explain(rolls.failure), /nobody bids for the options that would be sold \(3 rolls looked at\)/);
});

Deno.test("rolls: what is held is told apart into structures, and only those with sold options are meant", async () => {
  using services = await startServices();
  const condor = value(await chooseHeld({ underlying: "SPX" }, services.context));
  assert.match(condor.name, /^SPX iron condor/);
  assert.equal(condor.legs.length, 4);
  assert.ok(condor.legs.every(({ price, priceSource }) => price !== undefined && priceSource === "held"));
  assert.equal(condor.reason, null);
  const covered = value(await chooseHeld({ underlying: "AAPL" }, services.context));
  assert.match(covered.name, /^AAPL covered call/);
  const [shares] = covered.legs;
  const sold = covered.legs.find(({ quantity }) => quantity < 0)!;
  assert.deepEqual([shares!.symbol, shares!.quantity], ["AAPL", -100 * sold.quantity]);
  const all = await chooseHeld({}, services.context);
  if (all.ok) assert.match(all.value.reason!, /only one of \d+/);
  else assert.match(explain(all.failure), /\d+ positions have sold options\. Choose one .*% (in|out of) the money/);
});

Deno.test("rolls: however long the market took to answer, what is kept expires with what is opened beside it", async () => {
  // A Saturday: nothing else changes meanwhile.
  using services = await startServices({ at: FRIDAY + 86_400_000 });
  const { legs } = value(await chooseHeld({ underlying: "SPX" }, services.context));
  const position = value(await resolvePosition({ legs }, services.context));
  const capitals = async (): Promise<(number | null)[]> => {
    const { ranking } = value(
      await readRolls(position, { ...ANY, kinds: ["untested_side_in"] }, services.context),
    );
    return ranking.ranked.map(({ capital }) => capital);
  };
  const atOnce = await capitals();
  services.clock.at += 4000;
  assert.deepEqual(await capitals(), atOnce);
  // One side of a condor is at stake, not both: 50 points of 100 dollars, less what the sides brought.
  for (const capital of atOnce) assert.ok(capital !== null && capital < 5000, `${capital}`);
});

Deno.test("rolls: parts of a contract, which nobody can roll, are left out", async () => {
  const rewriting: Rewriting = {
    path: "/positions",
    items: (items) => items.map((row) => ({ ...row, quantity: "0.5" })),
  };
  using services = await startServices({ rewriting });
  const held = await chooseHeld({ underlying: "SPX" }, services.context);
  assert.ok(!held.ok);
  assert.match(explain(held.failure), /no option is sold among what is held/);
});

Deno.test("rolls: two accounts whose numbers end alike are not taken for one", async () => {
  let known: Record<string, unknown>[] = [];
  const rewriting: Rewriting = {
    path: "/positions",
    // Both hold the same.
    items: (items) => items.length > 0 ? known = items : known.map((row) => ({ ...row, "account-number": "6WS00001" })),
  };
  using services = await startServices({ rewriting });
  const [customer] = [...services.simulator.world.customers.values()];
  customer!.accounts[1] = { ...customer!.accounts[0]!, number: "6WS00001" };
  const both = await chooseHeld({ underlying: "SPX" }, services.context);
  assert.ok(!both.ok);
  assert.match(explain(both.failure), /2 positions have sold options/);
});

import assert from "node:assert/strict";
import fc from "fast-check";
import { figuresOf } from "../../../src/analytics/portfolio/campaigns/figures.ts";
import {
  type Campaign,
  linkCampaigns,
  type Linked,
} from "../../../src/analytics/portfolio/campaigns/link_campaigns.ts";
import { inOrder, type Line } from "../../../src/analytics/portfolio/line.ts";
import { heldOf, type LotBooks, matchLots } from "../../../src/analytics/portfolio/lots.ts";
import { cashLine, day, dayAt, endLine, option, tradeLine } from "./plain_lines.ts";
import { randomHistory } from "./random_history.ts";

function link(lines: readonly Line[]): Linked & { books: LotBooks } {
  const ordered = inOrder(lines);
  const books = matchLots(ordered);
  return { ...linkCampaigns(ordered, books), books };
}

const idsOf = ({ lines }: Campaign): number[] => lines.map(({ id }) => id);
/** The places of the lines of each campaign. */
const parts = (lines: readonly Line[]): number[][] =>
  link(lines).campaigns.map((campaign) => idsOf(campaign).map((id) => lines.findIndex((line) => line.id === id)));

const PUT = option("P", 100);
const LATER = option("P", 100, "260320");
const CALL = option("C", 110);

Deno.test("campaigns: every line of a random history is in one campaign or in none, and nothing is lost", () => {
  fc.assert(
    fc.property(randomHistory, (lines) => {
      const { campaigns, none, books } = link(lines);
      const all = [...campaigns.flatMap(idsOf), ...none.map(({ id }) => id)];
      assert.deepEqual(all.sort((a, b) => a - b), lines.map(({ id }) => id).sort((a, b) => a - b));
      const held = campaigns.flatMap(({ held }) => [...held]).sort();
      assert.deepEqual(held, [...books.held.keys()].map((symbol) => [symbol, heldOf(books, symbol)]).sort());
      for (const campaign of campaigns) {
        const figures = figuresOf(campaign, books, dayAt(200));
        assert.equal(figures.total, campaign.lines.reduce((sum, { net }) => sum + net, 0));
        const { options, shares, settled, income, costs } = figures;
        assert.equal(figures.total, options + shares + settled + income + costs);
        if (figures.ended !== null) assert.equal(figures.realized, figures.total);
      }
    }),
    { numRuns: 500 },
  );
});

Deno.test("campaigns: a wheel is one: two rolls in one order each, assignment, dividend, calls, shares called away", () => {
  const lines = [
    cashLine(day(0), 50_000),
    tradeLine(day(1), PUT, -1, "open", 3, { order: 1 }),
    tradeLine(day(20), PUT, 1, "close", 4, { order: 2 }),
    tradeLine(day(20), LATER, -1, "open", 5, { order: 2 }),
    // The new leg of the second roll is booked before the old one is closed.
    tradeLine(day(50), option("P", 95, "260417"), -1, "open", 4.5, { order: 3 }),
    tradeLine(day(50), LATER, 1, "close", 3.5, { order: 3 }),
    // The shares are booked before the option goes.
    tradeLine(day(102), "XYZ", 100, "open", 95, { kind: "delivery" }),
    endLine(day(102), option("P", 95, "260417"), 1, "assignment"),
    tradeLine(day(103), option("C", 95, "260515"), -1, "open", 2, { order: 4 }),
    cashLine(day(110), 30, { kind: "dividend", symbol: "XYZ", group: "XYZ" }),
    tradeLine(day(120), option("C", 95, "260515"), 1, "close", 0.5, { order: 5 }),
    tradeLine(day(120), option("C", 97, "260619"), -1, "open", 1.5, { order: 6 }),
    endLine(day(165), option("C", 97, "260619"), 1, "assignment"),
    tradeLine(day(165), "XYZ", -100, "close", 97, { kind: "delivery" }),
    // Paid after the shares are gone.
    cashLine(day(170), 30, { kind: "dividend", symbol: "XYZ", group: "XYZ" }),
  ];
  const { campaigns, none, books } = link(lines);
  assert.equal(campaigns.length, 1);
  assert.deepEqual(none, [lines[0]]);
  const figures = figuresOf(campaigns[0]!, books, dayAt(200));
  const total = lines.slice(1).reduce((sum, { net }) => sum + net, 0);
  assert.deepEqual(figures, {
    opened: dayAt(1),
    ended: dayAt(165),
    days: 164,
    strategy: "short put",
    isWheel: true,
    rolls: 2,
    assignments: 2,
    options: (300 - 400 + 500 - 350 + 450 + 200 - 50 + 150) * 1e6,
    shares: 200e6,
    settled: 0,
    income: 60e6,
    costs: -(8 + 200) * 1_000_500,
    total,
    realized: total,
    breakeven: null,
  });
});

Deno.test("campaigns: bought back at a loss and sold again the same day goes on, after a profit it is new", () => {
  const lines = (price: number, again: number, symbol = LATER, quantity = -1) => [
    tradeLine(day(0), PUT, -1, "open", 3, { order: 1 }),
    tradeLine(day(9), PUT, 1, "close", price, { order: 2 }),
    tradeLine(day(again), symbol, quantity, "open", 4, { order: 3 }),
  ];
  assert.deepEqual(parts(lines(5, 9)), [[0, 1, 2]]);
  const { campaigns: [rolled], books } = link(lines(5, 9));
  assert.equal(figuresOf(rolled!, books, dayAt(20)).rolls, 1);
  assert.deepEqual(parts(lines(1, 9)), [[0, 1], [2]]);
  assert.deepEqual(parts(lines(5, 10)), [[0, 1], [2]], "the next day");
  assert.deepEqual(parts(lines(5, 9, CALL)), [[0, 1], [2]], "another right");
  assert.deepEqual(parts(lines(5, 9, LATER, 1)), [[0, 1], [2]], "another side");
});

Deno.test("campaigns: one side of a strangle moved by two orders stays in it, whatever it brought", () => {
  const lines = [
    tradeLine(day(0), PUT, -1, "open", 3, { order: 1 }),
    tradeLine(day(0), CALL, -1, "open", 3, { order: 1 }),
    tradeLine(day(9), CALL, 1, "close", 1, { order: 2 }),
    tradeLine(day(9), option("C", 105), -1, "open", 2, { order: 3 }),
  ];
  assert.deepEqual(parts(lines), [[0, 1, 2, 3]]);
  const { campaigns: [campaign], books } = link(lines);
  const { strategy, ended, days } = figuresOf(campaign!, books, dayAt(30));
  assert.deepEqual([strategy, ended, days], ["short strangle", null, 30]);
});

Deno.test("campaigns: calls go with the shares that cover them, as far as these go; puts stand for themselves", () => {
  const shares = tradeLine(day(0), "XYZ", 200, "open", 100, { order: 1 });
  const sold = (quantity: number, order: number, symbol = CALL) =>
    tradeLine(day(order), symbol, -quantity, "open", 2, { order });
  assert.deepEqual(parts([shares, sold(2, 2)]), [[0, 1]]);
  assert.deepEqual(parts([shares, sold(3, 2)]), [[0], [1]]);
  assert.deepEqual(parts([shares, sold(1, 2), sold(1, 3, option("C", 115)), sold(1, 4, option("C", 120))]), [
    [0, 1, 2],
    [
      3,
    ],
  ]);
  assert.deepEqual(parts([shares, sold(1, 2, PUT)]), [[0], [1]]);
  assert.deepEqual(parts([shares, tradeLine(day(2), PUT, 2, "open", 2, { order: 2 })]), [[0, 1]]);
  assert.deepEqual(parts([sold(1, 2), { ...shares, at: day(3) }]), [[0, 1]], "shares bought for calls sold before");
});

Deno.test("campaigns: legs of one day in one expiration are one, others are not", () => {
  const first = tradeLine(day(0), PUT, -1, "open", 3, { order: 1 });
  const second = (at: number, symbol: string) => tradeLine(at, symbol, -1, "open", 3, { order: 2 });
  assert.deepEqual(parts([first, second(day(0) + 60_000, CALL)]), [[0, 1]]);
  assert.deepEqual(parts([first, second(day(0) + 60_000, LATER)]), [[0], [1]]);
  assert.deepEqual(parts([first, second(day(1), CALL)]), [[0], [1]]);
  assert.deepEqual(parts([first, second(day(0), option("C", 110, "260220", "ABC"))]), [[0], [1]]);
});

Deno.test("campaigns: more of the same contract, and an order that closes two, make one", () => {
  const [one, other] = [
    tradeLine(day(0), PUT, -1, "open", 3, { order: 1 }),
    tradeLine(day(1), LATER, -1, "open", 3, { order: 2 }),
  ];
  assert.deepEqual(parts([one, other, tradeLine(day(2), PUT, -2, "open", 3, { order: 3 })]), [[0, 2], [1]]);
  const closing = [PUT, LATER].map((symbol) => tradeLine(day(5), symbol, 1, "close", 1, { order: 4 }));
  assert.deepEqual(parts([one, other, ...closing]), [[0, 1, 2, 3]]);
});

Deno.test("campaigns: futures of a product are rolled on, with what is settled", () => {
  const future = (at: number, symbol: string, quantity: number, order: number): Line =>
    tradeLine(at, symbol, quantity, "open", 6000, {
      type: "future",
      group: "/ES",
      intent: null,
      value: 0,
      net: -1_000_500,
      order,
    });
  const settled = (at: number, symbol: string, value: number) =>
    cashLine(at, value, { kind: "settlement", symbol, group: "/ES" });
  const lines = [
    future(day(0), "/ESH6", 1, 1),
    settled(day(1), "/ESH6", 500),
    future(day(60), "/ESH6", -1, 2),
    future(day(60), "/ESM6", 1, 2),
    settled(day(60), "/ESH6", -200),
    settled(day(61), "/ESM6", 50),
  ];
  const { campaigns, books } = link(lines);
  assert.equal(campaigns.length, 1);
  const { settled: gains, rolls, strategy, realized } = figuresOf(campaigns[0]!, books, dayAt(62));
  assert.deepEqual([gains, rolls, strategy, realized], [350e6, 1, "long future", 350e6 - 3 * 1_000_500]);
});

Deno.test("campaigns: what is held keeps its breakeven; without an opening nothing is claimed", () => {
  const held = link([
    tradeLine(day(0), "XYZ", 100, "open", 50, { order: 1 }),
    tradeLine(day(1), CALL, -1, "open", 2, { order: 2 }),
  ]);
  const figures = figuresOf(held.campaigns[0]!, held.books, dayAt(10));
  const costs = -101 * 1_000_500;
  assert.deepEqual([figures.breakeven, figures.total, figures.realized], [
    50 - 2 - costs / 1e8,
    -4_800_000_000 + costs,
    costs,
  ]);
  const orphan = link([tradeLine(day(0), PUT, 1, "close", 2)]);
  const { strategy, realized, ended } = figuresOf(orphan.campaigns[0]!, orphan.books, dayAt(10));
  assert.deepEqual([strategy, realized, ended], ["unknown opening", null, dayAt(0)]);
});

Deno.test("campaigns: a change of symbol does not end one; money about nothing held belongs to none", () => {
  const change = (symbol: string, quantity: number, intent: "open" | "close") =>
    tradeLine(day(1), symbol, quantity, intent, 0, { kind: "corporate_action", net: 0, commission: 0 });
  const lines = [
    tradeLine(day(0), "XYZ", 10, "open", 40),
    change("NEW", 10, "open"),
    change("XYZ", -10, "close"),
    tradeLine(day(2), "NEW", -10, "close", 44),
    cashLine(day(3), 5, { kind: "dividend", symbol: "ABC", group: "ABC" }),
  ];
  assert.deepEqual(parts(lines), [[0, 2, 1, 3]]);
  assert.deepEqual(link(lines).none, [lines[4]]);
});

/** A good way to back what is sold where there are too many to try. */

import type { Book } from "./book.ts";
import { alone, Cover, coveredByShares, type Plan, type Terms } from "./plan.ts";
import { heldBesidePremium } from "./uncovered.ts";

type Source = "spread" | "shares";

/** What a sold option asks for: which cover first, and how many of its contracts may have each. */
interface Wish {
  first: Source;
  spread: number;
  shares: number;
}

const SPREAD_FIRST: readonly Source[] = ["spread", "shares"];
const SHARES_FIRST: readonly Source[] = ["shares", "spread"];
const ROUNDS = 20;

/** What is wrong with a plan: whether it leaves something uncovered where it should not, then dollars. */
type Rate = [isBare: number, cost: number];

const isBetter = (one: Rate, other: Rate): boolean => one[0] < other[0] || one[0] === other[0] && one[1] < other[1];

/** The better of two plans: one grown from as much cover as there is, one from none. `null` where none can be held. */
export function improvePlan(
  book: Book,
  places: readonly (readonly number[])[],
  terms: Terms,
  price: (plan: Plan) => number,
): Plan | null {
  const [covered, bare] = [climb(book, places, terms, price, true), climb(book, places, terms, price, false)];
  const { plan, rate } = isBetter(bare.rate, covered.rate) ? bare : covered;
  return rate[1] < Infinity ? plan : null;
}

/**
 * Changes where one bought option serves, what one sold option asks for, or whose turn it is, as long as one of these
 * makes the plan better.
 */
function climb(
  book: Book,
  places: readonly (readonly number[])[],
  { spot, rules, account }: Terms,
  price: (plan: Plan) => number,
  isCovered: boolean,
): { plan: Plan | null; rate: Rate } {
  const dearness = book.sold.map(({ option }) => heldBesidePremium(option, spot, rules, account));
  const order = book.sold.map((_, i) => i).sort((a, b) => dearness[b]! - dearness[a]! || a - b);
  const wishes = book.sold.map(({ count }): Wish => {
    const most = isCovered ? count : 0;
    return { first: "spread", spread: most, shares: most };
  });
  const serving = mostCover(book, places);
  let best: Plan | null = null;
  let least: Rate = [Infinity, Infinity];

  /** Keeps what `change` does when that makes the plan better than all before; takes it back by `undo` otherwise. */
  const attempt = (change: () => void, undo: () => void): boolean => {
    change();
    const plan = fill(book, order, serving, wishes);
    const isBare = rules.spreads === "width" && plan.uncovered.some((count) => count > 0);
    const rate: Rate = [Number(isBare), price(plan)];
    if (!isBetter(rate, least)) {
      undo();
      return false;
    }
    [best, least] = [plan, rate];
    return true;
  };
  const move = (j: number, from: number, to: number, count: number) => () => {
    serving[j]![from]! -= count;
    serving[j]![to]! += count;
  };
  const swap = (one: number, other: number) => () => {
    [order[one], order[other]] = [order[other]!, order[one]!];
  };
  const ask = (i: number, wish: Wish) => () => {
    wishes[i] = wish;
  };

  attempt(() => {}, () => {});
  for (let round = 0, goesOn = true; goesOn && round < ROUNDS; round++) {
    goesOn = false;
    for (const [j, open] of places.entries()) {
      for (const from of open) {
        for (const to of open) {
          for (const count of new Set([serving[j]![from]!, 1])) {
            if (from === to || count === 0 || count > serving[j]![from]!) continue;
            if (attempt(move(j, from, to, count), move(j, to, from, count))) goesOn = true;
          }
        }
      }
    }
    for (const i of order) {
      for (const wish of otherWishes(wishes[i]!, book.sold[i]!.count)) {
        if (attempt(ask(i, wish), ask(i, wishes[i]!))) goesOn = true;
      }
    }
    for (let one = 0; one < order.length; one++) {
      for (let other = one + 1; other < order.length; other++) {
        if (attempt(swap(one, other), swap(one, other))) goesOn = true;
      }
    }
  }
  return { plan: best, rate: least };
}

function otherWishes(wish: Wish, count: number): Wish[] {
  const numbers = (now: number): number[] => [0, now - 1, now + 1, count].filter((n) => n >= 0 && n <= count);
  return [
    { ...wish, first: wish.first === "spread" ? "shares" : "spread" },
    ...numbers(wish.spread).map((spread) => ({ ...wish, spread })),
    ...numbers(wish.shares).map((shares) => ({ ...wish, shares })),
  ];
}

/**
 * Where bought options cover the most: the last expirations choose first, for what can serve them can serve all earlier
 * ones. What is left stays with the last of its places.
 */
function mostCover(book: Book, places: readonly (readonly number[])[]): number[][] {
  const left = book.bought.map(({ count }) => count);
  const serving = book.bought.map(() => new Array<number>(alone(book) + 1).fill(0));
  const give = (j: number, place: number, count: number): void => {
    serving[j]![place]! += count;
    left[j]! -= count;
  };
  for (let place = book.expirations.length - 1; place >= 0; place--) {
    for (const right of ["call", "put"] as const) {
      let needed = book.sold.reduce(
        (sum, sold) => sold.place === place && sold.option.right === right ? sum + sold.count : sum,
        0,
      );
      for (const [j, { option }] of book.bought.entries()) {
        if (option.right !== right || !places[j]!.includes(place)) continue;
        const count = Math.min(needed, left[j]!);
        give(j, place, count);
        needed -= count;
      }
    }
  }
  for (const [j, open] of places.entries()) give(j, open.at(-1)!, left[j]!);
  return serving;
}

function fill(book: Book, order: readonly number[], serving: readonly number[][], wishes: readonly Wish[]): Plan {
  const cover = new Cover(book, serving);
  let lots = Math.abs(book.lots);
  const plan: Plan = {
    spread: book.sold.map(() => 0),
    shares: book.sold.map(() => 0),
    uncovered: book.sold.map(() => 0),
    serving: serving.map((counts) => [...counts]),
  };
  for (const i of order) {
    const { option: { right }, count, place } = book.sold[i]!;
    const wish = wishes[i]!;
    let left = count;
    for (const source of wish.first === "spread" ? SPREAD_FIRST : SHARES_FIRST) {
      const there = source === "spread" ? cover.left(place, right) : coveredByShares(book, right) ? lots : 0;
      const taken = Math.min(left, there, wish[source]);
      plan[source][i] = taken;
      left -= taken;
      if (source === "spread") cover.use(place, right, taken);
      else lots -= taken;
    }
    plan.uncovered[i] = left;
  }
  return plan;
}

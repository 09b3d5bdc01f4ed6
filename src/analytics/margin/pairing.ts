/** The cheapest way to back what is sold. */

import type { Book } from "./book.ts";
import { improvePlan } from "./improvement.ts";
import { alone, Cover, coveredByShares, placesOf, type Plan, type Terms } from "./plan.ts";

/** Positions with more legs, or with more ways to pair them, are improved step by step instead of tried out. */
const LEGS = 8;
const PLANS = 20_000;

/**
 * Every plan is tried for up to eight legs; beyond, a good one is found. Where bought options and shares can cover
 * everything sold, and the rules hold spreads at their width, only plans that do so count. `null` where the account can
 * hold none. Counts of the book in their smallest ratio, and the plan, are the same for one position and a hundred.
 */
export function cheapestPlan(book: Book, terms: Terms, price: (book: Book, plan: Plan) => number): Plan | null {
  const { small, times } = reduced(book);
  const places = placesOf(small, terms);
  const isSmall = book.sold.length + book.bought.length <= LEGS && countPlans(small, places) <= PLANS;
  const plan = isSmall
    ? tryAll(small, places, terms, (plan) => price(small, plan))
    : improvePlan(small, places, terms, (plan) => price(small, plan));
  return plan && copied(plan, times);
}

function tryAll(
  book: Book,
  places: readonly (readonly number[])[],
  { rules }: Terms,
  price: (plan: Plan) => number,
): Plan | null {
  let best: Plan | null = null;
  let least = Infinity;
  const visit = (plan: Plan): void => {
    const cost = price(plan);
    if (cost < least) [best, least] = [copied(plan, 1), cost];
  };
  if (rules.spreads === "width") eachPlan(book, places, false, visit);
  if (best === null) eachPlan(book, places, true, visit);
  return best;
}

/** Visits all plans; the plan given is changed after each visit. */
function eachPlan(
  book: Book,
  places: readonly (readonly number[])[],
  mayUncover: boolean,
  visit: (plan: Plan) => void,
): void {
  const plan: Plan = {
    spread: book.sold.map(() => 0),
    shares: book.sold.map(() => 0),
    uncovered: book.sold.map(() => 0),
    serving: book.bought.map(() => new Array<number>(alone(book) + 1).fill(0)),
  };

  const back = (i: number, cover: Cover, lots: number): void => {
    const sold = book.sold[i];
    if (!sold) return visit(plan);
    const { option: { right }, count, place } = sold;
    const most = coveredByShares(book, right) ? Math.min(count, lots) : 0;
    for (let shares = 0; shares <= most; shares++) {
      for (let uncovered = 0; uncovered <= (mayUncover ? count - shares : 0); uncovered++) {
        const spread = count - shares - uncovered;
        if (spread > cover.left(place, right)) continue;
        [plan.spread[i], plan.shares[i], plan.uncovered[i]] = [spread, shares, uncovered];
        cover.use(place, right, spread);
        back(i + 1, cover, lots - shares);
        cover.use(place, right, -spread);
      }
    }
  };

  /** Gives the bought option `j` to its places from the one numbered `at` on. */
  const serve = (j: number, at: number, left: number): void => {
    if (j === book.bought.length) return back(0, new Cover(book, plan.serving), Math.abs(book.lots));
    const open = places[j]!;
    const isLast = at === open.length - 1;
    for (let count = isLast ? left : 0; count <= left; count++) {
      plan.serving[j]![open[at]!] = count;
      if (isLast) serve(j + 1, 0, book.bought[j + 1]?.count ?? 0);
      else serve(j, at + 1, left - count);
    }
    plan.serving[j]![open[at]!] = 0;
  };
  serve(0, 0, book.bought[0]?.count ?? 0);
}

/** How many plans there may be, at most. */
function countPlans(book: Book, places: readonly (readonly number[])[]): number {
  let plans = 1;
  for (const [j, { count }] of book.bought.entries()) {
    for (let k = 1; k < places[j]!.length; k++) plans *= (count + k) / k;
  }
  for (const { option: { right }, count } of book.sold) {
    plans *= coveredByShares(book, right) ? (count + 1) * (count + 2) / 2 : count + 1;
  }
  return plans;
}

const greatestDivisor = (a: number, b: number): number => b === 0 ? a : greatestDivisor(b, a % b);

function reduced(book: Book): { small: Book; times: number } {
  const counts = [...book.sold, ...book.bought].map(({ count }) => count);
  const times = [...counts, Math.abs(book.lots)].reduce(greatestDivisor, 0) || 1;
  return {
    times,
    small: {
      ...book,
      sold: book.sold.map((sold) => ({ ...sold, count: sold.count / times })),
      bought: book.bought.map((bought) => ({ ...bought, count: bought.count / times })),
      lots: book.lots / times,
    },
  };
}

function copied({ spread, shares, uncovered, serving }: Plan, times: number): Plan {
  const all = (counts: readonly number[]): number[] => counts.map((count) => count * times);
  return { spread: all(spread), shares: all(shares), uncovered: all(uncovered), serving: serving.map(all) };
}

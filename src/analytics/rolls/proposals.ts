/** Every way to roll a position that the rules name, as contracts to trade; nothing is priced yet. */

import { type HeldContract, isSameContract, type RollContract, type RollExpiration } from "./contract.ts";
import { chooseLater } from "./expirations.ts";
import type { RollRules } from "./rules.ts";
import { frontSides, moveSide, nearest, type RollOrder, type Side, strikesBeyond, strikesOf } from "./sides.ts";
import type { RollKind } from "./kinds.ts";

export interface Roll {
  kind: RollKind;
  /** Orders: what is sold now is bought. */
  closes: RollOrder[];
  opens: RollOrder[];
  /** The first expiration of what is opened, or of what is closed. */
  day: string;
  root: string;
  daysLeft: number;
  daysAdded: number;
}

/**
 * All of the rolls of what is sold and expires first, `close` last; none where nothing is sold. Options that live longer
 * and shares are kept; nothing goes past a bought option that covers it. `expirations` hold the first one, too.
 */
export function proposeRolls(
  held: readonly HeldContract[],
  spot: number,
  expirations: readonly RollExpiration[],
  rules: RollRules,
): Roll[] {
  const [tested, untested] = frontSides(held, spot);
  if (tested === undefined) return [];
  const sides = untested === undefined ? [tested] : [tested, untested];
  const { day, root, daysLeft } = tested.legs[0]!;
  const found: Roll[] = [];
  const add = (
    kind: RollKind,
    moved: readonly Side[],
    to: { day: string; root: string; daysLeft: number },
    parts: readonly (RollOrder[] | null)[],
  ): void => {
    const opens = parts.flatMap((part) => part ?? []);
    if (parts.includes(null)) return;
    const closes = moved.flatMap(({ legs }) => legs.map(closing));
    // One order cannot close and open the same option.
    if (opens.some((open) => closes.some((close) => isSameContract(open, close)))) return;
    const roll = {
      kind,
      closes,
      opens,
      day: to.day,
      root: to.root,
      daysLeft: to.daysLeft,
      daysAdded: to.daysLeft - daysLeft,
    };
    if (!found.some((other) => isSameRoll(roll, other))) found.push(roll);
  };

  const until = lastCovered(held, sides);
  for (const later of chooseLater(expirations, daysLeft, rules, until)) {
    const { away, toward, approaches, inversions } = placesOf(tested, untested, later, spot, rules);
    const stay = (side: Side) => moveSide(side, later, side.strike);
    const [kept, other] = [stay(tested), untested === undefined ? [] : stay(untested)];
    add("out", sides, later, [kept, other]);
    for (const to of away) add("out_and_away", sides, later, [moveSide(tested, later, to), other]);
    for (const to of toward) add("out_and_toward", sides, later, [moveSide(tested, later, to), other]);
    if (untested === undefined) continue;
    for (const to of approaches) {
      const nearer = moveSide(untested, later, to);
      add("out_and_untested_in", sides, later, [kept, nearer]);
      for (const from of away) add("out_and_recentered", sides, later, [moveSide(tested, later, from), nearer]);
    }
    for (const to of inversions) add("inverted", sides, later, [kept, moveSide(untested, later, to)]);
  }

  const front = expirations.find((one) => one.day === day && one.root === root);
  if (front !== undefined) {
    const { away, toward, approaches, inversions } = placesOf(tested, untested, front, spot, rules);
    for (const to of [...away, ...toward]) {
      add(to > tested.strike ? "up" : "down", [tested], front, [moveSide(tested, front, to)]);
    }
    if (untested !== undefined) {
      for (const to of approaches) add("untested_side_in", [untested], front, [moveSide(untested, front, to)]);
      for (const to of inversions) add("inverted", [untested], front, [moveSide(untested, front, to)]);
    }
  }
  add("close", sides, { day, root, daysLeft }, [[]]);
  return found;
}

const closing = ({ day, root, right, strike, quantity }: HeldContract): RollOrder => ({
  day,
  root,
  right,
  strike,
  quantity: -quantity,
});

/** Strikes that the sides may move to in an expiration. */
function placesOf(
  tested: Side,
  untested: Side | undefined,
  expiration: RollExpiration,
  spot: number,
  { steps, step, approaches, inversions }: RollRules,
): Record<"away" | "toward" | "approaches" | "inversions", number[]> {
  const size = step * spot;
  const strikes = strikesOf(expiration, tested.right);
  const back = tested.away === 1 ? -1 : 1;
  const away = strikesBeyond(strikes, tested.strike, tested.away, steps, size);
  // Nearer only as far as the money, and not where a second side does not follow.
  const toward = untested !== undefined ? [] : strikesBeyond(strikes, tested.strike, back, steps, size)
    .filter((to) => (to - spot) * tested.away >= 0);
  if (untested === undefined) return { away, toward, approaches: [], inversions: [] };
  const others = strikesOf(expiration, untested.right);
  // To the tested strike once the price has crossed it; else towards the money, which is not sold itself.
  const isCrossed = tested.beyond >= 0;
  const goal = isCrossed ? tested.strike : spot;
  const between = others.filter((strike) =>
    (untested.strike - strike) * untested.away > 0 && (strike - goal) * untested.away >= 0
  );
  const nearer = approaches.filter((part) => isCrossed || part < 1)
    .flatMap((part) => nearest(between, untested.strike + part * (goal - untested.strike)) ?? []);
  const isBare = [...tested.legs, ...untested.legs].every(({ quantity }) => quantity < 0);
  const past = untested.away === 1 ? -1 : 1;
  return {
    away,
    toward,
    approaches: [...new Set(nearer)],
    inversions: isBare && isCrossed ? strikesBeyond(others, tested.strike, past, inversions, size) : [],
  };
}

/** Days that the first to expire of the bought options behind a side, which are kept, have left. */
function lastCovered(held: readonly HeldContract[], sides: readonly Side[]): number {
  const front = sides[0]!.legs[0]!.daysLeft;
  const covers = held.filter(({ quantity, right, daysLeft }) =>
    quantity > 0 && daysLeft > front && sides.some((side) => side.right === right)
  );
  return Math.min(Infinity, ...covers.map(({ daysLeft }) => daysLeft));
}

function isSameRoll(one: Roll, other: Roll): boolean {
  const isSame = (a: readonly RollOrder[], b: readonly RollOrder[]): boolean =>
    a.length === b.length && a.every((order, i) => isSameContract(order, b[i]!) && order.quantity === b[i]!.quantity);
  return isSame(one.closes, other.closes) && isSame(one.opens, other.opens);
}

/** All options that must have a price so that `rolls` can be judged, each once. */
export function contractsOf(rolls: readonly Roll[]): RollContract[] {
  const found = new Map<string, RollContract>();
  for (const { closes, opens } of rolls) {
    for (const { day, root, right, strike } of [...closes, ...opens]) {
      found.set(`${day} ${root} ${right} ${strike}`, { day, root, right, strike });
    }
  }
  return [...found.values()];
}

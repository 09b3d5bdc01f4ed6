/** What is held in one underlying, told as strategies: every leg in exactly one of them, or split between several. */

import { type Contract, expireTogether, isOption, isSame, mergeContracts } from "../strategies/contracts.ts";
import { type Circumstances, matchStructure } from "../strategies/match.ts";
import { decomposeLegs, type Strategy } from "../strategies/recognize.ts";

/** A leg as grouping sees it. */
export interface GroupingLeg {
  /** `null` for what is in no strategy: coins, bonds. */
  contract: Contract | null;
  /** What such a leg is called, and its signed quantity. */
  what: string;
  quantity: number;
  /** Epoch milliseconds; in large books what was opened together is taken for one position. */
  openedAt: number | null;
}

/** How much of a leg, by its place among the legs; signed like the leg. */
export interface LegPart {
  place: number;
  quantity: number;
}

export interface LegGroup {
  /** A key that does not change, and the name people use. */
  id: string;
  name: string;
  /** How many times the strategy is there; shares for shares alone. */
  units: number;
  parts: LegPart[];
  /** `null` for what is in no strategy. */
  strategy: Strategy | null;
}

/** Contracts that are explained in one go; the search grows with the fourth power. */
const MOST = 14;
/** Milliseconds between the first and the last leg of one order. */
const ORDER = 2000;
/** A quantity that is only what doubles leave over. */
const DUST = 1e-7;

/**
 * The legs of one underlying in one account as strategies, the one that expires first in front and whatever never expires
 * last. The quantities of a leg's parts add up to the leg's. The order of the legs decides nothing but ties.
 */
export function groupLegs(legs: readonly GroupingLeg[], circumstances: Circumstances = {}): LegGroup[] {
  const groups: LegGroup[] = [];
  const known: Placed[] = [];
  for (const [place, { contract, what, quantity, openedAt }] of legs.entries()) {
    if (contract !== null && isSound(contract)) known.push({ place, contract, openedAt, left: contract.quantity });
    else groups.push({ id: what, name: what, units: Math.abs(quantity), parts: [{ place, quantity }], strategy: null });
  }
  for (const layer of layersOf(known)) {
    for (const chunk of chunksOf(layer, circumstances)) groups.push(...explain(chunk, circumstances));
  }
  return groups.sort((one, other) => firstOf(one) - firstOf(other) || one.parts[0]!.place - other.parts[0]!.place);
}

interface Placed {
  place: number;
  contract: Contract;
  openedAt: number | null;
  /** What is in no strategy yet. */
  left: number;
}

/** Adjusted contracts may be split in parts, which no strategy has. */
const isSound = (contract: Contract): boolean =>
  contract.quantity !== 0 && (!isOption(contract) || Number.isInteger(contract.quantity));

/** When the first of its options expires, in years; without options a time that is never reached. */
const firstOf = ({ strategy }: LegGroup): number =>
  Math.min(Number.MAX_VALUE, ...(strategy?.contracts ?? []).flatMap((one) => isOption(one) ? [one.years] : []));

/**
 * Books in which no contract is both bought and sold: roots that deliver the same may be, and adding them up would lose
 * both.
 */
function layersOf(legs: readonly Placed[]): Placed[][] {
  const layers: Placed[][] = [];
  for (const leg of legs) {
    const isAgainst = (other: Placed): boolean =>
      other.contract.quantity * leg.contract.quantity < 0 && isSame(other.contract, leg.contract);
    const layer = layers.find((one) => !one.some(isAgainst));
    if (layer === undefined) layers.push([leg]);
    else layer.push(leg);
  }
  return layers;
}

/** A book small enough to be searched: of a larger one what was opened together, the rest by expiration and strikes. */
function chunksOf(legs: readonly Placed[], circumstances: Circumstances): Placed[][] {
  if (mergeContracts(legs.map(({ contract }) => contract)).length <= MOST) return [[...legs]];
  const chunks: Placed[][] = [];
  const rest: Placed[] = [];
  for (const order of ordersOf(legs)) {
    const contracts = mergeContracts(order.map(({ contract }) => contract));
    const isOne = contracts.length > 1 && contracts.length <= MOST && matchStructure(contracts, circumstances) !== null;
    if (isOne) chunks.push(order);
    else rest.push(...order);
  }
  const sorted = rest.sort((one, other) => compare(one.contract, other.contract));
  let chunk: Placed[] = [];
  for (const leg of sorted) {
    const before = chunk.at(-1)?.contract;
    const isSameDay = before === undefined || !isOption(before) || !isOption(leg.contract) ||
      expireTogether(before, leg.contract);
    if (chunk.length > 0 && (!isSameDay || chunk.length >= MOST)) {
      chunks.push(chunk);
      chunk = [];
    }
    chunk.push(leg);
  }
  if (chunk.length > 0) chunks.push(chunk);
  return chunks;
}

/** Legs that were opened within seconds of each other. */
function ordersOf(legs: readonly Placed[]): Placed[][] {
  const orders: Placed[][] = [];
  for (const leg of legs.toSorted((a, b) => (a.openedAt ?? 0) - (b.openedAt ?? 0) || a.place - b.place)) {
    const order = orders.at(-1);
    const startedAt = order?.[0]?.openedAt ?? null;
    if (order && startedAt !== null && leg.openedAt !== null && leg.openedAt - startedAt <= ORDER) order.push(leg);
    else orders.push([leg]);
  }
  return orders;
}

/** Shares first, then by expiration and strike. */
function compare(one: Contract, other: Contract): number {
  if (!isOption(one) || !isOption(other)) return Number(isOption(one)) - Number(isOption(other));
  return one.years - other.years || one.strike - other.strike || (one.right < other.right ? -1 : 1);
}

/** Strategies, with what each takes of each leg. */
function explain(legs: readonly Placed[], circumstances: Circumstances): LegGroup[] {
  return decomposeLegs(legs.map(({ contract }) => contract), circumstances).map((strategy): LegGroup => {
    const parts = strategy.contracts.flatMap((contract) => takeFrom(legs, contract));
    const { id, name, units } = strategy;
    return { id, name, units, parts, strategy };
  });
}

function takeFrom(legs: readonly Placed[], contract: Contract): LegPart[] {
  let wanted = contract.quantity;
  const parts: LegPart[] = [];
  for (const leg of legs) {
    if (Math.abs(wanted) < DUST) break;
    if (leg.left === 0 || !isSame(leg.contract, contract)) continue;
    const takesAll = Math.abs(leg.left) - Math.abs(wanted) < DUST;
    const quantity = takesAll ? leg.left : wanted;
    parts.push({ place: leg.place, quantity });
    leg.left = takesAll ? 0 : leg.left - quantity;
    wanted -= quantity;
  }
  return parts;
}

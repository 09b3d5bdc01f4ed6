/** A heap of contracts on one underlying told as structures that traders know. */

import { type Contract, expireTogether, isOption } from "./contracts.ts";
import { type Circumstances, countOf, extendOutline, formsOf, matchStructure } from "./match.ts";
import { type Structure, STRUCTURES } from "./names.ts";

/** A structure found in a book, with the contracts it takes from it. */
export interface Finding {
  structure: Structure;
  units: number;
  contracts: Contract[];
}

/** One way to name some of the contracts. */
interface Candidate {
  structure: Structure;
  /** Places in the book, ascending, and how many of each make one unit. */
  members: readonly number[];
  ratios: readonly number[];
  cost: number;
}

interface Step {
  candidate: Candidate;
  units: number;
}

/** The most parts a structure has. */
const LONGEST = 4;
/**
 * What a part of the explanation costs, how much more the rarest structure costs than the most common one and a leg
 * alone than that, and what a dollar between strikes adds where nothing else decides.
 */
const PART = 10;
const RARITY = 8;
const ALONE = 2;
const DOLLAR = 1e-7;
/** Steps of the search: a larger book keeps the best explanation found by then. */
const STEPS = 6_000;

/** By pattern, so that a broken wing is no reason to pair otherwise. */
const costs = new Map<string, number>();
for (const [i, { pattern }] of STRUCTURES.entries()) {
  const isAlone = !pattern.includes(" ");
  if (!costs.has(pattern)) costs.set(pattern, PART + (isAlone ? ALONE : RARITY * i / STRUCTURES.length));
}

/**
 * Contracts as `mergeContracts` gives them, each of them explained exactly once: by as few parts as can be found, and
 * of common structures rather than rare ones. The same contracts are always explained the same way.
 */
export function decompose(contracts: readonly Contract[], circumstances: Circumstances): Finding[] {
  return booksOf(contracts).flatMap((book) => explain(book, circumstances));
}

/** Options of one multiplier can be a structure together; shares join those that stand for a hundred, or the first. */
function booksOf(contracts: readonly Contract[]): Contract[][] {
  const multipliers = [...new Set(contracts.filter(isOption).map(({ multiplier }) => multiplier))].sort((a, b) =>
    a - b
  );
  const books = new Map(multipliers.map((multiplier): [number, Contract[]] => [multiplier, []]));
  if (multipliers.length === 0) return [[...contracts]];
  for (const contract of contracts) {
    const wanted = contract.kind === "stock" ? 100 : contract.multiplier;
    books.get(books.has(wanted) ? wanted : multipliers[0]!)!.push(contract);
  }
  return [...books.values()];
}

function explain(book: readonly Contract[], circumstances: Circumstances): Finding[] {
  const whole = matchStructure(book, circumstances);
  if (whole) return [{ ...whole, contracts: [...book] }];
  const multiplier = book.find(isOption)?.multiplier ?? Infinity;
  const counts = book.map((contract) => Math.trunc(Math.abs(countOf(contract, multiplier)) + 1e-9));
  const steps = search(listCandidates(book, counts, circumstances), counts);
  const left = book.map(({ quantity }) => quantity);
  const findings = steps.flatMap(({ candidate, units }): Finding[] => {
    // Shares that no option needs are told at the end, with those that fill no lot.
    if (candidate.members.every((at) => !isOption(book[at]!))) return [];
    const contracts = candidate.members.map((at, i): Contract => {
      const contract = book[at]!;
      const count = units * candidate.ratios[i]! * Math.sign(contract.quantity);
      const quantity = isOption(contract) ? count : count * multiplier / contract.multiplier;
      left[at]! -= quantity;
      return { ...contract, quantity };
    });
    return [{ structure: candidate.structure, units, contracts }];
  });
  for (const [at, contract] of book.entries()) {
    const quantity = left[at]!;
    if (isOption(contract) || Math.abs(quantity) < 1e-9) continue;
    const shares: Contract = { ...contract, quantity };
    findings.push({ structure: formsOf([shares], {})[0]!.structure, units: Math.abs(quantity), contracts: [shares] });
  }
  return findings;
}

/** All sets of contracts that have a name, those of more parts and of more common structures first. */
function listCandidates(
  book: readonly Contract[],
  counts: readonly number[],
  circumstances: Circumstances,
): Candidate[] {
  const found: Candidate[] = [];
  const extend = (members: readonly number[], outline: string, from: number): void => {
    const first = members.map((place) => book[place]!).find(isOption);
    for (let at = from; at < book.length; at++) {
      if (counts[at] === 0) continue;
      const added = book[at]!;
      const isLater = first !== undefined && isOption(added) && !expireTogether(added, first);
      const grownOutline = extendOutline(outline, added, isLater);
      if (grownOutline === null) continue;
      const grown = [...members, at];
      const contracts = grown.map((place) => book[place]!);
      for (const { structure, ratios } of formsOf(contracts, circumstances)) {
        if (ratios.some((ratio, i) => ratio > counts[grown[i]!]!)) continue;
        const cost = costs.get(structure.pattern)! + DOLLAR * spanOf(contracts);
        found.push({ structure, members: grown, ratios, cost });
      }
      if (grown.length < LONGEST) extend(grown, grownOutline, at + 1);
    }
  };
  extend([], "", 0);
  return found.sort((a, b) => b.members.length - a.members.length || a.cost - b.cost);
}

function spanOf(contracts: readonly Contract[]): number {
  const strikes = contracts.filter(isOption).map(({ strike }) => strike);
  return strikes.length === 0 ? 0 : Math.max(...strikes) - Math.min(...strikes);
}

/** The cheapest way to use up all counts, by trying for the first contract left what explains it, best first. */
function search(candidates: readonly Candidate[], counts: readonly number[]): Step[] {
  const by = counts.map((_, at) => candidates.filter(({ members }) => members.includes(at)));
  const left = [...counts];
  const path: Step[] = [];
  let best: Step[] = [];
  let bestCost = Infinity;
  let steps = 0;

  const visit = (cost: number): void => {
    const open = left.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
    if (cost + PART * Math.ceil(open / LONGEST) >= bestCost) return;
    if (open === 0) {
      best = [...path];
      bestCost = cost;
      return;
    }
    for (const step of choices(by[left.findIndex((count) => count > 0)]!, left)) {
      if (++steps > STEPS && bestCost < Infinity) return;
      take(step, left, -1);
      path.push(step);
      visit(cost + step.candidate.cost);
      path.pop();
      take(step, left, 1);
    }
  };
  visit(0);
  return best;
}

/** What can still be made, as often as it can; first what leaves least of its contracts over. */
function choices(candidates: readonly Candidate[], left: readonly number[]): Step[] {
  const possible: (Step & { used: number })[] = [];
  for (const candidate of candidates) {
    const { members, ratios } = candidate;
    const units = members.reduce((least, at, i) => Math.min(least, Math.floor(left[at]! / ratios[i]!)), Infinity);
    if (units < 1) continue;
    const used = members.filter((at, i) => left[at] === units * ratios[i]!).length;
    possible.push({ candidate, units, used });
  }
  return possible.sort((a, b) => b.used - a.used);
}

function take({ candidate: { members, ratios }, units }: Step, left: number[], sign: 1 | -1): void {
  for (const [i, at] of members.entries()) left[at]! += sign * units * ratios[i]!;
}

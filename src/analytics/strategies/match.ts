/** Which structure a set of contracts is, all of it, by comparing shapes with the table of names. */

import { type Contract, expireTogether, isOption, type OptionContract } from "./contracts.ts";
import { type Condition, type Structure, STRUCTURES } from "./names.ts";

/** What the legs cannot tell. */
export interface Circumstances {
  /** Whether cash is set aside to buy the shares that a short put may bring. */
  isCashSecured?: boolean;
}

/** A contract as a pattern sees it. */
interface Part {
  letter: "S" | "C" | "P";
  /** Signed; lots for shares. */
  count: number;
  /** Rank of its strike, 0 for shares. */
  rank: number;
  isLater: boolean;
}

export interface Match {
  structure: Structure;
  /** How many times the structure is there. */
  units: number;
}

/** A row of the table, read. */
interface Form {
  structure: Structure;
  /** Counts of its parts without signs, in the order of contracts. */
  ratios: readonly number[];
}

const read = (pattern: string): Part[] =>
  pattern.split(" ").map((leg): Part => {
    const found = /^([+-])(\d*)([SCP])(\d?)('?)$/.exec(leg);
    if (!found) throw new RangeError(`no pattern of a leg: ${leg}`);
    const [, sign, count, letter, rank, mark] = found;
    return {
      letter: letter as Part["letter"],
      count: Number(`${sign}${count || 1}`),
      rank: Number(rank),
      isLater: mark === "'",
    };
  }).sort((one, other) =>
    Number(one.isLater) - Number(other.isLater) || one.rank - other.rank || (one.letter < other.letter ? -1 : 1)
  );

const shapeOf = (parts: readonly Part[]): string =>
  parts.map(({ letter, count, rank, isLater }) => `${count > 0 ? "+" : "-"}${letter}${rank}${isLater ? "'" : ""}`)
    .join(" ");

/** A part without its strike. */
const outlineOf = (letter: Part["letter"], count: number, isLater: boolean): string =>
  `${count > 0 ? "+" : "-"}${letter}${isLater ? "'" : ""}`;

const FORMS = new Map<string, Form[]>();
/** How the rows begin, part by part, strikes left aside. */
const BEGINNINGS = new Set<string>();
for (const structure of STRUCTURES) {
  const parts = read(structure.pattern);
  parts.reduce((outline, { letter, count, isLater }) => {
    const grown = outline + outlineOf(letter, count, isLater);
    BEGINNINGS.add(grown);
    return grown;
  }, "");
  const shape = shapeOf(parts);
  const form = { structure, ratios: parts.map(({ count }) => Math.abs(count)) };
  FORMS.set(shape, [...FORMS.get(shape) ?? [], form]);
}

/** Contracts as lots or contracts, signed, in `multiplier` shares each; shares may leave a fraction. */
export const countOf = (contract: Contract, multiplier: number): number =>
  isOption(contract) ? contract.quantity : contract.quantity * contract.multiplier / multiplier;

/**
 * The outline of contracts with one more behind them, `null` where no row begins so; `isLater` says whether it expires
 * after the first of the options.
 */
export function extendOutline(outline: string, contract: Contract, isLater: boolean): string | null {
  const grown = outline + outlineOf(letterOf(contract), contract.quantity, isLater);
  return BEGINNINGS.has(grown) ? grown : null;
}

const letterOf = (contract: Contract): Part["letter"] =>
  isOption(contract) ? contract.right === "call" ? "C" : "P" : "S";

/** The rows whose shape the contracts (sorted) have, whatever the ratios; of one pattern only the first that holds. */
export function formsOf(contracts: readonly Contract[], circumstances: Circumstances): readonly Form[] {
  const shape = shapeOfContracts(contracts);
  const forms = (shape === null ? undefined : FORMS.get(shape)) ?? [];
  if (forms.length === 1 && !forms[0]!.structure.condition) return forms;
  const seen = new Set<string>();
  return forms.filter(({ structure: { condition, pattern } }) => {
    if (seen.has(pattern) || condition && !HOLDS[condition](contracts, circumstances)) return false;
    return seen.add(pattern);
  });
}

/** `null` where the table has no name. Contracts as `mergeContracts` gives them. */
export function matchStructure(contracts: readonly Contract[], circumstances: Circumstances): Match | null {
  const options = contracts.filter(isOption);
  const multiplier = options[0]?.multiplier;
  if (multiplier === undefined) {
    const structure = formsOf(contracts, circumstances)[0]?.structure;
    return structure ? { structure, units: Math.abs(contracts[0]!.quantity) } : null;
  }
  const counts = contracts.map((contract) => Math.abs(countOf(contract, multiplier)));
  if (options.some((option) => option.multiplier !== multiplier) || !counts.every(Number.isInteger)) return null;
  const units = counts.reduce(greatestDivisor);
  const structure =
    formsOf(contracts, circumstances).find(({ ratios }) => ratios.every((ratio, i) => ratio * units === counts[i]))
      ?.structure ?? unevenSpread(contracts, units);
  return structure ? { structure, units } : null;
}

/** Ratio spreads and backspreads in ratios that the table does not list. */
function unevenSpread(contracts: readonly Contract[], units: number): Structure | null {
  const [low, high] = contracts;
  if (contracts.length !== 2 || !isOption(low!) || !isOption(high!)) return null;
  if (low.right !== high.right || !expireTogether(low, high) || low.quantity * high.quantity > 0) return null;
  const [near, far] = low.right === "call" ? [low, high] : [high, low];
  const ratio = `${Math.abs(near.quantity) / units}x${Math.abs(far.quantity) / units}`;
  if (Math.abs(far.quantity) <= Math.abs(near.quantity)) return null;
  const [kind, name, bias] = far.quantity < 0
    ? ["ratio", "ratio spread", "neutral"] as const
    : ["backspread", "backspread", "volatile"] as const;
  return { id: `${low.right}_${kind}_${ratio}`, name: `${low.right} ${name} ${ratio}`, bias, pattern: "" };
}

function shapeOfContracts(contracts: readonly Contract[]): string | null {
  const options = contracts.filter(isOption);
  const [first, last] = [options[0], options.at(-1)];
  if (options.some((option) => !expireTogether(option, first!) && !expireTogether(option, last!))) return null;
  const strikes = [...new Set(options.map(({ strike }) => strike))].sort((a, b) => a - b);
  return shapeOf(contracts.map((contract): Part => ({
    letter: letterOf(contract),
    count: contract.quantity,
    rank: isOption(contract) ? strikes.indexOf(contract.strike) + 1 : 0,
    isLater: isOption(contract) && !expireTogether(contract, first!),
  })));
}

/** Years between expirations from which on the later option counts as a stand-in for shares. */
const LEAPS = 120 / 365;
/** Part of a price by which equal gaps may differ in a double. */
const ROUNDING = 1e-9;

const HOLDS: Record<Condition, (contracts: readonly Contract[], circumstances: Circumstances) => boolean> = {
  cash: (_, { isCashSecured }) => isCashSecured === true,
  leaps: (contracts) => {
    const years = contracts.filter(isOption).map((option) => option.years);
    return Math.max(...years) - Math.min(...years) >= LEAPS;
  },
  equal: (contracts) => {
    const [low, high] = outerGaps(contracts);
    return isSameGap(low, high);
  },
  tree: (contracts) => {
    const [low, high] = outerGaps(contracts);
    const single = contracts.filter(isOption).reduce((one, other) =>
      Math.abs(other.quantity) < Math.abs(one.quantity) ? other : one
    );
    return single.right === "call" ? isSameGap(low, 2 * high) : isSameGap(2 * low, high);
  },
};

const isSameGap = (one: number, other: number): boolean => Math.abs(one - other) <= ROUNDING * (1 + one);

function outerGaps(contracts: readonly Contract[]): [low: number, high: number] {
  const strikes = contracts.filter(isOption).map(({ strike }: OptionContract) => strike).sort((a, b) => a - b);
  const distinct = [...new Set(strikes)];
  return [distinct[1]! - distinct[0]!, distinct.at(-1)! - distinct.at(-2)!];
}

const greatestDivisor = (a: number, b: number): number => b === 0 ? a : greatestDivisor(b, a % b);

/** What a position is called, from its legs alone. */

import { type Contract, expireTogether, isOption, mergeContracts, type OptionContract } from "./contracts.ts";
import { decompose, type Finding } from "./decompose.ts";
import { type Circumstances, matchStructure } from "./match.ts";
import type { Bias, Structure } from "./names.ts";

export interface Strategy {
  /** A key that does not change; `custom` where there is no name. */
  id: string;
  /** As traders say it; for `custom` the parts it is made of. */
  name: string;
  isKnown: boolean;
  /** What it wants the underlying to do; `null` for `custom`. */
  bias: Bias | null;
  /** `undefined` where no other leg limits what a sold option or the shares can lose. */
  risk: "defined" | "undefined";
  /** How many times the structure is there; shares for shares alone. */
  units: number;
  contracts: Contract[];
  shortStrikes: { right: "call" | "put"; strike: number; years: number }[];
  /** Dollars from the lowest sold strike down to a bought one of its right, and from the highest up; `null` without. */
  wings: { lower: number | null; upper: number | null };
}

/**
 * The structure that all legs together are, whatever their order and however often they are there. Legs of one contract
 * are added up first; `RangeError` when nothing is left or a leg makes no sense.
 */
export function recognizeStrategy(legs: readonly Contract[], circumstances: Circumstances = {}): Strategy {
  const contracts = mergeContracts(legs);
  if (contracts.length === 0) throw new RangeError("no legs, or they cancel each other");
  const match = matchStructure(contracts, circumstances);
  return match ? strategyOf({ ...match, contracts }) : {
    ...traits(contracts),
    ...customName(contracts, circumstances),
    isKnown: false,
    bias: null,
    units: 1,
    contracts,
  };
}

/** The legs of one underlying as known structures, every contract in exactly one of them; none for no legs. */
export const decomposeLegs = (legs: readonly Contract[], circumstances: Circumstances = {}): Strategy[] =>
  decompose(mergeContracts(legs), circumstances).map(strategyOf);

function strategyOf({ structure, units, contracts }: Finding): Strategy {
  const { id, name, bias } = contracts[0]!.kind === "future" && contracts.length === 1
    ? asFuture(structure)
    : structure;
  return { id, name, isKnown: true, bias, units, contracts, ...traits(contracts) };
}

const asFuture = ({ id, name, bias }: Structure): Omit<Structure, "pattern"> => ({
  id: id.replace("stock", "future"),
  name: name.replace("stock", "future"),
  bias,
});

/** So many parts may be told in a name. */
const TOLD = 4;

function customName(contracts: readonly Contract[], circumstances: Circumstances): Pick<Strategy, "id" | "name"> {
  const parts = decompose(contracts, circumstances).map((finding) => {
    const { name, units } = strategyOf(finding);
    return units === 1 ? name : `${units} x ${name}`;
  });
  const told = parts.length <= TOLD ? parts : [...parts.slice(0, TOLD), `${parts.length - TOLD} more`];
  const legs = contracts.length === 1 ? "1 leg" : `${contracts.length} legs`;
  return { id: "custom", name: `custom: ${legs} (${told.join(" + ")})` };
}

function traits(contracts: readonly Contract[]): Pick<Strategy, "risk" | "shortStrikes" | "wings"> {
  const options = contracts.filter(isOption);
  return {
    risk: isDefined(contracts, options) ? "defined" : "undefined",
    shortStrikes: options.filter(({ quantity }) => quantity < 0).map(({ right, strike, years }) => ({
      right,
      strike,
      years,
    })),
    wings: { lower: wing(options, -1), upper: wing(options, 1) },
  };
}

/** Whether at each expiration what is still alive loses no more by a further rise, and no more by a further fall. */
function isDefined(contracts: readonly Contract[], options: readonly OptionContract[]): boolean {
  const shares = contracts.filter((contract) => !isOption(contract))
    .reduce((sum, { quantity, multiplier }) => sum + quantity * multiplier, 0);
  if (options.length === 0) return shares === 0;
  return options.every((expiring) => {
    let [above, below] = [shares, -shares];
    for (const option of options) {
      if (option.years < expiring.years && !expireTogether(option, expiring)) continue;
      const size = option.quantity * option.multiplier;
      if (option.right === "call") above += size;
      else below += size;
    }
    return above >= -1e-9 && below >= -1e-9;
  });
}

/** The widest gap, on one side of the sold strikes, to the nearest bought option of the same right. */
function wing(options: readonly OptionContract[], side: -1 | 1): number | null {
  let widest: number | null = null;
  for (const right of ["put", "call"] as const) {
    const reach = (sign: number): number[] =>
      options.filter((option) => option.right === right && option.quantity * sign > 0).map(({ strike }) =>
        side * strike
      );
    const short = Math.max(...reach(-1));
    const beyond = reach(1).filter((place) => place > short);
    if (!Number.isFinite(short) || beyond.length === 0) continue;
    widest = Math.max(widest ?? 0, Math.min(...beyond) - short);
  }
  return widest;
}

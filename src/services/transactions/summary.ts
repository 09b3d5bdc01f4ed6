/** What lines come to. Money in millionths of a dollar. */

import { costsOf, type Line, type LineKind } from "../../analytics/portfolio/line.ts";
import type { ChosenLine } from "./selection.ts";

/** Sums; what comes in is positive, fees paid are positive as well. */
export interface Sums {
  count: number;
  byKind: Partial<Record<LineKind, number>>;
  /** Profit of what was closed and of futures as they were settled, before costs, as far as it is known. */
  realized: number;
  /** Closings whose profit is not known, and what these brought or took. */
  unknownClosings: number;
  unknownValue: number;
  fees: Fees;
  dividends: number;
  interest: number;
  deposits: number;
  withdrawals: number;
  /** Cash that came or went otherwise: transfers, adjustments. */
  other: number;
  /** All of it. */
  cash: number;
}

/** `charges` are lines of their own, such as that of a wire; the others are taken off trades and deliveries. */
export interface Fees {
  total: number;
  commission: number;
  clearing: number;
  regulatory: number;
  indexOptions: number;
  other: number;
  charges: number;
}

/** The sums of some lines. */
export function sumUp(chosen: readonly ChosenLine[]): Sums {
  const sums: Sums = {
    count: chosen.length,
    byKind: {},
    realized: 0,
    unknownClosings: 0,
    unknownValue: 0,
    fees: { total: 0, commission: 0, clearing: 0, regulatory: 0, indexOptions: 0, other: 0, charges: 0 },
    dividends: 0,
    interest: 0,
    deposits: 0,
    withdrawals: 0,
    other: 0,
    cash: 0,
  };
  for (const { line, history } of chosen) {
    sums.byKind[line.kind] = (sums.byKind[line.kind] ?? 0) + 1;
    sums.cash += line.net;
    addFees(sums.fees, line);
    const outcome = history.books.outcomes.get(line.id);
    if (outcome === undefined) addCash(sums, line);
    else if (outcome.realized !== null) sums.realized += outcome.realized;
    else {
      sums.unknownClosings++;
      sums.unknownValue += line.value;
    }
  }
  return sums;
}

function addFees(fees: Fees, line: Line): void {
  const named = line.commission + line.clearing + line.regulatory + line.indexOptions;
  const charge = line.kind === "fee" ? -line.value : 0;
  fees.commission -= line.commission;
  fees.clearing -= line.clearing;
  fees.regulatory -= line.regulatory;
  fees.indexOptions -= line.indexOptions;
  fees.other -= costsOf(line) - named;
  fees.charges += charge;
  fees.total += charge - costsOf(line);
}

function addCash(sums: Sums, { kind, value }: Line): void {
  if (kind === "dividend") sums.dividends += value;
  else if (kind === "interest") sums.interest += value;
  else if (kind === "deposit") sums.deposits += value;
  else if (kind === "withdrawal") sums.withdrawals += value;
  else if (kind !== "fee") sums.other += value;
}

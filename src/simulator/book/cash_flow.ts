/** Money that comes and goes by itself: deposits, withdrawals, interest. Amounts in whole cents. */

import { addDays, type Day, newYorkDay, newYorkInstant } from "../../core/calendar.ts";
import { type Entry, FREE } from "./transaction.ts";

/** What the broker pays on cash and takes for loans, a year. */
const CREDIT_RATE = 0.004;
const DEBIT_RATE = 0.11;
/** Cents for a wire. */
export const WIRE_FEE = 2500;
const MORNING = 9 * 60 + 5;
const EVENING = 17 * 60 + 30;

const movement = (at: number, subType: string, description: string, value: number): Entry => ({
  at,
  type: "Money Movement",
  subType,
  description,
  value,
  costs: FREE,
  instrument: null,
  move: null,
  order: null,
});

/** A deposit through the clearing house of the banks. */
export const deposit = (at: number, cents: number): Entry => movement(at, "Deposit", "ACH DEPOSIT", cents);

/** A withdrawal by wire on the morning of a day, and its charge. */
export function withdrawal(day: Day, cents: number): Entry[] {
  const at = newYorkInstant(day, MORNING);
  return [
    movement(at, "Withdrawal", "Wire Funds Sent", -cents),
    movement(at, "Fee", "OUTGOING WIRE FEE", -WIRE_FEE),
  ];
}

/** A month's interest on the cash at its end; nothing when it is less than a cent. */
export function interest(day: Day, cash: number): Entry[] {
  const value = Math.round(cash * (cash > 0 ? CREDIT_RATE : DEBIT_RATE) / 12);
  if (value === 0) return [];
  const rate = `@ ${((value > 0 ? CREDIT_RATE : DEBIT_RATE) * 100).toFixed(2)} %`;
  const [from, to] = [addDays(day, -30), newYorkDay(newYorkInstant(day, 0))];
  const period = `FROM ${from.slice(5).replace("-", "/")} THRU ${to.slice(5).replace("-", "/")}`;
  return [
    movement(
      newYorkInstant(day, EVENING),
      value > 0 ? "Credit Interest" : "Debit Interest",
      `${period} ${rate}`,
      value,
    ),
  ];
}

/** When deposits are there. */
export const depositAt = (day: Day): number => newYorkInstant(day, MORNING);

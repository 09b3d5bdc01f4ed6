/** Legs written as a trader would jot them down. */

import type { Contract } from "../../../src/analytics/strategies/contracts.ts";

/**
 * `-2C105` sells two calls at 105 that live 30 days, `+P90@60` buys a put for 60 days; `+100S` buys shares, a hundred
 * to a contract.
 */
export const jot = (text: string): Contract[] =>
  text.split(" ").map((leg): Contract => {
    const found = /^([+-]\d*)([SCP])([\d.]*)(?:@(\d+))?$/.exec(leg);
    if (!found) throw new RangeError(`cannot read ${leg}`);
    const [, count = "", letter, strike, days = "30"] = found;
    const quantity = Number(count.length === 1 ? `${count}1` : count);
    if (letter === "S") return { kind: "stock", quantity, multiplier: 1 };
    const right = letter === "C" ? "call" : "put";
    return { kind: "option", quantity, multiplier: 100, right, strike: Number(strike), years: Number(days) / 365 };
  });

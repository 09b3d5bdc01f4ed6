/** Which of the things a user holds a question about rolling means. */

import { type Contract, isOption } from "../../analytics/strategies/contracts.ts";
import { decomposeLegs, type Strategy } from "../../analytics/strategies/recognize.ts";
import { daysBetween, newYorkDay } from "../../core/calendar.ts";
import { fail, ok, type Result } from "../../core/failure.ts";
import { parseFutureOptionSymbol, parseOptionSymbol, recognizeSymbol } from "../../core/symbol.ts";
import type { AccountName } from "../accounts.ts";
import type { Context } from "../context.ts";
import { type HeldLeg, readHeld } from "../held.ts";
import type { LegInput } from "../position/leg_input.ts";

export interface HeldChoice {
  legs: LegInput[];
  underlying: string;
  /** As it is called, and the account it is in. */
  name: string;
  account: string;
  /** Whose rules of margin apply there. */
  rules: AccountName["rules"];
  /** Why this one and no other; `null` when there is no other. */
  reason: string | null;
}

export interface HeldRollQuestion {
  account?: string | undefined;
  underlying?: string | undefined;
}

/** Positions that are named when it is not clear which one is meant. */
const NAMED = 6;
const YEAR = 365;

/** A structure with sold options, of the legs of one account in one underlying. */
interface Found extends Omit<HeldChoice, "reason"> {
  strategy: Strategy;
}

/**
 * The one structure with sold options; of several the only one with a sold strike in the money. Fails when there is none,
 * and names them, the most tested first, when more than one could be meant.
 */
export async function chooseHeld(question: HeldRollQuestion, context: Context): Promise<Result<HeldChoice>> {
  const read = await readHeld(question, context);
  if (!read.ok) return read;
  const today = newYorkDay(context.now());
  // By the account itself: two numbers may end alike.
  const groups = [...Map.groupBy(read.value, ({ account }) => account).values()]
    .flatMap((legs) => [...Map.groupBy(legs, ({ underlying }) => underlying).values()]);
  const found = groups.flatMap((legs) => soldStructures(legs, today));
  const where = question.underlying ?? "positions";
  if (found.length === 0) {
    return fail({
      kind: "invalid",
      subject: where,
      problem: read.value.length === 0
        ? "nothing is held there"
        : "no option is sold among what is held, so there is nothing to roll",
      remedy: "Send `legs` to ask about a position that is not held at tastytrade",
    });
  }
  if (found.length === 1) return ok({ ...found[0]!, reason: null });
  const tested = await sortByTest(found, context);
  const [first, second] = tested;
  if (first!.beyond !== null && first!.beyond >= 0 && (second!.beyond ?? 0) < 0) {
    const reason = `the only one of ${found.length} with a sold strike in the money`;
    return ok({ ...first!.found, reason });
  }
  const shown = tested.slice(0, NAMED).map(({ found: { name, account, rules, legs }, nearest, beyond }) => {
    const question = {
      legs: legs.map(({ priceSource: _, ...leg }) => leg),
      ...(rules === "margin" ? {} : { account_type: rules }),
    };
    return `${name} in ${account}${placed(nearest, beyond)}: ${JSON.stringify(question)}`;
  });
  const rest = found.length > NAMED ? `; and ${found.length - NAMED} more, name their \`position\`` : "";
  return fail({
    kind: "invalid",
    subject: where,
    problem: `${found.length} positions have sold options`,
    remedy: `Choose one and ask with its legs: ${shown.join("; ")}${rest}`,
  });
}

type ShortStrike = Strategy["shortStrikes"][number];

interface Tested {
  found: Found;
  /** The sold option that the price has come nearest to, or is furthest beyond. */
  nearest: ShortStrike;
  /** How far the price is beyond it, as a part of the price; negative while it is not, `null` without a price. */
  beyond: number | null;
}

/** By snapshots of the underlyings, in one question; what has no price comes last. */
async function sortByTest(found: readonly Found[], context: Context): Promise<Tested[]> {
  const recognized = found.map(({ underlying }) => recognizeSymbol(underlying));
  const instruments = recognized.flatMap((result) => result.ok ? [result.value] : []);
  const quotes = await context.market.quotes.read(instruments, context);
  return found.map((one, i): Tested => {
    const instrument = recognized[i]!;
    const row = quotes.ok && instrument.ok ? quotes.value.get(instrument.value.symbol)?.value : null;
    const spot = row?.last ?? row?.mark ?? null;
    const { shortStrikes } = one.strategy;
    if (spot === null || !(spot > 0)) return { found: one, nearest: shortStrikes[0]!, beyond: null };
    const nearest = shortStrikes.reduce((most, other) => beyondOf(other, spot) > beyondOf(most, spot) ? other : most);
    return { found: one, nearest, beyond: beyondOf(nearest, spot) };
  }).sort((a, b) => (b.beyond ?? -1) - (a.beyond ?? -1));
}

const beyondOf = ({ right, strike }: ShortStrike, spot: number): number =>
  (right === "put" ? strike - spot : spot - strike) / spot;

function placed({ right, strike }: ShortStrike, beyond: number | null): string {
  if (beyond === null) return "";
  const place = `${(Math.abs(beyond) * 100).toFixed(1)} % ${beyond >= 0 ? "in" : "out of"} the money`;
  return ` (sold ${right} ${strike} is ${place})`;
}

/** The structures that the legs are explained by, as far as something is sold in them. */
function soldStructures(held: readonly HeldLeg[], today: string): Found[] {
  const contracts = held.flatMap((leg) => contractOf(leg, today) ?? []);
  if (!contracts.some(({ contract }) => isOption(contract) && contract.quantity < 0)) return [];
  return decomposeLegs(contracts.map(({ contract }) => contract)).flatMap((strategy): Found[] => {
    if (strategy.shortStrikes.length === 0) return [];
    const { underlying, account } = held[0]!;
    const legs = strategy.contracts.map((part): LegInput => {
      const { leg: { symbol, averageOpenPrice } } = contracts.find(({ contract }) => isSame(contract, part))!;
      return {
        symbol,
        quantity: isOption(part) ? part.quantity : part.quantity * part.multiplier,
        ...(averageOpenPrice === null ? {} : { price: averageOpenPrice, priceSource: "held" as const }),
      };
    });
    const name = `${underlying} ${strategy.name}${strategy.units === 1 ? "" : ` x ${strategy.units}`}`;
    return [{ legs, underlying, name, account: account.nickname ?? account.masked, rules: account.rules, strategy }];
  });
}

/** What strategies are recognized from; `null` for what is neither an option nor what one delivers. */
function contractOf(leg: HeldLeg, today: string): { leg: HeldLeg; contract: Contract } | null {
  const { symbol, instrument, quantity, multiplier } = leg;
  switch (instrument?.type) {
    case "equity":
      return { leg, contract: { kind: "stock", quantity, multiplier: 1 } };
    case "future":
      return { leg, contract: { kind: "future", quantity, multiplier: multiplier ?? 1 } };
    case "equity_option":
    case "future_option": {
      const parts = parseOptionSymbol(symbol) ?? parseFutureOptionSymbol(symbol);
      if (parts === null || !Number.isInteger(quantity)) return null;
      const { expiration, right, strike } = parts;
      // What has expired is still in the account until it is settled; it counts as expiring today.
      const years = Math.max(0, daysBetween(today, expiration)) / YEAR;
      return { leg, contract: { kind: "option", quantity, multiplier: multiplier ?? 100, right, strike, years } };
    }
    default:
      return null;
  }
}

function isSame(one: Contract, other: Contract): boolean {
  if (!isOption(one) || !isOption(other)) return one.kind === other.kind;
  return one.right === other.right && one.strike === other.strike && one.years === other.years &&
    one.multiplier === other.multiplier;
}

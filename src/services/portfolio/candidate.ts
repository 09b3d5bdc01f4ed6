/** A position that is considered, as an addition to what is held. */

import { estimateMargin } from "../../analytics/margin/requirement.ts";
import { type Account, CASH_SETTLED_INDEX_MARGIN, EQUITY_MARGIN } from "../../analytics/margin/rules.ts";
import type { Leg } from "../../analytics/positions/leg.ts";
import { type Day, daysBetween, newYorkDay } from "../../core/calendar.ts";
import { MOST_LEGS } from "../position/leg_input.ts";
import type { Position, PositionLeg } from "../position/position.ts";
import type { BookLeg } from "./book.ts";
import { productOf } from "./families.ts";
import { type RiskItem, sectorOf, valued } from "./risk_item.ts";
import type { UnderlyingFacts } from "./underlyings.ts";

/** What candidates are said to be in. */
const CANDIDATE = "candidate";

/** Its legs at the middle of their markets, with the greeks of the analysis. */
export function candidateItems(
  position: Position,
  beta: number | null,
  facts: UnderlyingFacts | undefined,
  today: Day,
): RiskItem[] {
  const { underlying, spot, exercise, terms } = position;
  const product = productOf(underlying.symbol, today);
  return position.legs.map((leg): RiskItem => {
    const { instrument, contract, quantity, multiplier, delta, gamma, theta, vega } = leg;
    const size = quantity * multiplier;
    const common = {
      type: instrument.type,
      symbol: instrument.symbol,
      account: CANDIDATE,
      openedAt: null,
      underlying: underlying.symbol,
      product,
      sector: sectorOf(product, instrument.type, facts?.sector ?? null),
      quantity,
      multiplier,
      beta,
      greeks: { delta, gamma, theta, vega },
    };
    if (contract === null) {
      return { ...common, holding: { size, spot, option: null }, expiration: null, daysLeft: null, isBare: false };
    }
    const { series, strike, right } = contract;
    const { term: { years }, setting: { rate, carry } } = terms.find((one) => one.series === series)!;
    const option = valued({ right, strike, years, rate, carry, style: exercise }, spot, leg.value, [leg.volatility]);
    const daysLeft = Math.max(0, daysBetween(today, series.day));
    return { ...common, holding: { size, spot, option }, expiration: series.day, daysLeft, isBare: false };
  });
}

/** Dollars by which buying power falls; negative when it rises. */
export interface CapitalChange {
  change: number | null;
  /** `alone`, or `with_holdings` where what is held in the underlying was counted with it. */
  basis: "alone" | "with_holdings";
  /** Why there is no figure. */
  reason: string | null;
}

const YEAR = 365;

/**
 * By the exchanges' rules: what the account needs for the underlying with the candidate, less what it needs without. `held`
 * is what one account holds in that underlying; of more legs than can be paired, the candidate is taken alone.
 */
export function candidateCapital(
  { legs, spot, underlying, startedAt }: Position,
  held: readonly BookLeg[],
  account: Account,
): CapitalChange {
  if (underlying.type === "future") return { change: null, basis: "alone", reason: "futures are margined by SPAN" };
  const today = newYorkDay(startedAt);
  const priced = held.flatMap((leg) => heldLeg(leg, today) ?? []);
  const isTogether = priced.length > 0 && priced.length === held.length && priced.length + legs.length <= MOST_LEGS;
  const basis = isTogether ? "with_holdings" : "alone";
  const rules = underlying.type === "index" ? CASH_SETTLED_INDEX_MARGIN : EQUITY_MARGIN;
  const before = isTogether ? priced : [];
  const net = (all: readonly Leg[]) => estimateMargin(all, spot, { rules, account, phase: "initial" });
  const [without, together] = [net(before), net([...before, ...legs.map((leg) => newLeg(leg, today))])];
  if (together.net === null || without.net === null) {
    const reason = (together.reason ?? without.reason ?? "").replaceAll("_", " ");
    return { change: null, basis, reason: `this account cannot hold it: ${reason}` };
  }
  return { change: together.net - without.net, basis, reason: null };
}

function newLeg({ leg, contract, value }: PositionLeg, today: Day): Leg {
  if (leg.kind !== "option") return { ...leg, price: value };
  return { ...leg, price: value, years: Math.max(0, daysBetween(today, contract!.series.day)) / YEAR };
}

/** Days stand for years, so that what expires together does so whoever says when. `null` without a price. */
function heldLeg({ held, multiplier, mark, right, strike, expiresAt }: BookLeg, today: Day): Leg | null {
  if (mark === null) return null;
  const common = { quantity: held.quantity, multiplier, price: mark };
  if (right === null || strike === null || expiresAt === null) return { kind: "stock", ...common };
  const years = Math.max(0, daysBetween(today, newYorkDay(expiresAt))) / YEAR;
  return { kind: "option", ...common, right, strike, years, volatility: 0 };
}

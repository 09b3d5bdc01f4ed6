/** What to look at in a strategy that is held, in plain words: the rules of thumb for keeping it, and what is coming. */

import { checkRules } from "../../analytics/strategies/rules.ts";
import { newYorkDay } from "../../core/calendar.ts";
import { assignmentsOf } from "./assignment.ts";
import { type Coming, comingOf } from "./coming.ts";
import type { LinePart, StrategyLine } from "./strategy_line.ts";
import type { UnderlyingFacts } from "./underlyings.ts";

export interface Reason {
  id:
    | "expires"
    | "assignment"
    | "tested"
    | "stop"
    | "profit_target"
    | "21_days"
    | "earnings";
  /** 3 act today, 2 look closely, 1 know of it. */
  urgency: 1 | 2 | 3;
  says: string;
}

export interface Attention {
  /** The most urgent first. */
  reasons: Reason[];
  coming: Coming[];
}

/** Days within which an expiration or a report is near. */
const NEAR = 7;
const TOMORROW = 1;
/** A delta that is as good as even odds. */
const EVEN = 0.5;

export function attentionOf(line: StrategyLine, facts: UnderlyingFacts | undefined, now: number): Attention {
  const coming = comingOf(line, facts, newYorkDay(now));
  const sold = line.parts.filter(({ leg, quantity }) => leg.right !== null && quantity < 0);
  const reasons = [
    ...expiring(line, sold),
    ...assignments(line, facts, now),
    ...byRules(line, sold),
    ...reporting(line, coming),
  ];
  return { reasons: reasons.sort((one, other) => other.urgency - one.urgency), coming };
}

/** `sold put 57` */
const nameOf = ({ leg: { right, strike }, quantity }: LinePart): string =>
  `${quantity < 0 ? "sold" : "bought"} ${right} ${strike}`;

const percent = (fraction: number): string => `${Math.round(fraction * 1000) / 10} %`;

/** How far the price is beyond the strike, as a part of it; negative while it is not, `null` without a price. */
function beyondOf({ leg: { right, strike, underlyingPrice } }: LinePart): number | null {
  if (underlyingPrice === null || !(underlyingPrice > 0) || strike === null) return null;
  return (right === "put" ? strike - underlyingPrice : underlyingPrice - strike) / underlyingPrice;
}

function expiring({ daysLeft, parts }: StrategyLine, sold: readonly LinePart[]): Reason[] {
  if (daysLeft === null || daysLeft > NEAR) return [];
  const when = daysLeft === 0 ? "expires today" : daysLeft === 1 ? "expires tomorrow" : `expires in ${daysLeft} days`;
  if (daysLeft > TOMORROW) return sold.length > 0 ? [] : [{ id: "expires", urgency: 1, says: when }];
  const ending = parts.filter(({ leg }) => leg.right !== null && leg.daysLeft === daysLeft);
  const inside = ending.filter((part) => (beyondOf(part) ?? -1) > 0).map(nameOf);
  const says = inside.length > 0 ? `${when} with ${inside.join(" and ")} in the money` : when;
  return [{ id: "expires", urgency: inside.length > 0 ? 3 : 2, says }];
}

const WHY: Record<string, string> = {
  expiration: "it ends in the money",
  dividend: "the dividend is worth more than its time value",
  interest: "interest on the strike is worth more than its time value",
  at_parity: "it has hardly any time value left",
};

const assignments = (line: StrategyLine, facts: UnderlyingFacts | undefined, now: number): Reason[] =>
  assignmentsOf(line, facts, now).map(({ part, risk: { level, reason, exYears } }) => ({
    id: "assignment",
    urgency: level === "likely" ? 3 : 2,
    says: `${nameOf(part)} ${level === "likely" ? "likely to" : "may"} be assigned early${
      exYears === null || !facts?.exDividendDay ? "" : ` before ${facts.exDividendDay}`
    }: ${WHY[reason] ?? reason}`,
  }));

/** The rules for keeping a position, as far as they can be judged from prices. */
function byRules(line: StrategyLine, sold: readonly LinePart[]): Reason[] {
  const { group, daysLeft, profitTaken, lossToCredit, credit } = line;
  if (group.strategy === null) return [];
  const tests = sold.filter((part) => Math.abs(part.leg.delta ?? 0) >= EVEN || (beyondOf(part) ?? -1) >= 0);
  const verdicts = checkRules(
    { id: group.id, risk: group.strategy.risk, isCredit: credit !== null },
    { daysLeft, profitTaken, lossToCredit, shortDelta: tests.length > 0 ? 1 : sold.length > 0 ? 0 : null },
  );
  return verdicts.flatMap(({ id, verdict }): Reason[] => {
    if (verdict !== "broken") return [];
    switch (id) {
      case "out_at_21_days":
        return [{ id: "21_days", urgency: 1, says: `${daysLeft} days left: close or roll at 21` }];
      case "take_50_percent":
      case "take_25_percent": {
        const target = id === "take_50_percent" ? 50 : 25;
        // Beside shares the rule is about the option: the whole may well have lost.
        const says = line.parts.some(({ leg }) => leg.right === null)
          ? `what was sold has made ${percent(profitTaken!)} of its credit: buy it back at ${target} %`
          : `${percent(profitTaken!)} of the most it can make: take it at ${target} %`;
        return [{ id: "profit_target", urgency: 1, says }];
      }
      case "stop_at_twice_credit":
        return [{ id: "stop", urgency: 2, says: `loss is ${lossToCredit!.toFixed(1)} times the credit` }];
      case "untested":
        return [{ id: "tested", urgency: 2, says: tests.map(testOf).join("; ") }];
      default:
        return [];
    }
  });
}

function testOf(part: LinePart): string {
  const beyond = beyondOf(part);
  const where = beyond === null ? "" : `, ${percent(Math.abs(beyond))} ${beyond >= 0 ? "in" : "out of"} the money`;
  const { delta } = part.leg;
  return `${nameOf(part)} tested${where}${delta === null ? "" : `, delta ${Math.abs(delta).toFixed(2)}`}`;
}

/** A report that its options live through. */
function reporting({ expiration }: StrategyLine, coming: readonly Coming[]): Reason[] {
  const report = coming.find(({ what }) => what === "earnings");
  if (report === undefined || report.days > NEAR || expiration === null || expiration < report.day) return [];
  const says = `earnings ${report.day}${report.isEstimated ? " (estimated)" : ""}, before it expires`;
  return [{ id: "earnings", urgency: 1, says }];
}

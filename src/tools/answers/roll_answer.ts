/** Rolls as a table: what is held, what speaks for rolling it, the best candidates, and the orders for each. */

import type { JudgedRoll } from "../../analytics/rolls/judge.ts";
import { ROLL_MEASURES, type RollMeasureName } from "../../analytics/rolls/measures.ts";
import { shortlist } from "../../analytics/rolls/ranking.ts";
import { TRADING_COSTS } from "../../analytics/rolls/rules.ts";
import type { RollOrder } from "../../analytics/rolls/sides.ts";
import type { TriggerVerdict } from "../../analytics/rolls/triggers.ts";
import type { PositionView } from "../../analytics/rolls/view.ts";
import { recognizeStrategy } from "../../analytics/strategies/recognize.ts";
import { sessionState } from "../../core/calendar.ts";
import { explain } from "../../core/failure.ts";
import { contractOf } from "../../services/chain/series.ts";
import { percent, price, rounded } from "../../services/figures.ts";
import { newYorkTime } from "../../services/new_york_time.ts";
import { provenance } from "../../services/provenance.ts";
import type { Rolls } from "../../services/rolls/read_rolls.ts";

/** Figures older than this when the question was asked are called stale. Milliseconds. */
const STALE = 30_000;

export const ROLL_COLUMNS = [
  "kind",
  "to",
  "days_left",
  "days_added",
  "opens",
  "credit_mid",
  "credit_natural",
  "credit_per_day",
  "breakevens",
  "max_profit",
  "pop",
  "pop_change",
  "delta",
  "theta",
  "capital",
  "capital_change",
] as const;

const UNITS = `dollars for the whole position; credits (debits negative) after estimated costs of $${
  (TRADING_COSTS.open + TRADING_COSTS.fees).toFixed(2)
} to open and $${
  (TRADING_COSTS.close + TRADING_COSTS.fees).toFixed(2)
} to close a contract; credit_per_day: at natural prices, less what an inverted pair pays back whatever happens, a day added; breakevens, max_profit (null: no limit) and pop in percent: at the first expiration, filled at mid, with everything paid and booked so far; pop from a lognormal price at the expiration's at-the-money IV; theta a day; capital: buying power, Regulation T estimate; orders: in the order of the rolls, bought when positive; close_all stands for the legs named there`;

export interface RollAnswerOptions {
  measure: RollMeasureName;
  limit: number;
  debits: boolean;
  /** How a held position is called and where it is; `null` for legs that were given. */
  held: { name: string; account: string; reason: string | null } | null;
}

type Cell = string | number | null | number[];

/** The answer as plain data. */
export function rollAnswer(rolls: Rolls, { measure, limit, debits, held }: RollAnswerOptions, now: number): object {
  const { position, ranking, judged, close } = rolls;
  const { best, others } = shortlist(ranking.ranked, limit);
  const table = (all: readonly JudgedRoll[]): Cell[][] => all.map((roll) => cellsOf(roll, rolls));
  const all = close === null ? null : ordersOf(close, rolls).close;
  const orders = (some: readonly JudgedRoll[]) => some.map((roll) => shortened(ordersOf(roll, rolls), all));
  return {
    symbol: position.symbol,
    price: price(position.spot),
    position: recognizeStrategy(position.legs.map(({ leg }) => leg)).name,
    ...(held === null
      ? {}
      : { held: `${held.name} in ${held.account}${held.reason === null ? "" : `, ${held.reason}`}` }),
    ...(position.earningsDate === null ? {} : { earnings_date: position.earningsDate }),
    ...(position.exDividendDate === null ? {} : { ex_dividend_date: position.exDividendDate }),
    now: nowOf(rolls),
    triggers: triggersOf(rolls.triggers),
    ranked_by: `${measure}: ${ROLL_MEASURES[measure].says}`,
    verdict: verdictOf(rolls, debits),
    judged,
    columns: ROLL_COLUMNS,
    rolls: table(best),
    orders: orders(best),
    ...(others.length > 0 ? { best_of_other_kinds: table(others), their_orders: orders(others) } : {}),
    ...(close === null || all === null ? {} : { close: closeOf(close, rolls), close_all: all }),
    units: UNITS,
    ...trouble(rolls, [...best, ...others]),
    time: newYorkTime(rolls.readAt),
    ...(position.startedAt - rolls.readAt > STALE ? { stale: true } : {}),
    session: sessionState(position.underlying.type === "future" ? "future" : "equity", now),
    ...provenance(position.source),
  };
}

function nowOf({ position, sides, books, isBooked, now }: Rolls): object {
  const { view, capital } = now;
  return {
    legs: {
      columns: ["symbol", "quantity", "entry", "entry_source", "bid", "ask", "delta"],
      rows: position.legs.map(({ instrument, quantity, entryPrice, entrySource, bid, ask, delta }) => [
        instrument.symbol,
        quantity,
        price(entryPrice),
        entrySource,
        price(bid),
        price(ask),
        rounded(delta, 3),
      ]),
    },
    days_left: sides[0]!.legs[0]!.daysLeft,
    credit: dollars(books.credit),
    profit: dollars(books.profit),
    ...viewOf(view),
    capital: dollars(capital),
    ...(isBooked
      ? {}
      : { note: "what was paid is not known, so figures are as if it were opened now at these prices" }),
  };
}

const viewOf = ({ breakevens, maxProfit, maxLoss, probabilityOfProfit, delta, theta }: PositionView): object => ({
  breakevens: breakevens.map((one) => rounded(one, 2)),
  max_profit: dollars(maxProfit),
  max_loss: dollars(maxLoss),
  pop: rounded(probabilityOfProfit * 100, 1),
  delta: rounded(delta, 1),
  theta: rounded(theta, 2),
});

function triggersOf(triggers: readonly TriggerVerdict[]): object {
  const named = (verdict: TriggerVerdict["verdict"]) => triggers.filter((one) => one.verdict === verdict);
  const unknown = named("unknown").map(({ id }) => id);
  return {
    met: named("met").map(({ id, says, value }) => `${id}: ${says} (${shown(id, value!)})`),
    ...(unknown.length > 0 ? { unknown } : {}),
  };
}

/** A measured value as it is read aloud. */
function shown(id: string, value: number): string {
  switch (id) {
    case "21_days":
      return `${value} left`;
    case "tested_by_delta":
      return `${Math.round(value * 100)} delta`;
    case "assignment_risk":
      return value > 1 ? "likely" : "elevated";
    case "loss_of_credit":
    case "loss_of_twice_credit":
      return `${value.toFixed(1)} times the credit`;
    default:
      return `${percent(value)} %`;
  }
}

function verdictOf({ ranking: { isCredit, credits, ranked }, judged }: Rolls, debits: boolean): string {
  if (isCredit) {
    return `${credits} of ${judged} rolls bring a net credit at natural prices after costs; those are ranked.`;
  }
  if (debits) return `${credits} of ${judged} rolls bring a net credit at natural prices after costs; all are ranked.`;
  const most = Math.max(...ranked.map(({ creditMid }) => creditMid));
  return `None of ${judged} rolls brings a net credit at natural prices after costs; these cost the least.${
    most > 0 ? ` At mid the best would bring ${most.toFixed(2)}.` : ""
  }`;
}

function cellsOf(roll: JudgedRoll, { now }: Rolls): Cell[] {
  const { kind, day, daysLeft, daysAdded, opens, creditMid, creditNatural, view, capital } = roll;
  const chance = view?.probabilityOfProfit ?? null;
  return [
    kind,
    day,
    daysLeft,
    daysAdded,
    opens.map(({ quantity, strike, right }) =>
      `${quantity > 0 ? "+" : ""}${quantity} ${strike}${right === "put" ? "P" : "C"}`
    ).join(" "),
    dollars(creditMid),
    dollars(creditNatural),
    rounded(ROLL_MEASURES.credit_per_day.of(roll), 2),
    (view?.breakevens ?? []).map((one) => rounded(one, 2)!),
    dollars(view?.maxProfit ?? null),
    chance === null ? null : rounded(chance * 100, 1),
    chance === null ? null : rounded((chance - now.view.probabilityOfProfit) * 100, 1),
    rounded(view?.delta ?? null, 1),
    rounded(view?.theta ?? null, 2),
    dollars(capital),
    capital === null || now.capital === null ? null : dollars(capital - now.capital),
  ];
}

const dollars = (value: number | null): number | null => rounded(value, 2);

interface OrderLeg {
  symbol: string;
  quantity: number;
}

/** Quantities are signed: bought when positive. */
interface RollOrders {
  close: OrderLeg[];
  open: OrderLeg[];
}

function ordersOf({ closes, opens }: JudgedRoll, rolls: Rolls): RollOrders {
  const named = ({ quantity, strike, right, day, root }: RollOrder): OrderLeg => ({
    symbol: contractOf(rolls.seriesOf({ day, root }), strike, right).symbol,
    quantity,
  });
  return { close: closes.map(named), open: opens.map(named) };
}

/** Most rolls close the same legs, which are named once. */
const shortened = ({ close, open }: RollOrders, all: readonly OrderLeg[] | null) => ({
  close: JSON.stringify(close) === JSON.stringify(all) ? "close_all" : close,
  open,
});

function closeOf(roll: JudgedRoll, rolls: Rolls): object {
  return {
    credit_mid: dollars(roll.creditMid),
    credit_natural: dollars(roll.creditNatural),
    ...(rolls.books.profit === null ? {} : { realized_at_mid: dollars(roll.realized - roll.costs) }),
  };
}

/** What a roll takes on that what is held now does not. */
function earningsWarning({ position: { earningsDate }, sides }: Rolls, shown: readonly JudgedRoll[]): string[] {
  if (earningsDate === null || sides[0]!.legs[0]!.day >= earningsDate) return [];
  const [first, ...others] = [...new Set(shown.map(({ day }) => day))].filter((day) => day >= earningsDate).sort();
  if (first === undefined) return [];
  return [`Rolls to ${first}${others.length > 0 ? " and later" : ""} go through the earnings of ${earningsDate}.`];
}

function trouble(rolls: Rolls, shown: readonly JudgedRoll[]): object {
  const { position, obstacles, now, streamFailure, snapshotFailure } = rolls;
  const unknown = [...position.unknown, ...(now.capital === null ? ["capital"] : [])];
  const { no_bid, no_market, no_volatility } = obstacles;
  const left = [
    ...(no_bid > 0 ? [`${no_bid} for want of a bid`] : []),
    ...(no_market > 0 ? [`${no_market} for want of a market`] : []),
    ...(no_volatility > 0 ? [`${no_volatility} for want of a volatility`] : []),
  ];
  const warnings = [
    ...earningsWarning(rolls, shown),
    ...position.warnings,
    ...(left.length > 0 ? [`Rolls left out: ${left.join(", ")}.`] : []),
    ...(streamFailure && position.warnings.length === 0
      ? [`Figures are REST snapshots, because the live stream could not be had: ${explain(streamFailure)}`]
      : []),
    ...(snapshotFailure ? [`Snapshots are incomplete: ${explain(snapshotFailure)}`] : []),
  ];
  return {
    ...(unknown.length > 0 ? { unknown } : {}),
    ...(warnings.length > 0 ? { warning: [...new Set(warnings)].join(" ") } : {}),
  };
}

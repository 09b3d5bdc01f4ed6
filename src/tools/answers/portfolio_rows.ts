/** Accounts and strategies as rows under their columns. */

import { newYorkDay } from "../../core/calendar.ts";
import { price, rounded } from "../../services/figures.ts";
import type { Coming } from "../../services/portfolio/coming.ts";
import type { AccountPortfolio, AccountTotals, Portfolio, PortfolioLine } from "../../services/portfolio/portfolio.ts";
import type { LinePart } from "../../services/portfolio/strategy_line.ts";

export const ACCOUNT_COLUMNS = [
  "account",
  "nickname",
  "type",
  "positions",
  "strategies",
  "pl_open",
  "pl_today",
  "realized_today",
  "delta_dollars",
  "theta",
  "vega",
  "net_liquidation",
  "cash",
  "option_buying_power",
  "margin_call",
  "restrictions",
] as const;

const LINE = {
  account: ({ account }) => account.masked,
  underlying: ({ underlying }) => underlying,
  price: ({ underlyingPrice }) => price(underlyingPrice),
  strategy: ({ group }) => group.name,
  quantity: ({ group }) => rounded(group.units, 8),
  entry: ({ entry }) => price(entry),
  mark: ({ mark }) => price(mark),
  pl_open: ({ openCents }) => dollarsOf(openCents),
  pl_today: ({ todayCents }) => dollarsOf(todayCents),
  percent_of_max: ({ profitTaken }) => profitTaken === null ? null : rounded(profitTaken * 100, 1),
  expiration: ({ expiration }) => expiration,
  days: ({ daysLeft }) => daysLeft,
  delta: ({ delta }) => figure(delta),
  theta: ({ theta }) => figure(theta),
  vega: ({ vega }) => figure(vega),
  next: ({ coming }) => coming[0] === undefined ? null : eventOf(coming[0]),
  look_at: ({ reasons }) => reasons.length === 0 ? null : reasons.map(({ says }) => says).join("; "),
  legs: (line) => legsOf(line),
} as const satisfies Record<string, (line: PortfolioLine) => unknown>;

export type LineColumn = keyof typeof LINE;

/** The columns of strategies; the account only where there are several. */
export const columnsOf = (hasAccounts: boolean, hasLegs: boolean): LineColumn[] =>
  (Object.keys(LINE) as LineColumn[]).filter((name) =>
    (name !== "account" || hasAccounts) && (name !== "legs" || hasLegs)
  );

export const lineRow = (line: PortfolioLine, columns: readonly LineColumn[]): unknown[] =>
  columns.map((name) => LINE[name](line));

export const accountRow = ({ account, restrictions, totals, balance }: AccountPortfolio): unknown[] => {
  const calls = balance === null
    ? null
    : Math.max(balance.maintenanceCall ?? 0, balance.initialCall ?? 0, balance.dayTradingCall ?? 0);
  return [
    account.masked,
    account.nickname,
    account.type,
    ...sumsOf(totals),
    rounded(balance?.netLiquidation ?? null, 2),
    rounded(balance?.cash ?? null, 2),
    rounded(balance?.optionBuyingPower ?? null, 2),
    calls,
    restrictions.length === 0 ? null : restrictions.join("; "),
  ];
};

/** All accounts together; what is unknown of one is unknown of all. */
export function totalRow({ accounts, totals }: Portfolio): unknown[] {
  const sum = (value: (one: AccountPortfolio) => number | null | undefined): number | null => {
    const values = accounts.map((one) => value(one) ?? null);
    return values.includes(null) ? null : rounded(values.reduce<number>((total, one) => total + one!, 0), 2);
  };
  return [
    "all",
    null,
    null,
    ...sumsOf(totals),
    sum(({ balance }) => balance?.netLiquidation),
    sum(({ balance }) => balance?.cash),
    sum(({ balance }) => balance?.optionBuyingPower),
    null,
    null,
  ];
}

const sumsOf = (totals: AccountTotals): unknown[] => [
  totals.positions,
  totals.strategies,
  dollarsOf(totals.openCents),
  dollarsOf(totals.todayCents),
  dollarsOf(totals.realizedTodayCents),
  Math.round(totals.deltaDollars) + 0,
  rounded(totals.theta, 2),
  rounded(totals.vega, 2),
];

const dollarsOf = (cents: number | null): number | null => cents === null ? null : cents / 100 + 0;
const figure = (value: number | null): number | null => rounded(value, 2);

const WORDS: Record<Coming["what"], string> = {
  expires: "expires",
  earnings: "earnings",
  ex_dividend: "ex-dividend",
};

const eventOf = ({ what, day, isEstimated }: Coming): string => `${WORDS[what]} ${day}${isEstimated ? " est." : ""}`;

/** `-2 57P 1.08>3.6`, with the day of those that expire later; `null` where the row says it all. */
function legsOf({ parts, expiration }: PortfolioLine): string | null {
  if (parts.length === 1 && parts[0]!.leg.right === null) return null;
  return parts.map((part) => legOf(part, expiration)).join(", ");
}

function legOf({ leg, quantity }: LinePart, first: string | null): string {
  const { right, strike, held, mark } = leg;
  const prices = `${price(held.averageOpenPrice) ?? "?"}>${price(mark) ?? "?"}`;
  if (right === null) return `${quantity} ${held.instrument?.type === "equity" ? "shares" : held.symbol} ${prices}`;
  const day = newYorkDay(leg.expiresAt!);
  return `${quantity} ${day === first ? "" : `${day} `}${strike}${right === "call" ? "C" : "P"} ${prices}`;
}

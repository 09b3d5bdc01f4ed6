/** The book as an answer: one row a strategy, the accounts' sums above it. */

import { sessionState } from "../../core/calendar.ts";
import { ok, type Result } from "../../core/failure.ts";
import { newYorkTime } from "../../services/new_york_time.ts";
import { type Portfolio, type PortfolioLine, readPortfolio } from "../../services/portfolio/portfolio.ts";
import { provenance } from "../../services/provenance.ts";
import type { PortfolioInput } from "../account/get_portfolio.ts";
import { countThatFit, more } from "../answer_size.ts";
import type { Context } from "../tool.ts";
import { ACCOUNT_COLUMNS, accountRow, columnsOf, lineRow, totalRow } from "./portfolio_rows.ts";
import { sortLines } from "./portfolio_order.ts";

const UNITS =
  "dollars; pl_today: since the close before, or today's opening; realized_today: against the entry; entry, mark: a share of one unit, credit positive, mark is what closing would pay; percent_of_max: of the credit of what was sold; delta: shares (futures: dollars a point), delta_dollars: times price; theta a day, vega a point; legs: quantity, strike, right, entry>mark";
/** Figures older than this are called stale. Milliseconds. */
const STALE = 30_000;
/** What is left for names and marks around the rows. Characters. */
const FRAME = 400;

export async function answerPortfolio(asked: PortfolioInput, context: Context): Promise<Result<unknown>> {
  const { account, symbol, sort = "attention", attention_only: only = false, legs = true, offset = 0 } = asked;
  const read = await readPortfolio({ account, underlying: symbol }, context);
  if (!read.ok) return read;
  const portfolio = read.value;
  const attention = portfolio.lines.filter(({ reasons }) => reasons.length > 0);
  const shown = sortLines(only ? attention : portfolio.lines, sort);
  const around = surroundings(portfolio, attention, context.now());
  const columns = columnsOf(portfolio.accounts.length > 1, legs);
  const rows = shown.slice(offset).map((line) => lineRow(line, columns));
  const used = JSON.stringify(around).length + JSON.stringify(columns).length + FRAME;
  const count = Math.min(countThatFit(used, rows, "first"), asked.limit ?? Infinity);
  const left = rows.length - count;
  return ok({
    ...around,
    strategies: { columns, rows: rows.slice(0, count) },
    ...(rows.length === 0 ? { note: noteOf(portfolio, shown, offset) } : {}),
    ...(left > 0 && count > 0 ? { more: more(left, "get_portfolio", { ...asked, offset: offset + count }) } : {}),
  });
}

function surroundings(portfolio: Portfolio, attention: readonly PortfolioLine[], now: number): object {
  const { accounts, totals, lines, warnings, unknown, fetchedAt, source } = portfolio;
  const partial = totals.unpriced > 0
    ? [`Left out of the sums, for want of a price or an entry: ${totals.unpriced} of the strategies.`]
    : [];
  return {
    accounts: {
      columns: ACCOUNT_COLUMNS,
      rows: [...accounts.map(accountRow), ...(accounts.length > 1 ? [totalRow(portfolio)] : [])],
    },
    look_at: `${attention.length} of ${lines.length} strategies`,
    units: UNITS,
    ...(unknown.length > 0 ? { unknown } : {}),
    ...(warnings.length + partial.length > 0 ? { warnings: [...warnings, ...partial] } : {}),
    time: newYorkTime(fetchedAt),
    age_seconds: Math.max(0, Math.round((now - fetchedAt) / 1000)),
    ...(now - fetchedAt > STALE ? { stale: true } : {}),
    session: sessionState("equity", now),
    ...provenance(source),
  };
}

function noteOf({ lines }: Portfolio, shown: readonly PortfolioLine[], offset: number): string {
  if (lines.length === 0) return "Nothing is held here.";
  if (shown.length === 0) return "Nothing must be looked at.";
  return `There are only ${shown.length} strategies; offset ${offset} is beyond them.`;
}

/** Transactions summed up and as rows. */

import { costsOf, toDollars } from "../../analytics/portfolio/line.ts";
import { newYorkWall } from "../../services/new_york_time.ts";
import type { ChosenLine } from "../../services/transactions/selection.ts";
import { type Sums, sumUp } from "../../services/transactions/summary.ts";
import { countThatFit, more } from "../answer_size.ts";
import type { Asked } from "./transactions.ts";

const USUAL_ROWS = 40;
const USUAL_UNDERLYINGS = 12;
/** Left for names and marks around the rows. Characters. */
const FRAME = 700;
const UNDERLYING_COLUMNS = ["underlying", "count", "realized_profit", "fees", "dividends", "cash_change"];
const COLUMNS = ["time", "what", "symbol", "quantity", "price", "value", "fees", "net", "realized"];
const ROWS_ARE =
  'price: of a share, point or coin; value and net: paid when negative; realized: "" closed nothing, null unknown';
const REALIZED_IS = "first in, first out, before fees; an option's premium when it ends, futures as settled each day";

/** The sums, whole, by account and by underlying. */
export function transactionSummary(chosen: readonly ChosenLine[], { input, histories }: Asked, used: number) {
  const byAccount = histories.read.length < 2 ? {} : {
    by_account: Object.fromEntries(histories.read.map((history) => {
      const { count, realized, fees, cash } = sumUp(chosen.filter((one) => one.history === history));
      const [realized_profit, paid, cash_change] = [realized, fees.total, cash].map(toDollars);
      return [history.account.masked, { count, realized_profit, fees: paid, cash_change }];
    })),
  };
  const groups = [...Map.groupBy(chosen.filter(({ line }) => line.group !== null), ({ line }) => line.group!)]
    .map(([group, lines]) => ({ group, sums: sumUp(lines) }))
    .sort((a, b) => weight(b.sums) - weight(a.sums));
  const offset = input.offset ?? 0;
  const rows = groups.slice(offset, offset + (input.limit ?? USUAL_UNDERLYINGS))
    .map(({ group, sums: { count, realized, fees, dividends, cash } }) => [
      group,
      count,
      ...[realized, fees.total, dividends, cash].map(toDollars),
    ]);
  const short = { ...figures(sumUp(chosen)), ...byAccount };
  const shown = rows.slice(0, countThatFit(used + JSON.stringify(short).length + FRAME, rows, "first"));
  const left = groups.length - offset - shown.length;
  return {
    ...short,
    columns: UNDERLYING_COLUMNS,
    by_underlying: shown,
    ...(left > 0 ? { more: more(left, "get_transactions", { ...input, offset: offset + shown.length }) } : {}),
    next: 'view "rows" shows the lines, "campaigns" what became of positions',
  };
}

const weight = ({ realized, dividends, fees }: Sums): number => Math.abs(realized + dividends - fees.total);

/** The sums in short, and the lines, newest first. */
export function transactionRows(chosen: readonly ChosenLine[], { input, histories }: Asked, used: number) {
  const several = histories.read.length > 1;
  const offset = input.offset ?? 0;
  const rows = chosen.slice(offset, offset + (input.limit ?? USUAL_ROWS)).map(({ line, history }) => [
    newYorkWall(line.at),
    ...(several ? [history.account.masked] : []),
    line.what,
    line.symbol,
    line.quantity === 0 ? null : line.quantity,
    line.price,
    // A line that is nothing but a fee stands among the fees, whose column then adds up to their sum.
    toDollars(line.kind === "fee" ? 0 : line.value),
    toDollars(line.kind === "fee" ? -line.net : -costsOf(line)),
    toDollars(line.net),
    realizedOf(line.id, history.books.outcomes),
  ]);
  const sums = figures(sumUp(chosen));
  const fitting = rows.slice(0, countThatFit(used + JSON.stringify(sums).length + FRAME, rows, "first"));
  const left = chosen.length - offset - fitting.length;
  return {
    ...sums,
    rows_are: ROWS_ARE,
    columns: several ? COLUMNS.toSpliced(1, 0, "account") : COLUMNS,
    rows: fitting,
    ...(left > 0 ? { more: more(left, "get_transactions", { ...input, offset: offset + fitting.length }) } : {}),
  };
}

/** What a line realized in dollars, `null` when that is not known; "" where nothing was closed. */
function realizedOf(id: number, outcomes: ChosenLine["history"]["books"]["outcomes"]): number | null | "" {
  const outcome = outcomes.get(id);
  if (outcome === undefined || (outcome.closed === 0 && outcome.missing === 0 && outcome.realized === 0)) return "";
  return outcome.realized === null ? null : toDollars(outcome.realized);
}

/** Sums in dollars, those of nothing left out. */
function figures(sums: Sums) {
  const { total, commission, clearing, regulatory, indexOptions, other, charges } = sums.fees;
  const kinds = { commission, clearing, regulatory, index_options: indexOptions, other, charges };
  const cash = {
    dividends: sums.dividends,
    interest: sums.interest,
    deposits: sums.deposits,
    withdrawals: sums.withdrawals,
    other_cash: sums.other,
  };
  const dollars = (amounts: Record<string, number>) =>
    Object.fromEntries(
      Object.entries(amounts).filter(([, amount]) => amount !== 0).map(([name, amount]) => [name, toDollars(amount)]),
    );
  return {
    count: sums.count,
    by_type: sums.byKind,
    realized_profit: toDollars(sums.realized),
    realized_is: REALIZED_IS,
    fees: { total: toDollars(total), ...dollars(kinds) },
    realized_after_fees: toDollars(sums.realized - total),
    ...dollars(cash),
    cash_change: toDollars(sums.cash),
    ...(sums.unknownClosings === 0 ? {} : {
      unknown: [
        `realized_profit lacks ${sums.unknownClosings} closings worth ${
          toDollars(sums.unknownValue)
        }: what was paid for them is not in the history`,
      ],
    }),
  };
}

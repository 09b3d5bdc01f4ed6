/** Win rates and what goes with them, of campaigns that have ended. */

import { figuresOf } from "../../analytics/portfolio/campaigns/figures.ts";
import { toDollars } from "../../analytics/portfolio/line.ts";
import { type TrackRecord, trackRecord } from "../../analytics/portfolio/track_record.ts";
import { newYorkDay } from "../../core/calendar.ts";
import { percent, rounded } from "../../services/figures.ts";
import type { ChosenCampaign } from "../../services/transactions/selection.ts";
import { countThatFit } from "../answer_size.ts";
import { RULE } from "./campaign_table.ts";
import type { Asked } from "./transactions.ts";

const USUAL = 20;
/** Left for everything around the tables. Characters. */
const FRAME = 1200;
const COLUMNS = [
  "of",
  "count",
  "win_rate_percent",
  "average_win",
  "average_loss",
  "expectancy",
  "profit_factor",
  "total",
  "average_days",
];

interface Result {
  strategy: string;
  group: string;
  result: number;
  days: number;
}

/** The record of all campaigns that ended in the span, by strategy and by underlying. */
export function trackRecords(
  chosen: readonly ChosenCampaign[],
  { input, selection: { span }, now }: Asked,
  used: number,
) {
  const today = newYorkDay(now);
  const figures = chosen.map(({ campaign, history }) => ({
    group: campaign.group,
    ...figuresOf(campaign, history.books, today),
  }));
  const ended = figures.filter(({ ended }) => ended !== null && ended >= span.from && ended <= span.to);
  const known = ended.flatMap(({ strategy, group, realized, days }): Result[] =>
    realized === null ? [] : [{ strategy, group, result: realized, days }]
  );
  const limit = input.limit ?? USUAL;
  const unknown = ended.length - known.length;
  const open = figures.filter(({ ended }) => ended === null).length;
  const byStrategy = recordsBy(known, ({ strategy }) => strategy);
  const byUnderlying = recordsBy(known, ({ group }) => group);
  // Each of the two tables may fill what the other leaves.
  const strategies = byStrategy.slice(0, Math.min(limit, countThatFit(used + FRAME, byStrategy, "first")));
  const room = used + FRAME + JSON.stringify(strategies).length;
  const underlyings = byUnderlying.slice(0, Math.min(limit, countThatFit(room, byUnderlying, "first")));
  const left = byStrategy.length - strategies.length + byUnderlying.length - underlyings.length;
  return {
    unit:
      "a campaign that has ended, its result after all fees and with its dividends; strategy: as it stood after the first day",
    rule: RULE,
    columns: COLUMNS,
    all: known.length === 0 ? null : recordRow("all", trackRecord(known)),
    by_strategy: strategies,
    by_underlying: underlyings,
    still_open: open,
    ...(left > 0 ? { left_out: `${left} with fewest campaigns; a larger limit or a symbol shows more` } : {}),
    ...(unknown === 0 ? {} : { unknown: [`${unknown} campaigns of which an opening is not in the history`] }),
  };
}

/** A row for each group, the one of most campaigns first. */
const recordsBy = (results: readonly Result[], keyOf: (result: Result) => string): unknown[][] =>
  [...Map.groupBy(results, keyOf)].sort(([, a], [, b]) => b.length - a.length)
    .map(([name, members]) => recordRow(name, trackRecord(members)));

function recordRow(name: string, record: TrackRecord): unknown[] {
  const dollars = (amount: number | null) => amount === null ? null : toDollars(amount);
  return [
    name,
    record.count,
    percent(record.winRate),
    dollars(record.averageWin),
    dollars(record.averageLoss),
    dollars(record.expectancy),
    rounded(record.profitFactor, 2),
    dollars(record.total),
    rounded(record.averageDays, 1),
  ];
}

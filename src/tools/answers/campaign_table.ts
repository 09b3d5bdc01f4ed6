/** Campaigns as rows, and the story of one. */

import { type CampaignFigures, figuresOf } from "../../analytics/portfolio/campaigns/figures.ts";
import { toDollars } from "../../analytics/portfolio/line.ts";
import { newYorkDay } from "../../core/calendar.ts";
import { rounded } from "../../services/figures.ts";
import type { ChosenCampaign } from "../../services/transactions/selection.ts";
import { countThatFit, more } from "../answer_size.ts";
import type { Asked } from "./transactions.ts";

const USUAL = 15;
/** Contracts of an open campaign that are told. */
const MOST_HELD = 8;
const FRAME = 1500;
const COLUMNS = [
  "account",
  "underlying",
  "strategy",
  "opened",
  "ended",
  "days",
  "rolls",
  "assigned",
  "options",
  "shares",
  "other",
  "fees",
  "total",
  "realized",
  "held",
  "breakeven",
];
const STORY_COLUMNS = ["day", "what", "symbol", "quantity", "price", "net"];

/** How campaigns are told apart; also said in docs/decisions.md. */
export const RULE =
  "a campaign lasts until flat: rolls in one order, or closed at a loss and reopened the same day; assignments; options against its shares. Reopened after a profit is a new one";
const COLUMNS_ARE =
  "options, shares: brought in before fees; other: dividends and futures' settlements; total: all its lines after fees: cash, and the result once ended; realized: of what is closed, after fees; breakeven: price per share of what is held";

/** The campaigns in short and as rows; of a symbol, the lines of the first that is shown as well. */
export function campaignTable(chosen: readonly ChosenCampaign[], { input, now }: Asked, used: number) {
  const today = newYorkDay(now);
  const offset = input.offset ?? 0;
  const all = chosen.map((one) => ({ ...one, figures: figuresOf(one.campaign, one.history.books, today) }));
  const ended = all.filter(({ figures }) => figures.ended !== null);
  const sum = (amounts: readonly number[]) => toDollars(amounts.reduce((total, amount) => total + amount, 0));
  const unknown = all.filter(({ figures }) => figures.realized === null).length;
  const short = {
    count: all.length,
    open: all.length - ended.length,
    result_of_ended: sum(ended.map(({ figures }) => figures.realized ?? 0)),
    realized_in_open: sum(all.map(({ figures }) => figures.ended === null ? figures.realized ?? 0 : 0)),
    rule: RULE,
    columns_are: COLUMNS_ARE,
    ...(unknown === 0 ? {} : { unknown: [`realized of ${unknown}: openings are not in the history`] }),
  };
  const rows = all.slice(offset, offset + (input.limit ?? USUAL)).map((one) => rowOf(one, one.figures));
  const room = used + JSON.stringify(short).length + FRAME;
  const fitting = rows.slice(0, countThatFit(room, rows, "first"));
  const left = all.length - offset - fitting.length;
  const told = input.symbol === undefined ? undefined : chosen[offset];
  return {
    ...short,
    columns: COLUMNS,
    campaigns: fitting,
    ...(left > 0 ? { more: more(left, "get_transactions", { ...input, offset: offset + fitting.length }) } : {}),
    ...(told === undefined ? {} : storyOf(told, room + JSON.stringify(fitting).length)),
    ...(told === undefined || all.length === 1 ? {} : { other_stories: "ask with its place as offset, and limit 1" }),
  };
}

function rowOf({ campaign, history }: ChosenCampaign, figures: CampaignFigures): unknown[] {
  const { options, shares, settled, income, costs, total, realized } = figures;
  return [
    history.account.masked,
    campaign.group,
    figures.isWheel && figures.strategy !== "wheel" ? `${figures.strategy}, became a wheel` : figures.strategy,
    figures.opened,
    figures.ended,
    figures.days,
    figures.rolls,
    figures.assignments,
    ...[options, shares, settled + income, -costs, total].map(toDollars),
    realized === null ? null : toDollars(realized),
    heldText(campaign.held),
    rounded(figures.breakeven, 2),
  ];
}

/** `-3 UBER  261224P00117000; 300 UBER`, `null` when nothing is held. */
function heldText(held: ChosenCampaign["campaign"]["held"]): string | null {
  if (held.size === 0) return null;
  const told = [...held].slice(0, MOST_HELD).map(([symbol, quantity]) => `${quantity} ${symbol}`);
  return [...told, ...(held.size > MOST_HELD ? [`${held.size - MOST_HELD} more`] : [])].join("; ");
}

/** The lines of one campaign, oldest first; of a long one the latest. */
function storyOf({ campaign }: ChosenCampaign, used: number) {
  const rows = campaign.lines.map(({ day, what, symbol, quantity, price, net }) => [
    day,
    what,
    symbol,
    quantity === 0 ? null : quantity,
    price,
    toDollars(net),
  ]);
  const count = countThatFit(used, rows, "last");
  return {
    story_columns: STORY_COLUMNS,
    story_of_first: count === 0 ? [] : rows.slice(-count),
    ...(count < rows.length ? { story_left_out: rows.length - count } : {}),
  };
}

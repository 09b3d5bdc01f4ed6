/** The history of accounts as an answer: sums first, then days, then what has changed. */

import type { Scheme } from "../../charts/palette.ts";
import { type Day, newYorkDay } from "../../core/calendar.ts";
import { fail, ok, type Result } from "../../core/failure.ts";
import { describeName } from "../../services/accounts.ts";
import { percent, rounded } from "../../services/figures.ts";
import { type AccountHistory, type DayFigures, readAccountHistory } from "../../services/history/account_history.ts";
import { firstDay } from "../../services/history/days_worth.ts";
import type { Change } from "../../services/history/value_changes.ts";
import { newYorkTime } from "../../services/new_york_time.ts";
import { provenance } from "../../services/provenance.ts";
import type { HistoryInput } from "../account/get_account_history.ts";
import { ANSWER_LIMIT } from "../answer_size.ts";
import { type Context, illustrated, type Image } from "../tool.ts";

const USUAL_SPAN = "1m";
const USUAL_ROWS = 15;
const FEWEST_ROWS = 2;
/** Changes that are shown of each account, and underlyings. */
const MOST_CHANGES = 40;
const MOST_UNDERLYINGS = 25;

export async function answerAccountHistory(asked: HistoryInput, context: Context): Promise<Result<unknown>> {
  const today = newYorkDay(context.now());
  const since = readSince(asked.since ?? USUAL_SPAN, today);
  if (!since.ok) return since;
  const { account, changes = false, limit = USUAL_ROWS } = asked;
  const read = await readAccountHistory({ account, since: since.value, changes }, context);
  if (!read.ok) return read;
  const history = read.value;
  const { days } = history;
  const answer = fitting(history, limit);
  if (!asked.chart) return ok(answer);
  if (days.length < 2) return ok({ ...answer, chart: "needs at least two days" });
  return ok(illustrated(answer, [await pictureOf(history, context.now(), asked.scheme ?? "light")]));
}

/** With fewer of the changes, and then of the days, until it is no longer than an answer may be. */
function fitting(history: AccountHistory, limit: number): object {
  for (let [days, changes] = [limit, MOST_CHANGES];;) {
    const answer = answerOf(history, days, changes);
    if (JSON.stringify(answer).length <= ANSWER_LIMIT || (days <= FEWEST_ROWS && changes === 0)) return answer;
    if (changes > 0) changes = Math.floor(changes / 2);
    else days = Math.max(FEWEST_ROWS, Math.floor(days * 0.8));
  }
}

function answerOf(history: AccountHistory, limit: number, changes: number): object {
  const { days, warnings, unknown, fetchedAt, source } = history;
  return {
    accounts: history.accounts.map(describeName),
    ...(days.length > 0 ? { net_liquidation: worthOf(history) } : { note: "No day since then is known." }),
    ...(days.length > 0 ? { days: rowsOf(days, limit) } : {}),
    ...(history.changes === null
      ? {}
      : { changes: history.changes.length === 0 ? null : history.changes.map((one) => changesOf(one, changes)) }),
    units:
      "dollars; theta a day, vega a point of all positions; days: the broker's figure at their close, today as of now; changes: against what was written down after the bell, whose marks may differ; return and drawdown: without money moved",
    ...(unknown.length > 0 ? { unknown } : {}),
    ...(warnings.length > 0 ? { warnings } : {}),
    time: newYorkTime(fetchedAt),
    ...provenance(source),
  };
}

function readSince(text: string, today: Day): Result<Day> {
  const span = firstDay(text.trim().toLowerCase(), today);
  if (span !== null) return ok(span);
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  const isDay = !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
  if (isDay && text <= today) return ok(text);
  return fail({
    kind: "invalid",
    subject: "since",
    problem: isDay ? `is after today, ${today}` : "is neither a day nor a span",
    remedy: "Write a day such as 2026-11-20, or one of 1w, 1m, 3m, 6m, 1y, all",
  });
}

function worthOf({ days, moved, performance }: AccountHistory): object {
  const [first, last] = [days[0]!, days.at(-1)!];
  const change = last.worth - first.worth;
  const highest = days.reduce((best, day) => day.worth > best.worth ? day : best);
  const lowest = days.reduce((best, day) => day.worth < best.worth ? day : best);
  return {
    from: [first.day, first.worth],
    to: [last.day, last.worth],
    change: rounded(change, 2),
    deposits_less_withdrawals: moved,
    change_without_them: moved === null ? null : rounded(change - moved, 2),
    return_percent: percent(performance?.gain),
    high: [highest.day, highest.worth],
    low: [lowest.day, lowest.worth],
    max_drawdown_percent: percent(performance?.deepestFall),
  };
}

/** At most so many days, evenly spread, always with the first and the last. */
function rowsOf(days: readonly DayFigures[], limit: number): object {
  const count = Math.min(limit, days.length);
  const places = Array.from({ length: count }, (_, i) => Math.round((days.length - 1) * i / Math.max(1, count - 1)));
  const rows = places.map((place) => days[place]!);
  const hasGreeks = rows.some(({ theta }) => theta !== null);
  return {
    columns: ["day", "net_liquidation", ...(hasGreeks ? ["delta_dollars", "theta", "vega"] : [])],
    rows: rows.map(({ day, worth, deltaDollars, theta, vega }) => [
      day,
      worth,
      ...(hasGreeks ? [deltaDollars, theta, vega] : []),
    ]),
    ...(count < days.length ? { shown: `${count} of ${days.length} days, evenly` } : {}),
  };
}

function changesOf(
  { account, since, takenAt, list, now, then }: NonNullable<AccountHistory["changes"]>[number],
  most: number,
): object {
  const byUnderlying = new Map<string, number | null>();
  for (const { underlying, gain } of list) {
    const sum = byUnderlying.get(underlying);
    byUnderlying.set(underlying, gain === null || sum === null ? null : (sum ?? 0) + gain);
  }
  const gains = [...byUnderlying].filter(([, gain]) => gain !== 0);
  const told = Math.min(gains.length, most, MOST_UNDERLYINGS);
  const shown = list.slice(0, most);
  return {
    account: account.masked,
    since,
    written_down: newYorkTime(takenAt),
    delta_dollars: [then.deltaDollars, now.deltaDollars],
    theta: [then.theta, now.theta],
    vega: [then.vega, now.vega],
    gains_of_what_is_still_held: Object.fromEntries(
      gains.slice(0, told).map(([underlying, gain]) => [underlying, rounded(gain, 2)]),
    ),
    ...(told < gains.length ? { gains_of_others: `${gains.length - told} underlyings` } : {}),
    columns: ["symbol", "quantity_then", "quantity_now", "mark_then", "mark_now", "gain"],
    rows: shown.map(changeRow),
    ...(shown.length < list.length ? { more: `${list.length - shown.length} smaller changes` } : {}),
  };
}

const changeRow = ({ symbol, quantityThen, quantityNow, markThen, markNow, gain }: Change): unknown[] => [
  symbol,
  quantityThen,
  quantityNow,
  rounded(markThen, 4),
  rounded(markNow, 4),
  gain,
];

async function pictureOf({ accounts, days, source }: AccountHistory, at: number, scheme: Scheme): Promise<Image> {
  const [{ valueChart }, { png }] = await Promise.all([
    import("../../charts/history/value_chart.ts"),
    import("../../charts/png/png.ts"),
  ]);
  const [only] = accounts;
  const picture = valueChart({
    title: `Net liquidation, ${accounts.length === 1 ? only!.nickname ?? only!.masked : "all accounts"}`,
    subtitle: `${days[0]!.day} to ${days.at(-1)!.day}`,
    days: days.map(({ day, worth }) => ({ day, value: worth })),
    at,
    source,
    isSimulated: source === "simulator",
    scheme,
  });
  return { mimeType: "image/png", bytes: await png(picture) };
}

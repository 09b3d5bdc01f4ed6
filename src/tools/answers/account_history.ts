/** The history of accounts as an answer: sums first, then days, then what has changed. */

import type { Scheme } from "../../charts/palette.ts";
import { type Day, newYorkDay } from "../../core/calendar.ts";
import { fail, ok, type Result } from "../../core/failure.ts";
import { percent, rounded } from "../../services/figures.ts";
import { type AccountHistory, type DayFigures, readAccountHistory } from "../../services/history/account_history.ts";
import { firstDay } from "../../services/history/days_worth.ts";
import type { Change } from "../../services/history/value_changes.ts";
import { newYorkTime } from "../../services/new_york_time.ts";
import { provenance } from "../../services/provenance.ts";
import type { HistoryInput } from "../account/get_account_history.ts";
import { type Context, illustrated, type Image } from "../tool.ts";

const USUAL_SPAN = "1m";
const USUAL_ROWS = 15;
/** Changes that are shown of each account. */
const MOST_CHANGES = 40;

export async function answerAccountHistory(asked: HistoryInput, context: Context): Promise<Result<unknown>> {
  const today = newYorkDay(context.now());
  const since = readSince(asked.since ?? USUAL_SPAN, today);
  if (!since.ok) return since;
  const { account, changes = false, limit = USUAL_ROWS } = asked;
  const read = await readAccountHistory({ account, since: since.value, changes }, context);
  if (!read.ok) return read;
  const history = read.value;
  const { days, warnings, unknown, fetchedAt, source } = history;
  const answer = {
    accounts: history.accounts.map(({ masked, nickname }) => nickname === null ? masked : `${masked} ${nickname}`),
    ...(days.length > 0 ? { net_liquidation: worthOf(history) } : { note: "No day since then is known." }),
    ...(days.length > 0 ? { days: rowsOf(days, limit) } : {}),
    ...(history.changes === null ? {} : { changes: history.changes.map(changesOf) }),
    units:
      "dollars; theta a day, vega a point of volatility, of all positions; days: the broker's figure at the end of the day, today's as of now; changes: against what was written down after the bell, whose marks may differ from it",
    ...(unknown.length > 0 ? { unknown } : {}),
    ...(warnings.length > 0 ? { warnings } : {}),
    time: newYorkTime(fetchedAt),
    ...provenance(source),
  };
  if (!asked.chart) return ok(answer);
  if (days.length < 2) return ok({ ...answer, chart: "needs at least two days" });
  return ok(illustrated(answer, [await pictureOf(history, context.now(), asked.scheme ?? "light")]));
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

function worthOf({ days, moved }: AccountHistory): object {
  const [first, last] = [days[0]!, days.at(-1)!];
  const change = last.worth - first.worth;
  const highest = days.reduce((best, day) => day.worth > best.worth ? day : best);
  const lowest = days.reduce((best, day) => day.worth < best.worth ? day : best);
  return {
    from: [first.day, first.worth],
    to: [last.day, last.worth],
    change: rounded(change, 2),
    change_percent: first.worth > 0 ? percent(change / first.worth) : null,
    deposits_less_withdrawals: moved,
    change_without_them: moved === null ? null : rounded(change - moved, 2),
    high: [highest.day, highest.worth],
    low: [lowest.day, lowest.worth],
    max_drawdown_percent: percent(deepestFall(days)),
  };
}

/** The largest fall from a high before it, as a fraction of that high. */
function deepestFall(days: readonly DayFigures[]): number {
  let [high, deepest] = [-Infinity, 0];
  for (const { worth } of days) {
    high = Math.max(high, worth);
    if (high > 0) deepest = Math.max(deepest, (high - worth) / high);
  }
  return deepest;
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
): object {
  const byUnderlying = new Map<string, number | null>();
  for (const { underlying, gain } of list) {
    const sum = byUnderlying.get(underlying);
    byUnderlying.set(underlying, gain === null || sum === null ? null : (sum ?? 0) + gain);
  }
  const shown = list.slice(0, MOST_CHANGES);
  return {
    account: account.masked,
    since,
    written_down: newYorkTime(takenAt),
    delta_dollars: [then.deltaDollars, now.deltaDollars],
    theta: [then.theta, now.theta],
    vega: [then.vega, now.vega],
    gains_of_what_is_still_held: Object.fromEntries(
      [...byUnderlying].filter(([, gain]) => gain !== 0).map(([underlying, gain]) => [underlying, rounded(gain, 2)]),
    ),
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

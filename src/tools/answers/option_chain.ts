/** A chain as a table within the room that an answer has: column names once, rows as arrays, and how to get the rest. */

import type { Source } from "../../broker/broker.ts";
import { daysBetween, newYorkDay, sessionState } from "../../core/calendar.ts";
import { explain, ok, type Result } from "../../core/failure.ts";
import { percent, price, rounded } from "../../services/figures.ts";
import { newYorkTime } from "../../services/new_york_time.ts";
import { provenance } from "../../services/provenance.ts";
import { type Chain, type ChainRow, readChain } from "../../services/chain/chain.ts";
import { ANSWER_LIMIT } from "../answer_size.ts";
import { type ChainArguments, type ChainQuestion, formatBookmark, questionOf } from "../../services/chain/question.ts";
import type { Series } from "../../services/chain/series.ts";
import type { Context } from "../tool.ts";

/** Of an answer's characters, what is kept for what is said about the rows: what is missing, how to get more. */
const RESERVE = 1500;
/** Options, expirations or roots that are named; beyond that they are counted. */
const NAMED = 12;
/** Figures older than this when the question was asked are called stale. Milliseconds. */
const STALE = 30_000;

export const ROW_COLUMNS = [
  "strike",
  "bid",
  "ask",
  "mid",
  "iv",
  "delta",
  "gamma",
  "theta",
  "vega",
  "volume",
  "open_interest",
  "spread_cost",
] as const;

const EXPIRATION_COLUMNS = [
  "expiration",
  "root",
  "dte",
  "type",
  "settlement",
  "strikes",
  "forward",
  "atm_iv",
  "expected_move",
] as const;

const UNITS =
  "iv in percent; greeks per share: theta a day, vega a point of iv; spread_cost in dollars a contract, to trade at the bid or ask instead of mid; expected_move: one standard deviation, plus or minus";

type Cell = string | number | null;

/** One expiration with its options; a side that was not asked for or has none is absent. */
interface Shown {
  expiration: string;
  root: string;
  symbols: string;
  calls?: Cell[][];
  puts?: Cell[][];
}

/** The answer to `question` as plain data. */
export function chainAnswer(question: ChainQuestion, chain: Chain, source: Source, now: number): object {
  const today = newYorkDay(now);
  const isFuture = chain.subject.underlying === null;
  const columns = isFuture ? [...EXPIRATION_COLUMNS, "underlying", "price"] : [...EXPIRATION_COLUMNS];
  const table = chain.listed.map((series) => expirationRow(series, chain, today, isFuture));
  const head = {
    symbol: chain.subject.future ?? chain.subject.symbol,
    ...(isFuture ? {} : { price: price(firstPrice(chain)) }),
    ...multiplierOf(chain.shown, isFuture),
    expirations: { columns, rows: table },
    columns: ROW_COLUMNS,
    units: UNITS,
  };
  const { chains, shown } = fill(chain.rows, ANSWER_LIMIT - RESERVE - JSON.stringify(head).length);
  return {
    ...head,
    chains,
    ...more(question, chain, shown),
    ...trouble(chain, shown),
    ...age(shown, chain.startedAt, now),
    session: sessionState(isFuture ? "future" : "equity", now),
    ...provenance(source),
  };
}

function expirationRow(series: Series, { terms }: Chain, today: string, isFuture: boolean): Cell[] {
  const term = terms.get(series);
  return [
    series.day,
    series.root,
    daysBetween(today, series.day),
    series.type,
    series.settlement,
    series.strikes.length,
    points(term?.forward ?? null),
    percent(term?.volatility),
    points(term?.expectedMove ?? null),
    ...(isFuture ? [series.underlying.symbol, price(term?.price ?? null)] : []),
  ];
}

/** Cents, and more where a cent is much. */
const points = (value: number | null): number | null => rounded(value, value !== null && value < 20 ? 4 : 2);

const firstPrice = ({ shown, terms }: Chain): number | null => shown[0] ? terms.get(shown[0])?.price ?? null : null;

/** Shares of a contract, or dollars of a future's point; nothing when it is not the same for all. */
function multiplierOf(shown: readonly Series[], isFuture: boolean): Record<string, number | null> {
  const [first, ...others] = new Set(shown.map(({ multiplier }) => multiplier));
  if (first === undefined || others.length > 0) return {};
  return isFuture ? { dollars_per_point: first } : { shares_per_contract: first };
}

/** As many rows as there is room for. */
function fill(rows: readonly ChainRow[], room: number): { chains: Shown[]; shown: ChainRow[] } {
  const chains: Shown[] = [];
  const shown: ChainRow[] = [];
  let series: Series | null = null;
  let left = room;
  for (const row of rows) {
    const cells = cellsOf(row);
    const side = row.right === "call" ? "calls" : "puts";
    const current = series === row.series ? chains.at(-1)! : { ...headOf(row.series) };
    left -= JSON.stringify(cells).length + 1;
    if (series !== row.series) left -= JSON.stringify(current).length + 1;
    if (current[side] === undefined) left -= `"${side}":[],`.length;
    if (left < 0) break;
    if (series !== row.series) chains.push(current);
    series = row.series;
    (current[side] ??= []).push(cells);
    shown.push(row);
  }
  return { chains, shown };
}

/** `symbols` is how an option's own symbol is made. */
function headOf({ day, root, spelling }: Series): Shown {
  const strike = spelling.strikes === "plain" ? "{strike}" : "{strike*1000, 8 digits}";
  return { expiration: day, root, symbols: `${spelling.head}{C|P}${strike}` };
}

function cellsOf({ strike, series, figures }: ChainRow): Cell[] {
  const { bid, ask, volatility, delta, gamma, theta, vega, volume, openInterest } = figures;
  const hasMarket = bid !== null && ask !== null && ask >= bid;
  const cost = hasMarket && series.multiplier !== null ? (ask - bid) / 2 * series.multiplier : null;
  return [
    strike,
    price(bid),
    price(ask),
    hasMarket ? rounded((bid + ask) / 2, 4) : null,
    percent(volatility),
    rounded(delta, 4),
    significant(gamma, 3),
    significant(theta, 4),
    significant(vega, 4),
    volume,
    openInterest,
    rounded(cost, 2),
  ];
}

/** So many digits that count: the gamma of an index is a thousandth of a share's. */
const significant = (value: number | null, digits: number): number | null =>
  value === null ? null : Number(value.toPrecision(digits));

/** What else there is, and the call for it. */
function more({ given, isNarrowed }: ChainQuestion, chain: Chain, shown: readonly ChainRow[]): object {
  const last = shown.at(-1);
  const options = chain.matched - chain.missing.length - shown.length;
  const expirations = chain.shown.length - chain.looked;
  const count = chain.filter.count;
  const hidden = isNarrowed || count === null ? 0 : Math.max(...chain.shown.map((one) => one.strikes.length)) - count;
  const what = [
    ...(options > 0 ? [`${options} more options`] : []),
    ...(expirations > 0 ? [`${expirations} more expirations from ${chain.shown[chain.looked]!.day}`] : []),
  ].join(" and ");
  return {
    ...(what !== "" && last ? { more: `${what}; ${ask({ ...given, after: bookmarkOf(last) })}` } : {}),
    ...(hidden > 0 ? { more_strikes: `${hidden} more; ${ask({ ...given, strikes: Math.min(400, count! * 4) })}` } : {}),
  };
}

const ask = (next: ChainArguments): string => `ask get_option_chain with ${JSON.stringify(next)}`;

const bookmarkOf = ({ series: { day, root }, right, strike }: ChainRow): string =>
  formatBookmark({ day, root, right, strike });

/** What is not there, and why. */
function trouble(chain: Chain, shown: readonly ChainRow[]): object {
  const { missing, undecided, barren, stopped, listing, terms } = chain;
  const absent = [...missing, ...undecided];
  const warnings = warningsOf(chain);
  const unknown = unknownOf(
    shown,
    chain.listed.filter((series) => (terms.get(series)?.volatility ?? null) === null).length,
  );
  return {
    ...(Object.keys(unknown).length > 0 ? { unknown } : {}),
    ...(absent.length > 0
      ? {
        missing: {
          count: absent.length,
          options: absent.slice(0, NAMED).map(({ series, right, strike }) =>
            `${series.day} ${series.root} ${right} ${strike}`
          ),
        },
      }
      : {}),
    ...(barren.length > 0 ? { nothing_fits: named(barren) } : {}),
    ...(stopped.length > 0 ? { stopped_trading: named(stopped) } : {}),
    ...(listing.adjustedRoots.length > 0 ? { adjusted_roots_left_out: listing.adjustedRoots.slice(0, NAMED) } : {}),
    ...(warnings.length > 0 ? { warning: warnings.join(" ") } : {}),
  };
}

const named = (series: readonly Series[]): string[] => [
  ...series.slice(0, NAMED).map(({ day, root }) => `${day} ${root}`),
  ...(series.length > NAMED ? [`and ${series.length - NAMED} more`] : []),
];

function warningsOf(chain: Chain): string[] {
  const { streamFailure, snapshotFailure, skipped, undecided, isCut, filter, terms } = chain;
  const unmoved = chain.shown.slice(0, chain.looked).filter((series) =>
    (terms.get(series)?.expectedMove ?? null) === null
  );
  return [
    ...(streamFailure
      ? [`Figures are REST snapshots, because the live stream could not be had: ${explain(streamFailure)}`]
      : []),
    ...(snapshotFailure ? [`Snapshots are incomplete: ${explain(snapshotFailure)}`] : []),
    ...(skipped > 0 ? [`${skipped} options were not asked for, to spare the broker; narrow the question.`] : []),
    ...(undecided.length > 0
      ? [
        `The delta of ${undecided.length} options did not come, so they are not among the rows. Ask again in a moment.`,
      ]
      : []),
    ...(filter.expectedMoves !== null && unmoved.length > 0
      ? [`The expected move of ${unmoved.length} expirations is unknown, so none of their options is among the rows.`]
      : []),
    ...(isCut ? ["Only the strikes nearest the money were looked at; narrow the question by strike."] : []),
  ];
}

/** How many of the rows have no value in a column, and how many expirations have no volatility. */
function unknownOf(shown: readonly ChainRow[], expirations: number): Record<string, number> {
  const unknown: Record<string, number> = {};
  for (const row of shown) {
    for (const [place, cell] of cellsOf(row).entries()) {
      if (cell === null) unknown[ROW_COLUMNS[place]!] = (unknown[ROW_COLUMNS[place]!] ?? 0) + 1;
    }
  }
  return { ...unknown, ...(expirations > 0 ? { atm_iv: expirations } : {}) };
}

/** The age of the oldest figures shown. */
function age(shown: readonly ChainRow[], startedAt: number, now: number): object {
  const oldest = shown.reduce((least, { figures }) => Math.min(least, figures.readAt ?? Infinity), Infinity);
  if (oldest === Infinity) return {};
  return {
    time: newYorkTime(oldest),
    age_seconds: Math.max(0, Math.round((now - oldest) / 1000)),
    ...(startedAt - oldest > STALE ? { stale: true } : {}),
  };
}

/** The whole question, from its arguments to what is shown. */
export async function answerOptionChain(given: ChainArguments, context: Context): Promise<Result<unknown>> {
  const question = questionOf(given, context.now());
  if (!question.ok) return question;
  const chain = await readChain(question.value, context);
  if (!chain.ok) return chain;
  return ok(chainAnswer(question.value, chain.value, context.broker.source(), context.now()));
}

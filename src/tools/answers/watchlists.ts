/** The user's lists of symbols and the broker's, or one of them with figures. */

import type { Watchlist, WatchlistEntry } from "../../broker/endpoints/watchlists.ts";
import { explain, type Failure, ok, type Result } from "../../core/failure.ts";
import { type Instrument, recognizeSymbol } from "../../core/symbol.ts";
import { percent, price } from "../../services/figures.ts";
import { newYorkTime } from "../../services/new_york_time.ts";
import { type MetricsRow, readMetrics } from "../../services/market_metrics.ts";
import { provenance } from "../../services/provenance.ts";
import { findWatchlist, readFreshLists } from "../../services/watchlists.ts";
import { ANSWER_LIMIT, countThatFit, more } from "../answer_size.ts";
import type { Context } from "../tool.ts";
import type { WatchlistsInput } from "../watching/get_watchlists.ts";

/** Symbols shown at once. */
const PAGE = 50;
/** What is left for names and marks around the rows. Characters. */
const FRAME = 1500;

export const answerWatchlists = async (
  { name, offset = 0 }: WatchlistsInput,
  context: Context,
): Promise<Result<unknown>> =>
  name === undefined ? await answerLists(context) : await answerList(name, offset, context);

async function answerLists(context: Context): Promise<Result<unknown>> {
  const [own, shared] = await Promise.all([readFreshLists("user", context), readFreshLists("public", context)]);
  if (!own.ok) return own;
  const owned = own.value.lists.map(listRow);
  const others = shared.ok ? shared.value.lists.map(listRow) : [];
  const shownOwn = countThatFit(FRAME + ANSWER_LIMIT / 4, owned, "first");
  const shown = countThatFit(FRAME + JSON.stringify(owned.slice(0, shownOwn)).length, others, "first");
  return ok({
    columns: ["name", "group", "count"],
    own: owned.slice(0, shownOwn),
    ...(shownOwn < owned.length ? { more_own: owned.length - shownOwn } : {}),
    public: shared.ok ? others.slice(0, shown) : null,
    ...(shown < others.length ? { more_public: others.length - shown } : {}),
    ...(owned.length === 0 ? { note: "The user has no watchlist yet; update_watchlist creates one." } : {}),
    ...(shared.ok ? {} : { warning: `tastytrade's own lists are unknown: ${explain(shared.failure)}` }),
    time: newYorkTime(own.value.fetchedAt),
    ...provenance(own.value.source),
  });
}

const listRow = (
  { name, group, entries }: Watchlist,
) => [plain(name), group === null ? null : plain(group), entries.length];

/** Somebody's own text, on one line. */
const plain = (text: string): string => text.replace(/[\p{C}\s]+/gu, " ").slice(0, 100);

async function answerList(name: string, offset: number, context: Context): Promise<Result<unknown>> {
  const found = await findWatchlist(name, context, readFreshLists);
  if (!found.ok) return found;
  const { watchlist, owner, fetchedAt, source } = found.value;
  const page = watchlist.entries.slice(offset, offset + PAGE);
  const figures = await readFigures(page, context);
  const rows = page.map((entry) => figures.rowOf(entry));
  const unknown = unknownIn(rows, page, figures);
  const shown = countThatFit(FRAME + JSON.stringify(unknown).length, rows, "first");
  const left = watchlist.entries.length - offset - shown;
  return ok({
    name: plain(watchlist.name),
    owner: owner === "user" ? "the user" : "tastytrade",
    ...(watchlist.group === null ? {} : { group: plain(watchlist.group) }),
    count: watchlist.entries.length,
    columns: COLUMNS,
    rows: rows.slice(0, shown),
    ...(left > 0 && shown > 0
      ? { more: more(left, "get_watchlists", { name: watchlist.name, offset: offset + shown }) }
      : {}),
    ...(figures.failures.length > 0
      ? { warnings: [...new Set(figures.failures.map((failure) => `Figures are missing: ${explain(failure)}`))] }
      : {}),
    unknown,
    time: newYorkTime(Math.min(fetchedAt, figures.fetchedAt)),
    ...provenance(source),
  });
}

const COLUMNS = ["symbol", "price", "change_percent", "iv_rank", "next_earnings"];

type Row = [
  symbol: string,
  price: number | null,
  change: number | null,
  ivRank: number | null,
  earnings: string | null,
];

interface Figures {
  rowOf(entry: WatchlistEntry): Row;
  /** Shares, funds and indices: what has an IV rank. */
  isUnderlying(entry: WatchlistEntry): boolean;
  /** Of the oldest price; `Infinity` without any. */
  fetchedAt: number;
  failures: Failure[];
}

/** What there is to say of each symbol; what cannot be read leaves the list itself. */
async function readFigures(entries: readonly WatchlistEntry[], context: Context): Promise<Figures> {
  const instruments = new Map<string, Instrument>();
  for (const { symbol } of entries) {
    const recognized = recognizeSymbol(symbol);
    if (recognized.ok) instruments.set(symbol, recognized.value);
  }
  const isUnderlying = ({ symbol }: WatchlistEntry): boolean =>
    ["equity", "index"].includes(instruments.get(symbol)?.type ?? "");
  const underlyings = entries.filter(isUnderlying).map(({ symbol }) => instruments.get(symbol)!.symbol);
  const [quotes, metrics] = await Promise.all([
    context.market.quotes.read([...instruments.values()], context),
    readMetrics(underlyings, context),
  ]);
  const measured = new Map(metrics.ok ? metrics.value.rows.map((row) => [row.symbol, row]) : []);
  return {
    rowOf(entry) {
      const symbol = instruments.get(entry.symbol)?.symbol ?? "";
      const quote = quotes.ok ? quotes.value.get(symbol)?.value : null;
      const last = quote?.last ?? quote?.mark ?? quote?.mid ?? null;
      const close = quote?.prevClose ?? null;
      const row = measured.get(symbol);
      return [
        plain(entry.symbol).slice(0, 40),
        price(last),
        last === null || close === null || close === 0 ? null : percent(last / close - 1),
        percent(row?.metrics.ivRank),
        row === undefined ? null : earningsIn(row),
      ];
    },
    isUnderlying,
    fetchedAt: quotes.ok ? Math.min(...[...quotes.value.values()].map((held) => held.fetchedAt)) : Infinity,
    failures: [quotes, metrics].flatMap((part) => part.ok ? [] : [part.failure]),
  };
}

/** The day, or that there never is one. */
function earningsIn({ earnings }: MetricsRow): string | null {
  switch (earnings.kind) {
    case "expected":
      return earnings.isEstimated ? `${earnings.day} (estimated)` : earnings.day;
    case "none":
      return "never";
    default:
      return null;
  }
}

/** The symbols whose figure nobody knows, by column; `all` where that is everyone who should have it. */
function unknownIn(
  rows: readonly Row[],
  entries: readonly WatchlistEntry[],
  { isUnderlying }: Figures,
): Record<string, string[] | "all"> {
  return Object.fromEntries(
    COLUMNS.slice(1).flatMap((column, place) => {
      const asked = rows.filter((_row, position) => place < 2 || isUnderlying(entries[position]!));
      const lacking = asked.filter((row) => row[place + 1] === null).map(([symbol]) => symbol);
      if (lacking.length === 0) return [];
      return [[column, lacking.length === asked.length && asked.length > 1 ? "all" as const : lacking] as const];
    }),
  );
}

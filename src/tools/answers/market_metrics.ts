/** Volatility, liquidity, dividends and earnings of one underlying or many, sifted and sorted. */

import { newYorkDay } from "../../core/calendar.ts";
import { explain, fail, ok, type Result } from "../../core/failure.ts";
import { type MetricsRow, type MetricsRows, readMetrics } from "../../services/market_metrics.ts";
import { type FilterName, type MetricsFilters, sift, type Sifted, sortRows } from "../../services/metrics_filter.ts";
import {
  factsOf,
  METRICS_COLUMNS,
  tableRow,
  termRow,
  termTable,
  unknownByColumn,
} from "../../services/metrics_table.ts";
import { provenance } from "../../services/provenance.ts";
import { tenorsOf } from "../../services/term_structure.ts";
import { readUniverse, type Universe } from "../../services/universe.ts";
import { countThatFit, more } from "../answer_size.ts";
import type { MarketMetricsInput as Asked } from "../market/get_market_metrics.ts";
import type { Context } from "../tool.ts";

/** What is left for names and marks around the rows. Characters. */
const FRAME = 600;

export async function answerMarketMetrics(asked: Asked, context: Context): Promise<Result<unknown>> {
  if ((asked.symbols === undefined) === (asked.watchlist === undefined)) {
    return fail({
      kind: "invalid",
      subject: "get_market_metrics",
      problem: "needs `symbols` or `watchlist`, not both",
    });
  }
  const universe = await readUniverse(
    asked.symbols === undefined ? { watchlist: asked.watchlist! } : { symbols: asked.symbols },
    context,
  );
  if (!universe.ok) return universe;
  const { symbols, otherKinds, failures } = universe.value;
  if (symbols.length === 0 && otherKinds.length === 0 && failures.length > 0) return fail(failures[0]!);
  const read = await readMetrics(symbols, context);
  if (!read.ok) return read;
  const { rows, notFound } = read.value;
  if (rows.length === 0 && otherKinds.length + failures.length === 0 && notFound.length > 0) {
    return fail({ kind: "not_found", subject: notFound.slice(0, 10).join(", ") });
  }
  const sifted = sift(rows, filtersOf(asked), newYorkDay(context.now()));
  const around = surroundings(universe.value, read.value, sifted, context);
  const isSingle = asked.symbols?.length === 1 && sifted.fitting.length === 1;
  if (isSingle) return ok({ ...single(sifted.fitting[0]!, asked, context), ...around });
  return ok({ ...table(sifted, asked, context, JSON.stringify(around).length), ...around });
}

const fraction = (percent: number | undefined): number | undefined => percent === undefined ? undefined : percent / 100;

const filtersOf = (asked: Asked): MetricsFilters => ({
  minIvRank: fraction(asked.min_iv_rank),
  maxIvRank: fraction(asked.max_iv_rank),
  minIvPercentile: fraction(asked.min_iv_percentile),
  minIvHvDifference: fraction(asked.min_iv_hv_difference),
  minLiquidity: asked.min_liquidity,
  maxBeta: asked.max_beta,
  minMarketCap: asked.min_market_cap,
  sector: asked.sector,
  earningsAfter: asked.earnings_after,
  earningsBefore: asked.earnings_before,
  noEarningsWithinDays: asked.no_earnings_within_days,
});

/** `minIvRank` as the argument is called: `min_iv_rank`. */
const argumentOf = (filter: FilterName): string => filter.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** One underlying as an object. */
function single(row: MetricsRow, { term_structure = "main" }: Asked, context: Context) {
  const tenors = tenorsOf(row.metrics.expirations, newYorkDay(context.now()));
  return {
    ...factsOf(row),
    ...(term_structure === "none" ? {} : { term_structure: termTable(tenors, term_structure === "all") }),
  };
}

/** Several with their column names only once. */
function table({ fitting, undecided }: Sifted, asked: Asked, context: Context, used: number) {
  const { sort, offset, limit, include_unknown, term_structure = "none", watchlist } = asked;
  const order = sort ?? (watchlist === undefined ? null : "iv_rank");
  const sorted = (rows: readonly MetricsRow[]): readonly MetricsRow[] =>
    order === null ? rows : sortRows(rows, order, asked.ascending ?? (order === "earnings" || order === "symbol"));
  const all = [...sorted(fitting), ...(include_unknown ? sorted(undecided.map(({ row }) => row)) : [])];
  const today = newYorkDay(context.now());
  const page = all.slice(offset, offset + limit);
  const rows = page.map((row) => [
    ...tableRow(row),
    ...(term_structure === "none" ? [] : [termRow(tenorsOf(row.metrics.expirations, today), term_structure === "all")]),
  ]);
  const unknown = unknownByColumn(page);
  // The next call is spelled inside a text, where each of its quotation marks takes two characters.
  const again = JSON.stringify(JSON.stringify(asked)).length;
  const shown = countThatFit(used + FRAME + again + JSON.stringify(unknown).length, rows, "first");
  const left = all.length - offset - shown;
  return {
    fitting: fitting.length,
    ...(order === null ? {} : { sorted_by: order }),
    columns: [...METRICS_COLUMNS, ...(term_structure === "none" ? [] : ["term_structure"])],
    rows: rows.slice(0, shown),
    ...(term_structure === "none" ? {} : { term_structure_is: "[days to expiration, IV]" }),
    ...(left > 0
      ? {
        more: more(left, "get_market_metrics", {
          ...asked,
          include_unknown: include_unknown || undefined,
          offset: offset + shown,
        }),
      }
      : {}),
    unknown,
  };
}

/** What was asked about and could not be told, and where the rest comes from. */
function surroundings(
  { symbols, otherKinds, failures, watchlist }: Universe,
  { notFound, fetchedAt, source, kindFailure }: MetricsRows,
  { undecided }: Sifted,
  context: Context,
) {
  const unjudged: Record<string, string[]> = {};
  for (const { row, filters } of undecided) {
    for (const filter of filters) (unjudged[argumentOf(filter)] ??= []).push(row.symbol);
  }
  return {
    of: symbols.length,
    ...(watchlist === null ? {} : {
      watchlist: `${watchlist.name} (${
        watchlist.owner === "user" ? "the user's" : "tastytrade's"
      }, ${watchlist.entries} entries)`,
    }),
    ...(undecided.length > 0 ? { could_not_be_judged: { count: undecided.length, ...unjudged } } : {}),
    ...(notFound.length > 0 ? { not_found: notFound } : {}),
    ...(otherKinds.length > 0 ? { not_underlyings: otherKinds } : {}),
    ...(failures.length > 0 ? { not_recognized: failures.slice(0, 10).map(explain) } : {}),
    ...(kindFailure ? { warning: `Funds cannot be told from companies: ${explain(kindFailure)}` } : {}),
    ...(source === undefined ? {} : { age_seconds: Math.round(Math.max(0, context.now() - fetchedAt) / 1000) }),
    ...provenance(source ?? watchlist?.source),
  };
}

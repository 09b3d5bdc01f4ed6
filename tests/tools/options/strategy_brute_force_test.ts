/**
 * What find_strategies ranks first, against every position that the broker's own answers allow: the chain as it is
 * listed, quotes and greeks as they are streamed, all combinations tried.
 */

import assert from "node:assert/strict";
import { atTheMoneyVolatility } from "../../../src/analytics/expected_move.ts";
import { impliedForward } from "../../../src/analytics/forward.ts";
import { estimateMargin } from "../../../src/analytics/margin/requirement.ts";
import type { Board, ExpirationBoard, Side } from "../../../src/analytics/screens/board.ts";
import type { Criteria } from "../../../src/analytics/screens/criteria.ts";
import type { FamilyName } from "../../../src/analytics/screens/family_names.ts";
import { MEASURE_NAMES, type MeasureName, MEASURES } from "../../../src/analytics/screens/measures.ts";
import type { LiveAnswer } from "../../../src/broker/dxlink/live.ts";
import { compactOptionChain } from "../../../src/broker/endpoints/option_chains.ts";
import { daysBetween, newYorkDay, tradingDay } from "../../../src/core/calendar.ts";
import { explain, type Result } from "../../../src/core/failure.ts";
import { readHeld } from "../../../src/services/held.ts";
import { answerStrategies } from "../../../src/tools/answers/strategies.ts";
import type { StrategiesInput } from "../../../src/tools/options/find_strategies.ts";
import { type BruteCandidate, bruteForce } from "../../analytics/screens/brute_force.ts";
import { startServices, type TestServices } from "../../support/services.ts";

const SYMBOL = "AAPL";
const DAY = "2026-12-24";
const RATE = 0.04;
/** One percent of the price, about 330 dollars, rounded down to 1, 2.5 or 5. */
const WIDTH = 2.5;

const value = <T>(result: Result<T>): T => {
  assert.ok(result.ok, result.ok ? "" : explain(result.failure));
  return result.value;
};

/** All that is listed for the day, as the broker says it. */
async function rawBoard({ broker, context, clock }: TestServices): Promise<Board> {
  const chains = value(await broker.call(compactOptionChain, SYMBOL, context));
  const streamers = new Map<string, string>();
  for (const { symbols, streamerSymbols } of chains) {
    for (const [place, symbol] of symbols.entries()) streamers.set(symbol, streamerSymbols[place]!);
  }
  const head = `AAPL  ${DAY.slice(2).replaceAll("-", "")}`;
  const listed = [...streamers.keys()].filter((symbol) => symbol.startsWith(head));
  const strikes = [...new Set(listed.map((symbol) => Number(symbol.slice(13)) / 1000))].sort((a, b) => a - b);
  const read = value(
    await context.live.read([
      { symbol: SYMBOL, types: ["Quote", "Trade"] },
      ...listed.map((symbol) => ({ symbol: streamers.get(symbol)!, types: ["Quote", "Greeks", "Summary"] as const })),
    ]),
  );
  const { Quote: share, Trade: trade } = read.answers.get(SYMBOL)!;
  const isInside = trade!.price! >= share!.bid! && trade!.price! <= share!.ask!;
  const spot = isInside ? trade!.price! : (share!.bid! + share!.ask!) / 2;
  const answerOf = (strike: number, letter: "C" | "P"): LiveAnswer =>
    read.answers.get(streamers.get(`${head}${letter}${String(strike * 1000).padStart(8, "0")}`)!)!;
  const sideOf = (letter: "C" | "P"): Side => {
    const column = (of: (answer: LiveAnswer) => number | null | undefined) =>
      Float64Array.from(strikes, (strike) => of(answerOf(strike, letter)) ?? NaN);
    return {
      bid: column(({ Quote }) => Quote?.bid),
      ask: column(({ Quote }) => Quote?.ask),
      volatility: column(({ Greeks }) => Greeks?.volatility),
      delta: column(({ Greeks }) => Greeks?.delta),
      gamma: column(({ Greeks }) => Greeks?.gamma),
      theta: column(({ Greeks }) => Greeks?.theta),
      vega: column(({ Greeks }) => Greeks?.vega),
      volume: column(() => null),
      openInterest: column(({ Summary }) => Summary?.openInterest),
    };
  };
  const [call, put] = [sideOf("C"), sideOf("P")];
  const years = (tradingDay(DAY)!.closeAt - clock.at) / (365 * 86_400_000);
  const expiration = { day: DAY, root: SYMBOL, years, daysLeft: daysBetween(newYorkDay(clock.at), DAY) };
  const money = { ...expiration, ...termOf(strikes, call, put, spot, years) };
  const board: ExpirationBoard = { ...money, strikes: Float64Array.from(strikes), call, put };
  return { symbol: SYMBOL, spot, rate: RATE, multiplier: 100, expirations: [board] };
}

/** The forward by parity and the volatility at it, of the four strikes nearest to where a share should be then. */
function termOf(strikes: number[], call: Side, put: Side, spot: number, years: number) {
  const guess = spot * Math.exp(0.025 * years);
  const near = strikes.map((_, row) => row)
    .sort((a, b) => Math.abs(strikes[a]! - guess) - Math.abs(strikes[b]! - guess)).slice(0, 4).sort((a, b) => a - b);
  const middle = ({ bid, ask }: Side, row: number) => (bid[row]! + ask[row]!) / 2;
  const width = ({ bid, ask }: Side, row: number) => ask[row]! - bid[row]!;
  const pairs = near.map((row) => ({
    strike: strikes[row]!,
    call: middle(call, row),
    put: middle(put, row),
    spread: width(call, row) + width(put, row),
  }));
  const forward = impliedForward(pairs, years, RATE)!;
  const smile = near.map((row) => ({
    strike: strikes[row]!,
    volatility: (strikes[row]! < forward ? put : call).volatility[row]!,
  }));
  return { forward, volatility: atTheMoneyVolatility(smile, forward)! };
}

/** What is asked for, and what that means. */
const CASES: { input: Partial<StrategiesInput>; truth: Partial<Record<FamilyName, Criteria>> }[] = [
  {
    input: { min_delta: 0.08, max_delta: 0.45, max_capital: 32_000 },
    truth: { cash_secured_put: { shortDelta: { min: 0.08, max: 0.45 }, maxCapital: 32_000 } },
  },
  {
    input: { min_delta: 0.1, max_delta: 0.6, min_pop: 40 },
    truth: { covered_call: { shortDelta: { min: 0.1, max: 0.6 }, minPop: 0.4 } },
  },
  {
    input: { min_delta: 0.15, max_delta: 0.5, min_credit: 0.5 },
    truth: {
      put_credit_spread: { shortDelta: { min: 0.15, max: 0.5 }, width: { min: WIDTH, max: 10 }, minCredit: 0.5 },
    },
  },
  {
    input: { min_delta: 0.15, max_delta: 0.5, max_capital: 600 },
    truth: {
      call_credit_spread: { shortDelta: { min: 0.15, max: 0.5 }, width: { min: WIDTH, max: 10 }, maxCapital: 600 },
    },
  },
  {
    input: { min_delta: 0.1, max_delta: 0.4 },
    truth: {
      call_debit_spread: {
        shortDelta: { min: 0.1, max: 0.4 },
        longDelta: { min: 0.45, max: 0.65 },
        width: { min: WIDTH, max: 20 },
      },
    },
  },
  {
    input: { min_delta: 0.12, max_delta: 0.32 },
    truth: { iron_condor: { shortDelta: { min: 0.12, max: 0.32 }, width: { min: WIDTH, max: 10 } } },
  },
  {
    input: { min_delta: 0.08, max_delta: 0.35, max_capital: 6000 },
    truth: { short_strangle: { shortDelta: { min: 0.08, max: 0.35 }, maxCapital: 6000 } },
  },
  {
    input: { min_delta: 0.1, max_delta: 0.45 },
    truth: { jade_lizard: { shortDelta: { min: 0.1, max: 0.45 }, width: { min: WIDTH, max: 5 } } },
  },
  {
    input: { min_delta: 0.1, max_delta: 0.6, width: 5 },
    truth: { put_butterfly: { shortDelta: { min: 0.1, max: 0.6 }, width: { min: 5, max: 5 } } },
  },
  {
    input: { min_delta: 0.1, max_delta: 0.3 },
    truth: {
      put_ratio_1x2: {
        shortDelta: { min: 0.1, max: 0.3 },
        longDelta: { min: 0.25, max: 0.45 },
        width: { min: WIDTH, max: 20 },
        maxDebit: 0,
      },
    },
  },
  { input: { min_delta: 0.2, max_delta: 0.8 }, truth: { long_call: { longDelta: { min: 0.2, max: 0.8 } } } },
  {
    input: { min_delta: 0.12, max_delta: 0.35, min_pop: 50 },
    truth: {
      cash_secured_put: { shortDelta: { min: 0.12, max: 0.35 }, minPop: 0.5 },
      put_credit_spread: { shortDelta: { min: 0.12, max: 0.35 }, width: { min: WIDTH, max: 10 }, minPop: 0.5 },
      iron_condor: { shortDelta: { min: 0.12, max: 0.35 }, width: { min: WIDTH, max: 10 }, minPop: 0.5 },
      short_strangle: { shortDelta: { min: 0.12, max: 0.35 }, minPop: 0.5 },
    },
  },
];

/** Figures as they are shown: to how much they are rounded, and how much of one is a hundred. */
function shownAs(name: MeasureName): { scale: number; step: number } {
  const { unit } = MEASURES[name];
  if (/^(fraction|probability|volatility)/.test(unit)) return { scale: 100, step: 0.01 };
  return { scale: 1, step: unit === "dollars_per_share" ? 1e-4 : 0.01 };
}

function assertShown(shown: number | null, actual: number | null, name: MeasureName, where: string): void {
  if (shown === null || actual === null) return assert.equal(shown, actual, where);
  const { scale, step } = shownAs(name);
  const expected = actual * scale;
  assert.ok(
    Math.abs(shown - expected) <= step * 0.51 + 1e-6 * Math.abs(expected),
    `${where}: ${shown}, not ${expected}`,
  );
}

/** `+1 753P -1 754P` as the brute force writes it. */
const keyOf = ({ position, expires }: Record<string, unknown>): string =>
  [...String(position).matchAll(/([+-]\d+) ([\d.]+)([CP])/g)]
    .map(([, quantity, strike, right]) => `${Number(quantity)} ${right === "P" ? "put" : "call"} ${strike} ${expires}`)
    .join(", ");

const scoreOf = (name: MeasureName, { measures, unlimitedProfit }: BruteCandidate): number => {
  const figure = measures[name];
  if (figure === null) return name === "max_profit" && unlimitedProfit ? Infinity : -Infinity;
  return MEASURES[name].better === "higher" ? figure : -figure;
};

for (const { input, truth: admitted } of CASES) {
  const families = Object.keys(admitted) as FamilyName[];
  const title = families.join(" and ");
  Deno.test(`find_strategies: the ten best ${title} by each measure are the ten best there are`, async () => {
    using services = await startServices();
    const { context } = services;
    // What is held is read first: the broker's patience moves the clock, and prices with it.
    value(await readHeld({}, context));
    const board = await rawBoard(services);
    const { daysLeft, forward, years } = board.expirations[0]!;
    const metrics = value(await context.market.metrics.read([SYMBOL], context)).get(SYMBOL)!.value!;
    const truth = families.flatMap((family) =>
      bruteForce({
        board,
        carry: RATE - Math.log(forward / board.spot) / years,
        family,
        criteria: admitted[family]!,
        liquidity: { maxSpread: { dollars: 0.05, fraction: 0.1 }, minOpenInterest: 100, minVolume: 0 },
        fill: "mid",
        forecast: metrics.hv30Day,
        capitalOf: family === "cash_secured_put" || family === "covered_call"
          ? undefined
          : (legs, spot) => estimateMargin(legs, spot).net,
      })
    );
    assert.ok(truth.length > 10, `${truth.length} candidates`);
    const byKey = new Map(truth.map((candidate) => [candidate.key, candidate]));
    for (const rankBy of MEASURE_NAMES) {
      const asked: StrategiesInput = {
        symbols: [SYMBOL],
        families,
        min_dte: daysLeft,
        max_dte: daysLeft,
        rank_by: rankBy,
        per_short: 20,
        limit: 10,
        ...input,
      };
      // deno-lint-ignore no-explicit-any
      const answer = value(await answerStrategies(asked, context)) as any;
      const columns: string[] = answer.columns;
      const rows: Record<string, number | null>[] = answer.candidates.map((row: unknown[]) =>
        Object.fromEntries(columns.map((name, place) => [name, row[place]]))
      );
      assert.ok(answer.tried.fitting >= truth.length, `${rankBy}: ${answer.tried.fitting} of ${truth.length}`);
      const best = truth.toSorted((a, b) => compare(scoreOf(rankBy, b), scoreOf(rankBy, a))).slice(0, 10);
      assert.equal(rows.length, 10);
      assert.equal(new Set(rows.map(keyOf)).size, 10);
      for (const [place, row] of rows.entries()) {
        const where = `${title} by ${rankBy}, place ${place + 1}`;
        const own = byKey.get(keyOf(row));
        assert.ok(own, `${where}: ${keyOf(row)} is not admissible`);
        assertShown(row[rankBy]!, best[place]!.measures[rankBy], rankBy, where);
        for (const name of MEASURE_NAMES) {
          if (columns.includes(name)) assertShown(row[name]!, own.measures[name], name, `${where}, ${name}`);
        }
      }
    }
  });
}

const compare = (a: number, b: number): number => a < b ? -1 : a > b ? 1 : 0;

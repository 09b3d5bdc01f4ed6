/** The options engine's work as it is measured, on Deno and in workerd alike. */

import { estimateMargin } from "../../src/analytics/margin/requirement.ts";
import { EQUITY_MARGIN } from "../../src/analytics/margin/rules.ts";
import { americanImpliedVolatility } from "../../src/analytics/pricing/american_implied_volatility.ts";
import type { AmericanTerms } from "../../src/analytics/pricing/american_option.ts";
import { bsm } from "../../src/analytics/pricing/black.ts";
import { impliedColumns, impliedVolatilityBatch } from "../../src/analytics/pricing/implied_volatility_batch.ts";
import { probabilityOfReaching } from "../../src/analytics/probability/reach_profit.ts";
import { createBook } from "../../src/analytics/screens/book.ts";
import { FAMILY_NAMES } from "../../src/analytics/screens/family_names.ts";
import { screen } from "../../src/analytics/screens/screen.ts";
import { USUAL_SCREENS } from "../../src/analytics/screens/usual_criteria.ts";
import { analyzePosition } from "../../src/services/position/analyze_position.ts";
import type { Position } from "../../src/services/position/position.ts";
import { modelBoard, steps } from "../analytics/screens/model_board.ts";
import { newtonWithGreeks } from "./newton.ts";

/** What the jobs work on, as plain data, so that it can be handed to another process or to workerd. */
export interface EngineInput {
  chain: Expiration[];
  american: { price: number; terms: AmericanTerms }[];
  /** Four legs over one expiration, resolved. */
  position: Position;
}

/** One expiration of a chain. */
export interface Expiration {
  spot: number;
  forward: number;
  years: number;
  rate: number;
  strikes: number[];
  prices: number[];
  rights: number[];
}

export interface Job {
  title: string;
  /** Milliseconds that one run may take, warm; `null` for what others are compared with. */
  limit: number | null;
  run(): unknown;
}

/** Ten expirations of 250 strikes, calls and puts, with a smile and prices in cents. */
export function makeChain(): Expiration[] {
  const [spot, rate, dividendYield] = [585.3, 0.043, 0.012];
  return [2, 9, 16, 30, 44, 65, 93, 156, 275, 366].map((days) => {
    const years = days / 365;
    const forward = spot * Math.exp((rate - dividendYield) * years);
    const width = Math.min(0.6, 1.1 * Math.sqrt(years));
    const rows = Array.from({ length: 500 }, (_, i) => {
      const strike = Math.round(spot * Math.exp((Math.floor(i / 2) / 125 - 1) * width) * 2) / 2;
      const skew = Math.log(strike / forward) / Math.sqrt(years + 0.02);
      const volatility = Math.max(0.08, 0.17 - 0.12 * skew + 0.15 * skew * skew);
      const right = i % 2 === 0 ? 1 : -1;
      const price = bsm(spot, strike, years, rate, dividendYield, volatility, right > 0 ? "call" : "put");
      return { strike, right, price: Math.max(0.01, Math.round(price * 100) / 100) };
    });
    return {
      spot,
      forward,
      years,
      rate,
      strikes: rows.map(({ strike }) => strike),
      prices: rows.map(({ price }) => price),
      rights: rows.map(({ right }) => right),
    };
  });
}

/** The jobs by name. */
export function engineJobs({ chain, american, position }: EngineInput): Record<string, Job> {
  const typed = chain.map(({ strikes, prices, rights, ...terms }) => ({
    terms,
    strikes: Float64Array.from(strikes),
    prices: Float64Array.from(prices),
    rights: Int8Array.from(rights),
  }));
  const columns = impliedColumns(5000);
  const board = modelBoard({
    spot: 500,
    days: [3, 10, 17, 24, 31, 38, 45, 59, 94, 150],
    strikes: steps(376, 625, 1),
    half: (value) => 0.01 + 0.01 * value,
    tick: 0.01,
  });
  const capital = {
    of: (legs: Parameters<typeof estimateMargin>[0], spot: number) => estimateMargin(legs, spot).net,
    covered: "is_loss" as const,
    uncovered: EQUITY_MARGIN,
  };
  const whole = linked(position);
  const legs = whole.legs.map(({ leg }) => leg);
  const volatility = whole.terms[0]!.term.volatility!;
  let profit: number | null = null;
  // Only when it is asked for: a process whose first call is measured must not have run any of the engine before.
  const halfOfMost = (): number => {
    const judged = analyzePosition(whole);
    if (!judged.ok) throw new Error(JSON.stringify(judged.failure));
    return judged.value.profile.maxProfit! / 2;
  };
  return {
    volatilities: {
      title: "5,000 implied volatilities with five greeks",
      limit: 2.5,
      run() {
        for (const [i, { terms, strikes, prices, rights }] of typed.entries()) {
          impliedVolatilityBatch(terms, strikes, prices, rights, columns, 500 * i);
        }
      },
    },
    newton: {
      title: "the same by a plain Newton solver",
      limit: null,
      run() {
        for (const [i, { terms, strikes, prices, rights }] of typed.entries()) {
          newtonWithGreeks(terms, strikes, prices, rights, columns, 500 * i);
        }
      },
    },
    american: {
      title: `${american.length} American implied volatilities`,
      limit: 0.015 * american.length,
      run() {
        for (const { price, terms } of american) americanImpliedVolatility(price, terms);
      },
    },
    p50: {
      title: "P50 of an iron condor, daily, with expected days",
      limit: 5,
      run: () => probabilityOfReaching(legs, whole, volatility, { profit: profit ??= halfOfMost() }),
    },
    analysis: {
      title: "four legs fully analysed, P50 included",
      limit: 6,
      run: () => analyzePosition(whole),
    },
    screens: {
      title: "find_strategies: 5,000 contracts, all 25 families",
      limit: 40,
      run() {
        const book = createBook(board, { forecast: 0.2 });
        for (const family of FAMILY_NAMES) {
          const { criteria, rankByForecast } = USUAL_SCREENS[family];
          screen(book, { family, criteria, rankBy: rankByForecast, top: 10, capital });
        }
      },
    },
  };
}

/** A position that was text has copies where it had one object under several names. */
function linked(position: Position): Position {
  for (const { contract } of position.legs) {
    const terms = position.terms.find(({ series }) =>
      series.day === contract?.series.day && series.root === contract.series.root
    );
    if (contract !== null && terms !== undefined) contract.series = terms.series;
  }
  return position;
}

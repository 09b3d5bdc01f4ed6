/** A position as it can be judged: what it consists of, what that costs now, and what the market says around it. */

import type { Leg, Underlying } from "../../analytics/positions/leg.ts";
import type { CashDividend } from "../../analytics/pricing/dividends.ts";
import type { Source } from "../../broker/broker.ts";
import type { Day } from "../../core/calendar.ts";
import type { Instrument } from "../../core/symbol.ts";
import type { OptionRight } from "../../analytics/pricing/black.ts";
import type { Series } from "../chain/series.ts";
import type { Term } from "../chain/terms.ts";
import type { MetricsRow } from "../market_metrics.ts";
import type { Setting, VolatilitySource } from "./leg_model.ts";

/** At what price a leg is opened when none is given: the middle of its market, or the side that trades at once. */
export type Entry = "mid" | "natural";

/** Where a leg's price comes from; `mark` is the broker's model, where a market has no two sides. */
export type EntrySource = "given" | "held" | "mid" | "natural" | "mark";

/** One option of a listing. */
export interface ListedContract {
  series: Series;
  strike: number;
  right: OptionRight;
}

/** Prices in dollars a share, or points of a future. */
export interface Quoted {
  bid: number | null;
  ask: number | null;
  /** The middle of the market; the broker's mark where it has no two sides; `null` without either. */
  mid: number | null;
}

export interface PositionLeg extends Quoted {
  instrument: Instrument;
  /** `null` for shares and futures. */
  contract: ListedContract | null;
  /** Contracts or shares, negative when sold. */
  quantity: number;
  /** Shares, or dollars of a point. */
  multiplier: number;
  /** By the model, an annualized fraction; `null` for shares and futures. */
  volatility: number | null;
  volatilitySource: VolatilitySource | null;
  /** What it is worth, a share: the middle of its market, or what the model says where there is none. */
  value: number;
  /** By the model, a share; theta a calendar day, vega and rho a point. */
  delta: number;
  gamma: number;
  theta: number;
  vega: number;
  rho: number;
  entryPrice: number;
  entrySource: EntrySource;
  /** What `analytics` calculates with; its volatility gives the European formula the price of the middle. */
  leg: Leg;
}

/** The rules an option follows: when it may be exercised, and what is delivered. */
export type Exercise = "american" | "european";

export interface Position extends Underlying {
  /** The name of the listing, `SPX`, `/ES`. */
  symbol: string;
  /** What is delivered, or what it is settled against: the share, the index, the contract. */
  underlying: Instrument;
  exercise: Exercise;
  legs: PositionLeg[];
  /** Expirations of the legs, soonest first, with what the market says about each and what the model makes of it. */
  terms: { series: Series; term: Term; setting: Setting }[];
  /** Volatilities of the first expiration as the market quotes them, by strike ascending; empty when unknown. */
  smile: { strike: number; volatility: number }[];
  /** Cash dividends expected until the last expiration. */
  dividends: CashDividend[];
  earningsDate: Day | null;
  exDividendDate: Day | null;
  /** `null` for futures, and where the broker's figures could not be had. */
  metrics: MetricsRow | null;
  source: Source;
  /** When the oldest of the figures was read, and when the question began. */
  readAt: number;
  startedAt: number;
  /** What to know about the figures, in sentences. */
  warnings: string[];
  /** What could not be found out, by name. */
  unknown: string[];
}

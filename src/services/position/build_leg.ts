/** One leg of a position as the model sees it: its price, its volatility, its value and its greeks. */

import { fail, ok, type Result } from "../../core/failure.ts";
import type { Instrument } from "../../core/symbol.ts";
import { type Figures, UNDERLYING } from "../chain/chain_figures.ts";
import { contractOf } from "../chain/series.ts";
import { quotedOf } from "../chain/terms.ts";
import {
  europeanVolatilityOf,
  optionGreeks,
  type OptionTerms,
  optionValue,
  type Setting,
  volatilityAtExercise,
  volatilityOf,
  type VolatilitySource,
} from "./leg_model.ts";
import { priceLeg } from "./leg_price.ts";
import type { Entry, ListedContract, PositionLeg, Quoted } from "./position.ts";
import type { LegMarket, MarketLeg } from "./read_market.ts";

/** Dollars by which a value may miss a market that has no width. */
const NARROWEST = 0.01;

/** A leg, and what is wrong with its market. */
type Made = Result<{ leg: PositionLeg; warning: string | null }>;

/** Shares or the future: worth their price; bought and sold at their own market. */
export function linearLeg({ wanted }: MarketLeg, underlying: Instrument, market: LegMarket, entry: Entry): Made {
  const { price: spot, series: [front] } = market;
  const isFuture = underlying.type === "future";
  const multiplier = isFuture ? front!.multiplier : 1;
  if (multiplier === null) return noMultiplier(underlying.symbol);
  const figures = market.look.of({ ...underlying, sheet: UNDERLYING });
  const { bid, ask } = figures;
  const given = wanted.price === null ? null : { price: wanted.price, source: wanted.priceSource };
  const priced = priceLeg({ bid, ask, mark: spot }, wanted.quantity, given, entry)!;
  // The price all options are measured by is also what the shares are worth.
  const isMid = priced.entrySource === "mid" || priced.entrySource === "mark";
  const entryPrice = isMid ? spot : priced.entryPrice;
  return ok({
    leg: {
      instrument: underlying,
      contract: null,
      quantity: wanted.quantity,
      multiplier,
      bid,
      ask,
      mid: spot,
      volatility: null,
      volatilitySource: null,
      value: spot,
      delta: 1,
      gamma: 0,
      theta: 0,
      vega: 0,
      rho: 0,
      entryPrice,
      entrySource: priced.entrySource,
      leg: { kind: isFuture ? "future" : "stock", quantity: wanted.quantity, multiplier, price: entryPrice },
    },
    warning: null,
  });
}

export interface Scene {
  market: LegMarket;
  /** Of the leg's own expiration, and of the first. */
  setting: Setting;
  common: Setting;
  entry: Entry;
  note(figures: Figures): void;
}

/** An option with its price, its volatility and what the model makes of it. */
export function optionLeg(
  { wanted }: MarketLeg,
  contract: ListedContract,
  { market, setting, common, entry, note }: Scene,
): Made {
  const { series, strike, right } = contract;
  const { symbol, type } = contractOf(series, strike, right);
  if (series.multiplier === null) return noMultiplier(symbol);
  const { years, volatility: termVolatility } = market.terms.get(series)!;
  const option: OptionTerms = { strike, right, years };
  const own = market.look.of(quotedOf(series, strike, right));
  note(own);
  const given = wanted.price === null ? null : { price: wanted.price, source: wanted.priceSource };
  const priced = priceLeg(
    { bid: own.bid, ask: own.ask, mark: own.theoretical ?? own.last },
    wanted.quantity,
    given,
    entry,
  );
  if (priced === null) {
    return fail({
      kind: "invalid",
      subject: symbol,
      problem: "has no market at the moment, and the broker gives it no price",
      remedy: "Send a `price` for this leg, or ask again when the market is open",
    });
  }
  const ofOther = (): number | null => {
    const other = right === "call" ? "put" as const : "call" as const;
    const { bid, ask } = market.look.of(quotedOf(series, strike, other));
    const mid = bid !== null && ask !== null && bid > 0 && ask >= bid ? (bid + ask) / 2 : null;
    return volatilityOf(mid, { ...option, right: other }, setting);
  };
  const found = findVolatility(priced, option, setting, [
    ["parity", ofOther],
    ["exercise", () => volatilityAtExercise(option, setting)],
    ["broker", () => own.volatility],
    ["expiration", () => termVolatility],
  ]);
  if (found === null) {
    return fail({
      kind: "invalid",
      subject: symbol,
      problem: "has no implied volatility: neither its market, nor the broker, nor its expiration tells one",
      remedy: "Ask again when the market is open",
    });
  }
  const { volatility, source, isInside } = found;
  const greeks = optionGreeks(option, setting, volatility);
  const modelled = europeanVolatilityOf(greeks.price, option, common, common.rate) ?? volatility;
  const { trouble, ...prices } = priced;
  return ok({
    leg: {
      instrument: { type, symbol },
      contract,
      quantity: wanted.quantity,
      multiplier: series.multiplier,
      ...prices,
      volatility,
      volatilitySource: source,
      value: priced.mid ?? greeks.price,
      delta: greeks.delta,
      gamma: greeks.gamma,
      theta: greeks.theta,
      vega: greeks.vega,
      rho: greeks.rho,
      leg: {
        kind: "option",
        right,
        strike,
        years,
        volatility: modelled,
        style: series.underlying.type === "index" ? "european" : "american",
        quantity: wanted.quantity,
        multiplier: series.multiplier,
        price: prices.entryPrice,
      },
    },
    warning: trouble !== null
      ? `${symbol} ${trouble}.`
      : priced.mid === null || isInside
      ? null
      : `${symbol} is quoted around ${Number(priced.mid.toFixed(4))}, which no volatility explains: the model says ${
        greeks.price.toFixed(2)
      }, and its figures are the model's.`,
  });
}

type Way = [source: VolatilitySource, find: () => number | null];

/** The first volatility whose value is inside the market, if there is one; else the first there is. */
function findVolatility(
  { bid, ask, mid }: Quoted,
  option: OptionTerms,
  setting: Setting,
  others: readonly Way[],
): { volatility: number; source: VolatilitySource; isInside: boolean } | null {
  const own = volatilityOf(mid, option, setting);
  if (own !== null) return { volatility: own, source: "price", isInside: true };
  const slack = NARROWEST + (bid !== null && ask !== null && ask > bid ? (ask - bid) / 2 : 0);
  let first: { volatility: number; source: VolatilitySource; isInside: boolean } | null = null;
  for (const [source, find] of others) {
    const volatility = find();
    if (volatility === null || !(volatility > 0)) continue;
    const value = optionValue(option, setting, volatility, { spot: setting.spot, elapsed: 0 });
    if (mid !== null && Math.abs(value - mid) <= slack) return { volatility, source, isInside: true };
    first ??= { volatility, source, isInside: false };
  }
  return first;
}

const noMultiplier = (symbol: string): Result<never> =>
  fail({
    kind: "invalid",
    subject: symbol,
    problem: "the broker does not say what a point of it is worth, so nothing can be told in dollars",
  });

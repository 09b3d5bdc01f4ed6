/** Quotes of options on shares, funds and indices: Black's formula on the forward, volatilities from the surface. */

import { bsmGreeks, type OptionRight } from "../../analytics/pricing/black.ts";
import type { ListedOption } from "./chains.ts";
import { busyShare } from "./history.ts";
import type { Listing } from "./listings.ts";
import { hashText, type Noise } from "./noise.ts";
import type { Prices } from "./prices.ts";
import { NOTHING_ELSE, type OptionFigures, type Quote, toTick } from "./quote.ts";
import type { Moment } from "./sessions.ts";
import { roundBy, spreadAround, type TickRule } from "./spread.ts";
import { RATE, type Surface, type Term, volatilityOf } from "./surface.ts";

/** Contracts open at the money in an ordinary weekly expiration, by liquidity rating. */
const OPEN_INTEREST = [20, 40, 150, 700, 3500, 14_000];
const DAILY_TURNOVER = 0.2;
/** The market of an option deep in the money as a share of the underlying's price, by liquidity rating. */
const HEDGE_SPREADS = [0.02, 0.012, 0.006, 0.003, 0.0015, 0.0005];

const PENNY: TickRule = { below: 0, small: 0.01, large: 0.01 };
const PENNY_BELOW_3: TickRule = { below: 3, small: 0.01, large: 0.05 };
const NICKEL_BELOW_3: TickRule = { below: 3, small: 0.05, large: 0.1 };

/** The quote of a listed option as of a moment. */
export type OptionQuotes = (option: ListedOption, moment: Moment) => Quote;

/** One expiration as all its options see it, at one instant. */
interface Scene {
  valuedAt: number;
  now: Term;
  yesterday: Term;
  /** At the opening's time and volatility: at the underlying's price then, and at the ends of its range since. */
  opening: Term;
  top: Term;
  bottom: Term;
}

/** The option quotes over a market's prices and surfaces. */
export function createOptionQuotes(prices: Prices, surface: Surface, noise: Noise): OptionQuotes {
  const crowd = noise.stream("option crowd");
  const flicker = noise.stream("option flicker");
  /** The latest by expiration: a chain asks for the same one hundreds of times. */
  const scenes = new Map<string, Scene>();

  function sceneOf({ listing, term: { root, day, expiresAt } }: ListedOption, { regular, regularAt }: Moment): Scene {
    const key = `${root} ${day}`;
    const valuedAt = Math.min(regularAt, expiresAt);
    let scene = scenes.get(key);
    if (scene?.valuedAt !== valuedAt) {
      const index = prices.timeline.indexOf(regular.day);
      const openAt = Math.min(regular.openAt, valuedAt);
      const dealt = prices.between(listing, openAt, valuedAt);
      const term = (at: number, price?: number) => surface.term(listing, expiresAt, at, price);
      scene = {
        valuedAt,
        now: term(valuedAt, dealt.close),
        yesterday: term(prices.timeline.hours(index - 1).closeAt),
        opening: term(openAt, dealt.open),
        top: term(openAt, dealt.high),
        bottom: term(openAt, dealt.low),
      };
      scenes.set(key, scene);
    }
    return scene;
  }

  return (option, moment) => {
    const { symbol, listing, strike, right } = option;
    const { regular } = moment;
    const scene = sceneOf(option, moment);
    const { valuedAt, opening } = scene;
    const index = prices.timeline.indexOf(regular.day);
    const rule = tickRuleOf(listing);
    const value = (term: Term) => optionFigures(term, strike, right, listing.kind !== "index");
    const paid = (term: Term) => roundBy(rule, value(term).price, toTick);
    const now = value(scene.now);
    const name = hashText(symbol);
    const chance = (draw: number) => noise.uniform(flicker + draw, name, Math.floor(valuedAt / 1000));
    const hedgeSpread = opening.price * HEDGE_SPREADS[listing.liquidity]!;
    const { bid, ask, tick } = spreadAround(now, hedgeSpread, listing.liquidity, rule, 0.8 + 0.4 * chance(0));
    const last = Math.min(Math.max(roundBy(rule, now.price, toTick), bid), ask);
    const dealt = [paid(opening), paid(scene.top), paid(scene.bottom)] as const;
    const interest = openInterest(listing, option, opening, name);
    const busy = busyShare(Math.min(1, Math.max(0, (valuedAt - regular.openAt) / (regular.closeAt - regular.openAt))));
    const mood = Math.exp(0.8 * noise.normal(crowd, name, index + 1));
    return {
      ...NOTHING_ELSE,
      symbol,
      updatedAt: valuedAt,
      bid,
      ask,
      bidSize: bid === 0 ? 0 : Math.ceil(-40 * Math.log(chance(1))),
      askSize: Math.ceil(-40 * Math.log(chance(2))),
      mark: (bid + ask) / 2,
      last,
      lastRegular: last,
      open: dealt[0],
      high: Math.max(last, ...dealt),
      low: Math.min(last, ...dealt),
      close: moment.at >= regular.closeAt ? last : null,
      closeType: "Regular",
      previousClose: paid(scene.yesterday),
      previousCloseType: "Regular",
      day: regular.day,
      previousDay: prices.timeline.dayOf(index - 1),
      volume: Math.floor(interest * DAILY_TURNOVER * (1 + 3 * Math.exp(-50 * opening.years)) * mood * busy),
      option: now,
      tick,
      openInterest: interest,
    };
  };

  function openInterest(listing: Listing, { strike, term }: ListedOption, opening: Term, name: number): number {
    const distance = Math.log(strike / opening.forward) / Math.sqrt(Math.max(opening.variance, 1e-4));
    const round = strike % 10 === 0 ? 1.8 : strike % 5 === 0 ? 1.3 : 1;
    const popular = term.type === "Regular" ? 2 : 1;
    const usual = OPEN_INTEREST[listing.liquidity]! * round * popular * Math.exp(-0.5 * (distance / 1.3) ** 2);
    return Math.floor(usual * Math.exp(0.7 * noise.normal(crowd, name, 0)));
  }
}

/**
 * Value and greeks on one term. Options that may be exercised early are worth what exercise pays, at least; beyond that
 * the right to exercise early is left out.
 */
function optionFigures(term: Term, strike: number, right: OptionRight, american: boolean): OptionFigures {
  const volatility = volatilityOf(term, strike);
  const greeks = bsmGreeks(term.spot, strike, term.years, RATE, term.dividendYield, volatility, right);
  const sign = right === "call" ? 1 : -1;
  const exercise = sign * (term.price - strike);
  return american && exercise > greeks.price
    ? { volatility, price: exercise, delta: sign, gamma: 0, theta: 0, vega: 0, rho: 0 }
    : { volatility, ...greeks };
}

/** How the prices of options on a listing move. */
export function tickRuleOf(listing: Listing): TickRule {
  if (listing.kind === "index") return listing.symbol === "XSP" ? PENNY : NICKEL_BELOW_3;
  if (listing.cycle === "D") return PENNY;
  return listing.liquidity >= 4 ? PENNY_BELOW_3 : NICKEL_BELOW_3;
}

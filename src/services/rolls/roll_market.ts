/** What the market says of the options that rolls trade, in one question to the stream. */

import { estimateMargin } from "../../analytics/margin/requirement.ts";
import { type Account, CASH_SETTLED_INDEX_MARGIN, EQUITY_MARGIN } from "../../analytics/margin/rules.ts";
import type { RollContract } from "../../analytics/rolls/contract.ts";
import type { RollMarket, RollQuote } from "../../analytics/rolls/judge.ts";
import { TRADING_COSTS } from "../../analytics/rolls/rules.ts";
import type { LegGreeks, Outlook } from "../../analytics/rolls/view.ts";
import type { CashDividend } from "../../analytics/pricing/dividends.ts";
import type { Ask, Figures, Look } from "../chain/chain_figures.ts";
import { asksAround, moneyStrikes, quotedOf, type Term, termOf, yearsTo } from "../chain/terms.ts";
import { eventsOf, payable } from "../position/events.ts";
import {
  europeanVolatilityOf,
  optionGreeks,
  type OptionTerms,
  type Setting,
  volatilityOf as volatilityByModel,
  yieldBesideDividends,
} from "../position/leg_model.ts";
import type { Position } from "../position/position.ts";
import type { RollListing } from "./roll_listing.ts";

/** Strikes near the money that tell an expiration's forward and volatility. */
const TERM_STRIKES = 2;
/** Years under which a forward says nothing about the carry. */
const TOO_SHORT = 1 / 365;

export interface RollReading {
  market: RollMarket;
  /** When the oldest figure of an option was read; `null` when none came. */
  readAt: number | null;
}

/** Reads `contracts` and the terms of their expirations. */
export async function readRollMarket(
  position: Position,
  contracts: readonly RollContract[],
  listing: RollListing,
  account: Account,
  look: Look,
  now: number,
): Promise<RollReading> {
  const { spot, underlying: { type } } = position;
  const rules = type === "index" ? CASH_SETTLED_INDEX_MARGIN : EQUITY_MARGIN;
  const known = new Map(position.terms.map(({ series, term }) => [keyOf(series), term]));
  const places = contracts.map((contract) => ({ ...contract, series: listing.seriesOf(contract) }));
  const unknown = [...new Set(places.map(({ series }) => series))].filter((series) => !known.has(keyOf(series)));
  const strikesOf = new Map(unknown.map((series) => [series, moneyStrikes(series, spot, now, TERM_STRIKES)]));
  const asks: Ask[] = [
    ...[...strikesOf].flatMap(([series, strikes]) => asksAround(series, strikes)),
    ...places.map(({ series, strike, right }): Ask => ({
      quoted: quotedOf(series, strike, right),
      parts: ["Quote", "Greeks"],
    })),
  ];
  await look.fetch(asks);
  for (const [series, strikes] of strikesOf) known.set(keyOf(series), termOf(series, spot, strikes, look, now));
  const outlooks = [...known.values()].map((term) => ({ years: term.years, outlook: outlookOf(term, position) }));
  // The expirations of the position are among them.
  const outlookAt = (years: number): Partly =>
    outlooks.reduce((best, one) => Math.abs(one.years - years) < Math.abs(best.years - years) ? one : best).outlook;
  const dividends = dividendsOf(position, outlooks.map(({ years }) => years), now);
  const figures = places.map(({ series, strike, right }) => look.of(quotedOf(series, strike, right)));
  const quotes = new Map(places.map(({ series, ...contract }, i): [string, RollQuote | null] => {
    const { bid, ask, readAt } = figures[i]!;
    const years = yearsTo(series, now);
    const volatility = volatilityOf(figures[i]!, { ...contract, years });
    return [nameOf(contract), readAt === null ? null : { bid, ask, years, volatility }];
  }));
  const own = new Map(places.map((contract, i) => [nameOf(contract), figures[i]!]));
  const greeks = new Map<string, LegGreeks>();
  return {
    readAt: oldest(figures),
    market: {
      quoteOf: (contract) => quotes.get(nameOf(contract)) ?? null,
      greeksOf(contract) {
        const name = nameOf(contract);
        const known = greeks.get(name) ?? modelGreeks({ ...contract, years: quotes.get(name)!.years }, own.get(name)!);
        greeks.set(name, known);
        return known;
      },
      outlookAt(years) {
        const { underlying, volatility } = outlookAt(years);
        return { underlying, volatility: volatility ?? usualVolatility(position) };
      },
      // Options on futures are margined by SPAN, which only the broker knows.
      capitalOf: (legs) =>
        type === "future" ? null : estimateMargin(legs, spot, { rules, account, phase: "maintenance" }).net,
      costs: TRADING_COSTS,
    },
  };

  /** At which the formula gives the middle of the market; the broker's, or the expiration's, where that says nothing. */
  function volatilityOf(
    { bid, ask, volatility }: Figures,
    option: { strike: number; right: "call" | "put"; years: number },
  ): number | null {
    const { volatility: atTheMoney } = outlookAt(option.years);
    const mid = middleOf({ bid, ask });
    return (mid === null ? null : europeanVolatilityOf(mid, option, settingAt(option.years), position.rate)) ??
      (volatility !== null && volatility > 0 ? volatility : atTheMoney);
  }

  /** What `Position` says of a leg: American with cash dividends, at the volatility that gives the middle so. */
  function modelGreeks(option: OptionTerms, figures: Figures): LegGreeks {
    const setting = settingAt(option.years);
    const volatility = volatilityByModel(middleOf(figures), option, setting) ?? volatilityOf(figures, option);
    if (volatility === null) throw new RangeError(`no volatility is known of ${option.right} ${option.strike}`);
    return optionGreeks(option, setting, volatility);
  }

  function settingAt(years: number): Setting {
    const { exercise } = position;
    const base = { ...outlookAt(years).underlying, exercise, onFuture: type === "future", dividends };
    return { ...base, dividendYield: yieldBesideDividends(base, dividends, years) };
  }
}

const middleOf = ({ bid, ask }: Pick<Figures, "bid" | "ask">): number | null =>
  ask !== null && ask >= (bid ?? 0) ? ((bid ?? 0) + ask) / 2 : null;

/** Until the last of the expirations, `years` away. */
const dividendsOf = ({ metrics, spot }: Position, years: readonly number[], now: number): CashDividend[] =>
  metrics === null ? [] : payable(eventsOf(metrics, Math.max(...years), now).dividends, spot);

/** An outlook whose volatility may be unknown. */
type Partly = Pick<Outlook, "underlying"> & { volatility: number | null };

const nameOf = ({ day, root, right, strike }: RollContract): string => `${day} ${root} ${right} ${strike}`;

/** Of an expiration: a listing may have been read anew since. */
const keyOf = ({ day, root }: { day: string; root: string }): string => `${day} ${root}`;

function outlookOf({ forward, years, volatility }: Term, { underlying, spot, rate, carry }: Position): Partly {
  const isTelling = underlying.type !== "future" && forward !== null && forward > 0 && years >= TOO_SHORT;
  const implied = isTelling ? rate - Math.log(forward / spot) / years : carry;
  return { underlying: { spot, rate, carry: implied }, volatility };
}

/** Of the first option there is: all have one. */
function usualVolatility({ legs }: Position): number {
  for (const { leg } of legs) if (leg.kind === "option") return leg.volatility;
  throw new RangeError("a position without options");
}

function oldest(all: readonly Figures[]): number | null {
  const times = all.flatMap(({ readAt }) => readAt ?? []);
  return times.length === 0 ? null : Math.min(...times);
}

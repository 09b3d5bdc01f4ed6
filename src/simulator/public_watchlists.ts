/** The lists that the broker keeps for everybody, worked out of what is listed and what is about to happen. */

import { addDays, type Day, newYorkDay } from "../core/calendar.ts";
import type { Listing } from "./market/listings.ts";
import type { Market } from "./market/market.ts";
import type { WatchlistEntry } from "./watchlists.ts";

/** A list of the broker's own. */
export interface PublicWatchlist {
  name: string;
  group: string;
  /** From 1. */
  order: number;
  /** What the broker's editors call it. */
  code: string;
  entries: WatchlistEntry[];
}

const EARNINGS_DAYS = 14;
const DIVIDEND_DAYS = 14;
/** Usual volatility from which a share counts as wild, an annualized fraction. */
const WILD = 0.5;
const MOST_TRADED = 25;
/** The sectors of which there are lists: those with this many shares or more. */
const SECTOR_SIZE = 3;

/** The public lists at an instant. */
export function publicWatchlists(market: Market, at: number): PublicWatchlist[] {
  const listings = [...market.prices.listings.values()];
  const { events } = market.prices;
  const today = newYorkDay(at);
  const shares = listings.filter(({ kind }) => kind === "stock");
  const funds = listings.filter(({ kind }) => kind === "fund");
  /** Dollars that change hands on an ordinary day, at the prices with which everything began. */
  const turnover = ({ volume, ratio, path }: Listing) => volume * ratio * market.prices.laws.get(path)!.level;
  const byTurnover = (some: Listing[]) => some.toSorted((a, b) => turnover(b) - turnover(a));
  const firstContracts = (isMicro: boolean) =>
    [...market.futures.products.values()].filter(({ name }) => name.startsWith("Micro") === isMicro)
      .map((product) => entry(market.futures.contracts(product, at)[0]!.symbol, "Future"));
  const coins = [...market.cryptocurrencies.coins.keys()].map((symbol) => entry(symbol, "Cryptocurrency"));
  const soonest = (dayOf: (listing: Listing) => Day | undefined) =>
    shares.flatMap((listing) => {
      const day = dayOf(listing);
      return day === undefined ? [] : [{ listing, day }];
    }).toSorted((a, b) => a.day < b.day ? -1 : a.day > b.day ? 1 : 0).map(({ listing }) => listing);
  const reporting = soonest((listing) =>
    events.reports(listing, today, addDays(today, EARNINGS_DAYS)).find((report) => report.at > at)?.day
  );
  const paying = soonest((listing) =>
    events.dividends(listing, addDays(today, 1), addDays(today, DIVIDEND_DAYS))[0]?.exDay
  );
  const sectors = Map.groupBy(shares, ({ sector }) => sector!);

  const lists: [group: string, name: string, entries: WatchlistEntry[]][] = [
    ["Markets", "High Options Volume", entries(byTurnover([...funds, ...shares]).slice(0, MOST_TRADED))],
    ["Markets", "Liquid ETFs", entries(byTurnover(funds.filter(({ liquidity }) => liquidity >= 4)))],
    ["Markets", "Liquid Stocks", entries(byTurnover(shares.filter(({ liquidity }) => liquidity === 5)))],
    ["Markets", "High Volatility Stocks", entries(shares.filter(({ volatility }) => volatility >= WILD))],
    ["Markets", "Indices", listings.filter(({ kind }) => kind === "index").map(({ symbol }) => entry(symbol, "Index"))],
    ["Markets", "Futures", firstContracts(false)],
    ["Markets", "Micro Futures", firstContracts(true)],
    ["Markets", "Cryptocurrencies", coins],
    ["Events", "Upcoming Earnings", entries(reporting)],
    ["Events", "Upcoming Dividends", entries(paying)],
    ["Sectors", "S&P Sector ETFs", entries(funds.filter(({ symbol }) => symbol.startsWith("XL")))],
    ...[...sectors].filter(([, members]) => members.length >= SECTOR_SIZE)
      .map(([sector, members]): typeof lists[number] => ["Sectors", `${sector} Stocks`, entries(members)]),
  ];
  return lists.map(([group, name, entries], position) => ({
    name,
    group,
    order: position + 1,
    code: `simulated-${name.toLowerCase().replaceAll(/[^a-z]+/g, "-")}`,
    entries,
  }));
}

const entry = (symbol: string, type: string): WatchlistEntry => ({ symbol, type });

const entries = (listings: readonly Listing[]): WatchlistEntry[] =>
  listings.map(({ symbol }) => entry(symbol, "Equity"));

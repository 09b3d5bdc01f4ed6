/** What is listed in the simulated market, read out of the tables. */

import { DRIVER_TABLE, FUND_TABLE, INDEX_TABLE } from "./fund_table.ts";
import { STOCK_TABLE } from "./stock_table.ts";
import { readTracking, rowsOf } from "./table.ts";

/** How a path behaves: `level` dollars at the start, `volatility` the usual 30-day implied one. */
export interface Law {
  name: string;
  level: number;
  beta: number;
  volatility: number;
  /** The factor it shares with its sector, and how much of its own variance that is. */
  factor: string;
  factorShare: number;
  /** How far its implied volatility follows the VIX: the exponent on the VIX over its usual level. */
  vixLink: number;
}

/** Which expirations an underlying has: every day, Monday, Wednesday and Friday, every Friday, or monthly ones only. */
export type Cycle = "D" | "M" | "W" | "R";

/** A share, fund or index. */
export interface Listing {
  symbol: string;
  name: string;
  kind: "stock" | "fund" | "index";
  /** The path it follows: price = ratio * path. */
  path: string;
  ratio: number;
  /** Wire names; `null` for funds and indices. */
  sector: string | null;
  industry: string | null;
  market: string;
  beta: number;
  volatility: number;
  /** At the starting price, in dollars. */
  capitalization: number;
  /** Shares on an ordinary day. */
  volume: number;
  /** Indices: what their members distribute, a continuous annual fraction. */
  dividendYield: number;
  dividend: { amount: number; perYear: number; dayOfPeriod: number } | null;
  earnings: { dayOfQuarter: number; evening: boolean; perShare: number; move: number } | null;
  /** 1 to 5. */
  liquidity: number;
  cycle: Cycle;
}

const SECTORS: Record<string, string> = {
  T: "Technology",
  C: "Communication Services",
  Y: "Consumer Cyclical",
  D: "Consumer Defensive",
  F: "Financial Services",
  H: "Healthcare",
  E: "Energy",
  I: "Industrials",
  U: "Utilities",
  R: "Real Estate",
  B: "Basic Materials",
};

const STOCK_FACTOR_SHARE = 0.3;
const FUND_FACTOR_SHARE = 0.85;
const STOCK_VIX_LINK = 0.5;
const SECTOR_VIX_LINK = 0.7;
const INDEX_VIX_LINK = 0.9;
/** Bonds, metals, oil, currencies. */
const OTHER_VIX_LINK = 0.25;

/** Everything listed, with the laws of the paths. */
export interface Listings {
  /** By symbol, in table order. */
  listings: ReadonlyMap<string, Listing>;
  laws: ReadonlyMap<string, Law>;
}

/** Reads the tables. */
export function readListings(): Listings {
  const listings = new Map<string, Listing>();
  const laws = new Map<string, Law>();
  const indices = rowsOf(INDEX_TABLE).map(readIndex);
  const funds = rowsOf(FUND_TABLE).map(readFund);
  for (const [listing, law] of [...indices, ...funds, ...rowsOf(STOCK_TABLE).map(readStock)]) {
    listings.set(listing.symbol, listing);
    if (law !== null) laws.set(law.name, law);
  }
  for (const [name = "", factor = "", level, beta, volatility] of rowsOf(DRIVER_TABLE)) {
    laws.set(name, {
      name,
      factor,
      factorShare: FUND_FACTOR_SHARE,
      vixLink: OTHER_VIX_LINK,
      level: Number(level),
      beta: Number(beta),
      volatility: Number(volatility) / 100,
    });
  }
  return { listings, laws };
}

function readStock(cells: string[]): [Listing, Law] {
  const [symbol = "", name = "", sector = "", industry = "", market = "", price, beta, volatility, cap, volume] = cells;
  const [amount, exDay, earnings = "", perShare, move, liquidity, cycle] = cells.slice(10);
  const law = {
    name: symbol,
    level: Number(price),
    beta: Number(beta),
    volatility: Number(volatility) / 100,
    factor: sector,
    factorShare: STOCK_FACTOR_SHARE,
    vixLink: STOCK_VIX_LINK,
  };
  return [{
    symbol,
    name,
    kind: "stock",
    path: symbol,
    ratio: 1,
    sector: SECTORS[sector]!,
    industry,
    market,
    beta: law.beta,
    volatility: law.volatility,
    capitalization: Number(cap) * 1e9,
    volume: Number(volume) * 1e6,
    dividendYield: 0,
    dividend: amount === "" ? null : { amount: Number(amount), perYear: 4, dayOfPeriod: Number(exDay) },
    earnings: {
      dayOfQuarter: parseInt(earnings),
      evening: earnings.endsWith("E"),
      perShare: Number(perShare),
      move: Number(move) / 100,
    },
    liquidity: Number(liquidity),
    cycle: cycle as Cycle,
  }, law];
}

function readFund(cells: string[]): [Listing, Law | null] {
  const [symbol = "", name = "", factor = "", market = "", price = "", beta, volatility, assets, volume] = cells;
  const [amount, perYear, dayOfPeriod, liquidity, cycle] = cells.slice(9);
  const { path, ratio, level } = readPath(symbol, price);
  const law = level === null ? null : {
    name: symbol,
    level,
    beta: Number(beta),
    volatility: Number(volatility) / 100,
    factor,
    factorShare: FUND_FACTOR_SHARE,
    vixLink: factor in SECTORS ? SECTOR_VIX_LINK : OTHER_VIX_LINK,
  };
  return [{
    symbol,
    name,
    kind: "fund",
    path,
    ratio,
    sector: null,
    industry: null,
    market,
    beta: Number(beta),
    volatility: Number(volatility) / 100,
    capitalization: Number(assets) * 1e9,
    volume: Number(volume) * 1e6,
    dividendYield: 0,
    dividend: amount === ""
      ? null
      : { amount: Number(amount), perYear: Number(perYear), dayOfPeriod: Number(dayOfPeriod) },
    earnings: null,
    liquidity: Number(liquidity),
    cycle: cycle as Cycle,
  }, law];
}

function readIndex(cells: string[]): [Listing, Law | null] {
  const [symbol = "", name = "", price = "", beta, volatility, distributed, cycle] = cells;
  const { path, ratio, level } = readPath(symbol, price);
  const law = level === null ? null : {
    name: symbol,
    level,
    beta: Number(beta),
    volatility: Number(volatility) / 100,
    factor: symbol === "NDX" ? "T" : symbol === "RUT" ? "small" : "",
    factorShare: FUND_FACTOR_SHARE,
    vixLink: symbol === "VIX" ? OTHER_VIX_LINK : INDEX_VIX_LINK,
  };
  return [{
    symbol,
    name,
    kind: "index",
    path,
    ratio,
    sector: null,
    industry: null,
    market: "OTC",
    beta: Number(beta),
    volatility: Number(volatility) / 100,
    capitalization: 0,
    volume: 0,
    dividendYield: Number(distributed) / 100,
    dividend: null,
    earnings: null,
    liquidity: cycle === "D" ? 5 : 3,
    cycle: cycle as Cycle,
  }, law];
}

/** A price where a path of its own starts, or the path that is tracked. */
function readPath(symbol: string, price: string): { path: string; ratio: number; level: number | null } {
  const level = Number(price);
  return Number.isNaN(level) ? { ...readTracking(price), level: null } : { path: symbol, ratio: 1, level };
}

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
  /** By symbol. */
  listings: ReadonlyMap<string, Listing>;
  laws: ReadonlyMap<string, Law>;
}

/** What a kind of listing does not have, to be overridden by what it has. */
const BARE = {
  sector: null,
  industry: null,
  market: "OTC",
  capitalization: 0,
  volume: 0,
  dividendYield: 0,
  dividend: null,
  earnings: null,
} as const;

/** Reads the tables. */
export function readListings(): Listings {
  const listings = new Map<string, Listing>();
  const laws = new Map<string, Law>();

  /** Lists a symbol, with a law of its own unless it tracks another path. */
  function list(
    listing: Omit<Listing, "path" | "ratio">,
    price: string,
    traits: Pick<Law, "factor" | "factorShare" | "vixLink">,
  ) {
    const { symbol, beta, volatility } = listing;
    const level = Number(price);
    const tracked = Number.isNaN(level) ? readTracking(price) : { path: symbol, ratio: 1 };
    listings.set(symbol, { ...listing, ...tracked });
    if (tracked.path === symbol) laws.set(symbol, { name: symbol, level, beta, volatility, ...traits });
  }

  for (const [symbol = "", name = "", price = "", beta, volatility, distributed, cycle] of rowsOf(INDEX_TABLE)) {
    list(
      {
        ...BARE,
        symbol,
        name,
        kind: "index",
        beta: Number(beta),
        volatility: Number(volatility) / 100,
        dividendYield: Number(distributed) / 100,
        liquidity: cycle === "D" ? 5 : 3,
        cycle: cycle as Cycle,
      },
      price,
      {
        factor: symbol === "NDX" ? "T" : symbol === "RUT" ? "small" : "",
        factorShare: FUND_FACTOR_SHARE,
        vixLink: symbol === "VIX" ? OTHER_VIX_LINK : INDEX_VIX_LINK,
      },
    );
  }
  for (const row of rowsOf(FUND_TABLE)) {
    const [symbol = "", name = "", factor = "", market = "", price = "", beta, volatility, assets, volume] = row;
    const [amount, perYear, dayOfPeriod, liquidity, cycle] = row.slice(9);
    const vixLink = factor in SECTORS ? SECTOR_VIX_LINK : OTHER_VIX_LINK;
    list(
      {
        ...BARE,
        symbol,
        name,
        kind: "fund",
        market,
        beta: Number(beta),
        volatility: Number(volatility) / 100,
        capitalization: Number(assets) * 1e9,
        volume: Number(volume) * 1e6,
        dividend: readDividend(amount, perYear, dayOfPeriod),
        liquidity: Number(liquidity),
        cycle: cycle as Cycle,
      },
      price,
      { factor, factorShare: FUND_FACTOR_SHARE, vixLink },
    );
  }
  for (const row of rowsOf(STOCK_TABLE)) {
    const [symbol = "", name = "", factor = "", industry = "", market = "", price = "", beta, volatility] = row;
    const [cap, volume, amount, exDay, report = "", perShare, move, liquidity, cycle] = row.slice(8);
    list(
      {
        symbol,
        name,
        kind: "stock",
        sector: SECTORS[factor]!,
        industry,
        market,
        beta: Number(beta),
        volatility: Number(volatility) / 100,
        capitalization: Number(cap) * 1e9,
        volume: Number(volume) * 1e6,
        dividendYield: 0,
        dividend: readDividend(amount, "4", exDay),
        earnings: {
          dayOfQuarter: parseInt(report),
          evening: report.endsWith("E"),
          perShare: Number(perShare),
          move: Number(move) / 100,
        },
        liquidity: Number(liquidity),
        cycle: cycle as Cycle,
      },
      price,
      { factor, factorShare: STOCK_FACTOR_SHARE, vixLink: STOCK_VIX_LINK },
    );
  }
  for (const [name = "", factor = "", level, beta, volatility] of rowsOf(DRIVER_TABLE)) {
    laws.set(name, {
      name,
      level: Number(level),
      beta: Number(beta),
      volatility: Number(volatility) / 100,
      factor,
      factorShare: FUND_FACTOR_SHARE,
      vixLink: OTHER_VIX_LINK,
    });
  }
  return { listings, laws };
}

/** Whether shares must be looked for before they can be sold short. */
export const isHardToBorrow = ({ liquidity }: Listing): boolean => liquidity <= 2;

/** An empty amount is no dividend. */
const readDividend = (amount?: string, perYear?: string, dayOfPeriod?: string): Listing["dividend"] =>
  amount ? { amount: Number(amount), perYear: Number(perYear), dayOfPeriod: Number(dayOfPeriod) } : null;

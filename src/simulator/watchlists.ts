/** The lists of symbols that customers keep, by name; they last as long as the simulator. */

/** A symbol on a list, with its kind as the broker writes it, such as `Equity`. */
export interface WatchlistEntry {
  symbol: string;
  type: string | null;
}

/** A list of a customer's own. */
export interface Watchlist {
  name: string;
  group: string;
  order: number;
  entries: WatchlistEntry[];
}

/** Everybody's lists, by the customer's external id. */
export interface WatchlistShelf {
  /** By `order`, then in the order in which they were made. */
  list(customer: string): Watchlist[];
  /** `null` when the customer has no list of that name. */
  find(customer: string, name: string): Watchlist | null;
  /** Puts a list where `previous` was, or beside the others. `false` when the customer has another one of its name. */
  put(customer: string, watchlist: Watchlist, previous?: Watchlist): boolean;
  remove(customer: string, watchlist: Watchlist): void;
}

const stocks = (...symbols: string[]): WatchlistEntry[] => symbols.map((symbol) => ({ symbol, type: "Equity" }));

/** What two of the demo customers have collected. */
const DEMO_LISTS: [customer: string, watchlist: Watchlist][] = [
  ["C5100000001", {
    name: "Premium candidates",
    group: "default",
    order: 1,
    entries: stocks("SPY", "QQQ", "IWM", "AAPL", "NVDA", "AMD", "TSLA", "GLD", "TLT", "XLE"),
  }],
  ["C5100000001", {
    name: "Metals/Crypto",
    group: "default",
    order: 2,
    entries: [
      ...stocks("GLD", "SLV", "GDX"),
      { symbol: "BTC/USD", type: "Cryptocurrency" },
      { symbol: "ETH/USD", type: "Cryptocurrency" },
    ],
  }],
  ["C5100000002", { name: "Wheel", group: "default", order: 1, entries: stocks("F", "SOFI", "BAC", "PFE", "T") }],
];

/** A shelf with the demo customers' lists on it. */
export function createWatchlistShelf(): WatchlistShelf {
  const shelf = new Map<string, Watchlist[]>();
  const listsOf = (customer: string): Watchlist[] => shelf.get(customer) ?? [];
  for (const [customer, watchlist] of DEMO_LISTS) shelf.set(customer, [...listsOf(customer), watchlist]);

  const find = (customer: string, name: string): Watchlist | null =>
    listsOf(customer).find((watchlist) => watchlist.name === name) ?? null;

  return {
    list: (customer) => listsOf(customer).toSorted((a, b) => a.order - b.order),
    find,
    put(customer, watchlist, previous) {
      const namesake = find(customer, watchlist.name);
      if (namesake !== null && namesake !== previous) return false;
      const others = listsOf(customer);
      const place = previous === undefined ? others.length : others.indexOf(previous);
      shelf.set(customer, others.toSpliced(place, previous === undefined ? 0 : 1, watchlist));
      return true;
    },
    remove(customer, watchlist) {
      shelf.set(customer, listsOf(customer).filter((other) => other !== watchlist));
    },
  };
}

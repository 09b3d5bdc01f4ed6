/** An account's books rebuilt from the wire of its transactions alone, in the plainest code. Money in whole cents. */

import type { Json } from "../client.ts";

export interface PlainBooks {
  cash: number;
  fees: number;
  realized: number;
  /** Signed quantities of what is still held. */
  held: Map<string, number>;
  /** Average open prices of what is still held. */
  average: Map<string, number>;
  /** What the gains of futures have brought in. */
  settled: number;
}

interface Lot {
  quantity: number;
  price: number;
}

const FEES = ["commission", "clearing-fees", "regulatory-fees", "proprietary-index-option-fees"];

/** `rows` newest first, as they come. */
export function rebuild(rows: readonly Json[], multiplierOf: (row: Json) => number): PlainBooks {
  const books: PlainBooks = { cash: 0, fees: 0, realized: 0, held: new Map(), average: new Map(), settled: 0 };
  const lots = new Map<string, Lot[]>();
  for (const row of [...rows].reverse()) {
    books.cash += centsIn(row, "net-value");
    for (const fee of FEES) if (fee in row) books.fees -= centsIn(row, fee);
    if (row["transaction-sub-type"] === "Mark to Market") books.settled += centsIn(row, "value");
    if (!("action" in row)) continue;
    const open = lots.get(row.symbol) ?? [];
    lots.set(row.symbol, open);
    const sign = row.action.startsWith("Buy") ? 1 : -1;
    const price = "price" in row ? Number(row.price) : 0;
    let quantity = Number(row.quantity);
    if (row.action.endsWith("Open")) {
      open.push({ quantity: sign * quantity, price });
      continue;
    }
    while (quantity > 1e-9) {
      const lot = open[0]!;
      const taken = Math.min(quantity, Math.abs(lot.quantity));
      const value = (paid: number) => Math.round(paid * taken * multiplierOf(row) * 100);
      books.realized += -sign * (value(price) - value(lot.price));
      lot.quantity += sign * taken;
      quantity -= taken;
      if (Math.abs(lot.quantity) < 1e-9) open.shift();
    }
  }
  for (const [symbol, open] of lots) {
    const quantity = open.reduce((sum, lot) => sum + lot.quantity, 0);
    if (open.length === 0) continue;
    books.held.set(symbol, quantity);
    books.average.set(symbol, open.reduce((sum, lot) => sum + lot.quantity * lot.price, 0) / quantity);
  }
  return books;
}

export const centsIn = (row: Json, key: string): number => {
  const cents = Math.round(Number(row[key]) * 100);
  return row[`${key}-effect`] === "Debit" ? -cents : cents;
};

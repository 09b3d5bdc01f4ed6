/** Which futures, indices, coins and funds are the same thing to a portfolio, and the fund that stands for them. */

import type { Day } from "../../core/calendar.ts";
import { parseFutureSymbol } from "../../core/symbol.ts";

export interface Family {
  /** In place of a sector. */
  group: string;
  /** Part of the price by which concentration looks up and down. */
  range: number;
  /** Whose beta is taken where the broker has none. */
  fund: string;
}

const WIDE = 0.15;

/** group | range in percent | fund: what belongs to it; `/ES` is any contract of that product. */
const TABLE = `
broad index|10|SPY: /ES /MES SPX XSP OEX XEO
broad index|10|QQQ: /NQ /MNQ NDX XND
broad index|10|IWM: /RTY /M2K RUT MRUT
broad index|10|DIA: /YM /MYM DJX
bonds|5|TLT: /ZB /UB
bonds|5|IEF: /ZN /TN
bonds|5|IEI: /ZF
bonds|5|SHY: /ZT
currencies|5|FXE: /6E /M6E
currencies|5|FXY: /6J
currencies|5|FXB: /6B /M6B
currencies|5|FXA: /6A /M6A
currencies|5|FXC: /6C
currencies|5|FXF: /6S
metals|15|GLD: /GC /MGC
metals|15|SLV: /SI /SIL
metals|15|CPER: /HG /MHG
energy futures|15|USO: /CL /MCL /QM
energy futures|15|UNG: /NG /QG /MNG
coins|15|IBIT: BTC/USD /BTC /MBT
coins|15|ETHA: ETH/USD /ETH /MET`;

const FAMILIES = new Map<string, Family>();
for (const line of TABLE.trim().split("\n")) {
  const [head = "", members = ""] = line.split(": ");
  const [group = "", range, fund = ""] = head.split("|");
  const family = { group, range: Number(range) / 100, fund };
  for (const member of [fund, ...members.split(" ")]) FAMILIES.set(member, family);
}

/** What a contract belongs to, `/ES` for `/ESZ6`; every other symbol is its own. */
export function productOf(symbol: string, today: Day): string {
  const future = parseFutureSymbol(symbol, today);
  return future === null ? symbol : `/${future.product}`;
}

/** `null` for shares, and for what no fund we know stands for. `product` as `productOf` gives it. */
export const familyOf = (product: string): Family | null => FAMILIES.get(product) ?? null;

/** Part of the price by which concentration looks up and down. */
export const rangeOf = (product: string): number => familyOf(product)?.range ?? WIDE;

/** Whose options are asked about: a share, a fund, an index, one of its roots, a futures product or one contract of it. */

import type { Day } from "../../core/calendar.ts";
import { fail, ok, type Result } from "../../core/failure.ts";
import {
  type Instrument,
  parseFutureOptionSymbol,
  parseFutureSymbol,
  parseOptionSymbol,
  recognizeSymbol,
} from "../../core/symbol.ts";

export interface Subject {
  /** Share, fund or index; `null` for futures. */
  underlying: Instrument | null;
  /** Of futures: the product's code without a slash, `ES`. */
  product: string | null;
  /** The name of the listing: `SPX`, `/ES`. */
  symbol: string;
  /** Only options of this root, where a root was named instead of its index. */
  root: string | null;
  /** Only options on this contract. */
  future: string | null;
}

/** Roots that are not the symbol of their index. */
const ROOTS: Record<string, string> = { SPXW: "SPX", NDXP: "NDX", RUTW: "RUT", VIXW: "VIX", MRUTW: "MRUT" };

/** Reads what was asked for. `day` is today in New York. Fails with `invalid` for what has no options of its own. */
export function subjectOf(text: string, day: Day): Result<Subject> {
  const typed = text.trim().toUpperCase();
  if (/^\/[A-Z0-9]{1,4}$/.test(typed) && parseFutureSymbol(typed, day) === null) {
    return ok({ underlying: null, product: typed.slice(1), symbol: typed, root: null, future: null });
  }
  const recognized = recognizeSymbol(ROOTS[typed] ?? text);
  if (!recognized.ok) return recognized;
  const instrument = recognized.value;
  switch (instrument.type) {
    case "equity":
    case "index":
      return ok({
        underlying: instrument,
        product: null,
        symbol: instrument.symbol,
        root: typed in ROOTS ? typed : null,
        future: null,
      });
    case "future": {
      const { product } = parseFutureSymbol(instrument.symbol, day)!;
      return ok({ underlying: null, product, symbol: `/${product}`, root: null, future: instrument.symbol });
    }
    case "equity_option": {
      const { root, expiration } = parseOptionSymbol(instrument.symbol)!;
      return isOneOption(instrument.symbol, ROOTS[root] ?? root, expiration);
    }
    case "future_option": {
      const { future, expiration } = parseFutureOptionSymbol(instrument.symbol)!;
      return isOneOption(instrument.symbol, future, expiration);
    }
    case "cryptocurrency":
      return fail({
        kind: "invalid",
        subject: instrument.symbol,
        problem: "is a cryptocurrency, which has no options here",
      });
  }
}

function isOneOption(option: string, symbol: string, expiration: Day): Result<never> {
  return fail({
    kind: "invalid",
    subject: option,
    problem: "is one option, not an underlying",
    remedy: `Ask get_quote for it, or get_option_chain with ${JSON.stringify({ symbol, expiration })}`,
  });
}

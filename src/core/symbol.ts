/** Symbols as people and programs write them, and as the broker wants them. */

import { fail, type Failure, ok, type Result } from "./failure.ts";

/** The kinds of instrument the broker quotes. */
export type InstrumentType = "equity" | "index" | "equity_option" | "future" | "future_option" | "cryptocurrency";

/** One instrument. `symbol` is the broker's spelling, to the letter. */
export interface Instrument {
  type: InstrumentType;
  symbol: string;
}

/** The parts of a listed equity or index option (OCC symbology, 21 characters). Strike in dollars. */
export interface OptionParts {
  root: string;
  expiration: string;
  right: "call" | "put";
  strike: number;
}

/** Longer than any symbol there is: a futures option has 24 characters. */
const LONGEST = 40;

/** Indices that have listed options or are quoted by habit; everything else without a mark is a share or a fund. */
const INDICES = new Set(
  "SPX XSP VIX NDX XND RUT MRUT DJX OEX XEO VVIX VIX9D VIX3M VIX6M VIX1D VXN RVX SOX HGX XAU OSX UTY BKX NYA COMP TNX TYX FVX IRX SKEW"
    .split(" "),
);

const CRYPTO_QUOTES = "USD|USDC|USDT";
const EQUITY = /^[A-Z][A-Z0-9]{0,6}(?:\/[A-Z]{1,4})?$/;
const OCC = /^([A-Z][A-Z0-9]{0,5}) {0,5}(\d{2})(\d{2})(\d{2})([CP])(\d{8})$/;
const STREAMER_OPTION = /^\.([A-Z][A-Z0-9]{0,5})(\d{2})(\d{2})(\d{2})([CP])(\d{1,5}(?:\.\d{1,3})?)$/;
const FUTURE = /^\/([A-Z0-9]{1,4}?)([FGHJKMNQUVXZ])(\d{1,2})$/;
const FUTURE_OPTION =
  /^\.\/([A-Z0-9]{1,4}[FGHJKMNQUVXZ]\d{1,2}) +([A-Z0-9]{1,4}[FGHJKMNQUVXZ]\d{1,2}) *(\d{6}[CP]\d+(?:\.\d+)?)$/;
const CRYPTO = new RegExp(`^[A-Z0-9]{2,8}/(?:${CRYPTO_QUOTES})$`);
const CRYPTO_LOOSE = new RegExp(`^([A-Z0-9]{2,8})-(${CRYPTO_QUOTES})$`);

/**
 * Recognizes what somebody typed: `brk.b` and `BRK/B` alike, `spx` and `$SPX`, `aapl 260618c00200000`, `/ESZ6`,
 * `btc-usd`. Says `invalid` with what to write instead when nothing fits; whether the symbol exists is the broker's to say.
 */
export function recognizeSymbol(text: string): Result<Instrument> {
  if (text.length > LONGEST) {
    return unrecognized(`${text.slice(0, 16)}...`, `has ${text.length} characters; no symbol has more than ${LONGEST}`);
  }
  const typed = text.trim().toUpperCase();
  if (typed === "") return unrecognized("symbol", "is empty");
  if (typed.startsWith("./")) return recognizeFutureOption(typed);
  if (typed.startsWith("/")) return recognizeFuture(typed);
  const option = parseOptionSymbol(typed);
  if (option !== null) return ok({ type: "equity_option", symbol: formatOptionSymbol(option) });
  const crypto = typed.replace(CRYPTO_LOOSE, "$1/$2");
  if (CRYPTO.test(crypto)) return ok({ type: "cryptocurrency", symbol: crypto });
  const index = typed.replace(/^\$/, "").replace(/\.X$/, "");
  if (INDICES.has(index)) return ok({ type: "index", symbol: index });
  // Share classes: the broker writes a slash where others write a dot, a dash or a space.
  const equity = typed.replace(/^([A-Z][A-Z0-9]*)[.\- ]([A-Z]{1,4})$/, "$1/$2");
  if (EQUITY.test(equity)) return ok({ type: "equity", symbol: equity });
  return unrecognized(quoted(text), "is not a symbol");
}

function recognizeFuture(typed: string): Result<Instrument> {
  if (FUTURE.test(typed)) return ok({ type: "future", symbol: typed });
  if (/^\/[A-Z0-9]{1,4}$/.test(typed)) {
    return fail({
      kind: "invalid",
      subject: typed,
      problem: "is a futures product, not a contract",
      remedy: `Add month and year, such as ${typed}Z6 for December 2026`,
    });
  }
  return unrecognized(quoted(typed), "is not a futures contract");
}

function recognizeFutureOption(typed: string): Result<Instrument> {
  const parts = FUTURE_OPTION.exec(typed);
  if (parts === null) return unrecognized(quoted(typed), "is not a futures option");
  return ok({ type: "future_option", symbol: `./${parts[1]} ${parts[2]!.padEnd(6)}${parts[3]}` });
}

/** The parts of an OCC option symbol, or of its streamer form `.AAPL260618C200`; `null` when it is neither. */
export function parseOptionSymbol(symbol: string): OptionParts | null {
  const occ = OCC.exec(symbol);
  const parts = occ ?? STREAMER_OPTION.exec(symbol);
  if (parts === null) return null;
  const [, root, year, month, date, right, strike] = parts as unknown as [string, ...string[]] & string[];
  const expiration = `20${year}-${month}-${date}`;
  // Refuses days that no calendar has, such as 260231.
  const parsed = new Date(`${expiration}T00:00:00Z`);
  if (Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== expiration) return null;
  return {
    root: root!,
    expiration,
    right: right === "C" ? "call" : "put",
    strike: occ === null ? Number(strike) : Number(strike) / 1000,
  };
}

/** The OCC symbol, 21 characters: root padded to six, `yymmdd`, C or P, strike in thousandths padded to eight. */
export function formatOptionSymbol({ root, expiration, right, strike }: OptionParts): string {
  const date = expiration.slice(2).replaceAll("-", "");
  const thousandths = String(Math.round(strike * 1000)).padStart(8, "0");
  return `${root.padEnd(6)}${date}${right === "call" ? "C" : "P"}${thousandths}`;
}

function unrecognized(subject: string, problem: string): Result<never> {
  const failure: Failure = {
    kind: "invalid",
    subject,
    problem,
    remedy: "Write it as AAPL, BRK/B, SPX, AAPL  260618C00200000, /ESZ6 or BTC/USD",
  };
  return fail(failure);
}

/** Typed text is shown back shortened and without anything but plain characters, so that it cannot pose as ours. */
const quoted = (text: string): string => `"${text.slice(0, 24).replace(/[^\x20-\x7e]/g, "?").replaceAll('"', "'")}"`;

/** Symbols as people and programs write them, and as the broker wants them. */

import type { Day } from "./calendar.ts";
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
  expiration: Day;
  right: "call" | "put";
  strike: number;
}

/** The parts of a futures contract. `product` without a slash, such as `ES`; `month` 1 to 12. */
export interface FutureParts {
  product: string;
  year: number;
  month: number;
}

/** The parts of an option on a future. `strike` in the future's points. */
export interface FutureOptionParts {
  /** The contract that is delivered, `/ESU6`. */
  future: string;
  /** The option's own product, `E1A`, and its contract, `E1AN6`. */
  root: string;
  contract: string;
  expiration: Day;
  right: "call" | "put";
  strike: number;
}

/** The letters of the months, January first. */
const MONTHS = "FGHJKMNQUVXZ";

/** Longer than any symbol there is: a futures option has 24 characters. */
const LONGEST = 40;

/** Indices that have listed options or are quoted by habit; everything else without a mark is a share or a fund. */
const INDICES = new Set(
  "SPX XSP VIX NDX XND RUT MRUT DJX OEX XEO VVIX VIX9D VIX3M VIX6M VIX1D VXN RVX SOX HGX XAU OSX UTY BKX NYA COMP TNX TYX FVX IRX SKEW"
    .split(" "),
);

const CRYPTO_QUOTES = "USD|USDC|USDT";
const EQUITY = /^[A-Z][A-Z0-9]{0,6}(?:\/[A-Z]{1,4})?$/;
const OCC = /^([A-Z][A-Z0-9]{0,5}) {0,5}(\d{6})([CP])(\d{8})$/;
const STREAMER_OPTION = /^\.([A-Z][A-Z0-9]{0,5})(\d{6})([CP])(\d{1,5}(?:\.\d{1,3})?)$/;
const FUTURE = /^\/([A-Z0-9]{1,4}?)([FGHJKMNQUVXZ])(\d{1,2})$/;
const FUTURE_OPTION =
  /^\.\/([A-Z0-9]{1,4}[FGHJKMNQUVXZ]\d{1,2}) +(([A-Z0-9]{1,4}?)[FGHJKMNQUVXZ]\d{1,2}) *(\d{6})([CP])(\d{1,7}(?:\.\d{1,6})?)$/;
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
  const parts = parseFutureOptionSymbol(typed);
  if (parts === null) return unrecognized(quoted(typed), "is not a futures option");
  return ok({ type: "future_option", symbol: formatFutureOptionSymbol(parts) });
}

/**
 * The parts of a contract such as `/ESZ6` or `/NGZ19`; `null` when it is none. One digit stands for a year of each
 * decade: it is read as the year that makes the contract end at most a year before `day`, or less than nine years after.
 */
export function parseFutureSymbol(symbol: string, day: Day): FutureParts | null {
  const parts = FUTURE.exec(symbol);
  if (parts === null) return null;
  const [, product, letter, digits] = parts as unknown as [string, string, string, string];
  const month = MONTHS.indexOf(letter) + 1;
  if (digits.length === 2) return { product, year: 2000 + Number(digits), month };
  const first = firstYear(month, day);
  return { product, year: first + (Number(digits) - first % 10 + 10) % 10, month };
}

/** `/ESZ6`, with two digits of the year where one would be read as another year on `day`. */
export function formatFutureSymbol(parts: FutureParts, day: Day): string {
  const first = firstYear(parts.month, day);
  const long = formatLongFutureSymbol(parts);
  return parts.year >= first && parts.year < first + 10 ? long.slice(0, -2) + long.slice(-1) : long;
}

/** `/ESZ26`: the same whatever the day. */
export const formatLongFutureSymbol = ({ product, year, month }: FutureParts): string =>
  `/${product}${MONTHS[month - 1]}${twoDigits(year % 100)}`;

/** The earliest of the ten years that one digit can stand for, for a contract of `month`. */
function firstYear(month: number, day: Day): number {
  const last = Number(day.slice(0, 4)) - 1;
  return month < Number(day.slice(5, 7)) ? last + 1 : last;
}

/** The parts of an option such as `./ESU6 E1AN6 260706P6260`; `null` when it is none. */
export function parseFutureOptionSymbol(symbol: string): FutureOptionParts | null {
  const parts = FUTURE_OPTION.exec(symbol);
  if (parts === null) return null;
  const [, future, contract, root, date, right, strike] = parts as unknown as [string, ...string[]] & string[];
  const expiration = dayOf(Number(date));
  if (expiration === null) return null;
  return {
    future: `/${future}`,
    root: root!,
    contract: contract!,
    expiration,
    right: right === "C" ? "call" : "put",
    strike: Number(strike),
  };
}

/** The broker's spelling: the option's contract padded to six, the strike without trailing zeros. */
export function formatFutureOptionSymbol(
  { future, contract, expiration, right, strike }: Omit<FutureOptionParts, "root">,
): string {
  return `.${future} ${contract.padEnd(6)}${dateOf(expiration)}${right === "call" ? "C" : "P"}${strike}`;
}

/** The parts of an OCC option symbol, or of its streamer form `.AAPL260618C200`; `null` when it is neither. */
export function parseOptionSymbol(symbol: string): OptionParts | null {
  const exact = parseOccSymbol(symbol);
  if (exact !== null) return exact;
  const occ = OCC.exec(symbol);
  const parts = occ ?? STREAMER_OPTION.exec(symbol);
  if (parts === null) return null;
  const [, root, date, right, strike] = parts as unknown as [string, ...string[]] & string[];
  const expiration = dayOf(Number(date));
  if (expiration === null) return null;
  return {
    root: root!,
    expiration,
    right: right === "C" ? "call" : "put",
    strike: occ === null ? Number(strike) : Number(strike) / 1000,
  };
}

/** The same for OCC symbols of exactly 21 characters, without a regular expression: a chain has thousands. */
export function parseOccSymbol(symbol: string): OptionParts | null {
  if (symbol.length !== 21) return null;
  const right = symbol.charCodeAt(12);
  if (right !== LETTER_C && right !== LETTER_P) return null;
  const length = rootLength(symbol);
  const strike = digitsIn(symbol, 13, 21);
  const expiration = dayOf(digitsIn(symbol, 6, 12));
  if (length === 0 || strike < 0 || expiration === null) return null;
  return {
    root: symbol.slice(0, length),
    expiration,
    right: right === LETTER_C ? "call" : "put",
    strike: strike / 1000,
  };
}

const LETTER_C = 67;
const LETTER_P = 80;
const SPACE = 32;

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** The length of the root in the first six characters: a letter, letters and digits, then spaces; 0 when it is none. */
function rootLength(symbol: string): number {
  let length = 0;
  for (let position = 0; position < 6; position++) {
    const code = symbol.charCodeAt(position);
    if (code === SPACE) continue;
    const isLetter = code >= 65 && code <= 90;
    if (position > length || !(isLetter || (position > 0 && isDigit(code)))) return 0;
    length++;
  }
  return length;
}

/** The number written from one position to another; -1 when there is anything but digits. */
function digitsIn(symbol: string, from: number, to: number): number {
  let number = 0;
  for (let position = from; position < to; position++) {
    const code = symbol.charCodeAt(position);
    if (!isDigit(code)) return -1;
    number = number * 10 + code - 48;
  }
  return number;
}

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The day written as `yymmdd`, such as 260618; `null` for days that no calendar has, such as 260231. */
function dayOf(date: number): Day | null {
  const year = Math.floor(date / 10_000);
  const month = Math.floor(date / 100) % 100;
  const dayOfMonth = date % 100;
  // All years of this century that 4 divides are leap years.
  const days = month === 2 && year % 4 === 0 ? 29 : MONTH_DAYS[month - 1] ?? 0;
  if (dayOfMonth < 1 || dayOfMonth > days) return null;
  return `${2000 + year}-${twoDigits(month)}-${twoDigits(dayOfMonth)}`;
}

const twoDigits = (number: number): string => number < 10 ? `0${number}` : `${number}`;

/** `yymmdd`. */
const dateOf = (day: Day): string => day.slice(2, 4) + day.slice(5, 7) + day.slice(8, 10);

/** The OCC symbol, 21 characters: root padded to six, `yymmdd`, C or P, strike in thousandths padded to eight. */
export function formatOptionSymbol({ root, expiration, right, strike }: OptionParts): string {
  const thousandths = String(Math.round(strike * 1000)).padStart(8, "0");
  return `${root.padEnd(6)}${dateOf(expiration)}${right === "call" ? "C" : "P"}${thousandths}`;
}

/** The option as the streamer writes it, `.AAPL260618C257.5`. */
export function formatStreamerOption({ root, expiration, right, strike }: OptionParts): string {
  return `.${root}${dateOf(expiration)}${right === "call" ? "C" : "P"}${strike}`;
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

/**
 * The address of a position's picture: what is held, at which prices, and how it is drawn, in one short word that needs no
 * escaping. `SPY:-1x261218P640@3.45,1xP620@1.2.dark.svg` is a put spread; a leg leaves out what it shares with the one
 * before, and a root that is the underlying's name. Slashes of symbols are dots: `.ES`, `BRK.B`.
 */

import { fail, ok, type Result } from "../../core/failure.ts";
import {
  formatFutureOptionSymbol,
  formatOptionSymbol,
  type FutureOptionParts,
  parseFutureOptionSymbol,
  parseOptionSymbol,
} from "../../core/symbol.ts";
import { type LegInput, MOST_LEGS } from "./leg_input.ts";

export interface ChartAddress {
  /** The name of the listing: `SPY`, `SPX`, `/ES`. */
  underlying: string;
  /** Each with its symbol. */
  legs: LegInput[];
  scheme: "light" | "dark";
  /** Whether what is sold is secured by cash, which is part of its name. */
  isCashSecured: boolean;
  format: "svg" | "png";
}

/** More characters than twelve legs have. */
const LONGEST = 600;

const dotted = (symbol: string): string => symbol.replaceAll("/", ".");
const slashed = (word: string): string => word.replaceAll(".", "/");
/** Ten-thousandths of a dollar, without zeros at the end. */
const priceText = (price: number): string => String(Math.round(price * 1e4) / 1e4);

/** The address behind `chart://position/`; throws `RangeError` for a leg without symbol. */
export function formatChartAddress({ underlying, legs, scheme, isCashSecured, format }: ChartAddress): string {
  let before = "";
  const written = legs.map(({ symbol, quantity, price }) => {
    if (symbol === undefined) throw new RangeError("a leg of an address needs its symbol");
    const { series, contract } = partsOf(symbol, underlying);
    const name = series === before ? contract : series + contract;
    before = series;
    return `${quantity}x${name}${price === undefined ? "" : `@${priceText(price)}`}`;
  });
  const words = `${isCashSecured ? ".cash" : ""}${scheme === "dark" ? ".dark" : ""}.${format}`;
  return `${dotted(underlying)}:${written.join(",")}${words}`;
}

/** `P640` behind `261218`, or behind `SPXW261218` and `ESZ6.EW3Z6.261218`. */
function partsOf(symbol: string, underlying: string): { series: string; contract: string } {
  const option = parseOptionSymbol(symbol);
  const futureOption = option === null ? parseFutureOptionSymbol(symbol) : null;
  const parts = option ?? futureOption;
  if (parts === null) return { series: "", contract: symbol === underlying ? "shares" : dotted(symbol) };
  const { expiration, right, strike } = parts;
  const root = futureOption !== null
    ? `${futureOption.future.slice(1)}.${futureOption.contract}.`
    : option!.root === underlying
    ? ""
    : option!.root;
  return {
    series: root + expiration.slice(2).replaceAll("-", ""),
    contract: `${right === "call" ? "C" : "P"}${strike}`,
  };
}

const FORM = /^([A-Z0-9.]{1,12}):([A-Za-z0-9.,@-]+?)((?:\.(?:cash|dark))*)(?:\.(svg|png))?$/;
const LEG = /^(-?\d+(?:\.\d+)?)x([A-Za-z0-9.]+?)(?:@(\d+(?:\.\d+)?))?$/;
const OPTION = /^(?:([A-Z][A-Z0-9]*?)?(\d{6})|([A-Z0-9]+)\.([A-Z0-9]+)\.(\d{6}))?([CP]\d+(?:\.\d+)?)$/;
const EXAMPLE = "SPY:-1x261218P640@3.45,1xP620@1.2.svg";

/** Whether it looks like a symbol of something to hold: options have been read from their parts. */
const isSymbol = (symbol: string): boolean => symbol.includes(" ") || /^(?:\/[A-Z0-9]+|[A-Z][A-Z0-9/]*)$/.test(symbol);

/** Reads what is behind `chart://position/`: an SVG in light colours unless it says otherwise. Fails with `invalid`. */
export function readChartAddress(text: string): Result<ChartAddress> {
  if (text.length > LONGEST) return refuse("the address", `has more than ${LONGEST} characters`);
  const form = FORM.exec(text);
  if (form === null) return refuse("the address", "is not one of a chart");
  const [, name, list, words, format] = form as unknown as [string, string, string, string, string?];
  const underlying = slashed(name);
  const written = list.split(",");
  if (written.length > MOST_LEGS) return refuse("the address", `has ${written.length} legs, at most ${MOST_LEGS}`);
  const legs: LegInput[] = [];
  let series: Series | null = null;
  for (const [place, leg] of written.entries()) {
    const [, quantity, contract, price] = (LEG.exec(leg) ?? []) as string[];
    if (quantity === undefined || contract === undefined) {
      return refuse(`leg ${place + 1}`, "is not `quantity`x`contract`");
    }
    const option = OPTION.exec(contract);
    if (option !== null) series = seriesOf(option, underlying) ?? series;
    if (option !== null && series === null) return refuse(`leg ${place + 1}`, "has no expiration, such as 261218");
    const symbol = option !== null ? series!(option[6]!) : contract === "shares" ? underlying : slashed(contract);
    if (symbol === null || !isSymbol(symbol)) return refuse(`leg ${place + 1}`, "is no contract that there can be");
    legs.push({ symbol, quantity: Number(quantity), ...(price === undefined ? {} : { price: Number(price) }) });
  }
  return ok({
    underlying,
    legs,
    scheme: words.includes(".dark") ? "dark" : "light",
    isCashSecured: words.includes(".cash"),
    format: format === "png" ? "png" : "svg",
  });
}

/** The symbol of a contract such as `P640` in an expiration; `null` for what no symbol can say. */
type Series = (contract: string) => string | null;

function seriesOf(option: RegExpExecArray, underlying: string): Series | null {
  const [, root = underlying, date, future, contract, futureDate] = option;
  const digits = date ?? futureDate;
  if (digits === undefined) return null;
  const expiration = `20${digits.slice(0, 2)}-${digits.slice(2, 4)}-${
    digits.slice(4)
  }` as FutureOptionParts["expiration"];
  return (text) => {
    const parts = { expiration, right: text.startsWith("C") ? "call" : "put", strike: Number(text.slice(1)) } as const;
    const symbol = future === undefined
      ? formatOptionSymbol({ root, ...parts })
      : formatFutureOptionSymbol({ future: `/${future}`, contract: contract!, ...parts });
    return (parseOptionSymbol(symbol) ?? parseFutureOptionSymbol(symbol)) === null ? null : symbol;
  };
}

const refuse = (subject: string, problem: string): Result<never> =>
  fail({
    kind: "invalid",
    subject,
    problem,
    remedy: `Write it as analyze_position gives it with \`chart\`: chart://position/${EXAMPLE}`,
  });

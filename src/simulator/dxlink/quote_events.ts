/** What the stream says of prices: Quote, Trade, TradeETH, Summary, Greeks and TimeAndSale, from the quotes of REST. */

import type { Day } from "../../core/calendar.ts";
import type { InstrumentType } from "../../core/symbol.ts";
import { hashText } from "../market/noise.ts";
import type { ClosePriceType, Quote } from "../market/quote.ts";
import { momentOf } from "../market/sessions.ts";
import { type EventValues, indexOf } from "./event_fields.ts";

/** Exchanges by one letter, as far as anybody looks at them. */
const EXCHANGES: Record<InstrumentType, string> = {
  equity: "Q",
  index: "Z",
  equity_option: "C",
  future: "G",
  future_option: "G",
  cryptocurrency: "X",
};

const DAY = 86_400_000;

/** Days since 1970. */
export const dayId = (day: Day): number => Date.parse(day) / DAY;

/** What REST and the stream round to. */
export const rounded = (value: number): number => Math.round(value * 1e9) / 1e9;

const orNaN = (value: number | null): number => value ?? NaN;

const priceType = (type: ClosePriceType): string => type.toUpperCase();

/** `null` for what has no market of its own, such as the VIX. */
export function quoteEvent({ bid, ask, bidSize, askSize, updatedAt }: Quote, type: InstrumentType): EventValues | null {
  if (bid === null && ask === null) return null;
  return {
    eventTime: 0,
    sequence: 0,
    timeNanoPart: 0,
    bidTime: updatedAt,
    bidExchangeCode: EXCHANGES[type],
    bidPrice: orNaN(bid),
    bidSize,
    askTime: updatedAt,
    askExchangeCode: EXCHANGES[type],
    askPrice: orNaN(ask),
    askSize,
  };
}

/** The last trade of the regular session, or of all hours where there is no other. */
export function tradeEvent(quote: Quote, type: InstrumentType, at: number): EventValues {
  const isAfterHours = type === "equity" && quote.lastExtended !== null;
  const tradedAt = isAfterHours ? momentOf(at).regularAt : quote.updatedAt;
  return trade(quote, type, quote.lastRegular, orNaN(quote.volume), tradedAt, false);
}

/** The last trade outside the regular session; `null` while that is on, and for all but shares and funds. */
export function extendedTradeEvent(quote: Quote, type: InstrumentType): EventValues | null {
  if (quote.lastExtended === null) return null;
  return trade(quote, type, quote.lastExtended, orNaN(quote.volumeExtended), quote.updatedAt, true);
}

function trade(
  quote: Quote,
  type: InstrumentType,
  price: number | null,
  dayVolume: number,
  time: number,
  isExtended: boolean,
): EventValues {
  const { high, low, last, previousClose } = quote;
  return {
    eventTime: 0,
    time,
    timeNanoPart: 0,
    sequence: 0,
    exchangeCode: EXCHANGES[type],
    price: orNaN(price),
    change: price === null ? NaN : rounded(price - previousClose),
    size: price === null ? NaN : sizeOf(quote, time),
    dayId: dayId(quote.day),
    dayVolume: rounded(dayVolume),
    dayTurnover: rounded(dayVolume * (orNaN(high) + orNaN(low) + orNaN(last)) / 3),
    tickDirection: "UNDEFINED",
    extendedTradingHours: isExtended,
  };
}

/** What has no volume was not dealt in. */
function sizeOf({ symbol, volume }: Quote, time: number): number {
  return volume === null ? NaN : 1 + hashText(`${symbol} ${Math.floor(time / 1000)}`) % 100;
}

/** The day so far and the close of the one before; `previousVolume` is what was dealt then. */
export function summaryEvent(quote: Quote, previousVolume: number): EventValues {
  return {
    eventTime: 0,
    dayId: dayId(quote.day),
    dayOpenPrice: orNaN(quote.open),
    dayHighPrice: orNaN(quote.high),
    dayLowPrice: orNaN(quote.low),
    dayClosePrice: orNaN(quote.close),
    dayClosePriceType: priceType(quote.closeType),
    prevDayId: dayId(quote.previousDay),
    prevDayClosePrice: quote.previousClose,
    prevDayClosePriceType: priceType(quote.previousCloseType),
    prevDayVolume: rounded(previousVolume),
    openInterest: quote.openInterest ?? 0,
  };
}

/** `null` for what is no option. */
export function greeksEvent({ option, updatedAt }: Quote): EventValues | null {
  if (option === null) return null;
  return {
    eventTime: 0,
    eventFlags: 0,
    index: indexOf(updatedAt),
    time: updatedAt,
    sequence: 0,
    price: rounded(option.price),
    volatility: rounded(option.volatility),
    delta: rounded(option.delta),
    gamma: rounded(option.gamma),
    theta: rounded(option.theta),
    rho: rounded(option.rho),
    vega: rounded(option.vega),
  };
}

/** The latest trade of any session, with the market at the time. */
export function timeAndSaleEvent(quote: Quote, type: InstrumentType): EventValues {
  const { last, updatedAt, bid, ask } = quote;
  return {
    eventTime: 0,
    eventFlags: 0,
    index: indexOf(updatedAt),
    time: updatedAt,
    timeNanoPart: 0,
    sequence: 0,
    exchangeCode: EXCHANGES[type],
    price: orNaN(last),
    size: last === null ? NaN : sizeOf(quote, updatedAt),
    bidPrice: orNaN(bid),
    askPrice: orNaN(ask),
    exchangeSaleConditions: quote.lastExtended === null ? "@" : "@T",
    tradeThroughExempt: null,
    aggressorSide: "UNDEFINED",
    spreadLeg: false,
    extendedTradingHours: quote.lastExtended !== null,
    validTick: true,
    type: "NEW",
    buyer: null,
    seller: null,
  };
}

/** The fields of each type of event that this stream serves, in their order when nobody asks for another. */

/** What a customer's token entitles to, as far as this stream has it. */
export type EventType = keyof typeof EVENT_FIELDS;

const list = (names: string): readonly string[] => `eventType eventSymbol eventTime ${names}`.split(" ");

const TRADE = list(
  "time timeNanoPart sequence exchangeCode price change size dayId dayVolume dayTurnover tickDirection " +
    "extendedTradingHours",
);

export const EVENT_FIELDS = {
  Quote: list(
    "sequence timeNanoPart bidTime bidExchangeCode bidPrice bidSize askTime askExchangeCode askPrice askSize",
  ),
  Trade: TRADE,
  TradeETH: TRADE,
  Summary: list(
    "dayId dayOpenPrice dayHighPrice dayLowPrice dayClosePrice dayClosePriceType prevDayId prevDayClosePrice " +
      "prevDayClosePriceType prevDayVolume openInterest",
  ),
  Profile: list(
    "description shortSaleRestriction tradingStatus statusReason haltStartTime haltEndTime highLimitPrice " +
      "lowLimitPrice high52WeekPrice low52WeekPrice beta earningsPerShare dividendFrequency exDividendAmount " +
      "exDividendDayId shares freeFloat",
  ),
  Greeks: list("eventFlags index time sequence price volatility delta gamma theta rho vega"),
  Candle: list(
    "eventFlags index time sequence count open high low close volume vwap bidVolume askVolume impVolatility " +
      "openInterest",
  ),
  TimeAndSale: list(
    "eventFlags index time timeNanoPart sequence exchangeCode price size bidPrice askPrice exchangeSaleConditions " +
      "tradeThroughExempt aggressorSide spreadLeg extendedTradingHours validTick type buyer seller",
  ),
} as const;

/** Fields that say when, not what: an event in which nothing else is new is not sent again. */
export const CLOCK_FIELDS: ReadonlySet<string> = new Set(["eventTime", "time", "index", "bidTime", "askTime"]);

/** What a field holds; NaN and `null` are numbers and texts that are not there. */
export type Value = number | string | boolean | null;

/** An event without its type and symbol, by field. */
export type EventValues = Readonly<Record<string, Value>>;

/** Whether a type is one of those served. */
export const isEventType = (type: string): type is EventType => Object.hasOwn(EVENT_FIELDS, type);

/** The number that orders the events of a series. It has more digits than a number of JavaScript keeps. */
export const indexOf = (at: number): number => Math.floor(at / 1000) * 2 ** 32 + (at % 1000) * 2 ** 22;

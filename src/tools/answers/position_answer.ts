/** A judged position as an answer: short names, dollars and percent, what is missing said. */

import { RULES, type Verdict } from "../../analytics/strategies/rules.ts";
import { type Day, daysBetween, newYorkDay, sessionState } from "../../core/calendar.ts";
import type { Analysis } from "../../services/position/analyze_position.ts";
import type { Position, PositionLeg } from "../../services/position/position.ts";
import { percent, price, rounded } from "../../services/figures.ts";
import { newYorkTime } from "../../services/new_york_time.ts";
import { provenance } from "../../services/provenance.ts";

const UNITS =
  "dollars for the whole position; mid and natural are credits, negative for a debit; price, bid, ask, entry per share or point; iv, chances and returns in percent; sigmas: expected moves (one standard deviation) from the price; delta and gamma a dollar of price, theta a day, vega and rho a point";

const LEG_COLUMNS = ["symbol", "quantity", "bid", "ask", "entry", "iv", "delta", "theta"] as const;
const RATIOS: ReadonlySet<string> = new Set(["ivRank", "creditToWidth", "profitTaken", "probabilityOfProfit"]);
/** Figures older than this when the question was asked are called stale. Milliseconds. */
const STALE = 30_000;

const dollars = (value: number | null): number | null =>
  rounded(value, value !== null && Math.abs(value) >= 10_000 ? 0 : 2);
const points = (value: number | null): number | null => rounded(value, value !== null && Math.abs(value) < 20 ? 4 : 2);
const share = (fraction: number | null): number | null => rounded(fraction === null ? null : fraction * 100, 1);

/** The answer as plain data; `now` is when it goes out. */
export function positionAnswer(position: Position, analysis: Analysis, now: number): object {
  const { strategy, days, lastDays, expiration, profile, greeks, warnings, unknown } = analysis;
  const { startedAt, readAt, underlying } = position;
  return {
    symbol: position.symbol,
    ...(underlying.symbol === position.symbol ? {} : { underlying: underlying.symbol }),
    price: price(position.spot),
    strategy: strategy.name,
    ...(strategy.units > 1 && strategy.isKnown ? { count: strategy.units } : {}),
    bias: strategy.bias,
    risk: strategy.risk,
    expiration,
    dte: days,
    ...(lastDays > days ? { last_dte: lastDays } : {}),
    legs: { columns: LEG_COLUMNS, rows: position.legs.map(legRow) },
    entry: entryOf(position, analysis),
    max_profit: profile.maxProfit === null ? "unlimited" : dollars(profile.maxProfit),
    max_loss: profile.maxLoss === null ? "unlimited" : dollars(profile.maxLoss),
    breakevens: {
      columns: ["price", "percent_away", "sigmas"],
      rows: analysis.breakevens.map((one) => [points(one.price), share(one.distance), rounded(one.sigmas, 2)]),
    },
    expected_move: moveOf(position, analysis),
    capital: capitalOf(analysis),
    chances: chancesOf(analysis),
    expected_value: expectedValueOf(analysis),
    greeks: {
      delta: rounded(greeks.delta, 2),
      gamma: rounded(greeks.gamma, 4),
      theta: rounded(greeks.theta, 2),
      vega: rounded(greeks.vega, 2),
      rho: rounded(greeks.rho, 2),
    },
    events: eventsOf(position, analysis),
    assignment: assignmentOf(position, analysis),
    rules: rulesOf(analysis.rules),
    profit_table: tableOf(analysis),
    units: UNITS,
    model: modelOf(position, analysis),
    ...(unknown.length > 0 ? { unknown: [...new Set(unknown)] } : {}),
    ...(warnings.length > 0 ? { warnings } : {}),
    time: newYorkTime(readAt),
    age_seconds: Math.max(0, Math.round((now - readAt) / 1000)),
    ...(startedAt - readAt > STALE ? { stale: true } : {}),
    session: sessionState(underlying.type === "future" ? "future" : "equity", now),
    ...provenance(position.source),
  };
}

/** Spaces that pad a symbol are kept: it is to be sent on as it is. */
const legRow = ({ instrument, quantity, bid, ask, entryPrice, volatility, delta, theta }: PositionLeg) => [
  instrument.symbol,
  quantity,
  price(bid),
  price(ask),
  price(entryPrice),
  percent(volatility),
  rounded(delta, 3),
  rounded(theta, 4),
];

function entryOf({ legs }: Position, { cost, strategy }: Analysis): object {
  const sources = [...new Set(legs.map(({ entrySource }) => entrySource))];
  const sizes = new Set(legs.map(({ contract, multiplier }) => contract === null ? 0 : multiplier));
  const [size] = sizes;
  const perShare = sizes.size === 1 && size! > 0 ? Math.abs(cost.cost) / (size! * strategy.units) : null;
  const credit = (paid: number | null): number | null => paid === null ? null : dollars(-paid);
  const hasPaid = sources.includes("held") || sources.includes("given");
  return {
    [cost.cost < 0 ? "credit" : "debit"]: dollars(Math.abs(cost.cost)),
    ...(perShare === null ? {} : { per_share: points(perShare) }),
    at: sources.join(" and "),
    mid: credit(cost.mid),
    natural: credit(cost.natural),
    slippage: dollars(cost.slippage),
    ...(hasPaid ? { open_profit: dollars(cost.openProfit) } : {}),
  };
}

function moveOf({ spot }: Position, { expectedMove, breakevens }: Analysis): object {
  const inside = breakevens.filter(({ sigmas }) => sigmas !== null && Math.abs(sigmas) < 1).length;
  return {
    dollars: points(expectedMove),
    low: points(spot - expectedMove),
    high: points(spot + expectedMove),
    breakevens_inside: inside,
  };
}

function capitalOf({ capital, cash, returns, thetaReturn }: Analysis): object {
  if (capital.net === null) {
    const why = capital.reason === "futures_are_margined_by_span"
      ? "futures are margined by SPAN, which only the broker knows"
      : capital.reason === "short_shares_need_margin"
      ? "shares cannot be sold short in this account"
      : "a call that nothing covers cannot be sold in this account";
    return { buying_power: null, reason: why };
  }
  return {
    buying_power: dollars(capital.net),
    account: capital.account,
    method: capital.method,
    is_estimate: true,
    ...(cash !== null && capital.account === "margin" && Math.abs(cash - capital.net) > 0.5
      ? { cash_account: dollars(cash) }
      : {}),
    return: share(returns?.return ?? null),
    return_a_year: share(returns?.annualized ?? null),
    theta_a_year: share(thetaReturn),
  };
}

function chancesOf({ prospects, closeAt }: Analysis): object {
  const { halfProfit, planned, touches } = prospects;
  return {
    pop: share(prospects.probabilityOfProfit),
    pop_skewed: share(prospects.skewedProbabilityOfProfit),
    max_profit: share(prospects.probabilityOfMaxProfit),
    max_loss: share(prospects.probabilityOfMaxLoss),
    p50: halfProfit === null ? null : {
      chance: share(halfProfit.probability),
      days: rounded(halfProfit.expectedDays, 1),
      profit: dollars(halfProfit.profit),
      ...(closeAt === null
        ? {}
        : { [closeAt < 0 ? "close_for_credit" : "close_for_debit"]: points(Math.abs(closeAt)) }),
      ...(planned === null
        ? {}
        : { with_your_rules: share(planned.probability), days_with_your_rules: rounded(planned.expectedDays, 1) }),
    },
    ...(touches.length > 0
      ? { touch: Object.fromEntries(touches.map(({ leg, probability }) => [nameOf(leg), share(probability)])) }
      : {}),
    iv: percent(prospects.volatility),
  };
}

/** `put 620`, with the day where that is not enough. */
function nameOf({ contract }: PositionLeg): string {
  const { right, strike, series: { day } } = contract!;
  return `${right} ${strike} ${day}`;
}

function expectedValueOf({ prospects, forecast }: Analysis): object {
  return {
    at_market_iv: dollars(prospects.atMarket),
    at_forecast: dollars(prospects.atForecast),
    forecast_volatility: percent(forecast?.volatility),
    ...(forecast === null ? {} : { forecast: forecast.source === "given" ? "given" : "realized, 30 days" }),
    average_win: dollars(prospects.expectedWin),
    average_loss: dollars(prospects.expectedLoss),
  };
}

function eventsOf({ startedAt, earningsDate, metrics, underlying }: Position, analysis: Analysis): object | string {
  const { earnings, exDividend } = analysis;
  if (underlying.type === "future") return "none: a future";
  const today = newYorkDay(startedAt);
  const inDays = (day: Day): string => `${day} (in ${daysBetween(today, day)} days)`;
  const isGuess = metrics?.earnings.kind === "expected" && metrics.earnings.isEstimated;
  return {
    earnings: earnings === null ? null : `${inDays(earnings)}${isGuess ? ", estimated" : ""}`,
    ...(earnings === null && earningsDate !== null ? { next_earnings_after_it: earningsDate } : {}),
    ex_dividend: exDividend === null ? null : inDays(exDividend),
    ...(exDividend === null ? {} : { dividend: metrics?.metrics.dividendPerShare ?? null }),
  };
}

const REASONS: Record<string, string> = {
  expiration: "expires in the money",
  dividend: "the next dividend is worth more than its time value",
  interest: "interest on the strike is worth more than its time value",
  at_parity: "it has hardly any time value left",
};

function assignmentOf({ exercise, legs, startedAt }: Position, { assignments }: Analysis): string | object[] {
  const isShort = legs.some(({ contract, quantity }) => contract !== null && quantity < 0);
  if (!isShort) return "none: nothing is sold";
  if (exercise === "european") return "none before expiration: European options";
  const risky = assignments.filter(({ risk }) => risk.level !== "none");
  if (risky.length === 0) return "none to expect now";
  return risky.map(({ leg, risk: { level, reason, extrinsic, exYears } }) => ({
    option: nameOf(leg),
    level,
    why: REASONS[reason] ?? reason,
    time_value: price(rounded(extrinsic, 4)),
    ...(exYears === null ? {} : { before: newYorkDay(startedAt + exYears * 365 * 86_400_000) }),
  }));
}

function rulesOf(verdicts: readonly Verdict[]): object {
  const ids = (wanted: Verdict["verdict"]): string[] =>
    verdicts.filter(({ verdict }) => verdict === wanted).map(({ id }) => id);
  const broken = verdicts.filter(({ verdict }) => verdict === "broken").map(({ id, says, value }) => {
    const isRatio = RATIOS.has(RULES.find((rule) => rule.id === id)?.measure ?? "");
    return `${says} Here: ${isRatio ? `${share(value)} %` : rounded(value, 2)}.`;
  });
  const unknown = ids("unknown");
  return { met: ids("met"), broken, ...(unknown.length > 0 ? { not_known: unknown } : {}) };
}

function tableOf({ table }: Analysis): object {
  const cells = (profits: readonly number[]): number[] => profits.map((profit) => Math.round(profit) + 0);
  return {
    columns: ["day or iv", ...table.spots],
    rows: [
      ...table.byDay.map(({ day, profits }) => [day, ...cells(profits)]),
      ...table.byVolatility.map(({ factor, profits }) => [`today, iv x${factor}`, ...cells(profits)]),
    ],
  };
}

function modelOf({ exercise, rate, carry, dividends, underlying, legs }: Position, { outcome }: Analysis): object {
  const isFuture = underlying.type === "future";
  const doubtful = legs.filter(({ volatilitySource }) => volatilitySource !== null && volatilitySource !== "price");
  return {
    options: exercise === "american"
      ? `American, Leisen-Reimer trees${isFuture ? " on the future" : ", cash dividends escrowed"}`
      : "European, Black-Scholes-Merton",
    probabilities: `lognormal at the expiration's own IV, forward ${
      isFuture ? "is the future" : "from put-call parity"
    }; pop_skewed from the smile; touch at the strike's own IV, watched continuously; p50 at daily closes, legs at constant IV${
      outcome.isModelled ? "; until the first expiration" : ""
    }`,
    expected_value:
      "today's dollars; at_market_iv is what the legs are worth at their own IVs less the entry, so minus the cost of trading by construction; at_forecast moves the price at the forecast instead",
    rate: percent(rate),
    carry: percent(carry),
    ...(dividends.length > 0 ? { dividends: dividends.length } : {}),
    ...(doubtful.length > 0
      ? { iv_not_from_own_price: doubtful.map((leg) => `${nameOf(leg)}: ${IV_SOURCES[leg.volatilitySource!]}`) }
      : {}),
  };
}

const IV_SOURCES = {
  price: "its price",
  parity: "the other right at its strike",
  exercise: "the most at which its price, what exercise pays, makes sense",
  broker: "the broker",
  expiration: "its expiration at the money",
};

/** Positions to be drawn: the four that are kept as expected files, and those that are hard to draw. */

import type { Leg, OptionLeg, Underlying } from "../../src/analytics/positions/leg.ts";
import { outcomeOf } from "../../src/analytics/positions/outcome.ts";
import { riskProfile } from "../../src/analytics/positions/risk_profile.ts";
import { bsm } from "../../src/analytics/pricing/black.ts";
import { newYorkInstant } from "../../src/core/calendar.ts";
import type { ProfitChart } from "../../src/charts/profit/profit_chart.ts";

export type Drawable = Omit<ProfitChart, "scheme">;

export const AT = newYorkInstant("2026-11-20", 10 * 60 + 31);

const YEAR = 365 * 86_400_000;
export const yearsTo = (day: string): number => (newYorkInstant(day, 16 * 60) - AT) / YEAR;

interface Market extends Underlying {
  volatility: number;
  multiplier?: number;
}

/** `[quantity, "C" or "P", strike, years, volatility]`; the price is the model's own, to the cent. */
export type Option = readonly [number, "C" | "P", number, number, number?];

export function option(market: Market, [quantity, right, strike, years, volatility]: Option): OptionLeg {
  const { spot, rate, carry, multiplier = 100 } = market;
  const sigma = volatility ?? market.volatility;
  const value = bsm(spot, strike, years, rate, carry, sigma, right === "C" ? "call" : "put");
  const grain = spot < 1 ? 1e-6 : 0.01;
  const price = Math.round(value / grain) * grain;
  return {
    kind: "option",
    right: right === "C" ? "call" : "put",
    quantity,
    strike,
    years,
    multiplier,
    price,
    volatility: sigma,
  };
}

export function drawable(
  title: string,
  market: Market,
  options: readonly Option[],
  more: { linear?: readonly Leg[] } & Partial<Drawable> = {},
): Drawable {
  const { linear = [], ...rest } = more;
  const { spot, rate, carry, volatility } = market;
  const underlying = { spot, rate, carry };
  const legs = [...linear, ...options.map((leg) => option(market, leg))];
  const years = Math.min(...options.map(([, , , years]) => years));
  const deviation = spot * volatility * Math.sqrt(years);
  return {
    title,
    subtitle: "",
    legs,
    underlying,
    profile: options.length === 0 ? null : riskProfile(outcomeOf(legs, underlying), spot),
    expectedMove: options.length === 0 ? null : { low: spot - deviation, high: spot + deviation },
    unit: "dollars",
    at: AT,
    source: "tastytrade",
    isSimulated: false,
    ...rest,
  };
}

export const SPY = { spot: 671.34, rate: 0.041, carry: 0.012, volatility: 0.158 };
const JANUARY = yearsTo("2027-01-15");
const DECEMBER = yearsTo("2026-12-18");

const shares = (quantity: number, price: number): Leg => ({ kind: "stock", quantity, multiplier: 1, price });

export const condor = drawable("SPY iron condor", SPY, [
  [1, "P", 620, JANUARY, 0.205],
  [-1, "P", 635, JANUARY, 0.192],
  [-1, "C", 705, JANUARY, 0.132],
  [1, "C", 720, JANUARY, 0.124],
], { subtitle: "Credit $4.42 · capital $1,058 · return on it 41.8%", isSimulated: true });

const NVDA = { spot: 186.52, rate: 0.041, carry: 0, volatility: 0.44 };

export const calendar = drawable("NVDA call calendar", { ...NVDA, volatility: 0.435 }, [
  [-1, "C", 190, DECEMBER, 0.432],
  [1, "C", 190, JANUARY, 0.445],
], { subtitle: "Debit $4.31 · front IV 43.2%, back IV 44.5%" });

export const coveredCall = drawable(
  "AAPL covered call",
  { spot: 271.49, rate: 0.041, carry: 0.004, volatility: 0.262 },
  [
    [-1, "C", 285, JANUARY],
  ],
  { linear: [shares(100, 268.2)], subtitle: "$261.80 a share after the premium" },
);

export const ratioSpread = drawable("NVDA call ratio spread", NVDA, [
  [1, "C", 195, JANUARY, 0.43],
  [-2, "C", 215, JANUARY, 0.42],
], { subtitle: "Debit $1.91 · one call uncovered", isSimulated: true });

/** Kept as expected files, in light and in dark. */
export const EXPECTED: Record<string, Drawable> = {
  condor,
  calendar,
  covered_call: coveredCall,
  ratio_spread: ratioSpread,
};

const chain = Array.from(
  { length: 40 },
  (_, i): Option => [i % 3 === 0 ? -2 : 1, i < 20 ? "P" : "C", 575 + 5 * i, JANUARY],
);
const crude = { spot: 58.06, rate: 0.041, carry: 0.041, volatility: 0.38, multiplier: 1000 };
const spx = { spot: 6712.34, rate: 0.041, carry: 0.012, volatility: 0.15 };

export const HARD: Record<string, Drawable> = {
  long_call: drawable("SPY long call", SPY, [[1, "C", 680, JANUARY]]),
  short_put: drawable("SPY short put, weekly", SPY, [[-1, "P", 640, yearsTo("2026-11-27")]]),
  strangle: drawable("SPY short strangle", SPY, [[-1, "P", 625, JANUARY, 0.2], [-1, "C", 715, JANUARY, 0.13]]),
  straddle: drawable("SPY long straddle", SPY, [[1, "P", 670, JANUARY], [1, "C", 670, JANUARY]]),
  jade_lizard: drawable("NVDA jade lizard", NVDA, [
    [-1, "P", 170, JANUARY],
    [-1, "C", 205, JANUARY],
    [1, "C", 210, JANUARY],
  ]),
  butterfly: drawable("SPY call butterfly", SPY, [[1, "C", 660, JANUARY], [-2, "C", 670, JANUARY], [
    1,
    "C",
    680,
    JANUARY,
  ]]),
  diagonal: drawable("SPY poor man’s covered call", SPY, [[1, "C", 600, yearsTo("2027-06-18")], [
    -1,
    "C",
    690,
    DECEMBER,
  ]]),
  double_calendar: drawable("SPY double calendar", SPY, [
    [-1, "P", 650, DECEMBER],
    [1, "P", 650, JANUARY],
    [-1, "C", 695, DECEMBER],
    [1, "C", 695, JANUARY],
  ]),
  today: drawable("SPX iron fly, today", spx, [
    [1, "P", 6680, yearsTo("2026-11-20")],
    [-1, "P", 6710, yearsTo("2026-11-20")],
    [-1, "C", 6710, yearsTo("2026-11-20")],
    [1, "C", 6740, yearsTo("2026-11-20")],
  ], { unit: "points" }),
  future: drawable("/CLF7 covered call", crude, [[-1, "C", 62, DECEMBER]], {
    unit: "points",
    linear: [{ kind: "future", quantity: 1, multiplier: 1000, price: 57.4 }],
  }),
  euro: drawable("/6EH7 strangle", { spot: 1.0835, rate: 0.041, carry: 0.041, volatility: 0.07, multiplier: 125_000 }, [
    [-1, "P", 1.065, DECEMBER],
    [-1, "C", 1.105, DECEMBER],
  ], { unit: "points" }),
  huge: drawable("BRK/A put spread", { spot: 742_350, rate: 0.041, carry: 0, volatility: 0.18 }, [
    [-10, "P", 700_000, JANUARY],
    [10, "P", 680_000, JANUARY],
  ]),
  tiny: drawable("A penny stock", { spot: 0.0421, rate: 0.041, carry: 0, volatility: 1.4 }, [[1, "C", 0.05, JANUARY]]),
  free: drawable("Butterfly for nothing", SPY, [], {
    ...(() => {
      const [low, middle, high] = [
        option(SPY, [1, "C", 660, JANUARY]),
        option(SPY, [-2, "C", 670, JANUARY]),
        option(SPY, [1, "C", 680, JANUARY]),
      ];
      const legs = [{ ...low, price: 2 * middle.price - high.price }, middle, high];
      const deviation = SPY.spot * SPY.volatility * Math.sqrt(JANUARY);
      return {
        legs,
        profile: riskProfile(outcomeOf(legs, SPY), SPY.spot),
        expectedMove: { low: SPY.spot - deviation, high: SPY.spot + deviation },
      };
    })(),
  }),
  forty: drawable("Forty legs", SPY, chain, { subtitle: "Every strike from 575 to 770" }),
  shares: drawable("SPY shares", SPY, [], { linear: [shares(100, 650)] }),
  far: drawable("Lottery ticket", SPY, [[1, "C", 900, DECEMBER], [-1, "P", 350, DECEMBER]]),
  expired: drawable("Expiring now", SPY, [[-1, "P", 670, 0], [1, "P", 660, 0]]),
  words: drawable(
    'A <b>position</b> & "its" very long name that no picture of this width has room for at all',
    SPY,
    [[-1, "P", 640, JANUARY], [1, "P", 600, JANUARY]],
    {
      subtitle:
        "Société Générale · 日本 · what cannot be written is marked, and what is too long for one line goes on in a second one, but no farther than that",
    },
  ),
};

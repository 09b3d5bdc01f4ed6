/** What sellers and buyers of premium usually look for, as data: criteria and the measure to rank by, for each structure. */

import type { Criteria, Range } from "./criteria.ts";
import type { FamilyName } from "./family_names.ts";
import type { MeasureName } from "./measures.ts";

export interface UsualScreen {
  /** Widths are said for prices of 100 dollars, the least, and of up to 500, the greatest: who knows the price scales them. */
  criteria: Criteria;
  /** Without a forecast volatility; with one, `rankByForecast`. */
  rankBy: MeasureName;
  rankByForecast: MeasureName;
}

const MONTHLY: Range = { min: 30, max: 60 };
const LATER: Range = { min: 45, max: 120 };
const define = (
  criteria: Criteria,
  rankBy: MeasureName = "pop_weighted_return",
  rankByForecast: MeasureName = "forecast_return",
): UsualScreen => ({ criteria: { days: MONTHLY, ...criteria }, rankBy, rankByForecast });

const creditSpread = define({
  shortDelta: { min: 0.2, max: 0.35 },
  width: { min: 1, max: 10 },
  minCreditToWidth: 0.25,
});
const debitSpread = define({
  longDelta: { min: 0.45, max: 0.65 },
  shortDelta: { min: 0.2, max: 0.45 },
  width: { min: 1, max: 20 },
  maxDebitToWidth: 0.6,
});
const calendar = define({ shortDelta: { min: 0.3, max: 0.6 }, backDays: LATER }, "breakeven_distance");
const diagonal = define({
  shortDelta: { min: 0.2, max: 0.35 },
  longDelta: { min: 0.7, max: 0.85 },
  backDays: { min: 75 },
});
const butterfly = define({ shortDelta: { min: 0.25, max: 0.6 }, width: { min: 1, max: 20 } });
const brokenWing = define({ shortDelta: { min: 0.2, max: 0.4 }, width: { min: 1, max: 15 }, maxDebit: 0 });
const ratio = define({
  shortDelta: { min: 0.16, max: 0.3 },
  longDelta: { min: 0.25, max: 0.45 },
  width: { min: 1, max: 20 },
  maxDebit: 0,
});
const longOption = define({ longDelta: { min: 0.3, max: 0.7 } }, "pop");

export const USUAL_SCREENS: Record<FamilyName, UsualScreen> = {
  cash_secured_put: define({ shortDelta: { min: 0.16, max: 0.3 } }, "pop_weighted_return", "pop_weighted_return"),
  covered_call: define({ shortDelta: { min: 0.2, max: 0.3 } }, "pop_weighted_return", "pop_weighted_return"),
  put_credit_spread: creditSpread,
  call_credit_spread: creditSpread,
  call_debit_spread: debitSpread,
  put_debit_spread: debitSpread,
  iron_condor: define({ shortDelta: { min: 0.16, max: 0.25 }, width: { min: 1, max: 10 }, minCreditToWidth: 0.25 }),
  iron_butterfly: define({ shortDelta: { min: 0.4, max: 0.6 }, width: { min: 5, max: 50 } }),
  short_strangle: define({ shortDelta: { min: 0.12, max: 0.2 } }),
  long_strangle: define({ longDelta: { min: 0.2, max: 0.4 } }, "breakeven_distance"),
  short_straddle: define({ shortDelta: { min: 0.4, max: 0.6 } }),
  long_straddle: define({ longDelta: { min: 0.4, max: 0.6 } }, "breakeven_distance"),
  call_calendar: calendar,
  put_calendar: calendar,
  call_diagonal: diagonal,
  put_diagonal: diagonal,
  call_butterfly: butterfly,
  put_butterfly: butterfly,
  broken_wing_call_butterfly: brokenWing,
  broken_wing_put_butterfly: brokenWing,
  jade_lizard: define({ shortDelta: { min: 0.2, max: 0.35 }, width: { min: 1, max: 5 } }),
  call_ratio_1x2: ratio,
  put_ratio_1x2: ratio,
  long_call: longOption,
  long_put: longOption,
};

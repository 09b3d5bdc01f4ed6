/** Every structure that can be searched for. */

import type { FamilyName } from "./family_names.ts";
import { brokenWingCallButterfly, brokenWingPutButterfly, callButterfly, putButterfly } from "./families/butterfly.ts";
import { callCalendar, putCalendar } from "./families/calendar.ts";
import { cashSecuredPut } from "./families/cash_secured_put.ts";
import { coveredCall } from "./families/covered_call.ts";
import { callDiagonal, putDiagonal } from "./families/diagonal.ts";
import { ironButterfly } from "./families/iron_butterfly.ts";
import { ironCondor } from "./families/iron_condor.ts";
import { jadeLizard } from "./families/jade_lizard.ts";
import { longCall, longPut } from "./families/long_option.ts";
import { callRatioSpread, putRatioSpread } from "./families/ratio_spread.ts";
import { longStraddle, shortStraddle } from "./families/straddle.ts";
import { longStrangle, shortStrangle } from "./families/strangle.ts";
import { callCreditSpread, callDebitSpread, putCreditSpread, putDebitSpread } from "./families/vertical_spread.ts";
import type { Family } from "./shape.ts";

const ALL: readonly Family[] = [
  cashSecuredPut,
  coveredCall,
  putCreditSpread,
  callCreditSpread,
  callDebitSpread,
  putDebitSpread,
  ironCondor,
  ironButterfly,
  shortStrangle,
  longStrangle,
  shortStraddle,
  longStraddle,
  callCalendar,
  putCalendar,
  callDiagonal,
  putDiagonal,
  callButterfly,
  putButterfly,
  brokenWingCallButterfly,
  brokenWingPutButterfly,
  jadeLizard,
  callRatioSpread,
  putRatioSpread,
  longCall,
  longPut,
];

/** The family of a name. */
export const FAMILIES = Object.fromEntries(ALL.map((family) => [family.name, family])) as Record<FamilyName, Family>;

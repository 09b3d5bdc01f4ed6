/** The structures that can be searched for; the names are those that recognition gives them. */

export const FAMILY_NAMES = [
  "cash_secured_put",
  "covered_call",
  "put_credit_spread",
  "call_credit_spread",
  "call_debit_spread",
  "put_debit_spread",
  "iron_condor",
  "iron_butterfly",
  "short_strangle",
  "long_strangle",
  "short_straddle",
  "long_straddle",
  "call_calendar",
  "put_calendar",
  "call_diagonal",
  "put_diagonal",
  "call_butterfly",
  "put_butterfly",
  "broken_wing_call_butterfly",
  "broken_wing_put_butterfly",
  "jade_lizard",
  "call_ratio_1x2",
  "put_ratio_1x2",
  "long_call",
  "long_put",
] as const;

export type FamilyName = typeof FAMILY_NAMES[number];

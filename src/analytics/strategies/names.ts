/**
 * The structures traders have names for, as data.
 *
 * A pattern lists its legs: `+` bought or `-` sold, how many, `S` shares (in lots of the options' multiplier) or the
 * option's right, the rank of its strike among the strikes, and `'` when it expires later than the others. So
 * `-C2 +C1'` sells a call and buys a later one at a lower strike. Where two rows share a pattern, the first whose
 * condition holds names the position. Rows stand in the order of how common they are.
 */

export type Bias = "bullish" | "bearish" | "neutral" | "volatile";

/**
 * `equal`: both outer gaps between strikes are as wide. `tree`: the gap beside the single leg is twice the other.
 * `leaps`: the later option lives at least four months longer. `cash`: the caller says that cash secures it.
 */
export type Condition = "equal" | "tree" | "leaps" | "cash";

export interface Structure {
  /** A key that does not change. */
  id: string;
  name: string;
  bias: Bias;
  pattern: string;
  condition?: Condition;
}

type Row = [id: string, name: string, bias: Bias, pattern: string, condition?: Condition];

const ROWS: readonly Row[] = [
  ["cash_secured_put", "cash-secured put", "bullish", "-P1", "cash"],
  ["short_put", "short put", "bullish", "-P1"],
  ["long_call", "long call", "bullish", "+C1"],
  ["long_put", "long put", "bearish", "+P1"],
  ["short_call", "short call", "bearish", "-C1"],
  ["long_stock", "long stock", "bullish", "+S"],
  ["short_stock", "short stock", "bearish", "-S"],

  ["covered_call", "covered call", "bullish", "+S -C1"],
  ["put_credit_spread", "put credit spread", "bullish", "+P1 -P2"],
  ["call_credit_spread", "call credit spread", "bearish", "-C1 +C2"],
  ["call_debit_spread", "call debit spread", "bullish", "+C1 -C2"],
  ["put_debit_spread", "put debit spread", "bearish", "-P1 +P2"],
  ["iron_condor", "iron condor", "neutral", "+P1 -P2 -C3 +C4", "equal"],
  ["broken_wing_iron_condor", "broken-wing iron condor", "neutral", "+P1 -P2 -C3 +C4"],
  ["short_strangle", "short strangle", "neutral", "-P1 -C2"],
  ["short_straddle", "short straddle", "neutral", "-P1 -C1"],
  ["iron_butterfly", "iron butterfly", "neutral", "+P1 -P2 -C2 +C3", "equal"],
  ["broken_wing_iron_butterfly", "broken-wing iron butterfly", "neutral", "+P1 -P2 -C2 +C3"],
  ["collar", "collar", "neutral", "+S +P1 -C2"],
  ["protective_put", "protective put", "bullish", "+S +P1"],
  ["call_calendar", "call calendar", "neutral", "-C1 +C1'"],
  ["put_calendar", "put calendar", "neutral", "-P1 +P1'"],
  ["poor_mans_covered_call", "poor man's covered call", "bullish", "-C2 +C1'", "leaps"],
  ["poor_mans_covered_put", "poor man's covered put", "bearish", "-P1 +P2'", "leaps"],
  ["call_diagonal", "call diagonal", "bullish", "-C2 +C1'"],
  ["put_diagonal", "put diagonal", "bearish", "-P1 +P2'"],
  ["call_credit_diagonal", "call credit diagonal", "bearish", "-C1 +C2'"],
  ["put_credit_diagonal", "put credit diagonal", "bullish", "-P2 +P1'"],
  ["call_butterfly", "call butterfly", "neutral", "+C1 -2C2 +C3", "equal"],
  ["put_butterfly", "put butterfly", "neutral", "+P1 -2P2 +P3", "equal"],
  ["broken_wing_call_butterfly", "broken-wing call butterfly", "neutral", "+C1 -2C2 +C3"],
  ["broken_wing_put_butterfly", "broken-wing put butterfly", "neutral", "+P1 -2P2 +P3"],
  ["jade_lizard", "jade lizard", "bullish", "-P1 -C2 +C3"],
  ["reverse_jade_lizard", "reverse jade lizard (twisted sister)", "bearish", "+P1 -P2 -C3"],
  ["long_straddle", "long straddle", "volatile", "+P1 +C1"],
  ["long_strangle", "long strangle", "volatile", "+P1 +C2"],
  ["call_ratio_1x2", "call ratio spread 1x2", "neutral", "+C1 -2C2"],
  ["put_ratio_1x2", "put ratio spread 1x2", "neutral", "-2P1 +P2"],
  ["call_backspread_1x2", "call backspread 1x2", "volatile", "-C1 +2C2"],
  ["put_backspread_1x2", "put backspread 1x2", "volatile", "+2P1 -P2"],
  ["risk_reversal", "risk reversal", "bullish", "-P1 +C2"],
  ["bearish_risk_reversal", "bearish risk reversal", "bearish", "+P1 -C2"],
  ["synthetic_long_stock", "synthetic long stock", "bullish", "-P1 +C1"],
  ["synthetic_short_stock", "synthetic short stock", "bearish", "+P1 -C1"],
  ["covered_strangle", "covered strangle", "bullish", "+S -P1 -C2"],
  ["covered_straddle", "covered straddle", "bullish", "+S -P1 -C1"],
  ["covered_put", "covered put", "bearish", "-S -P1"],
  ["protective_call", "protective call", "bearish", "-S +C1"],
  ["reverse_collar", "reverse collar", "neutral", "-S -P1 +C2"],
  ["big_lizard", "big lizard", "neutral", "-P1 -C1 +C2"],
  ["reverse_big_lizard", "reverse big lizard", "neutral", "+P1 -P2 -C2"],
  ["double_calendar", "double calendar", "neutral", "-P1 -C2 +P1' +C2'"],
  ["double_diagonal", "double diagonal", "neutral", "-P2 -C3 +P1' +C4'"],
  ["straddle_calendar", "straddle calendar", "neutral", "-P1 -C1 +P1' +C1'"],
  ["put_spread_collar", "put spread collar", "neutral", "+S -P1 +P2 -C3"],
  ["diagonal_collar", "diagonal collar", "neutral", "+S -C2 +P1'"],
  ["covered_ratio_call", "ratio call write", "neutral", "+S -2C1"],

  ["call_ratio_1x3", "call ratio spread 1x3", "neutral", "+C1 -3C2"],
  ["put_ratio_1x3", "put ratio spread 1x3", "neutral", "-3P1 +P2"],
  ["call_ratio_2x3", "call ratio spread 2x3", "neutral", "+2C1 -3C2"],
  ["put_ratio_2x3", "put ratio spread 2x3", "neutral", "-3P1 +2P2"],
  ["call_backspread_1x3", "call backspread 1x3", "volatile", "-C1 +3C2"],
  ["put_backspread_1x3", "put backspread 1x3", "volatile", "+3P1 -P2"],
  ["call_backspread_2x3", "call backspread 2x3", "volatile", "-2C1 +3C2"],
  ["put_backspread_2x3", "put backspread 2x3", "volatile", "+3P1 -2P2"],
  ["put_ratio_1_1_2", "put 1-1-2", "bullish", "-2P1 -P2 +P3"],
  ["call_zebra", "call ZEBRA", "bullish", "+2C1 -C2"],
  ["put_zebra", "put ZEBRA", "bearish", "-P1 +2P2"],
  ["call_condor", "call condor", "neutral", "+C1 -C2 -C3 +C4", "equal"],
  ["put_condor", "put condor", "neutral", "+P1 -P2 -P3 +P4", "equal"],
  ["broken_wing_call_condor", "broken-wing call condor", "neutral", "+C1 -C2 -C3 +C4"],
  ["broken_wing_put_condor", "broken-wing put condor", "neutral", "+P1 -P2 -P3 +P4"],
  ["long_call_ladder", "long call ladder", "neutral", "+C1 -C2 -C3"],
  ["long_put_ladder", "long put ladder", "neutral", "-P1 -P2 +P3"],
  ["short_call_ladder", "short call ladder", "volatile", "-C1 +C2 +C3"],
  ["short_put_ladder", "short put ladder", "volatile", "+P1 +P2 -P3"],
  ["call_christmas_tree", "call Christmas tree", "neutral", "+C1 -3C2 +2C3", "tree"],
  ["put_christmas_tree", "put Christmas tree", "neutral", "+2P1 -3P2 +P3", "tree"],
  ["call_butterfly_1x3x2", "call butterfly 1x3x2", "neutral", "+C1 -3C2 +2C3"],
  ["put_butterfly_1x3x2", "put butterfly 1x3x2", "neutral", "+2P1 -3P2 +P3"],
  ["seagull", "seagull", "bullish", "-P1 +C2 -C3"],
  ["bearish_seagull", "bearish seagull", "bearish", "-P1 +P2 -C3"],
  ["strip", "strip", "volatile", "+2P1 +C1"],
  ["strap", "strap", "volatile", "+P1 +2C1"],
  ["long_guts", "long guts", "volatile", "+C1 +P2"],
  ["short_guts", "short guts (inverted strangle)", "neutral", "-C1 -P2"],
  ["reverse_iron_condor", "reverse iron condor", "volatile", "-P1 +P2 +C3 -C4"],
  ["reverse_iron_butterfly", "reverse iron butterfly", "volatile", "-P1 +P2 +C2 -C3"],
  ["inverted_iron_condor", "inverted iron condor", "neutral", "+P1 -C2 -P3 +C4"],
  ["short_call_butterfly", "short call butterfly", "volatile", "-C1 +2C2 -C3"],
  ["short_put_butterfly", "short put butterfly", "volatile", "-P1 +2P2 -P3"],
  ["short_call_condor", "short call condor", "volatile", "-C1 +C2 +C3 -C4"],
  ["short_put_condor", "short put condor", "volatile", "-P1 +P2 +P3 -P4"],
  ["conversion", "conversion", "neutral", "+S +P1 -C1"],
  ["reversal", "reversal", "neutral", "-S -P1 +C1"],
  ["long_box", "long box", "neutral", "+C1 -P1 -C2 +P2"],
  ["short_box", "short box", "neutral", "-C1 +P1 +C2 -P2"],
  ["reverse_call_calendar", "reverse call calendar", "volatile", "+C1 -C1'"],
  ["reverse_put_calendar", "reverse put calendar", "volatile", "+P1 -P1'"],
  ["reverse_call_diagonal", "reverse call diagonal", "bearish", "+C2 -C1'"],
  ["reverse_put_diagonal", "reverse put diagonal", "bullish", "+P1 -P2'"],
  ["reverse_call_credit_diagonal", "reverse call credit diagonal", "bullish", "+C1 -C2'"],
  ["reverse_put_credit_diagonal", "reverse put credit diagonal", "bearish", "+P2 -P1'"],
];

export const STRUCTURES: readonly Structure[] = ROWS.map(([id, name, bias, pattern, condition]) => ({
  id,
  name,
  bias,
  pattern,
  ...(condition ? { condition } : {}),
}));

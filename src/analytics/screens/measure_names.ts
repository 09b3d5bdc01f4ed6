/** The names of the measures that candidates can be ranked by. */

export const MEASURE_NAMES = [
  "credit_mid",
  "credit_natural",
  "slippage",
  "spread_cost",
  "credit_to_width",
  "max_profit",
  "max_loss",
  "capital",
  "return_on_capital",
  "annualized_return",
  "pop",
  "pop_weighted_return",
  "expected_value",
  "expected_value_forecast",
  "forecast_return",
  "theta",
  "theta_to_capital",
  "profit_unchanged",
  "breakeven_distance",
  "term_spread",
] as const;

/** The names of the measures that candidates can be ranked by. */

export const MEASURE_NAMES = [
  "creditMid",
  "creditNatural",
  "slippage",
  "spreadCost",
  "creditToWidth",
  "maxProfit",
  "maxLoss",
  "capital",
  "returnOnCapital",
  "annualizedReturn",
  "pop",
  "popWeightedReturn",
  "expectedValue",
  "expectedValueForecast",
  "forecastReturn",
  "theta",
  "thetaToCapital",
  "profitUnchanged",
  "breakevenDistance",
  "termSpread",
] as const;

/** Prices weighted by what was traded at them; a bar's price is the mean of its high, low and close. */

export interface TradedBars {
  high: Float64Array;
  low: Float64Array;
  close: Float64Array;
  volume: Float64Array;
}

/** The average price of everything traded since bar `anchor`; `NaN` before it and while nothing has been traded. */
export function anchoredVwap({ high, low, close, volume }: TradedBars, anchor = 0): Float64Array {
  let [traded, paid] = [0, 0];
  return close.map((last, i) => {
    if (i < anchor) return NaN;
    traded += volume[i]!;
    paid += volume[i]! * (high[i]! + low[i]! + last) / 3;
    return paid / traded;
  });
}

/** The average price of what the last `size` bars traded. */
export function rollingVwap({ high, low, close, volume }: TradedBars, size: number): Float64Array {
  return close.map((_, i) => {
    if (i < size - 1) return NaN;
    let [traded, paid] = [0, 0];
    for (let j = i - size + 1; j <= i; j++) {
      traded += volume[j]!;
      paid += volume[j]! * (high[j]! + low[j]! + close[j]!) / 3;
    }
    return paid / traded;
  });
}
